package org.timeviper.indexer.search;

import java.util.Optional;
import org.timeviper.indexer.index.SceneIndex;

/** What an answer says while the index is rebuilt from the library: what is not found may only not be there yet. */
record Rebuilding(SceneIndex index) {

    /** @return what is said instead of an answer; empty if the index holds all that it should */
    Optional<String> instead() {
        return index.staleness()
                .map(reason -> "The search index is being rebuilt from the library; try again in a moment.");
    }

    /** @return what is said behind an answer; nothing if the index holds all that it should */
    String beside() {
        return index.staleness().isPresent()
                ? " The search index is being rebuilt from the library, so some videos may be missing."
                : "";
    }
}
