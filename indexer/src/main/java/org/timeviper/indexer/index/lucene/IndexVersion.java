package org.timeviper.indexer.index.lucene;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.timeviper.search.lucene.CaptionLanguage;

/**
 * What an index was written with, kept in every commit, so that an index of another kind is noticed before it is searched.
 *
 * @param format this package's field layout
 * @param analysis language and version of the caption analysis
 * @param embedding the name of the sentence embedding model
 * @param dimensions length of its vectors
 * @param complete whether the index held all of the library when it was committed
 */
record IndexVersion(int format, String analysis, String embedding, int dimensions, boolean complete) {

    /** Changes with the fields or their meaning. */
    private static final int FORMAT = 4;

    static IndexVersion current(CaptionLanguage language, String embedding, int dimensions, boolean complete) {
        return new IndexVersion(FORMAT, language.identity(), embedding, dimensions, complete);
    }

    Map<String, String> toCommit() {
        return Map.of(
                "format", Integer.toString(format),
                "analysis", analysis,
                "embedding", embedding,
                "dimensions", Integer.toString(dimensions),
                "complete", Boolean.toString(complete));
    }

    /** @return why an index with this commit data cannot serve as one of this version; empty if it can */
    Optional<String> mismatch(Map<String, String> commit) {
        Map<String, String> expected = new HashMap<>(toCommit());
        expected.remove("complete");
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            String found = commit.get(entry.getKey());
            if (!entry.getValue().equals(found)) {
                return Optional.of("it was written with " + entry.getKey() + " " + found + ", and this version uses "
                        + entry.getValue());
            }
        }
        return Optional.empty();
    }
}
