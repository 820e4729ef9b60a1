package org.timeviper.indexer.media;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the decoder's process is run.
 *
 * @param java the {@code java} program that runs it
 * @param classPath its class path
 * @param stallTimeout how long it may go without progress before it is ended
 * @param heapMegabytes its Java heap, in MiB; native memory comes on top
 * @param maxPixels pictures of more pixels are refused
 */
public record DecoderSettings(Path java, String classPath, Duration stallTimeout, int heapMegabytes, long maxPixels) {

    private static final List<String> NEEDED = List.of("org.bytedeco.", "com.fasterxml.jackson.", "org.timeviper.");

    /** @return the JVM and class path of this process, 60 s of patience, 512 MiB, pictures up to 8192 × 8192 */
    public static DecoderSettings defaults() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new DecoderSettings(java, ownClassPath(), Duration.ofSeconds(60), 512, 8192L * 8192);
    }

    /** The packaged application hides its jars from the class path: they lie beside the jar that was started. */
    private static String ownClassPath() {
        String classPath = System.getProperty("java.class.path");
        Path started = Path.of(classPath.split(File.pathSeparator)[0]).toAbsolutePath();
        Path libraries = started.resolveSibling("lib").resolve("main");
        Path application = started.resolveSibling("app");
        if (!Files.isDirectory(libraries) || !Files.isDirectory(application)) {
            return classPath;
        }
        try (Stream<Path> own = Files.list(application);
                Stream<Path> others = Files.list(libraries)) {
            return Stream.concat(own, others.filter(DecoderSettings::needed))
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("The application's jars beside " + started + " cannot be listed", e);
        }
    }

    private static boolean needed(Path jar) {
        return NEEDED.stream().anyMatch(jar.getFileName().toString()::startsWith);
    }
}
