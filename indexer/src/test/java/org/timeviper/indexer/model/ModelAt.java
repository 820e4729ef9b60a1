package org.timeviper.indexer.model;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;

/**
 * A model that tests load themselves, on the processor.
 *
 * @param dir its directory
 * @param precision in which it computes
 * @param seen how much is kept of what it has seen
 */
public record ModelAt(Path dir, String precision, Seen seen) implements ModelSettings {

    /** The model that ships. */
    public static final Path STARTER = Path.of("..", "model-gpu", "starter");

    private static final long PLENTY = 1L << 30;

    /** In full precision, and with plenty of room for what it has seen. */
    public ModelAt(Path dir) {
        this(dir, "f32", PLENTY, PLENTY);
    }

    /**
     * @param memory bytes for sessions that stay open
     * @param disk bytes for what is kept there
     */
    public ModelAt(Path dir, String precision, long memory, long disk) {
        this(dir, precision, new Room(size(memory), size(disk)));
    }

    private record Room(MemorySize memory, MemorySize disk) implements Seen {}

    private static MemorySize size(long bytes) {
        return new MemorySize(BigInteger.valueOf(bytes));
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public int threads() {
        return 0;
    }

    @Override
    public boolean wakeAtStart() {
        return false;
    }
}
