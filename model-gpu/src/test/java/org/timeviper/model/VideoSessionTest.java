package org.timeviper.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.Sampling;
import org.timeviper.model.generation.StopReason;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

class VideoSessionTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "'', FLOAT32",
        "uni_1_0.5, FLOAT32",
        "uni_1_0.6-uni_5_0.3, FLOAT32",
        "attn_3_0.5, FLOAT32",
        "uni_1_0.7-attn_3_0.5-uni_4_0.2, FLOAT32",
        "'', BFLOAT16",
        "uni_1_0.7-attn_3_0.5-uni_4_0.2, BFLOAT16"
    })
    void aLaterQuestionIsAnsweredAsIfItWereTheFirst(String schedule, Precision precision) throws IOException {
        try (TimeViper model = model(schedule, precision)) {
            List<String> questions =
                    List.of("What is seen?", "Who comes in, and when does it happen?", "", "What is seen?");
            List<Generation> together = new ArrayList<>();
            try (VideoSession session = model.open(clip(6))) {
                for (String question : questions) {
                    together.add(session.generate(question, "", GenerationOptions.greedy(12), TokenListener.none()));
                }
            }
            for (int i = 0; i < questions.size(); i++) {
                try (VideoSession alone = model.open(clip(6))) {
                    assertEquals(
                            alone.generate(questions.get(i), "", GenerationOptions.greedy(12), TokenListener.none()),
                            together.get(i));
                }
            }
        }
    }

    @Test
    void framesAreRepeatedToAMultipleOfFour() throws IOException {
        try (TimeViper model = model("uni_1_0.5");
                VideoSession five = model.open(clip(5));
                VideoSession eight = model.open(repeatLast(clip(5), 3))) {
            assertEquals(8, five.frames());
            assertEquals(answer(eight), answer(five));
        }
    }

    @Test
    void theListenerHearsExactlyTheText() throws IOException {
        try (TimeViper model = model("uni_1_0.5");
                VideoSession session = model.open(clip(4))) {
            StringBuilder heard = new StringBuilder();
            Generation generation = session.generate("Say it.", "", GenerationOptions.greedy(40), heard::append);
            assertEquals(generation.text(), heard.toString());
            assertTrue(generation.confidence() > 0 && generation.confidence() <= 1, "" + generation.confidence());
        }
    }

    @Test
    void theSameSeedDrawsTheSameAnswerAndAnotherSeedAnother() throws IOException {
        try (TimeViper model = model("");
                VideoSession session = model.open(clip(4))) {
            assertEquals(drawn(session, 1), drawn(session, 1));
            assertNotEquals(drawn(session, 1), drawn(session, 2));
        }
    }

    @Test
    void aCancelledPrefillEndsWithoutTextAndTheSessionGoesOn() throws IOException {
        try (TimeViper model = model("uni_1_0.5-attn_3_0.2");
                VideoSession session = model.open(clip(4));
                VideoSession untouched = model.open(clip(4))) {
            for (int patience = 0; patience < 40; patience++) {
                AtomicInteger asked = new AtomicInteger(patience);
                GenerationOptions impatient =
                        new GenerationOptions(8, new Sampling.Greedy(), () -> asked.getAndDecrement() <= 0);
                Generation generation = session.generate("And?", "", impatient, TokenListener.none());
                if (generation.reason() != StopReason.CANCELLED) {
                    assertTrue(patience > 14, "the prefill asks before every layer");
                }
            }
            assertEquals(answer(untouched), answer(session));
        }
    }

    @Test
    void moreFramesThanTheModelTakesAreRefused() throws IOException {
        try (TimeViper model = model("")) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> model.open(clip(17)));
            assertTrue(e.getMessage().contains("at most 16"), e.getMessage());
        }
    }

    @Test
    void nothingIsLeftBehindBySessionsThatAreClosed() throws IOException {
        try (TimeViper model = model("uni_1_0.7-attn_3_0.5")) {
            long before = model.network().kernels().openWorkspaces();
            for (int i = 0; i < 5; i++) {
                try (VideoSession session = model.open(clip(5))) {
                    answer(session);
                    answer(session);
                }
                assertEquals(before, model.network().kernels().openWorkspaces());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "uni_1_0.5", "attn_3_0.5", "uni_1_0.7-attn_3_0.5-uni_4_0.2"})
    void aSessionAnswersAsIfItsAnswersHadNotBeenRetraced(String schedule) throws IOException {
        try (TimeViper model = model(schedule);
                VideoSession untouched = model.open(clip(5));
                VideoSession session = model.open(clip(5))) {
            Generation expected = answer(untouched);
            long open = model.network().kernels().openWorkspaces();
            session.retrace("What happens?", "", expected.tokens(), row -> {});
            assertEquals(open, model.network().kernels().openWorkspaces());
            assertEquals(expected, answer(session));
            open = model.network().kernels().openWorkspaces();
            session.retrace("What happens?", "", expected.tokens(), row -> {});
            assertThrows(
                    IllegalStateException.class,
                    () -> session.retrace("What happens?", "", expected.tokens(), row -> {
                        throw new IllegalStateException("the listener is gone");
                    }));
            assertEquals(open, model.network().kernels().openWorkspaces());
            assertEquals(expected, answer(session));
        }
    }

    private TimeViper model(String schedule) throws IOException {
        return model(schedule, Precision.FLOAT32);
    }

    private TimeViper model(String schedule, Precision precision) throws IOException {
        var config = RandomModel.config("M-M*M*-", schedule, !schedule.isEmpty());
        config.putObject("sampling").put("max_frames", 16);
        RandomModel.write(directory, config, 7);
        return TimeViper.load(directory, new ModelOptions(ComputeDevice.cpu(), precision, 0));
    }

    private static Generation answer(VideoSession session) {
        return session.generate("What happens?", "", GenerationOptions.greedy(10), TokenListener.none());
    }

    private static Generation drawn(VideoSession session, long seed) {
        GenerationOptions options = new GenerationOptions(16, new Sampling.Nucleus(1.5, 0.95, seed), () -> false);
        return session.generate("What happens?", "", options, TokenListener.none());
    }

    private static Clip clip(int frames) {
        Random random = new Random(frames);
        List<Frame> pictures = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            byte[] rgb = new byte[3 * 40 * 30];
            random.nextBytes(rgb);
            pictures.add(new Frame(i, 40, 30, rgb));
        }
        return new Clip(0, frames, pictures);
    }

    private static Clip repeatLast(Clip clip, int times) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < clip.frames().count() + times; i++) {
            frames.add(clip.frames().read(Math.min(i, clip.frames().count() - 1)));
        }
        return new Clip(clip.startSeconds(), clip.durationSeconds(), frames);
    }
}
