package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * ClipShots (Tang and others, 2018), test set: 500 short films from the web, with 5,876 cuts and 2,422 gradual transitions. The model has no part in it: edits are what the decoder tells.
 *
 * <p>Published on GitHub as {@code Tangshitao/ClipShots}, which links to the films:
 *
 * <pre>
 * annotations/test.json   {"1t9hqz2sqqc.mp4": {"transitions": [[311, 334], [502, 503], …], "frame_num": 3561.0}, …}
 * videos/test/1t9hqz2sqqc.mp4
 * </pre>
 *
 * <p>Left out: the two sets for training.
 */
final class ClipShots implements Benchmark {

    @Override
    public String name() {
        return "clipshots";
    }

    @Override
    public String title() {
        return "ClipShots";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.EDITS);
    }

    @Override
    public String source() {
        return "the GitHub repository Tangshitao/ClipShots, with the films in videos/test";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Films films = dataset.films("videos/test", "videos");
        ReadingBuilder reading = new ReadingBuilder();
        JsonAnnotations.ofMap(
                dataset.file("annotations/test.json"),
                (name, film) -> reading.add(
                        film,
                        () -> new Item.Edits(
                                name, films.whole(film, name), ItemGroups.NONE, Transitions.of(film, "transitions"))));
        return reading.build();
    }
}
