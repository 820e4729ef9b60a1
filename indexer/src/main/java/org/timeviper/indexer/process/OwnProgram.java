package org.timeviper.indexer.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
     * @param needed which of the packaged application's libraries the other process wants, by their file names
     */
    public static String classPath(Predicate<String> needed) {
        String classPath = System.getProperty("java.class.path");
        Path started = Path.of(classPath.split(File.pathSeparator)[0]).toAbsolutePath();
        Path application = started.resolveSibling("app");
        List<Path> libraries = Stream.of("main", "boot")
                .map(part -> started.resolveSibling("lib").resolve(part))
                .toList();
        if (!Files.isDirectory(application) || !libraries.stream().allMatch(Files::isDirectory)) {
            return classPath;
        }
        return Stream.concat(
                        jars(application),
                        libraries.stream()
                                .flatMap(OwnProgram::jars)
                                .filter(jar -> needed.test(jar.getFileName().toString())))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("The application's jars in " + folder + " cannot be listed", e);
        }
    }
}
