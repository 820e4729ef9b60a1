package org.timeviper.indexer.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Refuses JSON bodies that are larger or nested deeper than any that can be taken, before they fill the memory or anything walks down them. */
@Singleton
public final class BodyLimits implements ObjectMapperCustomizer {

    /** Levels of nesting; the deepest body, an expression of 64 words and relations, has 128. */
    private static final int MOST_LEVELS = 200;

    /** Bytes; the largest body, an export of 10,000 spans with long labels, has about 20 MiB. */
    private static final long MOST_BYTES = 32 << 20;

    @Override
    public void customize(ObjectMapper json) {
        json.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_LEVELS)
                        .maxDocumentLength(MOST_BYTES)
                        .build());
    }
}
