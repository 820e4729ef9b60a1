package org.timeviper.indexer.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResource;
import org.timeviper.api.AskResult;
import org.timeviper.indexer.ask.Asking;

/** Questions about footage over HTTP, answered in one piece, or given up when the client leaves. */
@Singleton
@Blocking
public final class AskEndpoint implements AskResource {

    private final Asking asking;
    private final CurrentVertxRequest underWay;

    @Inject
    AskEndpoint(Asking asking, CurrentVertxRequest underWay) {
        this.asking = asking;
        this.underWay = underWay;
    }

    @Override
    public AskResult answer(AskRequest request, String idempotencyKey) {
        return asking.answer(request, event -> {}, Departure.of(underWay.getCurrent()));
    }
}
