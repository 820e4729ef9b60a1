package org.timeviper.api;

import java.util.List;

/**
 * One of the things that a moment shows one after the other, or together, because the search asked for that.
 *
 * @param query what was looked for here
 * @param start first second
 * @param end last second
 * @param caption what is seen
 * @param highlights where the caption holds words of {@code query}
 * @param why why it matched, for a person
 * @param matchedBy what matched: {@code words}, {@code meaning}, or both
 * @param thumbnail path of a picture from it
 */
public record MomentPart(
        String query,
        double start,
        double end,
        String caption,
        List<Highlight> highlights,
        String why,
        List<String> matchedBy,
        String thumbnail) {}
