package org.timeviper.indexer.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Refuses bodies that are nested deeper than any that can be taken, before anything walks down them: the deepest, an expression of 64 words and relations, has 128 levels. */
@Singleton
public final class BodyDepth implements ObjectMapperCustomizer {

    private static final int MOST = 200;

    @Override
    public void customize(ObjectMapper json) {
        json.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MOST).build());
    }
}
