package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * VDC, Video Detailed Captions (Chai and others, 2024): 1,027 films, each described in five facets; for each facet questions that a good description answers.
 *
 * <p>Published as the Hugging Face dataset {@code wchai/Video-Detailed-Caption}:
 *
 * <pre>
 * VDC_1k.jsonl                    {"video_id": …, "video_name": "….mp4", "short_caption": …, "detailed_caption": …, "main_object_caption": …, …}
 * VDCScore_qa/detailed.jsonl      {VIDEO_ID: [{"question": …, "answer": …, "category": …}, …]}, likewise the other facets
 * videos/                         what the tar files hold, or videos/videos/
 * </pre>
 *
 * <p>Each facet of a film is an item of its own. As published, nothing is asked about one facet of two films, and three questions are blank, which is
 * told. The score, VDCScore, lets a language model answer the questions from the description and judge the answers.
 */
final class Vdc implements Benchmark {

    /** The facets of a description. */
    static final List<String> FACETS = List.of("detailed", "background", "short", "main_object", "camera");

    @Override
    public String name() {
        return "vdc";
    }

    @Override
    public String title() {
        return "VDC";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.CAPTIONS);
    }

    @Override
    public Optional<Headline> headline() {
        return Optional.of(new Headline("VDCScore accuracy", 39.7));
    }

    @Override
    public String source() {
        return "the Hugging Face dataset wchai/Video-Detailed-Caption, its tar files unpacked in videos";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Path file = dataset.file("VDC_1k.jsonl");
        Films films = dataset.films("videos", "videos/videos", "videos/videos_1", "videos/videos_2", "videos/videos_3");
        ReadingBuilder reading = new ReadingBuilder();
        Map<String, Map<String, List<Item.Probe>>> probes = new HashMap<>();
        for (String facet : FACETS) {
            probes.put(facet, probes(dataset.file("VDCScore_qa/" + facet + ".jsonl"), reading));
        }
        JsonAnnotations.ofLines(
                file,
                reading,
                film -> reading.attempt(film, () -> {
                    String id = film.text("video_id");
                    FACETS.forEach(
                            facet -> reading.add(film, () -> caption(id, facet, film, films, probes.get(facet))));
                }));
        return reading.build();
    }

    /** @return what is asked about each film; of a film's questions, one that is not as it should be is left out by itself */
    private static Map<String, List<Item.Probe>> probes(Path file, ReadingBuilder reading) {
        Map<String, List<Item.Probe>> probes = new HashMap<>();
        JsonAnnotations.ofLines(
                file,
                reading,
                line -> reading.attempt(line, () -> line.members()
                        .forEach((film, questions) -> reading.attempt(questions, () -> {
                            List<Item.Probe> asked = probes.computeIfAbsent(film, first -> new ArrayList<>());
                            questions
                                    .entries()
                                    .forEach(probe -> reading.attempt(
                                            probe,
                                            () -> asked.add(
                                                    new Item.Probe(probe.text("question"), probe.text("answer")))));
                        }))));
        return probes;
    }

    private static Item caption(
            String id, String facet, Annotation film, Films films, Map<String, List<Item.Probe>> probes) {
        Footage footage = films.whole(film, film.has("video_name") ? film.text("video_name") : id, id);
        String caption = film.text(facet + "_caption");
        List<Item.Probe> asked = probes.getOrDefault(id, List.of());
        if (asked.isEmpty()) {
            throw film.rejected("video_id", "is '%s', of which VDCScore_qa/%s.jsonl asks nothing".formatted(id, facet));
        }
        return new Item.Caption(
                id + "/" + facet,
                footage,
                ItemGroups.of("facet", facet),
                facet,
                List.of(caption),
                List.copyOf(asked),
                List.of());
    }
}
