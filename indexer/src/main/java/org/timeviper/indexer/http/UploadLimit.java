package org.timeviper.indexer.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.timeviper.api.Problem;
import org.timeviper.indexer.library.LibrarySettings;

/** Refuses a body that says beforehand that it is larger than the limit, before a byte of it is read. */
@Singleton
public final class UploadLimit {

    private static final int EARLY = 10_000;

    private final long limit;

    @Inject
    UploadLimit(LibrarySettings settings) {
        this.limit = settings.upload().maxSize().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext context) {
        if (declared(context.request().getHeader("Content-Length")) <= limit) {
            context.next();
            return;
        }
        String detail = "The body is larger than the limit of " + limit / (1 << 20)
                + " MiB: raise timeviper.upload.max-size, or register the file below the import folder.";
        context.response()
                .setStatusCode(413)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(new JsonObject()
                        .put("type", "/problems/too-large")
                        .put("title", "Too large")
                        .put("status", 413)
                        .put("detail", detail)
                        .put("instance", context.request().path())
                        .encode());
    }

    private static long declared(String header) {
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
