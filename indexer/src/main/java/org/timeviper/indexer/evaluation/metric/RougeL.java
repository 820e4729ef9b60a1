package org.timeviper.indexer.evaluation.metric;

import java.util.List;

/**
 * ROUGE-L of a caption (Lin 2004), as coco-caption computes it: precision and recall of the longest common subsequence of words, each with the reference where it is highest, and
 * their F-measure, in which recall weighs 1.2² times as much. Of a set of captions it is the mean.
 */
public final class RougeL {

    private static final double RECALL_WEIGHT = 1.2 * 1.2;

    private RougeL() {}

    /** @return 0 to 1; 0 if the caption or all of its references hold no word (where coco-caption takes two empty texts for equal) */
    public static double of(TokenizedCaption caption) {
        double precision = 0;
        double recall = 0;
        for (List<String> reference : caption.references()) {
            int common = longestCommonSubsequence(caption.candidate(), reference);
            if (common > 0) {
                precision = Math.max(
                        precision, (double) common / caption.candidate().size());
                recall = Math.max(recall, (double) common / reference.size());
            }
        }
        return precision == 0 ? 0 : (1 + RECALL_WEIGHT) * precision * recall / (recall + RECALL_WEIGHT * precision);
    }

    /** @return how many words both hold in the same order */
    static int longestCommonSubsequence(List<String> a, List<String> b) {
        int[] before = new int[b.size() + 1];
        for (String word : a) {
            int[] now = new int[b.size() + 1];
            for (int j = 0; j < b.size(); j++) {
                now[j + 1] = word.equals(b.get(j)) ? before[j] + 1 : Math.max(before[j + 1], now[j]);
            }
            before = now;
        }
        return before[b.size()];
    }
}
