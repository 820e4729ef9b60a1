package org.timeviper.model.tensor;

import ai.djl.util.Utils;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The operators of {@code src/main/cuda}, built by {@code build.sh} where there is a CUDA compiler: Mamba's convolution, scan and norm, each in
 * one pass over a card's memory. Everything works without it.
 *
 * <p>The engine loads it as it starts, and fails to start if it cannot, where the setting {@value #SETTING} names it.
 */
final class OperatorLibrary {
    /** Environment variable or system property of DJL: paths of libraries, with commas. */
    static final String SETTING = "PYTORCH_EXTRA_LIBRARY_PATH";

    private static final String FILE = "libtimeviper_operators.so";

    private OperatorLibrary() {}

    /** Whether it is among what the engine has loaded. */
    static boolean isLoaded() {
        String paths = Utils.getEnvOrSystemProperty(SETTING);
        return paths != null
                && Stream.of(paths.split(",")).anyMatch(path -> Path.of(path).endsWith(FILE));
    }
}
