package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.timeviper.model.VideoSession;

/**
 * Finds a description in a film that is longer than what the model takes in one go: after a look at every window, what was found in some of them is looked at once more, from
 * nearer: in a clip of half the length in whose middle it lies, so that no border cuts it.
 */
public final class SecondLook {

    /** How many of the windows' finds are to be seen again. */
    private static final int ENOUGH = 3;

    /** How much of the film is seen beside a find that is longer than half of what the model takes in one go: this share of it. */
    private static final double BESIDE = 0.2;

    /** Looks at a stretch of the film for what an answer has found, as {@link VideoTasks#groundAgain} does. */
    @FunctionalInterface
    public interface Look extends BiFunction<Span, GroundingAnswer, GroundingAnswer> {}

    private SecondLook() {}

    /**
     * The first look, at a window or at all of a film. Whether what it finds is there at all is not asked: {@link #at} has that asked in a film of several windows, each of which is one more chance
     * to find a thing in another's place.
     */
    public static GroundingAnswer first(VideoSession session, String description) {
        return VideoTasks.groundUnasked(session, description);
    }

    /**
     * Looks again at the surest finds, one after the other, until three of them are seen again: a find is not to win because those that are surer were looked at again and it was not.
     *
     * @param film all of the film
     * @param longest seconds that the model takes in one go
     * @param windows what was found in each window, one after the other
     * @return the same answers, of which those that were looked at again are what both looks come to; a film of one window is not looked at again
     */
    public static List<GroundingAnswer> at(Span film, double longest, List<GroundingAnswer> windows, Look look) {
        List<GroundingAnswer> answers = new ArrayList<>(windows);
        if (windows.size() > 1) {
            int seenAgain = 0;
            for (int i : surestFirst(windows)) {
                if (seenAgain == ENOUGH) {
                    break;
                }
                GroundingAnswer again = again(film, longest, windows.get(i), look);
                answers.set(i, again);
                seenAgain += again.guess().isPresent() ? 1 : 0;
            }
        }
        return List.copyOf(answers);
    }

    private static GroundingAnswer again(Span film, double longest, GroundingAnswer found, Look look) {
        Span seen = found.guess().orElseThrow();
        return look.apply(film.around(seen, nearer(seen, longest)), found);
    }

    private static double nearer(Span seen, double longest) {
        return Math.min(longest, Math.max(longest / 2, seen.length() + BESIDE * longest));
    }

    private static List<Integer> surestFirst(List<GroundingAnswer> windows) {
        return IntStream.range(0, windows.size())
                .filter(i -> windows.get(i).guess().isPresent())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -windows.get(i).confidence()))
                .toList();
    }
}
