package org.timeviper.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.vector.VectorModule;

/** A JVM of its own, started without the module for vectors, as one is by who knows nothing of it. */
class WithoutVectorModuleTest {

    @TempDir
    private Path directory;

    @Test
    void theEngineComputesEverything() throws Exception {
        RandomModel.write(directory, RandomModel.config("M-*", "", false), 1);
        float[] expected = RandomModel.logits(directory, Precision.FLOAT32);
        Path errors = directory.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutVectorModuleTest.class.getName(),
                        directory.toString())
                .redirectError(errors.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out + Files.readString(errors));
        String[] said = out.strip().split(" ");
        float[] logits = new float[said.length];
        for (int i = 0; i < said.length; i++) {
            logits[i] = Float.parseFloat(said[i]);
        }
        assertArrayEquals(expected, logits, 1e-4f);
    }

    /** @param arguments a model's folder */
    public static void main(String[] arguments) {
        assertFalse(VectorModule.isOfUse());
        StringBuilder said = new StringBuilder();
        for (float logit : RandomModel.logits(Path.of(arguments[0]), Precision.FLOAT32)) {
            said.append(logit).append(' ');
        }
        System.out.println(said);
    }
}
