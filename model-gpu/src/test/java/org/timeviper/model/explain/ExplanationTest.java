package org.timeviper.model.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.MixingListener;
import org.timeviper.model.decoder.MixingRow;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.ExplainedAnswer;
import org.timeviper.model.task.VideoTasks;

class ExplanationTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "uni_1_0.5", "uni_1_0.7-attn_3_0.5-uni_4_0.2"})
    void anExplainedAnswerIsTheAnswer(String schedule) throws IOException {
        RandomModel.write(directory, RandomModel.config("M-M*M*-", schedule, !schedule.isEmpty()), 7);
        try (TimeViper model = TimeViper.load(directory, ModelOptions.defaults());
                VideoSession plain = model.open(clip());
                VideoSession session = model.open(clip())) {
            ExplainedAnswer explained = VideoTasks.explain(session, "What happens?");
            assertEquals(VideoTasks.answer(plain, "What happens?", TokenListener.none()), explained.answer());
            assertEquals(
                    VideoTasks.answer(plain, "And then?", TokenListener.none()),
                    VideoTasks.answer(session, "And then?", TokenListener.none()));
        }
    }

    @Test
    void everyLayerThatMixesTokensSharesOutAllItsWeight() throws IOException {
        RandomModel.write(directory, RandomModel.config("M-M*M*-", "uni_1_0.7-attn_3_0.5-uni_4_0.2", true), 7);
        try (TimeViper model = TimeViper.load(directory, ModelOptions.defaults());
                VideoSession session = model.open(clip())) {
            Explanation explanation =
                    VideoTasks.explain(session, "What happens?").explanation();
            assertEquals(List.of(10.0, 11.0, 12.0, 13.0, 14.0, 15.0), explanation.seconds());
            assertEquals(3, explanation.lastShown());
            assertEquals(16, explanation.end());
            assertEquals(
                    List.of(0, 2, 3, 4, 5),
                    explanation.layers().stream().map(LayerProfile::layer).toList());
            assertEquals(
                    List.of(40, 28, 20, 8, 8),
                    explanation.layers().stream()
                            .map(LayerProfile::visualTokens)
                            .toList());
            for (LayerProfile layer : explanation.layers()) {
                for (HeadProfile head : layer.heads()) {
                    assertEquals(1, head.vision() + head.prompt() + head.answer(), 1e-6);
                    assertTrue(head.promptVision() >= 0 && head.spread() > 0 && head.spread() <= 1 + 1e-9);
                }
                assertEquals(layer.vision(), Arrays.stream(layer.frames()).sum(), 1e-6);
            }
            for (LayerKind kind : List.of(LayerKind.ATTENTION, LayerKind.MAMBA)) {
                assertEquals(1, Arrays.stream(explanation.frames(kind)).sum(), 1e-6);
            }
        }
    }

    @Test
    void aTransformersLayersAreItsBlocks() throws IOException {
        RandomModel.write(directory, RandomModel.transformer(3, "uni_1_0.7-attn_2_0.25", "CrossAttention"), 7);
        try (TimeViper model = TimeViper.load(directory, ModelOptions.defaults());
                VideoSession session = model.open(clip())) {
            ExplainedAnswer explained = VideoTasks.explain(session, "What happens?");
            assertEquals(VideoTasks.answer(session, "What happens?", TokenListener.none()), explained.answer());
            List<LayerProfile> layers = explained.explanation().layers();
            assertEquals(
                    List.of(0, 1, 2), layers.stream().map(LayerProfile::layer).toList());
            assertEquals(
                    List.of(40, 28, 10),
                    layers.stream().map(LayerProfile::visualTokens).toList());
            assertEquals(layers, explained.explanation().layers(LayerKind.ATTENTION));
        }
    }

    @Test
    void theMapsOfAnAnswerAreWrittenAsTheyAreSummedUp() throws IOException {
        RandomModel.write(directory, RandomModel.config("M-M*M*-", "uni_1_0.7-attn_3_0.5-uni_4_0.2", true), 7);
        Path file = directory.resolve("maps.safetensors");
        List<MixingRow> heard = new ArrayList<>();
        ExplainedAnswer explained;
        try (TimeViper model = TimeViper.load(directory, ModelOptions.defaults());
                VideoSession session = model.open(clip());
                MapsFile maps = MapsFile.create(file)) {
            explained = VideoTasks.explain(session, "What happens?", (answer, tokens) -> {
                MixingListener written = maps.of(session, "What happens?").of(answer, tokens);
                return row -> {
                    heard.add(row);
                    written.onRow(row);
                };
            });
            maps.finish();
        }
        try (Checkpoint maps = Checkpoint.open(file)) {
            JsonNode metadata = metadata(file);
            assertEquals("What happens?", metadata.path("question").textValue());
            assertEquals(explained.answer().words(), metadata.path("answer").textValue());
            assertEquals("5", metadata.path("tokens_per_frame").textValue());
            assertTrue(metadata.has("layers.N.mamba_map"), metadata::toString);
            assertArrayEquals(new double[] {10, 11, 12, 13, 14, 15, 15, 15}, doubles(maps, "frame_seconds"));
            int answer = explained.explanation().tokens();
            assertEquals(
                    Set.of(
                            "frame_seconds",
                            "layers.0.mamba_map",
                            "layers.0.visual_tokens",
                            "layers.2.mamba_map",
                            "layers.2.visual_tokens",
                            "layers.3.attention_map",
                            "layers.3.visual_tokens",
                            "layers.4.mamba_map",
                            "layers.4.visual_tokens",
                            "layers.5.attention_map",
                            "layers.5.visual_tokens"),
                    maps.names());
            for (MixingRow row : heard) {
                String kind = row.kind() == LayerKind.ATTENTION ? ".attention_map" : ".mamba_map";
                String name = "layers." + row.layer() + kind;
                int tokens = row.tokens().prompt() + answer - 1;
                assertEquals(
                        List.of((long) answer, (long) row.heads(), (long) tokens),
                        maps.info(name).shape());
                FloatBuffer values = values(maps, name).asFloatBuffer();
                for (int head = 0; head < row.heads(); head++) {
                    for (int token = 0; token < tokens; token++) {
                        float expected = token < row.length() ? row.weight(head, token) : 0;
                        assertEquals(expected, values.get((row.number() * row.heads() + head) * tokens + token));
                    }
                }
                IntBuffer left =
                        values(maps, "layers." + row.layer() + ".visual_tokens").asIntBuffer();
                assertEquals(IntBuffer.wrap(row.tokens().visual()), left);
            }
            assertEquals(5 * answer, heard.size());
        }
    }

    private static JsonNode metadata(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(header);
        return new ObjectMapper().readTree(header).path("__metadata__");
    }

    private static ByteBuffer values(Checkpoint maps, String name) {
        return maps.read(name).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static double[] doubles(Checkpoint maps, String name) {
        DoubleBuffer values = values(maps, name).asDoubleBuffer();
        double[] doubles = new double[values.remaining()];
        values.get(doubles);
        return doubles;
    }

    @Test
    void mapsAreWrittenOverNothingAndLeaveNothingUnfinished() throws IOException {
        Path file = directory.resolve("maps.safetensors");
        MapsFile unfinished = MapsFile.create(file);
        assertTrue(Files.exists(file));
        assertTrue(assertThrows(UnwritableMaps.class, () -> MapsFile.create(file))
                .getMessage()
                .contains(file + ", which exists already"));
        unfinished.close();
        assertFalse(Files.exists(file));
        Path nowhere = directory.resolve("nowhere").resolve("maps.safetensors");
        assertTrue(assertThrows(UnwritableMaps.class, () -> MapsFile.create(nowhere))
                .getMessage()
                .contains("its folder does not exist"));
    }

    /** Six frames a second apart from second 10 on, which the model sees as eight. */
    private static Clip clip() {
        Random random = new Random(2);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            byte[] rgb = new byte[3 * 40 * 30];
            random.nextBytes(rgb);
            frames.add(new Frame(10 + i, 40, 30, rgb));
        }
        return new Clip(10, 6, frames);
    }

    @Test
    void neighboursThatStandOutAreOneGlanceAndTheHeaviestComesFirst() {
        Explanation explanation = explanation(.1f, .02f, .02f, .11f, .13f, .02f, .0f, .0f, .0f, .0f);
        List<Glance> glances = explanation.glances(LayerKind.ATTENTION, 5);
        assertEquals(2, glances.size());
        assertEquals(6, glances.getFirst().start());
        assertEquals(10, glances.getFirst().end());
        assertEquals(8, glances.getFirst().peak());
        assertEquals(.24 / .4, glances.getFirst().share(), 1e-6);
        assertEquals(0, glances.getLast().start());
        assertEquals(2, glances.getLast().end());
        assertEquals(1, explanation.glances(LayerKind.ATTENTION, 1).size());
    }

    @Test
    void aLastFrameThatWasShownAgainCountsAsShownOnce() {
        Explanation once = explanation(.1f, .1f, .1f, .4f);
        Explanation again = new Explanation(once.seconds(), 4, once.end(), once.tokens(), once.layers());
        assertEquals(List.of(), again.glances(LayerKind.ATTENTION, 5));
        assertArrayEquals(new double[] {.25, .25, .25, .25}, again.frames(LayerKind.ATTENTION), 1e-6);
        assertEquals(1, once.glances(LayerKind.ATTENTION, 5).size());
    }

    @Test
    void theLastFrameStandsForTheFilmUntilItsEnd() {
        Glance last = explanation(0, 0, 0, .5f).glances(LayerKind.ATTENTION, 5).getFirst();
        assertEquals(6, last.start());
        assertEquals(7.5, last.end());
    }

    @Test
    void whoLooksAtAllFramesAlikeHasNoGlances() {
        assertEquals(List.of(), explanation(.1f, .1f, .1f, .1f).glances(LayerKind.ATTENTION, 5));
        assertEquals(List.of(), explanation(0, 0, 0, 0).glances(LayerKind.ATTENTION, 5));
        assertArrayEquals(new double[4], explanation(0, 0, 0, 0).frames(LayerKind.ATTENTION));
        assertArrayEquals(new double[4], explanation(.1f, .1f, .1f, .1f).frames(LayerKind.MAMBA));
    }

    /** One attention layer with one head; a frame every two seconds, of a clip that ends 1.5 s after the last. */
    private static Explanation explanation(float... frames) {
        double vision = 0;
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < frames.length; i++) {
            vision += frames[i];
            seconds.add(2.0 * i);
        }
        HeadProfile head = new HeadProfile(vision, 1 - vision, 0, vision, 0, 0, 1, .5, frames);
        return new Explanation(
                seconds,
                1,
                2 * frames.length - .5,
                1,
                List.of(new LayerProfile(0, LayerKind.ATTENTION, frames.length, List.of(head))));
    }
}
