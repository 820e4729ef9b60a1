package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.model.ModelAt;
import org.timeviper.model.Clip;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.TimeViper;
import org.timeviper.model.VideoSession;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.StopReason;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.TimedCaption;
import org.timeviper.model.task.VideoTasks;

/**
 * What users of such models complain of, tried with the starter on the films that ship: a long list of events that repeats itself, and
 * one that ends long before the film does.
 */
class LongAnswersTest {

    /** Seconds by which the last event may end before the film does. */
    private static final double SHORT_BY = 2;

    private static final int MANY_TOKENS = 2000;
    private static final Pattern EVENT = Pattern.compile("(\\d+(?:\\.\\d+)?) - (\\d+(?:\\.\\d+)?) seconds, \\S.*");

    @TempDir
    private static Path folder;

    private static TimeViper model;

    @BeforeAll
    static void load() {
        model = TimeViper.load(ModelAt.STARTER, ModelOptions.defaults());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    static Stream<Path> films() {
        return DemoScript.shipped().unpack(folder.resolve("films")).stream();
    }

    @ParameterizedTest
    @MethodSource("films")
    void aListOfEventsEndsByItselfAndRepeatsNoLine(Path film) throws IOException {
        try (VideoSession session = model.open(clip(film))) {
            Generation said =
                    session.generate(prompt(session), "", GenerationOptions.greedy(MANY_TOKENS), TokenListener.none());
            assertEquals(StopReason.STOP_TOKEN, said.reason(), said::text);
            List<String> lines = said.text().strip().lines().toList();
            assertEquals(new HashSet<>(lines).size(), lines.size(), said::text);
            for (String line : lines) {
                assertTrue(EVENT.matcher(line).matches(), line);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("films")
    void theEventsReachTheEndComeInOrderAndStayWithinTheFilm(Path film) {
        try (VideoSession session = model.open(clip(film))) {
            double duration = session.clip().durationSeconds();
            List<TimedCaption> events = VideoTasks.events(session);
            double last = events.stream()
                    .mapToDouble(event -> event.span().end())
                    .max()
                    .orElseThrow();
            assertTrue(last >= duration - SHORT_BY && last <= duration, duration + " s: " + events);
            List<Double> starts =
                    events.stream().map(event -> event.span().start()).toList();
            assertEquals(starts.stream().sorted().toList(), starts);
            assertEquals(events.size(), new HashSet<>(events).size(), events::toString);
        }
    }

    private static Clip clip(Path film) {
        SampledFilm sampled = new FilmReader(DecoderSettings.defaults())
                .sample(film, model.config().sampling().fps(), folder.resolve("frames"), (seconds, of) -> {});
        double duration = sampled.info().durationSeconds();
        return new Clip(
                0,
                duration,
                sampled.frames(0, duration, model.config().sampling().maxFrames()));
    }

    /** The words of {@link VideoTasks#denseCaptions}, whose answer is looked at here before anything is read out of it and put in order. */
    private static String prompt(VideoSession session) throws IOException {
        try (InputStream words = VideoTasks.class.getResourceAsStream("prompts.json")) {
            JsonNode prompts = new ObjectMapper().readTree(words);
            String duration = String.format(Locale.ROOT, "%.1f", session.clip().durationSeconds());
            return prompts.path("sampled")
                            .asText()
                            .replace("{duration}", duration.replaceFirst("\\.0$", ""))
                            .replace("{frames}", Integer.toString(session.frames()))
                    + prompts.path("dense_captions").asText();
        }
    }
}
