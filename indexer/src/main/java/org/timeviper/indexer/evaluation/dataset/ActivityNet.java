package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * ActivityNet Captions (Krishna and others, 2017), its validation sentences looked for one by one, as temporal grounding is measured on it, in the published evaluation of TimeViper too.
 *
 * <p>Annotations are published on the project's page in {@code captions.zip}; the published evaluation has those of one annotator in a file of its own, in the same layout:
 *
 * <pre>
 * annotations/sentence_temporal_grounding/val.json   {"v_uqiMw7tQ1Cc": {"duration": 55.15, "timestamps": [[0.28, 55.15], …], "sentences": ["…", …]}, …}
 * val_2.json                                         where that is not there; or in captions/, annotations/
 * videos/v_uqiMw7tQ1Cc.mp4                           or v1-2/val/, v1-3/train_val/, with or without v_
 * </pre>
 *
 * <p>An item is a sentence. For all that happens in a film see {@link ActivityNetCaptions}.
 */
final class ActivityNet implements Benchmark {

    @Override
    public String name() {
        return "activitynet";
    }

    @Override
    public String title() {
        return "ActivityNet, sentence grounding";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.GROUNDING);
    }

    @Override
    public String source() {
        return "annotations/sentence_temporal_grounding/val.json, or val_2.json of ActivityNet Captions, and the films"
                + " of ActivityNet in videos";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Films films = dataset.films(ActivityNetCaptions.FILMS);
        ReadingBuilder reading = new ReadingBuilder();
        Path file = dataset.file(
                "annotations/sentence_temporal_grounding/val.json",
                "val_2.json",
                "captions/val_2.json",
                "annotations/val_2.json");
        JsonAnnotations.ofMap(file, (id, film) -> reading.attempt(film, () -> readFilm(id, film, films, reading)));
        return reading.build();
    }

    private static void readFilm(String id, Annotation film, Films films, ReadingBuilder reading) {
        List<Annotation> times = film.entries("timestamps");
        List<Annotation> sentences = film.entries("sentences");
        if (times.size() != sentences.size()) {
            throw film.rejected(
                    "sentences", "holds %d sentences for %d times".formatted(sentences.size(), times.size()));
        }
        for (int i = 0; i < times.size(); i++) {
            String query = id + "-" + (i + 1);
            Annotation time = times.get(i);
            Annotation sentence = sentences.get(i);
            reading.add(time, () -> {
                Footage footage =
                        films.whole(time, ActivityNetCaptions.names(id)).lasting(film.seconds("duration"));
                return new Item.Grounding(query, footage, ItemGroups.NONE, sentence.text(), List.of(time.span()));
            });
        }
    }
}
