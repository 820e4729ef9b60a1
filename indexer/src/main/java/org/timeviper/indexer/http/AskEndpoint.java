package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResource;
import org.timeviper.api.AskResult;
import org.timeviper.indexer.ask.Asking;

/** Questions about footage over HTTP, answered in one piece. */
@Singleton
@Blocking
public final class AskEndpoint implements AskResource {

    private final Asking asking;

    @Inject
    AskEndpoint(Asking asking) {
        this.asking = asking;
    }

    @Override
    public AskResult answer(AskRequest request) {
        return asking.answer(request);
    }
}
