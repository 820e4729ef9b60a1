package org.timeviper.client;

import java.time.Duration;
import java.util.Optional;

/** The service has refused a request, or did not answer. The message is a sentence for a person: the service's own where it has sent a problem detail (RFC 9457). */
public final class TimeViperException extends RuntimeException {

    /** The {@link #status} where there was no answer. */
    public static final int NO_ANSWER = 0;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final String code;
    private final Duration retryAfter;

    TimeViperException(int status, String title, String detail, String code, Duration retryAfter) {
        super(detail);
        this.status = status;
        this.title = title;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** There was no answer, or it broke off. */
    TimeViperException(String detail, Exception cause) {
        super(detail, cause);
        this.status = NO_ANSWER;
        this.title = "No answer";
        this.code = null;
        this.retryAfter = null;
    }

    /** @return the HTTP status; {@link #NO_ANSWER} if the service was not reached, took too long or hung up */
    public int status() {
        return status;
    }

    /** @return the kind of problem in words */
    public String title() {
        return title;
    }

    /** @return what is wrong, and what to do */
    public String detail() {
        return getMessage();
    }

    /** @return what is wrong, for programs: the code of a {@link org.timeviper.api.ProblemCode}, or of one that is newer; empty where there is none */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** @return how long to wait before the same request is made again, where the service has said so */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
