package org.timeviper.indexer.media;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.timeviper.indexer.process.OwnProgram;

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
        String classPath = OwnProgram.classPath(jar -> NEEDED.stream().anyMatch(jar::startsWith));
        return new DecoderSettings(OwnProgram.java(), classPath, Duration.ofSeconds(60), 512, 8192L * 8192);
    }
}
