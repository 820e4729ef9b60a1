package org.timeviper.model.explain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.model.VideoSession;
import org.timeviper.model.checkpoint.SafetensorsHeader;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.MixingListener;
import org.timeviper.model.decoder.MixingRow;

/**
 * A safetensors file of the maps of one answer: of every layer that mixes tokens the rows of those tokens at which the answer was chosen, the prompt's last and the answer's, in every head.
 * Never is more of them in memory than one row of one layer.
 *
 * <ul>
 *   <li>{@code layers.N.attention_map} (answer tokens, heads, tokens), float32: softmax rows.
 *   <li>{@code layers.N.mamba_map}, alike: rows of the matrix M of {@code y = M·x + D·x}, with their signs.
 *   <li>{@code layers.N.visual_tokens} (visual tokens left), int32: which of the visual tokens the layer still has, as they were numbered at first.
 *   <li>{@code frame_seconds} (frames), float64: when each frame is shown that the model was given; visual token i is of frame i / {@code tokens_per_frame}.
 * </ul>
 *
 * <p>N is the layer's published number. A row's tokens are the text before the frames, the visual tokens that the layer has, the text after them, and the answer so far; behind itself a row
 * holds 0. The metadata tells all of this, question and answer.
 */
public final class MapsFile implements AutoCloseable {

    /** More digits than a length or an offset has. */
    private static final int DIGITS = 20;

    private static final int NUMBERS_A_TENSOR = 5;
    private static final int LONGEST_NAME = 32;
    private static final int BYTES_OF_AN_ENTRY = 64;

    private final Path path;
    private final FileChannel file;
    private final List<TensorInfo> tensors = new ArrayList<>();
    private final Map<String, int[]> visualTokens = new LinkedHashMap<>();
    private Map<String, String> metadata = Map.of();
    private double[] seconds = {};
    private int room;
    private boolean whole;

    private MapsFile(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Begins a file.
     *
     * @throws UnwritableMaps if there is one of that name, or it cannot be written there
     */
    public static MapsFile create(Path path) {
        try {
            return new MapsFile(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UnwritableMaps(path, e);
        }
    }

    /**
     * The maps of a session's answer to a question, which go into this file; to be {@linkplain #finish finished} when the answer is explained.
     *
     * @throws UnwritableMaps at a row that cannot be written
     */
    public AnswerMaps of(VideoSession session, String question) {
        DecoderConfig decoder = session.config().decoder();
        return (answer, tokens) -> {
            metadata = about(session, question, answer);
            seconds = shown(session);
            room = room(metadata, decoder);
            return listener(decoder, tokens);
        };
    }

    private MixingListener listener(DecoderConfig decoder, int answerTokens) {
        return row -> {
            if (row.number() == 0) {
                begin("layers." + decoder.block(row.layer()), row, answerTokens);
            }
            write(padded(row, row.tokens().prompt() + answerTokens - 1));
        };
    }

    private void begin(String layer, MixingRow first, int answerTokens) {
        if (tensors.isEmpty()) {
            go(room);
            writeSeconds();
        }
        String kind = first.kind() == LayerKind.ATTENTION ? ".attention_map" : ".mamba_map";
        long tokens = first.tokens().prompt() + answerTokens - 1L;
        tensors.add(new TensorInfo(
                layer + kind, TensorType.F32, List.of((long) answerTokens, (long) first.heads(), tokens)));
        visualTokens.put(layer + ".visual_tokens", first.tokens().visual().clone());
    }

    private static ByteBuffer padded(MixingRow row, int tokens) {
        ByteBuffer bytes = bytes((long) row.heads() * tokens * Float.BYTES);
        for (int head = 0; head < row.heads(); head++) {
            for (int token = 0; token < row.length(); token++) {
                bytes.putFloat(row.weight(head, token));
            }
            bytes.position((head + 1) * tokens * Float.BYTES);
        }
        return bytes.flip();
    }

    /**
     * Writes what is known only now, the head of the file last: without it, it is no safetensors file.
     *
     * @throws UnwritableMaps if it cannot be written
     */
    public void finish() {
        for (Map.Entry<String, int[]> layer : visualTokens.entrySet()) {
            int[] left = layer.getValue();
            tensors.add(new TensorInfo(layer.getKey(), TensorType.I32, List.of((long) left.length)));
            ByteBuffer bytes = bytes((long) left.length * Integer.BYTES);
            for (int token : left) {
                bytes.putInt(token);
            }
            write(bytes.flip());
        }
        go(0);
        write(SafetensorsHeader.of(metadata, tensors, room));
        whole = true;
    }

    /** First, as wider numbers than all others. */
    private void writeSeconds() {
        tensors.add(new TensorInfo("frame_seconds", TensorType.F64, List.of((long) seconds.length)));
        ByteBuffer bytes = bytes((long) seconds.length * Double.BYTES);
        for (double second : seconds) {
            bytes.putDouble(second);
        }
        write(bytes.flip());
    }

    private static ByteBuffer bytes(long size) {
        return ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void go(long position) {
        try {
            file.position(position);
        } catch (IOException e) {
            throw new UnwritableMaps(path, e);
        }
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UnwritableMaps(path, e);
        }
    }

    /** @return so much room as the head may need, whatever is dropped before which layer */
    private static int room(Map<String, String> metadata, DecoderConfig decoder) {
        int bytes = SafetensorsHeader.of(metadata, List.of()).remaining();
        int tensors = 2 * decoder.layers().size() + 1;
        int entry = LONGEST_NAME + BYTES_OF_AN_ENTRY + NUMBERS_A_TENSOR * DIGITS;
        return (bytes + tensors * entry + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    private static double[] shown(VideoSession session) {
        List<Double> frames = session.clip().frames().seconds();
        double[] shown = new double[session.frames()];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = frames.get(Math.min(i, frames.size() - 1));
        }
        return shown;
    }

    private static Map<String, String> about(VideoSession session, String question, String answer) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("format", "timeviper-maps 1");
        about.put("model", session.config().name());
        about.put("question", question);
        about.put("answer", answer);
        about.put("start_seconds", Double.toString(session.clip().startSeconds()));
        about.put(
                "end_seconds",
                Double.toString(session.clip().startSeconds() + session.clip().durationSeconds()));
        about.put("tokens_per_frame", Integer.toString(session.tokensPerFrame()));
        about.put(
                "layers.N.attention_map",
                "float32 (answer tokens, heads, tokens): softmax rows; no unit, each sums to 1; 0 behind the row's own token");
        about.put(
                "layers.N.mamba_map",
                "float32 (answer tokens, heads, tokens): rows of M of y = M x + D x, with their signs; no unit; to be shown as"
                        + " |M|, each row divided by its sum; 0 behind the row's own token");
        about.put(
                "layers.N.visual_tokens",
                "int32: which visual tokens the layer has, numbered from 0 as before any was dropped");
        about.put(
                "frame_seconds",
                "float64: second of the film at which each frame is shown; visual token i is of frame i / tokens_per_frame,"
                        + " rounded down");
        about.put(
                "rows",
                "row 0 is the prompt's last token, at which the answer's first was chosen; row r is the answer's token r - 1");
        about.put(
                "tokens",
                "text before the frames, visual tokens that the layer has, text after them, answer so far; a row has as many"
                        + " tokens as row 0 and its number");
        return about;
    }

    /** Takes a file away again that is not finished. */
    @Override
    public void close() {
        try {
            file.close();
            if (!whole) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UnwritableMaps(path, e);
        }
    }
}
