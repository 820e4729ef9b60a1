package org.timeviper.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A problem detail (RFC 9457), media type {@code application/problem+json}.
 *
 * @param type a URI reference that names the kind of problem, {@code /problems/<kind>}
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what is wrong with this input and what to do
 * @param instance the request's path
 * @param code what is wrong, for programs: a {@link ProblemCode}'s code; null for some
 * @param parameters what the code's {@linkplain ProblemCode#parameters parameters} are, for who says it in other words or another language; null for none
 * @param place where in a query that cannot be read the problem is, counted in UTF-16 code units from 0, as Java and JavaScript count; null for all other problems
 */
@Schema(description = "A problem detail (RFC 9457).")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        Map<String, Object> parameters,
        Integer place) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
