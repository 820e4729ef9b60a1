package org.timeviper.model.vector;

import java.util.List;
import java.util.stream.IntStream;
import org.timeviper.model.tensor.EngineLanes;

/**
 * Threads that share out work which is large enough to be worth it. Whoever asks works, too, and does alone what nobody has begun.
 *
 * @param size threads that work together, at least 1
 */
public record Crew(int size) {
    /** Numbers to go through below which one thread is done before another, that looks out for work, has done its part. */
    private static final long LEAST = 1 << 17;

    /** Work on some of many, from one to another. */
    @FunctionalInterface
    public interface Part {
        void work(int from, int to);
    }

    /** @throws IllegalArgumentException if there is none */
    public Crew {
        if (size < 1) {
            throw new IllegalArgumentException("a crew of " + size);
        }
    }

    /**
     * Works on all of many.
     *
     * @param count how many
     * @param numbers how many numbers are gone through for all
     */
    public void share(int count, long numbers, Part part) {
        int parts = numbers < LEAST ? 1 : Math.min(members(), count);
        if (parts <= 1) {
            part.work(0, count);
            return;
        }
        List<Mates.Piece> others = IntStream.range(1, parts)
                .mapToObj(i -> Mates.ALL.begin(() -> part.work(start(count, parts, i), start(count, parts, i + 1))))
                .toList();
        try {
            part.work(0, start(count, parts, 1));
        } finally {
            others.forEach(Mates.Piece::end);
        }
        others.forEach(Mates.Piece::requireDone);
    }

    /** In a lane, beside which another works, too, no more than a lane's share. */
    private int members() {
        return EngineLanes.isLane() ? Math.ceilDiv(size, EngineLanes.COUNT) : size;
    }

    private static int start(int count, int parts, int part) {
        return (int) ((long) count * part / parts);
    }
}
