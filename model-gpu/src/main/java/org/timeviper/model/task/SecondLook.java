package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelConfig;

/**
 * Finds a description in a film and looks again at what it has found. In a film that is longer than what the model takes in one go, after a look at every window, what was found in some
 * of them is looked at once more, from nearer: in a clip of half the length in whose middle it lies, so that no border cuts it. Where the description is of a thing in a colour, and the
 * model knows colours, the find alone is asked for its colour then, in a film of one window, too; that tells as well whether it is there at all.
 */
public final class SecondLook {

    /** How many of the windows' finds are to be seen again. */
    private static final int ENOUGH = 3;

    /** How much of the film is seen beside a find that is longer than half of what the model takes in one go: this share of it. */
    private static final double BESIDE = 0.2;

    /** Opens a stretch of the film for a task. */
    @FunctionalInterface
    public interface Look {

        /** @return what the task finds there */
        GroundingAnswer at(Span stretch, Function<VideoSession, GroundingAnswer> task);
    }

    private final String description;
    private final Optional<ColouredThing> coloured;

    private SecondLook(String description, Optional<ColouredThing> coloured) {
        this.description = description;
        this.coloured = coloured;
    }

    /** @param config of the model that looks */
    public static SecondLook of(ModelConfig config, String description) {
        return new SecondLook(
                description, ColouredThing.in(description, config.moments().colours()));
    }

    /**
     * The first look, at a window or at all of a film. Whether what it finds is there at all is not asked: {@link #again} has that asked in a film of several windows, each of which is one more
     * chance to find a thing in another's place.
     */
    public GroundingAnswer first(VideoSession session) {
        return VideoTasks.groundUnasked(session, description);
    }

    /**
     * Looks again at the surest finds, one after the other, until three of them are seen again: a find is not to win because those that are surer were looked at again and it was not.
     *
     * @param film all of the film
     * @param longest seconds that the model takes in one go
     * @param windows what was found in each window, one after the other
     * @return the same answers, of which those that were looked at again are what all looks come to; of a film of one window only its colour is looked at again
     */
    public List<GroundingAnswer> again(Span film, double longest, List<GroundingAnswer> windows, Look look) {
        List<GroundingAnswer> answers = new ArrayList<>(windows);
        int seenAgain = 0;
        for (int i : surestFirst(windows)) {
            if (seenAgain == ENOUGH) {
                break;
            }
            GroundingAnswer found = windows.get(i);
            GroundingAnswer again = windows.size() > 1 ? nearer(film, longest, found, look) : found;
            answers.set(i, inItsColour(film, longest, again, look));
            seenAgain += answers.get(i).guess().isPresent() ? 1 : 0;
        }
        return List.copyOf(answers);
    }

    private GroundingAnswer nearer(Span film, double longest, GroundingAnswer found, Look look) {
        Span seen = found.guess().orElseThrow();
        double length = Math.min(longest, Math.max(longest / 2, seen.length() + BESIDE * longest));
        return look.at(
                film.around(seen, length),
                session -> coloured.isPresent()
                        ? VideoTasks.groundAgainUnasked(session, description, found)
                        : VideoTasks.groundAgain(session, description, found));
    }

    private GroundingAnswer inItsColour(Span film, double longest, GroundingAnswer found, Look look) {
        return found.guess()
                .flatMap(seen -> coloured.map(thing -> look.at(
                        LocatedQuestion.alone(film, longest, seen), session -> thing.confirmed(session, found))))
                .orElse(found);
    }

    private static List<Integer> surestFirst(List<GroundingAnswer> windows) {
        return IntStream.range(0, windows.size())
                .filter(i -> windows.get(i).guess().isPresent())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -windows.get(i).confidence()))
                .toList();
    }
}
