package org.timeviper.indexer.evaluation.metric;

import java.util.List;

/**
 * A caption and what it is measured by, in tokens.
 *
 * @param candidate the caption that a model wrote; empty if it holds no word
 * @param references captions that are right, at least one; one without a word resembles nothing
 */
public record TokenizedCaption(List<String> candidate, List<List<String>> references) {

    /** @throws IllegalArgumentException without references: nothing can be said of such a caption, so leave it out */
    public TokenizedCaption {
        if (references.isEmpty()) {
            throw new IllegalArgumentException("a caption without references cannot be measured");
        }
        candidate = List.copyOf(candidate);
        references = references.stream().map(List::copyOf).toList();
    }

    /**
     * @param candidate the caption that a model wrote
     * @param references captions that are right, at least one
     * @throws IllegalArgumentException without references
     */
    public static TokenizedCaption of(String candidate, List<String> references) {
        return new TokenizedCaption(
                CaptionTokens.of(candidate),
                references.stream().map(CaptionTokens::of).toList());
    }
}
