package org.timeviper.indexer.search;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.timeviper.indexer.index.elasticsearch.SharedNode;

/** Expressions, similar moments and suggestions on a real cluster without our plugin. */
class SearchWithoutPluginIT extends SearchOnANode {

    @RegisterExtension
    static final SharedNode NODE = SharedNode.withoutPlugin();

    @Override
    SharedNode node() {
        return NODE;
    }
}
