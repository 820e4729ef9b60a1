package org.timeviper.indexer.index.elasticsearch;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.SceneHit;

/** Lets our plugin search inside the cluster, where all nodes have it. */
final class PluginSearch {

    PluginSearch(ClusterConnection cluster, Supplier<String> alias, CaptionAnalyzer analyzer) {}

    Optional<List<FoundMoment<SceneHit>>> moments(MomentQuery query) {
        return Optional.empty();
    }

    Optional<String> absence() {
        return Optional.empty();
    }
}
