package org.timeviper.indexer.search;

import java.util.Objects;
import java.util.Optional;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.search.lucene.TemporalExpression;

/**
 * A search as it is asked for.
 *
 * @param sought what is looked for: a thing in words, or several and how they stand in time
 * @param size how many moments at most
 * @param filter which videos may answer
 * @param verify whether the model looks at the best moments before they are called confident
 * @param facets whether to count what the search can be narrowed down by
 * @param cursor what the page before gave as its {@code next}; empty for the first page
 */
public record MomentRequest(
        TemporalExpression sought,
        int size,
        SceneFilter filter,
        boolean verify,
        boolean facets,
        Optional<String> cursor) {

    public MomentRequest {
        Objects.requireNonNull(sought, "sought");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(cursor, "cursor");
    }

    /** A search's first page. */
    public MomentRequest(TemporalExpression sought, int size, SceneFilter filter, boolean verify, boolean facets) {
        this(sought, size, filter, verify, facets, Optional.empty());
    }

    /** @return this search's page after the one that gave the cursor; the first page for none */
    public MomentRequest after(Optional<String> given) {
        return new MomentRequest(sought, size, filter, verify, facets, given);
    }

    /**
     * A search of the whole library by plain words.
     *
     * @param words what a person typed, not blank; quotes and limits in it mean nothing, and of more than {@value TemporalExpression#MAX_TEXT} characters the first count
     */
    public static MomentRequest of(String words, int size) {
        String text = QueryText.of(words).text();
        int most = TemporalExpression.MAX_TEXT;
        String counted = text.length() <= most
                ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
        return new MomentRequest(new TemporalExpression.Operand(counted), size, SceneFilter.NONE, false, false);
    }
}
