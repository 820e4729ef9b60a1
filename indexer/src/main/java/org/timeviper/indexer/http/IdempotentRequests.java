package org.timeviper.indexer.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.timeviper.api.AskResult;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.RequestHeaders;
import org.timeviper.indexer.library.Answer;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.Library;

/**
 * Writes that come with an {@code Idempotency-Key} are done once: whoever did not hear the answer sends the same again and is given it. A request that is refused has
 * changed nothing, so its key is free again.
 */
@Singleton
final class IdempotentRequests {

    static final String KEY = RequestHeaders.IDEMPOTENCY_KEY;

    private static final String UPLOAD_EXPIRES = "Upload-Expires";

    private static final Pattern WRITES =
            Pattern.compile("/?v1/(videos(/import|/[^/]+/reindex)?|uploads|ask|jobs/[^/]+/(cancel|retry))/?");
    private static final Pattern KEYS = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String BEGUN = IdempotentRequests.class.getName();

    /** Bytes; a body with a key is read before it is understood. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int BLOCK = 1 << 16;

    /** Seconds after which the answer to a request that is under way may be there. */
    private static final int LATER = 2;

    private final Instance<Answers> answers;
    private final Instance<Library> library;
    private final ObjectMapper json;

    @Inject
    IdempotentRequests(Instance<Answers> answers, Instance<Library> library, ObjectMapper json) {
        this.answers = answers; // a filter is made before there are settings, and so before the database
        this.library = library;
        this.json = json;
    }

    /** @return what was answered before; null for a request that is to be carried out */
    @ServerRequestFilter
    Response begin(ContainerRequestContext request, SimpleResourceInfo resource) throws IOException {
        String key = request.getHeaderString(KEY);
        boolean write = request.getMethod().equals(HttpMethod.POST)
                && WRITES.matcher(request.getUriInfo().getPath()).matches();
        boolean form = request.getMediaType() != null
                && request.getMediaType().isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE);
        if (key == null || !write || form) { // a form is looked at where it has been received
            return null;
        }
        if (AskEvents.class.equals(resource.getResourceClass())) {
            throw new Refused(
                    400,
                    "Invalid request",
                    "An answer that streams is not kept, and " + KEY
                            + " asks for that: ask with 'Accept: application/json', or without a key.");
        }
        Optional<Response> before = before(key, fingerprint(request));
        if (before.isEmpty()) {
            request.setProperty(BEGUN, key);
        }
        return before.orElse(null);
    }

    /**
     * Carries out a request whose body has been received already.
     *
     * @param key the client's key; null for none
     * @param request tells the body from others
     * @return what the work gives, or what was answered before
     */
    Response once(String key, Supplier<String> request, Supplier<Response> work) {
        if (key == null) {
            return work.get();
        }
        return before(key, request.get()).orElseGet(() -> {
            try {
                Response response = work.get();
                keep(key, response.getStatus(), response.getHeaders(), response.getEntity());
                return response;
            } catch (RuntimeException e) {
                answers.get().abandon(key);
                throw e;
            }
        });
    }

    /** @return what was answered before; empty for a request that is to be carried out, and is under way from now on */
    private Optional<Response> before(String key, String fingerprint) {
        if (!KEYS.matcher(key).matches()) {
            throw new Refused(
                    400,
                    "Invalid request",
                    "The header " + KEY + " takes 1 to 255 letters, digits and signs without spaces, such as a UUID.");
        }
        return switch (answers.get().begin(key, fingerprint)) {
            case Answers.Standing.Begun begun -> Optional.empty();
            case Answers.Standing.Answered(Answer answer) -> Optional.of(again(answer));
            case Answers.Standing.UnderWay underWay ->
                throw new Refused(
                        409,
                        "Under way",
                        ProblemCode.BUSY,
                        "The request with this " + KEY + " is still under way: wait for its answer.",
                        LATER);
            case Answers.Standing.Taken taken ->
                throw new Refused(
                        422,
                        "Key taken",
                        "Another request has come with this " + KEY + ": give each request a key of its own.");
        };
    }

    private static String fingerprint(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new Refused(413, "Too large", "A body with an " + KEY + " may have 1 MiB at most.");
        }
        request.setEntityStream(new ByteArrayInputStream(body));
        String upload = request.getHeaderString("Upload-Length") + " " + request.getHeaderString("Upload-Metadata");
        return fingerprint(request.getUriInfo().getRequestUri().getRawPath(), upload, new ByteArrayInputStream(body));
    }

    /**
     * @param path the request's path
     * @param said what its headers or fields say
     * @param body what it carries
     */
    static String fingerprint(String path, String said, InputStream body) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((path + "\n" + said + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] block = new byte[BLOCK];
            for (int count = body.read(block); count >= 0; count = body.read(block)) {
                digest.update(block, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256", e);
        }
    }

    /** Headers are given as they were, and not put together anew: the address that reached the service may not be its client's. */
    private static Response again(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status()).header("Idempotent-Replayed", "true");
        if (answer.location() != null) {
            response.header(HttpHeaders.LOCATION, answer.location());
        }
        if (answer.uploadExpires() != null) {
            response.header(UPLOAD_EXPIRES, answer.uploadExpires());
        }
        return answer.body() == null
                ? response.build()
                : response.type(answer.mediaType()).entity(answer.body()).build();
    }

    @ServerResponseFilter
    void end(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(BEGUN) instanceof String key)) {
            return;
        }
        if (response.getStatus() / 100 == 2) {
            keep(key, response.getStatus(), response.getHeaders(), response.getEntity());
            if (response.getEntity() instanceof AskResult told && !allThere(told)) {
                answers.get().abandon(key);
            }
        } else {
            answers.get().abandon(key);
        }
    }

    /** Whoever deletes a video forgets the answers that tell of it: of one that was deleted while the model looked, none may come after that. */
    private boolean allThere(AskResult told) {
        return told.parts().stream()
                .map(part -> part.citation().video())
                .distinct()
                .allMatch(video -> library.get().video(video).isPresent());
    }

    private void keep(String key, int status, MultivaluedMap<String, Object> headers, Object entity) {
        answers.get()
                .keep(
                        key,
                        new Answer(
                                status,
                                given(headers, HttpHeaders.LOCATION),
                                given(headers, UPLOAD_EXPIRES),
                                entity == null ? null : MediaType.APPLICATION_JSON,
                                entity == null ? null : text(entity)));
    }

    private static String given(MultivaluedMap<String, Object> headers, String name) {
        Object value = headers.getFirst(name);
        return value == null ? null : value.toString();
    }

    private String text(Object entity) {
        try {
            return json.writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON", e);
        }
    }
}
