package org.timeviper.model.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Who made the processor: it is by this that MKL chooses among the instructions that a processor has. */
final class ProcessorMaker {
    /** As MKL's own maker is called. */
    static final String INTEL = "GenuineIntel";

    private static final String LINE = "vendor_id";

    private ProcessorMaker() {}

    /** This machine's; none where the system does not tell, as Linux does not of ARM. */
    static Optional<String> here() throws IOException {
        Path told = Path.of("/proc/cpuinfo");
        return Files.isReadable(told) ? toldIn(told) : Optional.empty();
    }

    /** @param told what Linux tells of each processor, line by line */
    static Optional<String> toldIn(Path told) throws IOException {
        try (Stream<String> lines = Files.lines(told)) {
            return lines.filter(line -> line.startsWith(LINE))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        }
    }
}
