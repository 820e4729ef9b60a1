package org.timeviper.indexer.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What every request to a resumable upload, and every answer, has in common. */
@Singleton
final class TusRequests {

    static final String VERSION = "1.0.0";
    static final String VERSION_HEADER = "Tus-Resumable";
    static final String UNKNOWN_VERSION = "Unknown version of tus";

    /** Some clients' networks know no PATCH: they say in a header which method they mean. */
    @ServerRequestFilter(preMatching = true)
    void meant(ContainerRequestContext request) {
        String method = request.getHeaderString("X-HTTP-Method-Override");
        if (method != null && ofUploads(request) && request.getMethod().equals(HttpMethod.POST)) {
            request.setMethod(method);
        }
    }

    @ServerResponseFilter
    void version(ContainerRequestContext request, ContainerResponseContext response) {
        if (ofUploads(request)) {
            response.getHeaders().putSingle(VERSION_HEADER, VERSION);
        }
    }

    private static boolean ofUploads(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return path.matches("/?v1/uploads(/.*)?");
    }
}
