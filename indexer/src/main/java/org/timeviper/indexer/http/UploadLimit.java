package org.timeviper.indexer.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.library.LibrarySettings;

/** Refuses an upload over the limit: before a byte of it is read when it says its length, else at the byte that is one too many. */
@Singleton
public final class UploadLimit {

    /** After the filter that answers other origins (300), so that their pages can read a refusal. */
    private static final int AFTER_CORS = 295;

    private final Instance<LibrarySettings> settings;

    @Inject
    UploadLimit(Instance<LibrarySettings> settings) {
        this.settings = settings; // a filter is made before there are settings
    }

    private long limit() {
        return settings.get().upload().maxSize().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_CORS);
    }

    private void check(RoutingContext context) {
        if (declared(context.request().getHeader("Content-Length")) <= limit()) {
            context.next();
            return;
        }
        EarlyRefusal.send(context, tooLarge());
    }

    private Refused tooLarge() {
        return new Refused(
                413,
                "Too large",
                ProblemCode.TOO_LARGE,
                "The body is larger than the limit of " + limit() / (1 << 20)
                        + " MiB: raise timeviper.upload.max-size, or register the file below the import folder.");
    }

    /** Stops a body whose length was not said beforehand at the limit. Forms are read before other filters than those that come first. */
    @ServerRequestFilter(preMatching = true)
    void limit(ContainerRequestContext request) {
        if (request.getMediaType() != null && request.getMediaType().isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE)) {
            request.setEntityStream(new Limited(request.getEntityStream()));
        }
    }

    private final class Limited extends FilterInputStream {

        private final long limit = limit();
        private long read;

        Limited(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            return counted(count, count);
        }

        /** What is left of a body that is refused is not read: it may be without end. */
        @Override
        public void close() throws IOException {
            if (read <= limit) {
                super.close();
            }
        }

        private int counted(int result, int bytes) {
            read += result < 0 ? 0 : bytes;
            if (read > limit) {
                throw tooLarge();
            }
            return result;
        }
    }

    private static long declared(String header) {
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
