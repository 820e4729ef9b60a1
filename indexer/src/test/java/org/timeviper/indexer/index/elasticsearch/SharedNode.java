package org.timeviper.indexer.index.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.timeviper.search.elasticsearch.node.ElasticsearchNode;
import org.timeviper.search.elasticsearch.node.NodeSetup;

/** A real node that the tests of a run share, since starting one takes longer than most tests. It ends with the run. */
public final class SharedNode implements BeforeAllCallback {

    private final boolean plugin;
    private ElasticsearchNode node;

    private SharedNode(boolean plugin) {
        this.plugin = plugin;
    }

    /** @return a node that has our plugin */
    public static SharedNode withPlugin() {
        return new SharedNode(true);
    }

    /** @return a node as it is delivered */
    public static SharedNode withoutPlugin() {
        return new SharedNode(false);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        node = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedNode.class))
                .computeIfAbsent(plugin, key -> start(), ElasticsearchNode.class);
    }

    private ElasticsearchNode start() {
        try {
            NodeSetup setup = NodeSetup.alone();
            return (plugin ? setup.withPlugin() : setup).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the node, once the tests of a class have begun */
    public ElasticsearchNode node() {
        return node;
    }
}
