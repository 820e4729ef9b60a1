package org.timeviper.model.tensor;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.timeviper.model.config.ModelException;

/**
 * The kernels, loaded onto a device. Stateless, and shared by all threads; work is done in {@link Workspace}s.
 *
 * <p>Close it after every workspace made by it.
 */
public final class Kernels implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    private final ComputeDevice device;
    private final Model model;
    private final String fingerprint;
    private final int threads;
    private final AtomicLong open = new AtomicLong();

    private Kernels(ComputeDevice device, Model model, String fingerprint, int threads) {
        this.device = device;
        this.model = model;
        this.fingerprint = fingerprint;
        this.threads = threads;
    }

    /**
     * Loads the engine, if this is the first time, and the kernels.
     *
     * @param device where they run
     * @param threads processor threads that one kernel may use, a setting of the whole process; 0 leaves it as it is
     * @throws ModelException if the machine has no such device, or the engine cannot be loaded
     */
    public static Kernels load(ComputeDevice device, int threads) {
        requirePresent(device);
        if (threads > 0) {
            JniUtils.setNumThreads(threads);
        }
        Model model = Model.newInstance(KernelArchive.NAME, device.toDjl(), ENGINE);
        try {
            Path directory = Files.createTempDirectory("timeviper-kernels");
            Path archive = directory.resolve(KernelArchive.NAME + ".pt");
            try {
                try (OutputStream out = Files.newOutputStream(archive)) {
                    KernelArchive.write(out);
                }
                model.load(directory, KernelArchive.NAME);
            } finally {
                Files.deleteIfExists(archive);
                Files.deleteIfExists(directory);
            }
            return new Kernels(
                    device,
                    model,
                    KernelArchive.fingerprint(),
                    threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            throw new ModelException("the tensor engine cannot load its kernels: " + e.getMessage(), e);
        }
    }

    private static void requirePresent(ComputeDevice device) {
        int cards;
        try {
            cards = Engine.getEngine(ENGINE).getGpuCount();
        } catch (EngineException e) {
            throw new ModelException("the tensor engine cannot be loaded: " + e.getMessage(), e);
        }
        if (device.kind() == ComputeDevice.Kind.CUDA && device.index() >= cards) {
            throw new ModelException("there is no device " + device + " here: "
                    + (cards == 0
                            ? "no CUDA device, or no CUDA build of the engine, was found"
                            : cards + " CUDA device(s)")
                    + "; use cpu");
        }
    }

    /** A fresh workspace; the caller closes it. */
    public Workspace workspace() {
        open.incrementAndGet();
        return new Workspace(this, (PtNDManager) model.getNDManager().newSubManager());
    }

    /** Where the kernels run. */
    public ComputeDevice device() {
        return device;
    }

    /** Processor threads that one kernel may use. */
    public int threads() {
        return threads;
    }

    /** Tells these kernels from those of other releases: what others have computed may differ. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Workspaces that are open now: a measure for tests of ownership. */
    public long openWorkspaces() {
        return open.get();
    }

    PtSymbolBlock block() {
        return (PtSymbolBlock) model.getBlock();
    }

    void closed() {
        open.decrementAndGet();
    }

    @Override
    public void close() {
        model.close();
    }
}
