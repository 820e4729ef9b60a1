package org.timeviper.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Server-sent events as they come. One thread reads; any thread may close the stream, also within the consumer: the reader comes back, and the service gives up what it was
 * doing for it.
 *
 * @param <T> what an event carries
 */
public final class EventStream<T> implements AutoCloseable {

    private static final String DATA = "data:";

    private final InputStream body;
    private final BufferedReader lines;
    private final Function<String, T> reading;
    private final Function<IOException, TimeViperException> lost;
    private volatile boolean closed;

    EventStream(InputStream body, Function<String, T> reading, Function<IOException, TimeViperException> lost) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.reading = reading;
        this.lost = lost;
    }

    /**
     * Waits for the next event.
     *
     * @return empty after the last one, and once the stream is closed
     * @throws TimeViperException if the connection breaks
     */
    public Optional<T> next() {
        StringBuilder data = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                if (line.startsWith(DATA)) {
                    data.append(data.isEmpty() ? "" : "\n").append(line.substring(DATA.length()));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return Optional.of(reading.apply(data.toString()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            if (closed) {
                return Optional.empty();
            }
            throw lost.apply(e);
        }
    }

    /**
     * Hands on every event that is still to come; comes back after the last one, and when the stream is closed.
     *
     * @throws TimeViperException if the connection breaks
     */
    public void forEach(Consumer<? super T> consumer) {
        for (Optional<T> event = next(); event.isPresent(); event = closed ? Optional.empty() : next()) {
            consumer.accept(event.get());
        }
    }

    /** Ends the stream, and with it the work for it at the service. */
    @Override
    public void close() {
        closed = true;
        try {
            body.close(); // not the reader, which waits for the one who reads
        } catch (IOException e) {
            throw lost.apply(e);
        }
    }
}
