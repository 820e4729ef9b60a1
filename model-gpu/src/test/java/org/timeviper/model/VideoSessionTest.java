package org.timeviper.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private static final int BATCH = 4;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "uni_1_0.5", "attn_3_0.5", "uni_1_0.7-attn_3_0.5-uni_4_0.2"})
    void promptsPutTogetherAreAnsweredAsOneAfterTheOther(String schedule) throws IOException {
        try (TimeViper model = model(schedule);
                VideoSession session = model.open(clip(6))) {
            List<Prompt> different = IntStream.range(0, 5)
                    .mapToObj(i -> new Prompt(
                            "What is seen?".repeat(i),
                            i % 2 == 0 ? "" : "It is",
                            new GenerationOptions(
                                    1 + 2 * i, i == 3 ? new Sampling.Beam(7) : new Sampling.Greedy(), () -> false),
                            TokenListener.none()))
                    .toList();
            List<Prompt> prompts = new ArrayList<>(different);
            prompts.addAll(Collections.nCopies(60, different.getFirst())); // more than go together
            prompts.addAll(Collections.nCopies(10, different.get(3)));
            prompts.add(different.getLast());
            List<Generation> together = session.generateAll(prompts);
            assertEquals(prompts.size(), together.size());
            Map<Prompt, Generation> alone = new HashMap<>();
            different.forEach(one ->
                    alone.put(one, session.generate(one.instruction(), one.lead(), one.options(), one.listener())));
            for (int i = 0; i < prompts.size(); i++) {
                Generation expected = alone.get(prompts.get(i));
                assertEquals(expected.tokens(), together.get(i).tokens());
                assertEquals(expected.text(), together.get(i).text());
                assertEquals(expected.confidence(), together.get(i).confidence(), 1e-5);
            }
            assertEquals(List.of(), session.generateAll(List.of()));
        }
    }

    /** Clips of unequal lengths, some asked more than once, one not at all, one already asked before. */
    @ParameterizedTest
    @ValueSource(strings = {"", "uni_1_0.5", "attn_3_0.5", "uni_1_0.7-attn_3_0.5-uni_4_0.2"})
    void promptsAboutSeveralClipsAreAnsweredAsAboutEachAlone(String schedule) throws IOException {
        List<List<Prompt>> prompts = List.of(
                prompts("What is seen?", "Who?", "And then?"),
                List.of(),
                prompts("What is seen?"),
                prompts("When?", "Where is it, and why?"));
        try (TimeViper model = model(schedule);
                VideoSession asked = model.open(clip(9));
                VideoSession unasked = model.open(clip(4));
                VideoSession brief = model.open(clip(1));
                VideoSession longest = model.open(clip(16))) {
            answer(asked);
            List<VideoSession> sessions = List.of(asked, unasked, brief, longest);
            List<List<Generation>> together = new SessionBatch(sessions).generateAll(prompts);
            assertEquals(0, unasked.prefixBytes());
            for (int i = 0; i < sessions.size(); i++) {
                try (VideoSession alone = model.open(sessions.get(i).clip())) {
                    assertEquals(prompts.get(i).size(), together.get(i).size());
                    for (int j = 0; j < prompts.get(i).size(); j++) {
                        Prompt prompt = prompts.get(i).get(j);
                        requireSame(
                                alone.generate(
                                        prompt.instruction(), prompt.lead(), prompt.options(), prompt.listener()),
                                together.get(i).get(j));
                    }
                    requireSame(answer(alone), answer(sessions.get(i)));
                }
            }
        }
    }

    private static List<Prompt> prompts(String... instructions) {
        return Stream.of(instructions)
                .map(text -> new Prompt(text, "", GenerationOptions.greedy(6 + text.length()), TokenListener.none()))
                .toList();
    }

    private static void requireSame(Generation expected, Generation generated) {
        assertEquals(expected.text(), generated.text());
        assertEquals(expected.reason(), generated.reason());
        assertEquals(expected.tokens(), generated.tokens());
        for (int i = 0; i < expected.said().size(); i++) {
            assertEquals(
                    expected.said().get(i).logProbability(),
                    generated.said().get(i).logProbability(),
                    1e-5);
        }
    }

    @Test
    void aClipThatIsGivenUpEndsWhatIsAskedOfAllTogether() throws IOException {
        try (TimeViper model = model("uni_1_0.5");
                VideoSession wanted = model.open(clip(4));
                VideoSession givenUp = model.open(clip(5))) {
            SessionBatch both = new SessionBatch(List.of(wanted, givenUp));
            givenUp.endWhen(() -> true);
            List<List<Prompt>> prompts = List.of(prompts("What?"), prompts("What?"));
            assertThrows(CancellationException.class, () -> both.generateAll(prompts));
            assertThrows(
                    CancellationException.class, () -> both.drawAll(List.of(List.of("When?"), List.of("When?")), 4, 9));
            givenUp.endWhen(() -> false);
            assertEquals(2, both.generateAll(prompts).size());
        }
    }

    @Test
    void promptsThatAllAreCancelledAreNotReadAndOneAloneIs() throws IOException {
        try (TimeViper model = model("uni_1_0.5");
                VideoSession session = model.open(clip(6))) {
            GenerationOptions never = new GenerationOptions(8, new Sampling.Greedy(), () -> true);
            Prompt cancelled = new Prompt("And?", "", never, TokenListener.none());
            Prompt wanted = new Prompt("What?", "", GenerationOptions.greedy(8), TokenListener.none());
            assertTrue(session.generateAll(List.of(cancelled, cancelled)).stream()
                    .allMatch(generation -> generation.reason() == StopReason.CANCELLED));
            List<Generation> mixed = session.generateAll(List.of(cancelled, wanted));
            assertEquals(StopReason.CANCELLED, mixed.getFirst().reason());
            assertEquals(
                    session.generateAll(List.of(wanted)).getFirst().tokens(),
                    mixed.getLast().tokens());
            session.endWhen(() -> true);
            assertThrows(CancellationException.class, () -> session.generateAll(List.of(wanted)));
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

    @Test
    void whatIsWrongWithAPictureIsToldAsItIs() throws IOException {
        try (TimeViper model = inBatches()) {
            long open = model.network().kernels().openWorkspaces();
            IllegalStateException gone = new IllegalStateException("the picture is gone");
            FrameSource frames = new Read(clip(14).frames(), index -> {
                if (index == 9) {
                    throw gone;
                }
            });
            assertSame(gone, assertThrows(RuntimeException.class, () -> model.open(new Clip(0, 14, frames))));
            assertEquals(open, model.network().kernels().openWorkspaces());
        }
    }

    @Test
    void aLookThatIsGivenUpEndsBeforeTheNextBatch() throws IOException {
        try (TimeViper model = inBatches()) {
            long open = model.network().kernels().openWorkspaces();
            for (int patience = 0; patience < 4; patience++) {
                AtomicInteger asked = new AtomicInteger(patience);
                AtomicInteger read = new AtomicInteger();
                Clip clip = new Clip(0, 16, new Read(clip(16).frames(), index -> read.incrementAndGet()));
                assertThrows(CancellationException.class, () -> model.open(clip, () -> asked.getAndDecrement() <= 0));
                assertTrue(read.get() <= (patience + 1) * BATCH, read + " frames read");
                assertEquals(open, model.network().kernels().openWorkspaces());
            }
            AtomicInteger asked = new AtomicInteger(4);
            model.open(clip(16), () -> asked.getAndDecrement() <= 0).close();
        }
    }

    /** Frames 0 to 6, 5 to 9, 9 and 3 and 12, and 2 to 12 of a film, one after the other. */
    @ParameterizedTest
    @CsvSource({"'', FLOAT32", "uni_1_0.7-attn_3_0.5-uni_4_0.2, BFLOAT16"})
    void whatOtherSessionsHaveSeenIsNotLookedAtAgainAndAnswersAreAsIfItWere(String schedule, Precision precision)
            throws IOException {
        FrameSource film = clip(16).frames();
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        List<List<Integer>> stretches = List.of(
                IntStream.rangeClosed(0, 6).boxed().toList(),
                IntStream.rangeClosed(5, 9).boxed().toList(),
                List.of(3, 9, 12),
                IntStream.rangeClosed(2, 12).boxed().toList());
        try (TimeViper model = model(schedule, precision)) {
            List<VideoSession> seen = new ArrayList<>();
            List<Generation> alone = new ArrayList<>();
            for (List<Integer> stretch : stretches) {
                try (VideoSession fresh = model.open(new Clip(stretch.getFirst(), 8, film.only(stretch)))) {
                    assertEquals(stretch.size(), fresh.framesLookedAt());
                    alone.add(answer(fresh));
                }
                seen.add(model.open(
                        new Clip(stretch.getFirst(), 8, new Read(film, read::add).only(stretch)), seen, () -> false));
            }
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11), read);
            assertEquals(
                    List.of(7, 3, 1, 2),
                    seen.stream().map(VideoSession::framesLookedAt).toList());
            for (int i = 0; i < seen.size(); i++) { // the one before is closed by then
                try (VideoSession session = seen.get(i)) {
                    requireSame(alone.get(i), answer(session));
                }
            }
        }
    }

    @Test
    void aSessionAnswersAsBeforeWhenWhatItsPromptsHaveInCommonWasReleased() throws IOException {
        try (TimeViper model = model("uni_1_0.5");
                VideoSession session = model.open(clip(6))) {
            Generation before = answer(session);
            assertTrue(session.prefixBytes() > 0);
            session.releasePrefix();
            assertEquals(0, session.prefixBytes());
            assertEquals(before, answer(session));
        }
    }

    /** Tells of every frame that is read, before it is. */
    private record Read(FrameSource frames, IntConsumer listener) implements FrameSource {
        @Override
        public List<Double> seconds() {
            return frames.seconds();
        }

        @Override
        public Frame read(int index) {
            listener.accept(index);
            return frames.read(index);
        }
    }

    private TimeViper model(String schedule) throws IOException {
        return model(schedule, Precision.FLOAT32);
    }

    private TimeViper model(String schedule, Precision precision) throws IOException {
        return model(schedule, new ModelOptions(ComputeDevice.cpu(), precision, 1));
    }

    private TimeViper inBatches() throws IOException {
        return model("", new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, 0, 2048, BATCH));
    }

    private TimeViper model(String schedule, ModelOptions options) throws IOException {
        var config = RandomModel.config("M-M*M*-", schedule, !schedule.isEmpty());
        config.putObject("sampling").put("max_frames", 16);
        RandomModel.write(directory, config, 7);
        return TimeViper.load(directory, options);
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
