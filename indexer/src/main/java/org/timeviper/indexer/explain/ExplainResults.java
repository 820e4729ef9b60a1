package org.timeviper.indexer.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.timeviper.api.ExplainResult;
import org.timeviper.api.HeadLook;
import org.timeviper.api.LayerLook;
import org.timeviper.api.LookedAt;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.explain.Explanation;
import org.timeviper.model.explain.Glance;
import org.timeviper.model.explain.HeadKind;
import org.timeviper.model.explain.HeadProfile;
import org.timeviper.model.explain.LayerProfile;
import org.timeviper.model.task.Answer;

/** Explained answers as clients are told them. Weights are rounded to six decimals. */
public final class ExplainResults {

    private static final double ROUNDED_TO = 1e6;

    private ExplainResults() {}

    /** Of a film that is in no library. */
    public static ExplainResult of(Explained explained, boolean heads) {
        return of(explained, heads, null, glance -> null, glance -> null);
    }

    /**
     * Of a video of the library.
     *
     * @param heads whether every head says which frames it looks at
     * @param video the video's identity
     * @param thumbnail path of a glance's picture
     * @param play path that plays a glance
     */
    public static ExplainResult of(
            Explained explained,
            boolean heads,
            String video,
            Function<Glance, String> thumbnail,
            Function<Glance, String> play) {
        Explanation explanation = explained.explanation();
        Answer answer = explained.said().answer();
        return new ExplainResult(
                video,
                explained.question(),
                answer.text(),
                answer.shown(),
                answer.confidence(),
                explained.stretch().start(),
                explained.stretch().end(),
                explained.message(),
                explained.glances().stream()
                        .map(glance -> new LookedAt(
                                glance.start(),
                                glance.end(),
                                rounded(glance.share()),
                                glance.peak(),
                                thumbnail.apply(glance),
                                play.apply(glance)))
                        .toList(),
                explanation.seconds(),
                rounded(explanation.frames(LayerKind.ATTENTION)),
                rounded(explanation.frames(LayerKind.MAMBA)),
                explanation.layers().stream().map(layer -> layer(layer, heads)).toList(),
                explanation.tokens(),
                explained.model(),
                explained.framesSeen(),
                explained.framesTotal());
    }

    private static LayerLook layer(LayerProfile layer, boolean frames) {
        return new LayerLook(
                layer.layer(),
                word(layer.kind()),
                layer.visualTokens(),
                rounded(layer.vision()),
                rounded(layer.mean(HeadProfile::promptVision)),
                rounded(layer.mean(HeadProfile::prompt)),
                rounded(layer.mean(HeadProfile::answer)),
                rounded(layer.mean(HeadProfile::sink)),
                layer.count(HeadKind.SPARSE),
                layer.count(HeadKind.LOCAL),
                layer.count(HeadKind.GLOBAL),
                layer.sinks(),
                rounded(layer.frames()),
                IntStream.range(0, layer.heads().size())
                        .mapToObj(number -> head(number, layer.heads().get(number), frames))
                        .toList());
    }

    private static HeadLook head(int number, HeadProfile head, boolean frames) {
        return new HeadLook(
                number,
                word(head.kind()),
                head.hasSink(),
                rounded(head.vision()),
                rounded(head.promptVision()),
                rounded(head.prompt()),
                rounded(head.answer()),
                rounded(head.sink()),
                rounded(head.local()),
                rounded(head.entropy()),
                rounded(head.spread()),
                frames ? rounded(doubles(head.frames())) : null);
    }

    static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static List<Double> rounded(double[] values) {
        return Arrays.stream(values).mapToObj(ExplainResults::rounded).toList();
    }

    private static double rounded(double value) {
        return Math.rint(value * ROUNDED_TO) / ROUNDED_TO;
    }
}
