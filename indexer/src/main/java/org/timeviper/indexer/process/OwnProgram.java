package org.timeviper.indexer.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The JVM and the class path of this process, for another process that runs a part of the same program. */
public final class OwnProgram {

    private OwnProgram() {}

    /** @return the {@code java} program that runs this process */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * Tells where the classes are. The packaged application hides its jars from the class path: they lie beside the jar that was started.
     *
     * @param needed which libraries the other process wants, by their group, name and version with dots between them: it opens all that stand before the one that it looks for
     */
    public static String classPath(Predicate<String> needed) {
        String classPath = System.getProperty("java.class.path");
        Path started = Path.of(classPath.split(File.pathSeparator)[0]).toAbsolutePath();
        Path application = started.resolveSibling("app");
        List<Path> libraries = Stream.of("main", "boot")
                .map(part -> started.resolveSibling("lib").resolve(part))
                .toList();
        if (!Files.isDirectory(application) || !libraries.stream().allMatch(Files::isDirectory)) {
            return Arrays.stream(classPath.split(File.pathSeparator))
                    .filter(entry -> !isInRepository(Path.of(entry)) || isNeeded(Path.of(entry), needed))
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return Stream.concat(
                        jars(application),
                        libraries.stream()
                                .flatMap(OwnProgram::jars)
                                .filter(jar -> needed.test(jar.getFileName().toString())))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Whether a jar lies as a Maven repository keeps it: in a folder of its version, and that in one of its name. */
    private static boolean isInRepository(Path jar) {
        int parts = jar.getNameCount();
        return parts > 3
                && jar.getFileName().toString().startsWith(jar.getName(parts - 3) + "-" + jar.getName(parts - 2));
    }

    /** What of its path is the group is not certain: any end of it may be. */
    private static boolean isNeeded(Path jar, Predicate<String> needed) {
        int parts = jar.getNameCount();
        return IntStream.range(0, parts)
                .mapToObj(first -> jar.subpath(first, parts).toString().replace(File.separator, "."))
                .anyMatch(needed);
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("The application's jars in " + folder + " cannot be listed", e);
        }
    }
}
