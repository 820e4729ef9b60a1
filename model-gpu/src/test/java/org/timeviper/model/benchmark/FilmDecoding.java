package org.timeviper.model.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * How fast films are decoded: that is the application's work, whose command measures it on the films that ship.
 *
 * @param films how many
 * @param frames that were decoded
 * @param decodeSeconds that it took, the start of the processes included
 * @param filmSeconds that the films last
 */
record FilmDecoding(int films, long frames, double decodeSeconds, double filmSeconds) {

    /** The command that measures it, for a shell. */
    static final String COMMAND = "./timeviper bench decode";

    /** Names the start script. */
    private static final String SCRIPT = "timeviper.command";

    /**
     * Has it measured.
     *
     * @return empty where no start script is named
     * @throws IOException if the command fails; what it says of that goes to the terminal
     */
    static Optional<FilmDecoding> measure() throws IOException {
        String script = System.getProperty(SCRIPT);
        if (script == null) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(script, "bench", "decode", "--json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] told = process.getInputStream().readAllBytes();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(COMMAND + " ended with code " + code);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(COMMAND + " was interrupted", e);
        }
        return Optional.of(parse(told));
    }

    /** Adds up what the command tells of each film. */
    static FilmDecoding parse(byte[] json) throws IOException {
        int films = 0;
        long frames = 0;
        double decodeSeconds = 0;
        double filmSeconds = 0;
        for (JsonNode film : new JsonMapper().readTree(json)) {
            films++;
            frames += film.required("frames").asLong();
            double seconds = film.required("decodeSeconds").asDouble();
            decodeSeconds += seconds;
            filmSeconds += seconds * film.required("timesRealTime").asDouble();
        }
        return new FilmDecoding(films, frames, decodeSeconds, filmSeconds);
    }

    double framesASecond() {
        return frames / decodeSeconds;
    }

    double timesRealTime() {
        return filmSeconds / decodeSeconds;
    }
}
