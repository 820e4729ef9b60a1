package org.timeviper.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory the process holds, as the system counts it: also what the engine allocates behind Java's back. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** Bytes that are resident once garbage is collected. */
    static long settled() {
        System.gc();
        return now();
    }

    /**
     * By how many bytes it is above an earlier measure once garbage is collected. Unmapping files is the collector's work and happens some
     * time after it: waits for that, but no longer than until the growth is as small as wanted.
     */
    static long growthSince(long earlier, long wanted) {
        long growth = settled() - earlier;
        for (int i = 0; i < 100 && growth >= wanted; i++) {
            pause(100);
            growth = settled() - earlier;
        }
        return growth;
    }

    private static long now() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
