package org.timeviper.indexer.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.VideoTasks;

/** Narrows what a question about one thing is put to down to where that thing is found; if it is found nowhere, it stays as it is. */
final class Locating {

    private final Footage footage;

    Locating(Footage footage) {
        this.footage = footage;
    }

    /**
     * What to do about a stretch.
     *
     * @param stretch what to look at
     * @param known the answer, where it is known that nothing is to be asked there: the thing is not seen in it, but elsewhere
     */
    record Place(Stretch stretch, Optional<Footage.Look> known) {}

    /**
     * @param before is run before each stretch is looked at
     * @return of each stretch, in order
     */
    List<Place> places(String question, List<Stretch> stretches, BooleanSupplier givenUp, Runnable before) {
        boolean only = stretches.size() == 1;
        List<Optional<Footage.Located>> located = new ArrayList<>();
        for (Stretch stretch : stretches) {
            before.run();
            located.add(footage.locate(stretch.video().id(), stretch.span(), only, question, givenUp));
        }
        boolean seen = located.stream().flatMap(Optional::stream).anyMatch(one -> one.clip()
                .isPresent());
        return IntStream.range(0, stretches.size())
                .mapToObj(i -> located.get(i)
                        .filter(one -> seen)
                        .map(one -> place(stretches.get(i), one))
                        .orElseGet(() -> new Place(stretches.get(i), Optional.empty())))
                .toList();
    }

    private static Place place(Stretch stretch, Footage.Located located) {
        return located.clip()
                .map(clip -> new Place(stretch.only(clip), Optional.empty()))
                .orElseGet(() -> new Place(stretch, Optional.of(unseen(stretch, located))));
    }

    private static Footage.Look unseen(Stretch stretch, Footage.Located located) {
        Answer answer = new Answer(
                VideoTasks.notShown(),
                false,
                located.found().confidence(),
                located.found().unsure());
        return new Footage.Look(answer, stretch.span(), located.framesSeen(), located.framesTotal());
    }
}
