package org.timeviper.indexer.evaluation.metric;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Consensus of captions (Vedantam et al. 2015): the cosine between the runs of words of a caption and of its references, each run weighing the more the fewer items speak of it; the
 * mean over the references and over runs of one to four words, times ten.
 *
 * <p>There are two. <b>CIDEr-D</b> is what coco-caption computes and what papers print under the name CIDEr, so do we: a run that the candidate repeats counts no more often than the
 * reference has it, and captions of other lengths than the reference's are damped by a Gaussian of width 6. <b>CIDEr</b> as first published has neither.
 *
 * <p>How rare a run is, is counted in the references of the very items that are measured, one item being one document however many references it has. Two things follow: a single
 * item gives 0, for every run stands in all documents; and scores of different sets of items cannot be compared. Papers mostly print a hundred times this score: 0.35 here is 35
 * there.
 */
public final class Cider {

    private static final double LENGTH_DEVIATION = 6;
    private static final double SCALE = 10;

    private final Map<List<String>, Integer> documents = new HashMap<>();
    private final double logOfItems;

    /** @param captions all items that are measured together; their references say how rare a run of words is */
    public Cider(List<TokenizedCaption> captions) {
        for (TokenizedCaption caption : captions) {
            Set<List<String>> runs = new HashSet<>();
            for (List<String> reference : caption.references()) {
                for (int length = 1; length <= NGrams.LONGEST; length++) {
                    runs.addAll(NGrams.counts(reference, length).keySet());
                }
            }
            runs.forEach(run -> documents.merge(run, 1, Integer::sum));
        }
        logOfItems = Math.log(captions.size());
    }

    /** @return CIDEr-D, 0 to 10: what is reported as CIDEr; 0 if the caption or all of its references hold no word */
    public double ciderD(TokenizedCaption caption) {
        return SCALE
                * caption.references().stream()
                        .mapToDouble(reference -> damping(caption.candidate().size() - reference.size())
                                * similarity(caption.candidate(), reference, true))
                        .average()
                        .orElseThrow();
    }

    /** @return CIDEr as first published, 0 to 10 */
    public double cider(TokenizedCaption caption) {
        return SCALE
                * caption.references().stream()
                        .mapToDouble(reference -> similarity(caption.candidate(), reference, false))
                        .average()
                        .orElseThrow();
    }

    private static double damping(int difference) {
        return Math.exp(-(double) difference * difference / (2 * LENGTH_DEVIATION * LENGTH_DEVIATION));
    }

    /** Mean cosine over runs of one to four words. */
    private double similarity(List<String> candidate, List<String> reference, boolean clipped) {
        double sum = 0;
        for (int length = 1; length <= NGrams.LONGEST; length++) {
            sum += cosine(weights(candidate, length), weights(reference, length), clipped);
        }
        return sum / NGrams.LONGEST;
    }

    private static double cosine(
            Map<List<String>, Double> candidate, Map<List<String>, Double> reference, boolean clipped) {
        double product = 0;
        for (Map.Entry<List<String>, Double> run : candidate.entrySet()) {
            double there = reference.getOrDefault(run.getKey(), 0.0);
            product += (clipped ? Math.min(run.getValue(), there) : run.getValue()) * there;
        }
        return product == 0 ? 0 : product / (norm(candidate) * norm(reference));
    }

    private static double norm(Map<List<String>, Double> weights) {
        return Math.sqrt(
                weights.values().stream().mapToDouble(weight -> weight * weight).sum());
    }

    /** A run's weight: how often it stands there, times the logarithm of how few items speak of it. */
    private Map<List<String>, Double> weights(List<String> words, int length) {
        Map<List<String>, Double> weights = new HashMap<>();
        NGrams.counts(words, length)
                .forEach((run, count) ->
                        weights.put(run, count * (logOfItems - Math.log(documents.getOrDefault(run, 1)))));
        return weights;
    }
}
