package org.timeviper.indexer.search;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.timeviper.indexer.index.elasticsearch.SharedNode;

/** Expressions, similar moments and suggestions on a real cluster with our plugin. */
class SearchWithPluginIT extends SearchOnANode {

    @RegisterExtension
    static final SharedNode NODE = SharedNode.withPlugin();

    @Override
    SharedNode node() {
        return NODE;
    }
}
