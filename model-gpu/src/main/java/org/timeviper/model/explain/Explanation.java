package org.timeviper.model.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.timeviper.model.Clip;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.MixingListener;

/**
 * What an answer looked at, layer by layer.
 *
 * <p>Of every attention and Mamba layer, the rows of those tokens at which the answer was chosen are summed up: how much of their weight
 * lies on which frame, and on which text. Visual tokens that a layer no longer has weigh nothing there; what TransV moves from them into
 * the text is not counted.
 *
 * @param seconds when each frame of the clip is shown, ascending
 * @param lastShown how many times the model was given the last frame; the others it was given once
 * @param end last second of the clip
 * @param tokens tokens of the answer
 * @param layers by rising layer; feed-forward layers look at nothing and are left out
 */
public record Explanation(List<Double> seconds, int lastShown, double end, int tokens, List<LayerProfile> layers) {
    /** A frame stands out from this many times what it would weigh if all weighed alike. */
    public static final double STANDS_OUT = 1.5;

    /** Copies the lists. */
    public Explanation {
        seconds = List.copyOf(seconds);
        layers = List.copyOf(layers);
    }

    /**
     * Explains an answer. Costs a prefill of the prompt and, for every frame and head, one number.
     *
     * @param instruction what the user said after the frames
     * @param lead the first words of the answer that were put into the model's mouth; empty for none
     * @param answer the tokens that the model generated, at least one
     * @param maps hears the rows that are summed up
     */
    public static Explanation of(
            VideoSession session, String instruction, String lead, List<Integer> answer, MixingListener maps) {
        Clip clip = session.clip();
        FrameTokens frameTokens = new FrameTokens(clip.frames().count(), session.tokensPerFrame());
        DecoderConfig decoder = session.config().decoder();
        Map<Integer, LayerTally> tallies = new TreeMap<>();
        session.retrace(instruction, lead, answer, row -> {
            tallies.computeIfAbsent(decoder.block(row.layer()), block -> new LayerTally(block, row, frameTokens))
                    .add(row);
            maps.onRow(row);
        });
        return new Explanation(
                clip.frames().seconds(),
                session.frames() - clip.frames().count() + 1,
                clip.startSeconds() + clip.durationSeconds(),
                answer.size(),
                tallies.values().stream().map(LayerTally::profile).toList());
    }

    /** The layers of a kind. */
    public List<LayerProfile> layers(LayerKind kind) {
        return layers.stream().filter(layer -> layer.kind() == kind).toList();
    }

    /** The weights of frames as if the model had been given each of them once: the last one's is that of a single showing. */
    public double[] once(double[] weights) {
        double[] once = weights.clone();
        once[once.length - 1] /= lastShown;
        return once;
    }

    /**
     * How all layers of a kind together share out what they look at of the film, as if each frame had been shown once: each frame's share, which sum to 1. A layer that looks
     * much at the film counts for more than one that looks at text. All 0 if no layer looks at the film.
     */
    public double[] frames(LayerKind kind) {
        double[] shares = new double[seconds.size()];
        double total = 0;
        for (LayerProfile layer : layers(kind)) {
            double[] frames = once(layer.frames());
            for (int i = 0; i < shares.length; i++) {
                shares[i] += frames[i];
                total += frames[i];
            }
        }
        for (int i = 0; i < shares.length && total > 0; i++) {
            shares[i] /= total;
        }
        return shares;
    }

    /**
     * Where frames stand out: neighbours that each weigh at least {@value #STANDS_OUT} times what all would if they weighed alike.
     *
     * @param most how many at most
     * @return the heaviest first; none if the answer looked at all frames alike
     */
    public List<Glance> glances(LayerKind kind, int most) {
        double[] shares = frames(kind);
        double least = STANDS_OUT / shares.length;
        List<Glance> glances = new ArrayList<>();
        int from = 0;
        while (from < shares.length) {
            int to = from;
            while (to < shares.length && shares[to] >= least) {
                to++;
            }
            if (to > from) {
                glances.add(glance(shares, from, to));
            }
            from = to + 1;
        }
        glances.sort(Comparator.comparingDouble(Glance::share).reversed());
        return List.copyOf(glances.subList(0, Math.min(most, glances.size())));
    }

    private Glance glance(double[] shares, int from, int to) {
        double share = 0;
        int peak = from;
        for (int i = from; i < to; i++) {
            share += shares[i];
            peak = shares[i] > shares[peak] ? i : peak;
        }
        return new Glance(seconds.get(from), until(to - 1), share, seconds.get(peak));
    }

    /** Until when a frame stands for the film: the next one, or the clip's end; a last frame at the end, as long as the one before it. */
    public double until(int frame) {
        if (frame + 1 < seconds.size()) {
            return seconds.get(frame + 1);
        }
        double shown = seconds.get(frame);
        return end > shown ? end : shown + (frame > 0 ? shown - seconds.get(frame - 1) : 1);
    }
}
