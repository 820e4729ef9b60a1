package org.timeviper.model.vector;

/** The JDK's module for vectors, which a JVM has only when it is told to at its start: {@code --add-modules=jdk.incubator.vector}. */
public final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Whether it is there. Where it is not, {@link VectorArithmetic} cannot be loaded, nor anything that calls it be called. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule(NAME).isPresent();
    }
}
