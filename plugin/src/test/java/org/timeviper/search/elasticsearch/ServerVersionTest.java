package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.lucene.util.Version;
import org.elasticsearch.index.IndexVersion;
import org.junit.jupiter.api.Test;

class ServerVersionTest {

    @Test
    void luceneIsTheOneThatTheServerCarries() {
        assertEquals(
                IndexVersion.current().luceneVersion(),
                Version.LATEST,
                "This Elasticsearch carries another Lucene: build with -Dlucene.version="
                        + IndexVersion.current().luceneVersion());
    }
}
