package org.timeviper.indexer.evaluation.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs of words. */
final class NGrams {

    /** Longest run that BLEU and CIDEr look at, in words. */
    static final int LONGEST = 4;

    private NGrams() {}

    /**
     * @param words in order; not to be changed as long as the result is used
     * @param length of a run, in words
     * @return how often each run stands there
     */
    static Map<List<String>, Integer> counts(List<String> words, int length) {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int from = 0; from + length <= words.size(); from++) {
            counts.merge(words.subList(from, from + length), 1, Integer::sum);
        }
        return counts;
    }
}
