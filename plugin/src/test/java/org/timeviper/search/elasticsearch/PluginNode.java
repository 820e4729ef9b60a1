package org.timeviper.search.elasticsearch;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.timeviper.search.elasticsearch.node.ElasticsearchNode;
import org.timeviper.search.elasticsearch.node.NodeSetup;

/** Gives tests a {@link NodeClient} of a node with our plugin: one node for all classes that are run together, started for the first and ended after the last. */
final class PluginNode implements ParameterResolver {

    private record Running(ElasticsearchNode node, NodeClient client) implements AutoCloseable {

        static Running start() {
            try {
                ElasticsearchNode node = NodeSetup.alone().withPlugin().start();
                return new Running(node, new NodeClient(node.address()));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("The node for the tests did not start.", e);
            }
        }

        @Override
        public void close() throws IOException {
            node.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == NodeClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.create(PluginNode.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .client();
    }
}
