package org.timeviper.model;

import java.util.Optional;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.EngineLanes;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.vector.Crew;

/**
 * How a model is run.
 *
 * @param device where the weights lie and the kernels run
 * @param precision of the decoder; norms and recurrent states are float32 in any
 * @param threads processor threads that one kernel may use; 0 leaves it to the engine
 * @param chunkTokens tokens that one layer works on at a time during prefill: bounds working memory, does not change results
 * @param frameBatch frames that go through the vision transformer at a time: bounds working memory, does not change results
 * @param roundsMore whether the vision part, and the factors in the products of the Mamba layers' chunks, are of that precision, too: on a card, where float32 bounds them; else they are float32
 * @param vectors whether Java's own arithmetic takes the place of the engine's kernels where it is the faster, on a processor: of pictures always, of the decoder if the JVM has the module for it; the engine's own work is shared out among {@link EngineLanes} then
 */
public record ModelOptions(
        ComputeDevice device,
        Precision precision,
        int threads,
        int chunkTokens,
        int frameBatch,
        boolean roundsMore,
        boolean vectors) {

    private static final int CHUNK_TOKENS = 2048;
    private static final int FRAME_BATCH = 16;

    /** @throws IllegalArgumentException if a number is out of range */
    public ModelOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be 0 or more, not " + threads);
        }
        if (chunkTokens < 1) {
            throw new IllegalArgumentException("chunkTokens must be 1 or more, not " + chunkTokens);
        }
        if (frameBatch < 1) {
            throw new IllegalArgumentException("frameBatch must be 1 or more, not " + frameBatch);
        }
    }

    /** Options with Java's own arithmetic, rounded as is usual on the device. */
    public ModelOptions(ComputeDevice device, Precision precision, int threads, int chunkTokens, int frameBatch) {
        this(device, precision, threads, chunkTokens, frameBatch, device.kind() == ComputeDevice.Kind.CUDA, true);
    }

    /** The same, but all is computed by the engine's kernels. */
    public ModelOptions withoutVectors() {
        return new ModelOptions(device, precision, threads, chunkTokens, frameBatch, roundsMore, false);
    }

    /** The same as a card computes it, wherever that is: by the engine's kernels, and rounded as there. */
    public ModelOptions asOnCard() {
        return new ModelOptions(device, precision, threads, chunkTokens, frameBatch, true, false);
    }

    /** Of what the decoder's precision does not tell by itself: the vision part, and the factors in the products of the Mamba layers' chunks. */
    public Precision otherPrecision() {
        return roundsMore ? precision : Precision.FLOAT32;
    }

    /** Who does Java's own arithmetic; nobody where the engine's kernels are to do all. */
    Optional<Crew> crew() {
        return vectors && device.kind() == ComputeDevice.Kind.CPU
                ? Optional.of(
                        new Crew(threads > 0 ? threads : Runtime.getRuntime().availableProcessors()))
                : Optional.empty();
    }

    /** Among which the engine's work is shared out, where Java's own arithmetic is used; to be asked when the engine is loaded. */
    Optional<EngineLanes> lanes() {
        return crew().flatMap(crew -> EngineLanes.of(threads));
    }

    /** Options with the usual chunk and batch sizes. */
    public ModelOptions(ComputeDevice device, Precision precision, int threads) {
        this(device, precision, threads, CHUNK_TOKENS, FRAME_BATCH);
    }

    /** Float32 on the processor, with as many threads as the engine likes. */
    public static ModelOptions defaults() {
        return new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, 0);
    }
}
