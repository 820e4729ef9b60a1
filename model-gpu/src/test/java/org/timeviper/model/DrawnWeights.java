package org.timeviper.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.timeviper.model.checkpoint.TensorInfo;

/**
 * Draws bfloat16 weights into files, half a gigabyte a second and more by each processor: matrices as at the start of training; decays, time steps and TransV's gates as they are after it, so that
 * what a model computes stays finite whatever its depth.
 */
final class DrawnWeights {
    private static final int DRAWN = 1 << 16;
    private static final int PIECE_BYTES = 8 << 20;
    private static final double SPREAD_OF_VECTORS = 0.02;

    /** A stretch of a tensor's bytes, where it lies in the file. */
    private record Piece(TensorInfo tensor, long at, int bytes) {}

    private DrawnWeights() {}

    /** Writes over what lies in the file from {@code start} on: the tensors, one behind the other. */
    static void fill(Path file, long start, Map<String, TensorInfo> tensors) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        long at = start;
        for (TensorInfo tensor : tensors.values()) {
            long end = at + tensor.bytes();
            for (; at < end; at += PIECE_BYTES) {
                pieces.add(new Piece(tensor, at, (int) Math.min(PIECE_BYTES, end - at)));
            }
            at = end;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            pieces.parallelStream().forEach(piece -> write(channel, piece));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(FileChannel channel, Piece piece) {
        short[] values = values(quantiles(piece.tensor()));
        SplittableRandom random = new SplittableRandom(piece.tensor().name().hashCode() + piece.at());
        // four numbers are drawn at a time
        ByteBuffer content = ByteBuffer.allocate((piece.bytes() + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
        while (content.hasRemaining()) {
            long drawn = random.nextLong();
            for (int i = 0; i < 4; i++) {
                content.putShort(values[(int) (drawn >>> 16 * i) & (DRAWN - 1)]);
            }
        }
        content.flip().limit(piece.bytes());
        long at = piece.at();
        try {
            while (content.hasRemaining()) {
                at += channel.write(content, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Equally likely values. */
    private static short[] values(DoubleUnaryOperator quantiles) {
        short[] values = new short[DRAWN];
        for (int i = 0; i < DRAWN; i++) {
            float value = (float) quantiles.applyAsDouble((i + 0.5) / DRAWN);
            values[i] = (short) (Float.floatToRawIntBits(value) >> 16);
        }
        return values;
    }

    /** From the share of smaller values, between 0 and 1, to the value. */
    private static DoubleUnaryOperator quantiles(TensorInfo tensor) {
        String name = tensor.name();
        if (name.endsWith("norm.weight")
                || name.endsWith("norm_f.weight")
                || name.endsWith("norm1.weight")
                || name.endsWith("norm2.weight")
                || name.endsWith(".D")) {
            return share -> 1;
        }
        if (name.endsWith("dt_bias")) {
            return share -> inverseSoftplus(Math.exp(-6.9 + 4.6 * share)); // steps of 0.001 to 0.1
        }
        if (name.endsWith("A_log")) {
            return share -> Math.log(1 + 15 * share);
        }
        if (name.contains("alpha")) {
            return share -> 0.5;
        }
        if (name.contains("embeddings") || name.contains("embed_tokens")) {
            return within(Math.sqrt(3)); // as wide as normally distributed ones
        }
        if (name.endsWith("pos_embed") || tensor.shape().size() < 2) {
            return within(SPREAD_OF_VECTORS);
        }
        double inputs = tensor.elements() / (double) tensor.shape().getFirst();
        return within(1 / Math.sqrt(inputs));
    }

    private static DoubleUnaryOperator within(double bound) {
        return share -> bound * (2 * share - 1);
    }

    private static double inverseSoftplus(double step) {
        return step + Math.log(-Math.expm1(-step));
    }
}
