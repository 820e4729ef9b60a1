package org.timeviper.model.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The JDK's module for vectors, which a JVM has only when it is told to at its start: {@code --add-modules=jdk.incubator.vector}. */
public final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    /** Of the compilers, the one that makes instructions of the module's methods. */
    private static final int OPTIMISING = 4;

    private VectorModule() {}

    /**
     * Whether it is there, and what calls it is compiled to instructions; else every call makes objects, and takes a hundred times as long. Where it is not there, {@link VectorArithmetic} cannot be loaded, nor anything
     * that calls it be called.
     */
    public static boolean isOfUse() {
        return ModuleLayer.boot().findModule(NAME).isPresent() && level() >= OPTIMISING && VectorArithmetic.isOfUse();
    }

    private static int level() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return jvm == null
                ? 0
                : Integer.parseInt(jvm.getVMOption("TieredStopAtLevel").getValue());
    }
}
