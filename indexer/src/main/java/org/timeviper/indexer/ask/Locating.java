package org.timeviper.indexer.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.Unlocated;

/** Narrows what a question about one thing is put to down to where that thing is found; if it is found nowhere, it stays as it is, and an answer has to be surer. */
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
     * @param unlocated what is known of the thing that is found nowhere
     */
    record Place(Stretch stretch, Optional<Footage.Look> known, Optional<Unlocated> unlocated) {

        private static Place asItIs(Stretch stretch) {
            return new Place(stretch, Optional.empty(), Optional.empty());
        }

        /** @return what is left of an answer from it */
        Answer leaves(Answer said) {
            return unlocated.map(nowhere -> nowhere.leaves(said)).orElse(said);
        }
    }

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
                        .map(one -> place(stretches.get(i), one, seen))
                        .orElseGet(() -> Place.asItIs(stretches.get(i))))
                .toList();
    }

    private static Place place(Stretch stretch, Footage.Located located, boolean seen) {
        if (located.clip().isPresent()) {
            return Place.asItIs(stretch.only(located.clip().get()));
        }
        Optional<Footage.Look> known =
                located.unlocated().filter(nowhere -> seen).map(nowhere -> unseen(stretch, located, nowhere));
        return new Place(stretch, known, located.unlocated());
    }

    private static Footage.Look unseen(Stretch stretch, Footage.Located located, Unlocated nowhere) {
        return new Footage.Look(nowhere.answer(), stretch.span(), located.framesSeen(), located.framesTotal());
    }
}
