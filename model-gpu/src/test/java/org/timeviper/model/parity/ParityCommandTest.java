package org.timeviper.model.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({"small,f32", "odd-sizes,f32", "no-transv,f32", "small,bf16", "odd-sizes,bf16", "no-transv,bf16"})
    void theModelComputesWhatWasRecorded(String recording, String dtype) throws Exception {
        int code = parity(
                Path.of(ParityCommandTest.class
                                .getResource("/reference/" + recording)
                                .toURI())
                        .toString(),
                "--dtype",
                dtype);
        assertEquals(ParityCommand.WITHIN, code, () -> out + "\n" + err);
    }

    private int parity(String... args) {
        return ParityCommand.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
