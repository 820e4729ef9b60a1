package org.timeviper.model.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How much memory this process has, as Linux counts it: what the engine allocates behind Java's back included. */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int KIBIBYTE = 1024;

    private ResidentMemory() {}

    /** Bytes that are resident now; empty where the system does not tell. */
    static OptionalLong now() {
        return counted("VmRSS:");
    }

    /** The most bytes that were ever resident; empty where the system does not tell. */
    static OptionalLong peak() {
        return counted("VmHWM:");
    }

    private static OptionalLong counted(String name) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> KIBIBYTE * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
