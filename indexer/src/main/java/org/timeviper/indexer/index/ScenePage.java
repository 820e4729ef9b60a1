package org.timeviper.indexer.index;

import java.util.List;
import java.util.Optional;
import org.timeviper.search.lucene.Scene;

/**
 * Some of the scenes that answer a query, in the order of the pages.
 *
 * @param scenes the page's scenes
 * @param next what to hand in for the page after this one; empty after the last
 */
public record ScenePage(List<Scene> scenes, Optional<String> next) {

    public ScenePage {
        scenes = List.copyOf(scenes);
    }
}
