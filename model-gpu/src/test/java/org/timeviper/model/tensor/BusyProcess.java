package org.timeviper.model.tensor;

import ai.djl.ndarray.NDArray;
import com.sun.jna.NativeLibrary;
import java.util.concurrent.CountDownLatch;

/** A process that ends while threads of it are in the middle of products that take seconds. */
final class BusyProcess {
    /** What it tells when it computes. */
    static final String COMPUTING = "computing";

    /** What it tells by a stream of C's, which holds it back until the end where nobody looks on. */
    static final String HELD_BACK = "held back";

    private static final int SIDE = 4096;
    private static final int THREADS = 2;

    private BusyProcess() {}

    /** @param arguments nothing, then it computes until it is stopped; or a status, then it ends with that, and computes only from then on */
    public static void main(String... arguments) throws InterruptedException {
        if (arguments.length == 0) {
            compute();
            Thread.sleep(Long.MAX_VALUE);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(BusyProcess::compute));
        System.exit(Integer.parseInt(arguments[0]));
    }

    private static void compute() {
        Kernels kernels = Kernels.load(ComputeDevice.cpu(), 1);
        NDArray square = kernels.workspace().floats(new float[SIDE * SIDE], SIDE, SIDE);
        NDArray rows = kernels.workspace().floats(new float[2 * SIDE * SIDE], 2 * SIDE, SIDE);
        CountDownLatch computing = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().daemon().start(() -> compute(kernels, rows, square, computing));
        }
        try {
            computing.await();
            Thread.sleep(200); // they are in their long products
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        NativeLibrary.getInstance("c").getFunction("puts").invokeInt(new Object[] {HELD_BACK});
        System.out.println(COMPUTING);
    }

    private static void compute(Kernels kernels, NDArray rows, NDArray square, CountDownLatch computing) {
        try (Workspace workspace = kernels.workspace()) {
            workspace.linear(workspace.rows(rows, 0, 64), square);
            computing.countDown();
            while (true) {
                workspace.linear(rows, square).close();
            }
        }
    }
}
