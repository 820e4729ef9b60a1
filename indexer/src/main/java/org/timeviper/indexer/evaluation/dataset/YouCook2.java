package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * YouCook2 (Zhou and others, 2018), validation set: 457 films of people who cook, with the steps of the recipe.
 *
 * <p>Published on the project's page; its script fetches the films into folders by recipe:
 *
 * <pre>
 * annotations/youcookii_annotations_trainval.json   {"database": {"GLd3aX16zBg": {"duration": 241.62, "subset": "validation", "recipe_type": "113",
 *                                                    "annotations": [{"id": 0, "segment": [90, 102], "sentence": "…"}, …]}, …}}
 * raw_videos/validation/113/GLd3aX16zBg.mp4         or videos/GLd3aX16zBg.mp4
 * </pre>
 *
 * <p>Left out: the training set, which stands in the same file, and the test set, whose sentences are not published.
 */
final class YouCook2 implements Benchmark {

    private static final List<String> SUBSETS = List.of("training", "validation");

    @Override
    public String name() {
        return "youcook2";
    }

    @Override
    public String title() {
        return "YouCook2";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.EVENTS);
    }

    @Override
    public String source() {
        return "the annotations of YouCook2, and its films in raw_videos";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Path file =
                dataset.file("annotations/youcookii_annotations_trainval.json", "youcookii_annotations_trainval.json");
        Films films = dataset.films("raw_videos/validation", "videos");
        ReadingBuilder reading = new ReadingBuilder();
        JsonAnnotations.ofMap(
                file,
                "database",
                (id, film) -> reading.attempt(film, () -> {
                    if (film.oneOf("subset", SUBSETS).equals("validation")) {
                        reading.add(film, () -> recipe(id, film, films));
                    }
                }));
        return reading.build();
    }

    private static Item recipe(String id, Annotation film, Films films) {
        List<TimedText> steps = film.entries("annotations").stream()
                .map(step -> new TimedText(step.span("segment"), step.text("sentence")))
                .toList();
        if (steps.isEmpty()) {
            throw film.rejected("annotations", "is empty");
        }
        return new Item.Events(
                id,
                films.whole(film, film.id("recipe_type") + "/" + id, id).lasting(film.seconds("duration")),
                ItemGroups.NONE,
                List.of(steps));
    }
}
