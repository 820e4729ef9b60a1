package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * ActivityNet Captions (Krishna and others, 2017), validation set: 4,917 films of two minutes, in most of which two annotators say what happens when.
 *
 * <p>Annotations are published on the project's page in {@code captions.zip}, a file an annotator; films by ActivityNet:
 *
 * <pre>
 * val_1.json, val_2.json     {"v_uqiMw7tQ1Cc": {"duration": 55.15, "timestamps": [[0.28, 55.15], …], "sentences": ["…", …]}, …}
 *                            or in captions/, annotations/
 * videos/v_uqiMw7tQ1Cc.mp4   or v1-2/val/, v1-3/train_val/, with or without v_
 * </pre>
 *
 * <p>An item is a film with one or two lists of events. For its sentences one by one see {@link ActivityNet}.
 */
final class ActivityNetCaptions implements Benchmark {

    /** Where its films lie. */
    static final String[] FILMS = {"videos", "v1-2/val", "v1-3/train_val"};

    @Override
    public String name() {
        return "activitynet-captions";
    }

    @Override
    public String title() {
        return "ActivityNet Captions";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.EVENTS);
    }

    @Override
    public String source() {
        return "val_1.json and val_2.json of ActivityNet Captions, and the films of ActivityNet in videos";
    }

    /** A film as it becomes known. */
    private record Film(Annotation first, List<List<TimedText>> references) {}

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Films films = dataset.films(FILMS);
        ReadingBuilder reading = new ReadingBuilder();
        Map<String, Film> described = new LinkedHashMap<>();
        for (String name : List.of("val_1.json", "val_2.json")) {
            Path file = dataset.file(name, "captions/" + name, "annotations/" + name);
            JsonAnnotations.ofMap(
                    file,
                    (id, events) -> reading.attempt(events, () -> {
                        List<TimedText> reference = DenseCaptions.of(events);
                        described
                                .computeIfAbsent(id, film -> new Film(events, new ArrayList<>()))
                                .references()
                                .add(reference);
                    }));
        }
        described.forEach((id, film) -> reading.add(
                film.first(),
                () -> new Item.Events(
                        id,
                        films.whole(film.first(), names(id))
                                .lasting(film.first().seconds("duration")),
                        ItemGroups.NONE,
                        List.copyOf(film.references()))));
        return reading.build();
    }

    /** @return what the film of some annotations may be called */
    static String[] names(String id) {
        return new String[] {id, id.startsWith("v_") && id.length() > 2 ? id.substring(2) : id};
    }
}
