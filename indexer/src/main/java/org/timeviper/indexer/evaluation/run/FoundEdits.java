package org.timeviper.indexer.evaluation.run;

import java.util.List;
import org.timeviper.indexer.evaluation.Transition;
import org.timeviper.indexer.media.SampledFilm;

/** The edits of a film that was decoded, in its frames. Exact where frames are equally long, as benchmarks count them. */
final class FoundEdits {

    private FoundEdits() {}

    static List<Transition> of(SampledFilm film) {
        double rate = film.info().frameRate();
        return film.shots().stream()
                .skip(1)
                .map(shot -> (int) Math.round(shot.start() * rate))
                .map(first -> new Transition(Math.max(0, first - 1), Math.max(1, first)))
                .toList();
    }
}
