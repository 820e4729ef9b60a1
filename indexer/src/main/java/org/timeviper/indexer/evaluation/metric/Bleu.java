package org.timeviper.indexer.evaluation.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU of a set of captions (Papineni et al. 2002), as coco-caption computes it: matches and lengths are summed over all captions before they are divided, a run of words counts as
 * often as the reference that holds it most often, the brevity penalty compares with the reference that is closest in length (the shorter of two equally close).
 *
 * <p>So that nothing is divided by 0, coco-caption adds a grain to every sum. Where no run of four words matches at all, BLEU-4 is for that reason some 1e-4 and not 0, and captions
 * of fewer than four words do not reach 1 even if they are right word for word. This is kept.
 *
 * @param one BLEU-1; like the others NaN over no captions
 * @param two BLEU-2
 * @param three BLEU-3
 * @param four BLEU-4
 */
public record Bleu(double one, double two, double three, double four) {

    private static final double NUMERATOR_GRAIN = 1e-15;
    private static final double DENOMINATOR_GRAIN = 1e-9;

    /** @param captions of a whole set: the scores are not means over captions */
    public static Bleu of(List<TokenizedCaption> captions) {
        if (captions.isEmpty()) {
            return new Bleu(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double penalty = brevityPenalty(captions);
        double[] bleu = new double[NGrams.LONGEST];
        double product = 1;
        for (int length = 1; length <= NGrams.LONGEST; length++) {
            product *= precision(captions, length);
            bleu[length - 1] = penalty * Math.pow(product, 1.0 / length);
        }
        return new Bleu(bleu[0], bleu[1], bleu[2], bleu[3]);
    }

    /** The share of the candidates' runs of this length that stand in a reference. */
    private static double precision(List<TokenizedCaption> captions, int length) {
        long right = 0;
        long all = 0;
        for (TokenizedCaption caption : captions) {
            Map<List<String>, Integer> allowed = new HashMap<>();
            for (List<String> reference : caption.references()) {
                NGrams.counts(reference, length).forEach((run, count) -> allowed.merge(run, count, Math::max));
            }
            right += NGrams.counts(caption.candidate(), length).entrySet().stream()
                    .mapToInt(run -> Math.min(run.getValue(), allowed.getOrDefault(run.getKey(), 0)))
                    .sum();
            all += Math.max(0, caption.candidate().size() - length + 1);
        }
        return grained(right, all);
    }

    private static double brevityPenalty(List<TokenizedCaption> captions) {
        long words = 0;
        long referenceWords = 0;
        for (TokenizedCaption caption : captions) {
            words += caption.candidate().size();
            referenceWords += closestLength(caption);
        }
        double ratio = grained(words, referenceWords);
        return ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
    }

    private static int closestLength(TokenizedCaption caption) {
        int words = caption.candidate().size();
        int closest = caption.references().getFirst().size();
        for (List<String> reference : caption.references()) {
            int distance = Math.abs(reference.size() - words) - Math.abs(closest - words);
            if (distance < 0 || distance == 0 && reference.size() < closest) {
                closest = reference.size();
            }
        }
        return closest;
    }

    private static double grained(long numerator, long denominator) {
        return (numerator + NUMERATOR_GRAIN) / (denominator + DENOMINATOR_GRAIN);
    }
}
