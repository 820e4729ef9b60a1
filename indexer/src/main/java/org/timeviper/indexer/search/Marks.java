package org.timeviper.indexer.search;

import java.util.List;
import org.timeviper.api.Highlight;
import org.timeviper.search.lucene.CaptionHighlights;

/** Highlights as clients see them. */
final class Marks {

    private Marks() {}

    static List<Highlight> of(CaptionHighlights highlights, String caption) {
        return highlights.in(caption).stream()
                .map(range -> new Highlight(range.start(), range.end()))
                .toList();
    }
}
