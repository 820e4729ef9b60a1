package org.timeviper.model.cost;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.timeviper.model.Frame;
import org.timeviper.model.Network;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vision.Picture;
import org.timeviper.model.vision.PictureBuffer;

/** The visual embeddings of some frames in a file, float32 one behind the other: one process looks, others read what it saw. */
public final class SeenFrames {
    private static final double NANOSECONDS_A_MILLISECOND = 1e6;

    private SeenFrames() {}

    /**
     * Looks at frames, and writes what is seen.
     *
     * @param frames at least one
     * @param file to write to
     * @return milliseconds that one frame took from its picture to its embeddings, after a batch that is not timed
     */
    public static double look(Network network, List<Frame> frames, Path file) {
        List<Picture> pictures = frames.stream()
                .map(frame -> new Picture(frame.width(), frame.height(), frame.rgb()))
                .toList();
        int batch = Math.min(network.options().frameBatch(), pictures.size());
        int frame =
                network.config().tokensPerFrame() * network.config().decoder().hidden();
        float[] seen = new float[Math.multiplyExact(pictures.size(), frame)];
        look(network, pictures.subList(0, batch));
        long began = System.nanoTime();
        for (int start = 0; start < pictures.size(); start += batch) {
            float[] some = look(network, pictures.subList(start, Math.min(start + batch, pictures.size())));
            System.arraycopy(some, 0, seen, start * frame, some.length);
        }
        double millis = (System.nanoTime() - began) / NANOSECONDS_A_MILLISECOND;
        write(file, seen);
        return millis / pictures.size();
    }

    private static float[] look(Network network, List<Picture> pictures) {
        try (Workspace scratch = network.kernels().workspace()) {
            return network.vision().look(scratch, new PictureBuffer(), pictures).toFloatArray();
        }
    }

    private static void write(Path file, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written. Is the disk full?", e);
        }
    }

    /**
     * Reads embeddings, over and over until there are enough.
     *
     * @param tokens how many
     * @param hidden numbers of one
     * @return (tokens, hidden), of the workspace
     */
    static NDArray read(Workspace memory, Path file, long tokens, int hidden) {
        float[] values = read(file);
        long seen = values.length / hidden;
        try (Workspace scratch = memory.sibling()) {
            NDArray distinct = scratch.floats(values, seen, hidden);
            NDArray all = memory.zeros(distinct, tokens, hidden);
            for (long start = 0; start < tokens; start += seen) {
                scratch.write(all, 0, start, scratch.rows(distinct, 0, Math.min(seen, tokens - start)));
            }
            return all;
        }
    }

    private static float[] read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
