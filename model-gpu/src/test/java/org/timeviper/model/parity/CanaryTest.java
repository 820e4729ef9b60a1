package org.timeviper.model.parity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.TimeViper;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

/** The starter and its recording, as they ship. */
class CanaryTest {

    private static final Path STARTER = Path.of("starter");

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheStarter() throws IOException {
        for (String name :
                new String[] {"config.json", "model.safetensors", "tokenizer.json", "reference.safetensors"}) {
            Files.copy(STARTER.resolve(name), folder.resolve(name));
        }
    }

    private boolean sings(Precision precision) {
        try (TimeViper model = TimeViper.load(folder, new ModelOptions(ComputeDevice.cpu(), precision, 0))) {
            return Canary.sings(model, folder);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theShippedModelComputesWhatWasRecorded(Precision precision) {
        assertTrue(sings(precision));
    }

    @Test
    void aModelWithoutARecordingIsNotChecked() throws IOException {
        Files.delete(folder.resolve("reference.safetensors"));
        assertFalse(sings(Precision.FLOAT32));
    }

    /** A few kilobytes of other weights, as a bad disk or a broken copy leaves them: finite numbers, so that nothing else notices. */
    @Test
    void damagedWeightsAreAnErrorAndNotAWorseModel() throws IOException {
        try (RandomAccessFile weights =
                new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
            byte[] other = new byte[4096];
            weights.seek(weights.length() / 2);
            weights.readFully(other);
            weights.seek(weights.length() / 4);
            weights.write(other);
        }
        ModelException refused = assertThrows(ModelException.class, () -> sings(Precision.FLOAT32));
        assertTrue(refused.getMessage().contains(folder.toString()), refused.getMessage());
        assertTrue(refused.getMessage().contains("is off by"), refused.getMessage());
    }
}
