package org.timeviper.indexer.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What pages of other origins need beside the filter that lets them in. The components' code is public and loads everywhere, so that on a page that is not let in they can say so,
 * where nothing would be seen otherwise. All other answers are kept apart by origin in caches: a picture that was loaded as a mere picture does not say who may read it.
 */
@Singleton
public final class OtherOrigins {

    /** Before the filter that answers other origins (300): it refuses all of an origin that it does not know. */
    private static final int BEFORE_CORS = 310;

    private static final String CODE = "/timeviper/";

    void register(@Observes Filters filters) {
        filters.register(OtherOrigins::see, BEFORE_CORS);
    }

    private static void see(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (context.normalizedPath().startsWith(CODE)) {
            request.headers().remove("Origin");
            response.putHeader("Access-Control-Allow-Origin", "*");
        } else {
            response.headers().add("Vary", "Origin");
        }
        context.next();
    }
}
