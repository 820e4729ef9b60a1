package org.timeviper.model.tensor;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.NativeLibraries;

/**
 * The kernels, loaded onto a device. Stateless, and shared by all threads; work is done in {@link Workspace}s.
 *
 * <p>Close it after every workspace made by it.
 */
public final class Kernels implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    private final ComputeDevice device;
    private final Model model;
    private final KernelArchive archive;
    private final AtomicLong open = new AtomicLong();

    private Kernels(ComputeDevice device, Model model, KernelArchive archive) {
        this.device = device;
        this.model = model;
        this.archive = archive;
    }

    /** Kernels whose float32 arithmetic is float32 throughout; see {@link #load(ComputeDevice, int, Precision)}. */
    public static Kernels load(ComputeDevice device, int threads) {
        return load(device, threads, Precision.FLOAT32);
    }

    /**
     * Loads the engine, if this is the first time, and the kernels: on a card those of the {@link OperatorLibrary} where it is there, on a
     * processor those by oneDNN where the engine has it.
     *
     * <p>On a processor float32 matrices are multiplied by MKL where its maker is the processor's, else by oneDNN: on an AMD (EPYC, AVX-512) a
     * core came to 110 GFLOP/s by MKL and to 220 by oneDNN. On an Intel that has not been measured. What oneDNN remembers of products of
     * a thousand shapes takes some 50 MiB.
     *
     * @param device where they run
     * @param threads processor threads that one kernel may use, a setting of the whole process; 0 leaves it as it is
     * @param chunkProducts to what the factors in the products of a Mamba layer's chunks are rounded; sums and states are float32 in any
     * @throws ModelException if the machine has no such device, or the engine cannot be loaded
     */
    public static Kernels load(ComputeDevice device, int threads, Precision chunkProducts) {
        requirePresent(device);
        if (threads > 0) {
            JniUtils.setNumThreads(threads);
        }
        try {
            return switch (device.kind()) {
                case CUDA -> load(device, onCard().withChunkProductsIn(chunkProducts));
                case CPU -> loadOnProcessor(device, chunkProducts);
            };
        } catch (IOException | MalformedModelException | EngineException e) {
            throw new ModelException("the tensor engine cannot load its kernels: " + e.getMessage(), e);
        }
    }

    private static KernelArchive onCard() throws IOException {
        return OperatorLibrary.isLoaded() ? KernelArchive.withOperators() : KernelArchive.plain();
    }

    private static Kernels loadOnProcessor(ComputeDevice device, Precision chunkProducts)
            throws IOException, MalformedModelException {
        ProcessEnd.atOnce();
        boolean slowByMkl = ProcessorMaker.here()
                .filter(maker -> !maker.equals(ProcessorMaker.INTEL))
                .isPresent();
        KernelArchive wanted = slowByMkl ? KernelArchive.withAllProductsByOneDnn() : KernelArchive.withOneDnn();
        return load(
                device,
                wanted.withChunkProductsIn(chunkProducts),
                KernelArchive.plain().withChunkProductsIn(chunkProducts));
    }

    /** @param instead what is loaded where the engine does not know the operators that the wanted kernels call */
    static Kernels load(ComputeDevice device, KernelArchive wanted, KernelArchive instead)
            throws IOException, MalformedModelException {
        try {
            return load(device, wanted);
        } catch (EngineException e) {
            return load(device, instead);
        }
    }

    /**
     * Loads some kernels into the engine.
     *
     * @throws EngineException if it does not know what they call
     */
    static Kernels load(ComputeDevice device, KernelArchive archive) throws IOException, MalformedModelException {
        Model model = Model.newInstance(KernelArchive.NAME, device.toDjl(), ENGINE);
        Path directory = Files.createTempDirectory("timeviper-kernels");
        Path file = directory.resolve(KernelArchive.NAME + ".pt");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                archive.write(out);
            }
            model.load(directory, KernelArchive.NAME);
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            throw e;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
        return new Kernels(device, model, archive);
    }

    private static void requirePresent(ComputeDevice device) {
        NativeLibraries.stayOffline();
        Engine engine;
        try {
            engine = Engine.getEngine(ENGINE);
        } catch (EngineException e) {
            String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            throw new ModelException("the tensor engine cannot be loaded: " + e.getMessage() + cause, e);
        }
        if (device.kind() == ComputeDevice.Kind.CUDA && device.index() >= engine.getGpuCount()) {
            throw new ModelException("there is no device " + device + " here: " + whyAbsent(engine));
        }
    }

    private static String whyAbsent(Engine engine) {
        if (!engine.hasCapability(StandardCapabilities.CUDA)) {
            return "this build of the tensor engine runs on the processor alone; use cpu, or give the folder of a CUDA build, "
                    + "release " + engine.getVersion() + ", as TIMEVIPER_LIBTORCH to ./timeviper";
        }
        int cards = engine.getGpuCount();
        return cards == 0
                ? "no card, or no CUDA runtime (libcudart, where the system looks for libraries), was found; use cpu"
                : "there are " + cards + " cards, counted from 0";
    }

    /** A fresh workspace; the caller closes it. */
    public Workspace workspace() {
        open.incrementAndGet();
        return new Workspace(this, (PtNDManager) model.getNDManager().newSubManager());
    }

    /**
     * Waits until the device has done all that this thread has given it: a card works on while Java goes on. What a clock needs before it is read; nothing else does, for numbers come out of the
     * device only when they are there.
     */
    public void awaitDevice() {
        if (device.kind() == ComputeDevice.Kind.CUDA) {
            // a card does one thing after the other, so a number that is put behind all of them comes back when they
            // are done
            try (Workspace last = workspace()) {
                last.floats(new float[1], 1).toFloatArray();
            }
        }
    }

    /** Where the kernels run. */
    public ComputeDevice device() {
        return device;
    }

    /** Tells these kernels, and the engine that runs them, from those of other releases: what others have computed may differ. */
    public String fingerprint() {
        return archive.fingerprint() + " on " + ENGINE + " "
                + Engine.getEngine(ENGINE).getVersion() + " by DJL " + Engine.getDjlVersion();
    }

    /** Workspaces that are open now: a measure for tests of ownership. */
    public long openWorkspaces() {
        return open.get();
    }

    PtSymbolBlock block() {
        return (PtSymbolBlock) model.getBlock();
    }

    /** The method of {@link #block} that computes a kernel. */
    String method(String kernel) {
        return archive.method(kernel);
    }

    void closed() {
        open.decrementAndGet();
    }

    @Override
    public void close() {
        model.close();
    }
}
