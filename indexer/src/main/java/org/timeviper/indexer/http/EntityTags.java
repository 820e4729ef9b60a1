package org.timeviper.indexer.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.RequestHeaders;
import org.timeviper.indexer.library.Video;

/**
 * Conditional requests (RFC 9110): what is read of the library carries a tag of its content, and who has that content already is told so with {@code 304}. Who changes or
 * deletes a video may say which one he saw, and is refused with {@code 412} if it is another one now.
 */
@Singleton
final class EntityTags {

    private static final Pattern READ = Pattern.compile("/?v1/(videos|jobs|scenes|(jobs|conversations)/[^/]+"
            + "|videos/[^/]+(/(timeline|captions\\.vtt|export|thumbnail|storyboard\\.(jpg|vtt)|media))?)/?");

    private final ObjectMapper json;
    private final HttpHeaders headers;

    /** @param headers those of the request under way; a proxy that stands for each in turn */
    @Inject
    EntityTags(ObjectMapper json, HttpHeaders headers) {
        this.json = json;
        this.headers = headers;
    }

    /** @throws Refused if the request says which video it means to change and this is another one now */
    void check(Video video) {
        String expected = headers.getHeaderString(RequestHeaders.IF_MATCH);
        if (expected != null && !holds(expected, tag(Views.of(video)), true)) {
            throw new Refused(
                    412,
                    "Changed meanwhile",
                    ProblemCode.CHANGED_MEANWHILE,
                    "The video " + video.name()
                            + " is not as If-Match says any more: read it again, and see whether the change is still meant.");
        }
    }

    @ServerResponseFilter
    void tag(ContainerRequestContext request, ContainerResponseContext response) {
        boolean reads = request.getMethod().equals(HttpMethod.GET)
                || request.getMethod().equals(HttpMethod.HEAD);
        if (response.getStatus() != 200
                || !(reads || request.getMethod().equals(HttpMethod.PATCH))
                || !READ.matcher(request.getUriInfo().getPath()).matches()) {
            return;
        }
        Object given = response.getHeaders().getFirst("ETag");
        String tag = given == null ? tag(response.getEntity()) : given.toString();
        response.getHeaders().putSingle("ETag", tag);
        String known = request.getHeaderString("If-None-Match");
        if (reads && known != null && names(known, tag)) {
            response.setStatus(304);
            response.setEntity(null);
        }
    }

    /** @return whether what a client has, by its {@code If-None-Match}, is as good as what bears the tag */
    static boolean names(String list, String tag) {
        return holds(list, tag, false);
    }

    /** Whether a list of tags names this one, or anything. A weak tag is as good as another where bytes need not be the same. */
    private static boolean holds(String list, String tag, boolean strong) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .map(one -> strong ? one : one.replaceFirst("^W/", ""))
                .anyMatch(one -> one.equals("*") || one.equals(tag));
    }

    private String tag(Object entity) {
        try {
            byte[] bytes = entity instanceof byte[] content
                    ? content
                    : entity instanceof String text
                            ? text.getBytes(StandardCharsets.UTF_8)
                            : json.writeValueAsBytes(entity);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 15)) + "\"";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256", e);
        }
    }
}
