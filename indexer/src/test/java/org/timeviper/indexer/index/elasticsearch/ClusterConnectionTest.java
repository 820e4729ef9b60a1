package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.ErrorResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.index.IndexUnavailable;

class ClusterConnectionTest {

    @Test
    void theReasonsOfARefusalAreThoseOfTheRequestAndOfItsNodes() {
        ErrorCause inner = ErrorCause.of(cause -> cause.type("c").reason("the shard's"));
        ErrorCause node =
                ErrorCause.of(cause -> cause.type("b").reason("the node's").causedBy(inner));
        ErrorCause all = ErrorCause.of(
                cause -> cause.type("a").reason("all shards failed").rootCause(node));
        IndexUnavailable refused = new IndexUnavailable(
                "refused", new ElasticsearchException("search", ErrorResponse.of(response -> response.status(400)
                        .error(all))));
        assertEquals(
                List.of("all shards failed", "the node's", "the shard's"),
                ClusterConnection.reasons(refused).toList());
        assertEquals(
                List.of(),
                ClusterConnection.reasons(new IndexUnavailable("lost", new IOException("gone")))
                        .toList());
    }
}
