package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Finds a description in a film that is longer than what the model takes in one go: after a look at every window, what was found in some of them is looked at once more, from
 * nearer: in a clip of half the length in whose middle it lies, so that no border cuts it.
 */
public final class SecondLook {

    /** How many of the windows' finds are looked at again: the surest. */
    private static final int MOST = 3;

    /** How much of the film is seen beside a find that is longer than half of what the model takes in one go: this share of it. */
    private static final double BESIDE = 0.2;

    /** Looks at a stretch of the film for what an answer has found, as {@link VideoTasks#groundAgain} does. */
    @FunctionalInterface
    public interface Look extends BiFunction<Span, GroundingAnswer, GroundingAnswer> {}

    private SecondLook() {}

    /**
     * Looks again at the surest finds.
     *
     * @param film all of the film
     * @param longest seconds that the model takes in one go
     * @param windows what was found in each window, one after the other
     * @return the same answers, of which those that were looked at again are what both looks come to; a film of one window is not looked at again
     */
    public static List<GroundingAnswer> at(Span film, double longest, List<GroundingAnswer> windows, Look look) {
        List<GroundingAnswer> answers = new ArrayList<>(windows);
        if (windows.size() > 1) {
            for (int i : surest(windows)) {
                GroundingAnswer found = windows.get(i);
                Span seen = found.guess().orElseThrow();
                answers.set(i, look.apply(film.around(seen, nearer(seen, longest)), found));
            }
        }
        return List.copyOf(answers);
    }

    private static double nearer(Span seen, double longest) {
        return Math.min(longest, Math.max(longest / 2, seen.length() + BESIDE * longest));
    }

    private static List<Integer> surest(List<GroundingAnswer> windows) {
        return IntStream.range(0, windows.size())
                .filter(i -> windows.get(i).guess().isPresent())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -windows.get(i).confidence()))
                .limit(MOST)
                .toList();
    }
}
