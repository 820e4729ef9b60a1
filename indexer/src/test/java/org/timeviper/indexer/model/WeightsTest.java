package org.timeviper.indexer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.config.ModelException;

class WeightsTest {

    @TempDir
    Path folder;

    @Test
    void aFingerprintTellsWeightsAndSettingsFromOthersAndHeedsNoWordsForPeople() throws IOException {
        byte[] weights = new byte[20 << 20];
        new Random(1).nextBytes(weights);
        Files.write(folder.resolve("model.safetensors"), weights);
        Files.writeString(folder.resolve("config.json"), "{}");
        String known = Weights.fingerprint(folder);
        Files.writeString(folder.resolve("LICENCE.md"), "as you like");
        assertEquals(known, Weights.fingerprint(folder));
        for (int layer : new int[] {0, 7, 19}) {
            byte[] trained = weights.clone();
            for (int i = layer << 20; i < layer + 1 << 20; i++) {
                trained[i]++;
            }
            Files.write(folder.resolve("model.safetensors"), trained);
            assertNotEquals(known, Weights.fingerprint(folder), "layer " + layer);
        }
        Files.write(folder.resolve("model.safetensors"), weights);
        assertEquals(known, Weights.fingerprint(folder));
        Files.writeString(folder.resolve("config.json"), "{ }");
        assertNotEquals(known, Weights.fingerprint(folder));
        assertThrows(ModelException.class, () -> Weights.fingerprint(folder.resolve("nowhere")));
    }
}
