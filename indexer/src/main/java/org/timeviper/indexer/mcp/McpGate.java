package org.timeviper.indexer.mcp;

import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.http.Departure;
import org.timeviper.indexer.http.EarlyRefusal;
import org.timeviper.indexer.http.Refused;

/**
 * What every message of an assistant passes before the protocol is spoken: pages of other origins, large bodies, several messages at once and messages that are none are
 * refused. Whoever is let in is watched, so that the work for a client that has left can be given up.
 */
@Singleton
public final class McpGate {

    /** After the filter that answers other origins (300), so that their pages can read a refusal. */
    private static final int AFTER_CORS = 285;

    private static final String ADDRESS = "/mcp";
    private static final String ADMITTED = "timeviper.mcp.admitted";

    /** Bytes; the longest message, a question of 2,000 characters about 20 spans, has about 20 KiB. */
    private static final int MOST_BYTES = 64 << 10;

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Logger LOG = LoggerFactory.getLogger(McpGate.class);

    private final Instance<McpSettings> settings;
    private final Config config;
    private final BodyHandler body = BodyHandler.create(false).setBodyLimit(MOST_BYTES);

    @Inject
    McpGate(Instance<McpSettings> settings, Config config) {
        this.settings = settings; // a filter is made before there are settings
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, AFTER_CORS);
        filters.register(this::read, AFTER_CORS - 1);
    }

    void register(@Observes Router router) {
        router.route(ADDRESS).failureHandler(this::failed);
    }

    private void admit(RoutingContext context) {
        String path = context.normalizedPath();
        if (!here(path) && !path.startsWith(ADDRESS + "/")) {
            context.next();
        } else if (!here(path) || !settings.get().enabled()) {
            refuse(
                    context,
                    404,
                    "Not Found",
                    "There is nothing at " + path + ". Assistants connect to " + ADDRESS
                            + " over streamable HTTP, if timeviper.mcp.enabled is true.");
        } else if (!mayCall(context.request().getHeader("Origin"))) {
            refuse(
                    context,
                    403,
                    "Forbidden",
                    "Pages of other origins may not call this: name them in quarkus.http.cors.origins, and set"
                            + " quarkus.http.cors.enabled.");
        } else if (context.request().method().equals(HttpMethod.POST)) {
            context.put(ADMITTED, true);
            Departure.watch(context);
            body.handle(context);
        } else {
            context.next();
        }
    }

    private static boolean here(String path) {
        return path.equals(ADDRESS) || path.equals(ADDRESS + "/");
    }

    /** A page of any origin can be made to look as if it came from the service's own, by whoever owns the name: so only names count that somebody has vouched for. */
    private boolean mayCall(String origin) {
        if (origin == null || ofThisMachine(origin)) {
            return true;
        }
        Optional<List<String>> allowed = config.getOptionalValues("quarkus.http.cors.origins", String.class);
        return config.getOptionalValue("quarkus.http.cors.enabled", Boolean.class)
                        .orElse(false)
                && (CORSFilter.isConfiguredWithWildcard(allowed)
                        || allowed.orElse(List.of()).contains(origin)
                        || CORSFilter.isOriginAllowedByRegex(CORSFilter.parseAllowedOriginsRegex(allowed), origin));
    }

    private static boolean ofThisMachine(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null && THIS_MACHINE.contains(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void read(RoutingContext context) {
        if (context.get(ADMITTED) == null) {
            context.next();
            return;
        }
        Optional<JsonObject> fault = Message.fault(context.body().buffer());
        if (fault.isPresent()) {
            context.response()
                    .setStatusCode(400)
                    .putHeader("Content-Type", "application/json")
                    .end(fault.get().toBuffer());
        } else {
            context.next();
        }
    }

    private void failed(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return; // nobody is there any more
        }
        if (response.headWritten()) {
            LOG.error("An answer to an assistant broke off", context.failure());
            response.reset();
            return;
        }
        switch (misread(context.failure()) ? 400 : context.statusCode()) {
            case 400 ->
                refuse(
                        context,
                        400,
                        "Bad Request",
                        "A message needs 'Accept: application/json, text/event-stream', a version of the protocol that is known, and the parts and types that the protocol gives it.");
            case 404 -> refuse(context, 404, "Not Found", "There is no such session: initialize a new one.");
            case 405 ->
                refuse(context, 405, "Method Not Allowed", "Send messages with POST; GET and DELETE need a session.");
            case 413 ->
                refuse(
                        context,
                        413,
                        "Too large",
                        "A message may have " + (MOST_BYTES >> 10)
                                + " KiB: films are uploaded at /v1/videos or /v1/uploads.");
            default -> {
                LOG.error("A message of an assistant failed", context.failure());
                refuse(context, 500, "Internal error", "The service failed at this request. Its log says why.");
            }
        }
    }

    /** The extension takes it that a message has the parts and types that it should have. */
    private static boolean misread(Throwable failure) {
        return failure instanceof ClassCastException || failure instanceof IllegalArgumentException;
    }

    private static void refuse(RoutingContext context, int status, String title, String detail) {
        EarlyRefusal.send(context, new Refused(status, title, detail));
    }
}
