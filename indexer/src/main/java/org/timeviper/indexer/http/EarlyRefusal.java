package org.timeviper.indexer.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.timeviper.api.Problem;

/** Refuses a request before a byte of its body is read, unless that is small. */
public final class EarlyRefusal {

    /** A connection that is closed while the client still sends can take the answer along. */
    private static final long LINGER_MILLIS = 1000;

    /** Bytes that are rather read than refused: closing the connection for them would cost its client more. */
    private static final long SMALL = 64 << 10;

    /** HTTP/2's NO_ERROR: the answer is whole, and the rest of the request is not wanted. */
    private static final long ENOUGH = 0;

    private EarlyRefusal() {}

    public static void send(RoutingContext context, Refused refused) {
        HttpServerResponse response =
                context.response().setStatusCode(refused.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        boolean unwanted = comes(context.request());
        boolean alone = context.request().version() != HttpVersion.HTTP_2;
        if (unwanted && alone) {
            response.putHeader("Connection", "close");
        }
        if (refused.retrySeconds() > 0) {
            response.putHeader("Retry-After", Integer.toString(refused.retrySeconds()));
        }
        JsonObject problem = new JsonObject()
                .put(
                        "type",
                        "/problems/" + refused.title().toLowerCase(Locale.ROOT).replace(' ', '-'))
                .put("title", refused.title())
                .put("status", refused.status())
                .put("detail", refused.getMessage())
                .put("instance", context.request().path());
        if (refused.code() != null) {
            problem.put("code", refused.code().code());
        }
        response.end(problem.encode()).onComplete(told -> {
            if (unwanted) {
                context.vertx().setTimer(LINGER_MILLIS, timer -> stop(context.request(), alone));
            }
        });
        if (!unwanted) {
            context.request().resume();
        }
    }

    /** @return whether so much is still to come of a request that it is not to be read */
    private static boolean comes(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            return false;
        }
        String length = request.getHeader("Content-Length");
        if (length != null) {
            return !length.matches("\\d{1,9}") || Long.parseLong(length) > SMALL;
        }
        return !request.isEnded()
                && (request.getHeader("Transfer-Encoding") != null || request.version() == HttpVersion.HTTP_2);
    }

    /** Ends what the client still sends, and of a connection that carries other requests, too, nothing else. */
    private static void stop(HttpServerRequest request, boolean alone) {
        if (alone) {
            request.connection().close();
        } else if (!request.isEnded()) {
            request.response().reset(ENOUGH);
        }
    }
}
