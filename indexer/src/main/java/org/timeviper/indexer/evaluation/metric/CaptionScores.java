package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Captions against the captions of people, by the words that they share: what COCO and MSR-VTT report, without METEOR and SPICE, and all that can be said of VDC's captions without a
 * judge.
 *
 * @param captions how many were measured
 * @param bleu over all captions
 * @param rougeL mean of {@link RougeL}
 * @param cider mean of CIDEr-D, which the field calls CIDEr, 0 to 10: see {@link Cider}
 * @param ciderWithoutLength mean of CIDEr as first published, 0 to 10
 * @param wordF1 mean of {@link WordF1}
 */
public record CaptionScores(
        int captions, Bleu bleu, double rougeL, double cider, double ciderWithoutLength, double wordF1) {

    /** @param captions of a whole set, which CIDEr weighs words by */
    public static CaptionScores of(List<TokenizedCaption> captions) {
        Cider cider = new Cider(captions);
        return new CaptionScores(
                captions.size(),
                Bleu.of(captions),
                mean(captions, RougeL::of),
                mean(captions, cider::ciderD),
                mean(captions, cider::cider),
                mean(captions, WordF1::of));
    }

    private static double mean(List<TokenizedCaption> captions, ToDoubleFunction<TokenizedCaption> score) {
        return Mean.of(captions.stream().mapToDouble(score)).value();
    }
}
