package org.timeviper.api;

/**
 * A problem detail (RFC 9457), media type {@code application/problem+json}.
 *
 * @param type a URI reference that names the kind of problem, {@code /problems/<kind>}
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what is wrong with this input and what to do
 * @param instance the request's path
 */
public record Problem(String type, String title, int status, String detail, String instance) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
