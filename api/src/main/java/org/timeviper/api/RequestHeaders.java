package org.timeviper.api;

/** Headers that requests may carry, and what they mean everywhere. */
public final class RequestHeaders {

    /** A write that comes twice with the same key is done once, within 24 hours. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** A change is made only if the video is still the one that bears one of these tags. */
    public static final String IF_MATCH = "If-Match";

    static final String KEY_TEXT =
            "1 to 255 signs of the client's own, such as a UUID: the same request with the same key is done once and answered the same for 24 hours.";
    static final String MATCH_TEXT =
            "Entity tags, with commas between them: the request is carried out only if the video still bears one of them.";
    static final String TAKEN_TEXT = "The Idempotency-Key has come with another request.";
    static final String LATER_TEXT = "Too many are under way; Retry-After says when to ask again.";
    static final String ID_TEXT = "The video's identity.";
    static final String JOB_TEXT = "The job's identity.";
    static final String NO_VIDEO_TEXT = "There is no such video.";
    static final String SAME_TEXT = "It is what bears the tag in If-None-Match.";

    private RequestHeaders() {}
}
