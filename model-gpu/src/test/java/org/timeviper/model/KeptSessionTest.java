package org.timeviper.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.CheckpointException;
import org.timeviper.model.checkpoint.SealedTensors;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

/** What a session keeps in files, another one in another process goes on from, to the bit; and what is not what was kept is refused. */
class KeptSessionTest {
    private static final String ORIGIN = "a clip, seen by a model";
    private static final List<String> QUESTIONS = List.of("Who comes in, and when?", "", "What is seen?");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "'', false, FLOAT32",
        "uni_1_0.6-uni_5_0.3, true, FLOAT32",
        "uni_1_0.6, false, FLOAT32",
        "attn_3_0.5, true, FLOAT32",
        "uni_1_0.7-attn_3_0.5-uni_4_0.2, true, FLOAT32",
        "uni_1_0.7-attn_5_0.5, false, FLOAT32",
        "'', false, BFLOAT16",
        "uni_1_0.6-uni_5_0.3, true, BFLOAT16",
        "uni_1_0.7-attn_3_0.5-uni_4_0.2, true, BFLOAT16"
    })
    void aSessionThatIsReopenedAnswersAsIfItHadNeverBeenClosed(String schedule, boolean transV, Precision precision)
            throws IOException {
        write(schedule, transV);
        requireAnswersAlikeWhenReopened(precision);
    }

    @ParameterizedTest
    @CsvSource({
        "'', no_merge, FLOAT32",
        "uni_1_0.5, CrossAttention, FLOAT32",
        "uni_1_0.5, CrossAttention_wo_MLP, FLOAT32",
        "uni_1_0.6-uni_2_0.3, CrossAttention, FLOAT32",
        "uni_1_0.7-attn_2_0.5, CrossAttention_wo_MLP, FLOAT32",
        "uni_0_0.7-uni_2_0.4, CrossAttention, BFLOAT16"
    })
    void aTransformersSessionThatIsReopenedDoesToo(String schedule, String merge, Precision precision)
            throws IOException {
        write(RandomModel.transformer(3, schedule, merge));
        requireAnswersAlikeWhenReopened(precision);
    }

    private void requireAnswersAlikeWhenReopened(Precision precision) throws IOException {
        Clip clip = clip();
        List<Generation> expected;
        try (TimeViper model = load(precision);
                VideoSession session = model.open(clip)) {
            answer(session, "The first question, whose answer is not looked at.");
            keep(session);
            expected = answers(session);
        }
        try (TimeViper model = load(precision)) {
            long open = model.network().kernels().openWorkspaces();
            try (VideoSession session = model.reopen(clip, embeddings(), ORIGIN)) {
                session.recallPrefix(prefix(), ORIGIN);
                assertTrue(session.prefixBytes() > 0, "nothing of the frames is left to be computed");
                assertEquals(expected, answers(session));
            }
            try (VideoSession session = model.reopen(clip, embeddings(), ORIGIN)) {
                assertEquals(0, session.prefixBytes());
                assertEquals(expected, answers(session));
            }
            assertEquals(open, model.network().kernels().openWorkspaces());
        }
    }

    @Test
    void anAnswerIsTracedAsWellInASessionThatIsReopened() throws IOException {
        write("uni_1_0.7-attn_3_0.5", true);
        try (TimeViper model = load(Precision.FLOAT32);
                VideoSession session = model.open(clip())) {
            Generation answer = answer(session, QUESTIONS.getFirst());
            keep(session);
            try (VideoSession reopened = model.reopen(clip(), embeddings(), ORIGIN)) {
                reopened.recallPrefix(prefix(), ORIGIN);
                assertEquals(rows(session, answer), rows(reopened, answer));
            }
        }
    }

    private static List<List<Float>> rows(VideoSession session, Generation answer) {
        List<List<Float>> rows = new ArrayList<>();
        session.retrace(QUESTIONS.getFirst(), "", answer.tokens(), row -> {
            List<Float> weights = new ArrayList<>();
            for (float weight : row.weights()) {
                weights.add(weight);
            }
            rows.add(weights);
        });
        return rows;
    }

    @Test
    void aSessionTellsWhatItHoldsAndKeepsAboutThatMuch() throws IOException {
        write("uni_1_0.5", true);
        try (TimeViper model = load(Precision.FLOAT32);
                VideoSession session = model.open(clip())) {
            assertEquals(8L * 5 * 40 * Float.BYTES, session.embeddingBytes());
            assertFalse(session.keepPrefix(prefix(), ORIGIN), "no prompt has been put");
            assertFalse(Files.exists(prefix()));
            answer(session, "And?");
            keep(session);
            long header = 4096;
            assertTrue(Files.size(embeddings()) < session.embeddingBytes() + header);
            assertTrue(Files.size(prefix()) < session.prefixBytes() + header);
            assertTrue(session.prefixBytes() > 3L * (6 * 5 * 6 + 3 * 66) * Float.BYTES, "the Mamba states alone");
        }
    }

    @Test
    void aFileThatWasDamagedIsRefusedAndTheSessionComputesAnew() throws IOException {
        write("uni_1_0.7-attn_3_0.5", true);
        try (TimeViper model = load(Precision.FLOAT32);
                VideoSession session = model.open(clip())) {
            List<Generation> expected = answers(session);
            keep(session);
            byte[] whole = Files.readAllBytes(prefix());
            long open = model.network().kernels().openWorkspaces();
            for (byte[] damaged : damaged(whole)) {
                Files.write(prefix(), damaged);
                assertThrows(CheckpointException.class, () -> session.recallPrefix(prefix(), ORIGIN));
            }
            Files.delete(prefix());
            assertThrows(CheckpointException.class, () -> session.recallPrefix(prefix(), ORIGIN));
            byte[] seen = Files.readAllBytes(embeddings());
            for (byte[] damaged : damaged(seen)) {
                Files.write(embeddings(), damaged);
                assertThrows(CheckpointException.class, () -> model.reopen(clip(), embeddings(), ORIGIN));
            }
            assertEquals(open, model.network().kernels().openWorkspaces());
            assertEquals(expected, answers(session));
        }
    }

    /** Its checksum is right: it was written so, as by an earlier release. */
    @ParameterizedTest
    @ValueSource(strings = {"dropped.2.", "layers.2.", "layers.4.", "stream"})
    void aStateThatLacksAPartIsRefusedAndTheSessionComputesAnew(String part) throws IOException {
        write(RandomModel.transformer(4, "uni_1_0.6-attn_3_0.4", "CrossAttention"));
        try (TimeViper model = load(Precision.FLOAT32);
                VideoSession session = model.open(clip())) {
            List<Generation> expected = answers(session);
            keep(session);
            writeWithout(part);
            long open = model.network().kernels().openWorkspaces();
            refused(() -> session.recallPrefix(prefix(), ORIGIN), part);
            assertEquals(open, model.network().kernels().openWorkspaces());
            assertEquals(expected, answers(session));
        }
    }

    private void writeWithout(String part) throws IOException {
        Map<String, String> about = new HashMap<>();
        new JsonMapper()
                .readTree(headerOf(Files.readAllBytes(prefix())))
                .get("__metadata__")
                .properties()
                .forEach(entry -> about.put(entry.getKey(), entry.getValue().textValue()));
        Path lacking = directory.resolve("lacking");
        try (Checkpoint whole = SealedTensors.open(prefix(), about)) {
            List<TensorInfo> rest = whole.names().stream()
                    .filter(name -> !name.startsWith(part) && name.contains("/"))
                    .map(whole::info)
                    .toList();
            assertTrue(rest.size() < whole.names().size() - 1, "there is such a part");
            SealedTensors.write(lacking, about, rest, tensor -> whole.read(tensor.name()));
        }
        Files.move(lacking, prefix(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] headerOf(byte[] safetensors) {
        int length = Math.toIntExact(
                ByteBuffer.wrap(safetensors).order(ByteOrder.LITTLE_ENDIAN).getLong());
        return Arrays.copyOfRange(safetensors, Long.BYTES, Long.BYTES + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "uni_1_0.5", "attn_2_0.5"})
    void aStateOfMoreOrFewerFramesIsRefused(String schedule) throws IOException {
        write(RandomModel.transformer(3, schedule, schedule.isEmpty() ? "no_merge" : "CrossAttention"));
        try (TimeViper model = load(Precision.FLOAT32);
                VideoSession session = model.open(clip());
                VideoSession longer = model.open(new Clip(0, 9, clip().frames().repeatedTo(9)))) {
            answer(session, "And?");
            keep(session);
            refused(() -> longer.recallPrefix(prefix(), ORIGIN), "shape");
        }
    }

    private static List<byte[]> damaged(byte[] whole) {
        List<byte[]> damaged = new ArrayList<>();
        for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
            damaged.add(Arrays.copyOf(whole, length));
        }
        damaged.add(Arrays.copyOf(whole, whole.length + 1));
        for (int place = 0; place < whole.length; place += Math.max(1, whole.length / 150)) {
            damaged.add(flipped(whole, place));
        }
        damaged.add(flipped(whole, whole.length - 1));
        return damaged;
    }

    private static byte[] flipped(byte[] whole, int place) {
        byte[] damaged = whole.clone();
        damaged[place] ^= 4;
        return damaged;
    }

    @Test
    void whatIsOfAnotherClipModelPrecisionScheduleOrKindIsRefused() throws IOException {
        write("uni_1_0.7-attn_3_0.5", true);
        try (TimeViper model = load(Precision.FLOAT32);
                VideoSession session = model.open(clip())) {
            answer(session, "And?");
            keep(session);
            refused(() -> session.recallPrefix(prefix(), "another clip"), "another origin");
            refused(() -> session.recallPrefix(embeddings(), ORIGIN), "another");
            refused(() -> session.recallPrefix(directory.resolve("model.safetensors"), ORIGIN), "another");
            refused(() -> model.reopen(clip(), embeddings(), "another clip"), "another origin");
            Clip longer = new Clip(0, 9, clip().frames().repeatedTo(9));
            refused(() -> model.reopen(longer, embeddings(), ORIGIN), "shape");
        }
        otherwise(Precision.BFLOAT16, "another precision");
        write("uni_1_0.7-attn_3_0.4", true);
        otherwise(Precision.FLOAT32, "another dropping");
        write("uni_1_0.7-attn_3_0.5", false);
        otherwise(Precision.FLOAT32, "another dropping");
    }

    private void otherwise(Precision precision, String told) {
        try (TimeViper model = load(precision);
                VideoSession session = model.reopen(clip(), embeddings(), ORIGIN)) {
            refused(() -> session.recallPrefix(prefix(), ORIGIN), told);
        }
    }

    private static void refused(Runnable reading, String told) {
        String message = assertThrows(CheckpointException.class, reading::run).getMessage();
        assertTrue(message.contains(told), message);
    }

    @Test
    void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
        write("", false);
        try (TimeViper model = load(Precision.FLOAT32);
                VideoSession session = model.open(clip())) {
            answer(session, "And?");
            Path folder = directory.resolve("taken");
            Files.createDirectories(folder.resolve("by a folder"));
            assertThrows(IOException.class, () -> session.keepPrefix(folder, ORIGIN));
            assertThrows(
                    IOException.class,
                    () -> session.keepEmbeddings(directory.resolve("no").resolve("where"), ORIGIN));
            try (Stream<Path> left = Files.list(directory)) {
                assertEquals(
                        List.of(),
                        left.filter(file -> file.toString().endsWith(".part")).toList());
            }
        }
    }

    private void write(String schedule, boolean transV) throws IOException {
        write(RandomModel.config("M-M*M*-", schedule, transV));
    }

    private void write(ObjectNode config) throws IOException {
        config.putObject("sampling").put("max_frames", 16);
        RandomModel.write(directory, config, 7);
    }

    private TimeViper load(Precision precision) {
        return TimeViper.load(directory, new ModelOptions(ComputeDevice.cpu(), precision, 1));
    }

    private void keep(VideoSession session) throws IOException {
        session.keepEmbeddings(embeddings(), ORIGIN);
        assertTrue(session.keepPrefix(prefix(), ORIGIN));
    }

    private Path embeddings() {
        return directory.resolve("embeddings");
    }

    private Path prefix() {
        return directory.resolve("prefix");
    }

    private static List<Generation> answers(VideoSession session) {
        return QUESTIONS.stream().map(question -> answer(session, question)).toList();
    }

    private static Generation answer(VideoSession session, String question) {
        return session.generate(question, "", GenerationOptions.greedy(10), TokenListener.none());
    }

    private static Clip clip() {
        Random random = new Random(6);
        List<Frame> pictures = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            byte[] rgb = new byte[3 * 40 * 30];
            random.nextBytes(rgb);
            pictures.add(new Frame(i, 40, 30, rgb));
        }
        return new Clip(0, 6, pictures);
    }
}
