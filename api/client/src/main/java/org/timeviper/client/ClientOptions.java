package org.timeviper.client;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How a client speaks to the service.
 *
 * @param connectTimeout how long the connection may take
 * @param answerTimeout how long the service may take until its answer begins; the model may look at a long film for minutes. What then streams may take as long as it does
 * @param headers asked before each request for headers that it carries, such as a gateway's {@code Authorization}, so that a token may change
 */
public record ClientOptions(Duration connectTimeout, Duration answerTimeout, Supplier<Map<String, String>> headers) {

    /** @throws IllegalArgumentException if a timeout is not longer than nothing */
    public ClientOptions {
        longerThanNothing("connectTimeout", connectTimeout);
        longerThanNothing("answerTimeout", answerTimeout);
        Objects.requireNonNull(headers, "headers");
    }

    private static void longerThanNothing(String name, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing (it is " + timeout + ")");
        }
    }

    /** @return 5 seconds to connect, 10 minutes until an answer begins, no headers */
    public static ClientOptions defaults() {
        return new ClientOptions(Duration.ofSeconds(5), Duration.ofMinutes(10), Map::of);
    }

    /** @return the same with another {@link #connectTimeout} */
    public ClientOptions withConnectTimeout(Duration timeout) {
        return new ClientOptions(timeout, answerTimeout, headers);
    }

    /** @return the same with another {@link #answerTimeout} */
    public ClientOptions withAnswerTimeout(Duration timeout) {
        return new ClientOptions(connectTimeout, timeout, headers);
    }

    /** @return the same with other {@link #headers} */
    public ClientOptions withHeaders(Supplier<Map<String, String>> supplier) {
        return new ClientOptions(connectTimeout, answerTimeout, supplier);
    }
}
