package org.timeviper.model.cost;

import ai.djl.ndarray.NDArray;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.LayerListener;

/**
 * Adds up how long the layers of each kind, and dropping, take in one prefill, and counts the rows of the stream that come out behind the
 * last layer. A card is waited for at every change from one kind to another.
 */
public final class LayerClock implements LayerListener {
    private static final double NANOSECONDS_A_MILLISECOND = 1e6;

    /** What a prefill is at. */
    public enum Work {
        /** A Mamba-2 layer. */
        MAMBA,
        /** An attention layer. */
        ATTENTION,
        /** A feed-forward layer. */
        MLP,
        /** Choosing visual tokens, moving those that stay, remembering those that go. */
        DROPPING,
        /** Embedding text, the output head. */
        OTHER
    }

    private final List<LayerKind> layers;
    private final Runnable device;
    private final LongSupplier now;
    private final Map<Work, Long> nanos = new EnumMap<>(Work.class);
    private Work present = Work.OTHER;
    private long since;
    private long left;

    /**
     * @param layers of the decoder
     * @param device waits until it has done what it was given, see {@link org.timeviper.model.tensor.Kernels#awaitDevice}
     * @param now nanoseconds, from any beginning
     */
    public LayerClock(List<LayerKind> layers, Runnable device, LongSupplier now) {
        this.layers = layers;
        this.device = device;
        this.now = now;
        this.since = now.getAsLong();
    }

    @Override
    public void dropping(int layer) {
        change(Work.DROPPING);
    }

    @Override
    public void entering(int layer, Part part, NDArray stream) {
        if (layer < layers.size()) {
            change(
                    switch (layers.get(layer)) {
                        case MAMBA -> Work.MAMBA;
                        case ATTENTION -> Work.ATTENTION;
                        case MLP -> Work.MLP;
                    });
            return;
        }
        change(Work.OTHER);
        if (part == Part.PREFIX) {
            left = stream.getShape().get(0);
        }
    }

    private void change(Work next) {
        device.run();
        long changed = now.getAsLong();
        nanos.merge(present, changed - since, Long::sum);
        present = next;
        since = changed;
    }

    /** Milliseconds that some work has taken until the last change to another. */
    public double millis(Work work) {
        return nanos.getOrDefault(work, 0L) / NANOSECONDS_A_MILLISECOND;
    }

    /** Rows of the stream behind the last layer: the text before the frames, and the visual tokens that are left. */
    long left() {
        return left;
    }
}
