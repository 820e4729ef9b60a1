package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.List;

/** Which frames of a film the model is given (the published evaluation's sampling). */
public final class FrameSampling {

    private FrameSampling() {}

    /**
     * Every {@code round(i·inputFps/outputFps)}-th frame (halves to the even one, as the published evaluation rounds), cut to {@code maxFrames}, the last repeated until the count is a multiple of 4; a film that gives fewer than
     * {@code minFrames} gives that many, each from the middle of its interval.
     *
     * @param total frames of the film, at least 1
     * @param inputFps the film's frames a second
     * @param outputFps wanted frames a second
     * @param minFrames fewest frames
     * @param maxFrames most frames
     * @return frame numbers from 0, ascending
     * @throws IllegalArgumentException if a number is out of range
     */
    public static List<Integer> indices(int total, double inputFps, double outputFps, int minFrames, int maxFrames) {
        if (total < 1 || !(inputFps > 0) || !(outputFps > 0) || minFrames < 0 || maxFrames < Math.max(1, minFrames)) {
            throw new IllegalArgumentException("cannot sample %d frames at %s a second to %s, between %d and %d"
                    .formatted(total, inputFps, outputFps, minFrames, maxFrames));
        }
        List<Integer> indices = new ArrayList<>();
        for (long i = 0; indices.size() < maxFrames; i++) {
            double index = Math.rint(i * inputFps / outputFps);
            if (index >= total) {
                break;
            }
            indices.add((int) index);
        }
        if (indices.size() < minFrames) {
            return uniform(total, minFrames);
        }
        while (indices.size() % 4 != 0) {
            indices.add(indices.get(indices.size() - 1));
        }
        return List.copyOf(indices);
    }

    private static List<Integer> uniform(int total, int count) {
        List<Integer> indices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            indices.add((int) Math.min(total - 1, (long) ((i + 0.5) * total / count)));
        }
        return List.copyOf(indices);
    }
}
