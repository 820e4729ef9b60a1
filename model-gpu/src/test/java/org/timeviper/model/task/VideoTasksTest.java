package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.Clip;
import org.timeviper.model.Frame;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.RandomModel;
import org.timeviper.model.TimeViper;
import org.timeviper.model.VideoSession;
import org.timeviper.model.generation.TokenListener;

/** The tasks with models that were never trained: whatever comes out must be read without harm. */
class VideoTasksTest {
    private static final double START = 40;
    private static final double DURATION = 4.5;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aModelThatTalksNonsenseGivesNoTimesOutsideOfTheClip(long seed) throws IOException {
        try (TimeViper model = model(seed);
                VideoSession session = model.open(clip())) {
            VideoTasks.denseCaptions(session).forEach(event -> within(event.span()));
            GroundingAnswer found = VideoTasks.ground(session, "12 to 99 <image></s> \uD83C\uDFAC");
            found.span().ifPresent(VideoTasksTest::within);
            Choice choice = VideoTasks.choose(session, "What?", List.of("red", "blue"));
            assertTrue(choice.index() >= -1 && choice.index() < 2);
            StringBuilder heard = new StringBuilder();
            Answer answer = VideoTasks.answer(session, "", heard::append);
            assertEquals(answer.text(), heard.toString().strip());
            for (double confidence : new double[] {found.confidence(), choice.confidence(), answer.confidence()}) {
                assertTrue(confidence > 0 && confidence <= 1, "confidence " + confidence);
            }
        }
    }

    private static void within(Span span) {
        assertTrue(span.start() >= START && span.end() <= START + DURATION, span.toString());
    }

    @Test
    void aChoiceNeedsOptionsThatHaveLetters() throws IOException {
        try (TimeViper model = model(1);
                VideoSession session = model.open(clip())) {
            for (int count : new int[] {0, 27}) {
                List<String> options = Collections.nCopies(count, "red");
                assertThrows(IllegalArgumentException.class, () -> VideoTasks.choose(session, "What?", options));
            }
        }
    }

    @Test
    void anEarlierTaskDoesNotChangeALaterOne() throws IOException {
        try (TimeViper model = model(4);
                VideoSession session = model.open(clip());
                VideoSession fresh = model.open(clip())) {
            VideoTasks.captions(session);
            assertEquals(
                    VideoTasks.answer(fresh, "Who?", TokenListener.none()),
                    VideoTasks.answer(session, "Who?", TokenListener.none()));
        }
    }

    private TimeViper model(long seed) throws IOException {
        RandomModel.write(directory, RandomModel.config("M-*M-", "uni_1_0.5", true), seed);
        return TimeViper.load(directory, ModelOptions.defaults());
    }

    private static Clip clip() {
        Random random = new Random(3);
        List<Frame> frames = IntStream.range(0, 5)
                .mapToObj(i -> {
                    byte[] rgb = new byte[3 * 32 * 18];
                    random.nextBytes(rgb);
                    return new Frame(START + i, 32, 18, rgb);
                })
                .toList();
        return new Clip(START, DURATION, frames);
    }
}
