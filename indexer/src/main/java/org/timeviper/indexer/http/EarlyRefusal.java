package org.timeviper.indexer.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.timeviper.api.Problem;

/** Refuses a request before a byte of its body is read. */
final class EarlyRefusal {

    /** A connection that is closed while the client still sends can take the answer along. */
    private static final long LINGER_MILLIS = 1000;

    private EarlyRefusal() {}

    static void send(RoutingContext context, Refused refused) {
        HttpServerResponse response = context.response()
                .setStatusCode(refused.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Connection", "close");
        if (refused.retrySeconds() > 0) {
            response.putHeader("Retry-After", Integer.toString(refused.retrySeconds()));
        }
        response.end(new JsonObject()
                        .put(
                                "type",
                                "/problems/"
                                        + refused.title()
                                                .toLowerCase(Locale.ROOT)
                                                .replace(' ', '-'))
                        .put("title", refused.title())
                        .put("status", refused.status())
                        .put("detail", refused.getMessage())
                        .put("instance", context.request().path())
                        .encode())
                .onComplete(told -> context.vertx().setTimer(LINGER_MILLIS, timer -> context.request()
                        .connection()
                        .close()));
    }
}
