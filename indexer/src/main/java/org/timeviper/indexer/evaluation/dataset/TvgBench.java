package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.model.task.Span;

/**
 * TVGBench (Wang and others, 2025): 800 sentences, each with the seconds in which it is shown, drawn from ActivityNet,
 * Charades, Ego4D, HiREST and TACoS.
 *
 * <p>Annotations are published by the GitHub project {@code xiaomi-research/time-r1}, films as the Hugging Face dataset {@code Boshenxx/TimeR1-Dataset}; the folder is the
 * one that the project calls {@code dataset/timer1}:
 *
 * <pre>
 * annotations/tvgbench.json       [{"path": "./dataset/timer1/videos/tvgbench_data/KWZSA.mp4", "question": …, "answer": "13.4-28.1", "start": null, "end": null,
 *                                  "qsemtype": "Human Pose", "bins": {"dataset": "charades", …}, …}]
 * videos/tvgbench_data/KWZSA.mp4  found by the last part of the path
 * </pre>
 *
 * <p>Where {@code start} and {@code end} are given, the question is about that part of the film, and the answer counts from its beginning.
 */
final class TvgBench implements Benchmark {

    private static final String SECONDS = "(\\d{1,9}(?:\\.\\d{1,20})?)";
    private static final Pattern ANSWER = Pattern.compile(SECONDS + "\\s*-\\s*" + SECONDS);

    @Override
    public String name() {
        return "tvgbench";
    }

    @Override
    public String title() {
        return "TVGBench";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.GROUNDING);
    }

    @Override
    public String source() {
        return "tvgbench.json of the GitHub project xiaomi-research/time-r1, and the films of the Hugging Face dataset"
                + " Boshenxx/TimeR1-Dataset in videos/tvgbench_data";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Path file = dataset.file("annotations/tvgbench.json", "tvgbench.json");
        Films films = dataset.films("videos/tvgbench_data", "tvgbench_data", "videos");
        ReadingBuilder reading = new ReadingBuilder();
        JsonAnnotations.ofList(file, entry -> reading.add(entry, () -> sentence(entry, films)));
        return reading.build();
    }

    private static Item sentence(Annotation entry, Films films) {
        String path = entry.text("path");
        return new Item.Grounding(
                "tvgbench-" + entry.place().entry(),
                footage(entry, films, path.substring(path.lastIndexOf('/') + 1)).lasting(entry.seconds("duration")),
                ItemGroups.of("dataset", entry.member("bins").text("dataset"), "task", entry.text("qsemtype")),
                entry.text("question"),
                List.of(answer(entry)));
    }

    private static Footage footage(Annotation entry, Films films, String film) {
        return entry.has("start") || entry.has("end")
                ? films.part(entry, entry.span("end", entry.number("start"), entry.number("end")), film)
                : films.whole(entry, film);
    }

    private static Span answer(Annotation entry) {
        String answer = entry.text("answer");
        Matcher seconds = ANSWER.matcher(answer);
        if (!seconds.matches()) {
            throw entry.rejected("answer", "is '" + answer + "', but must be of the form START-END, in seconds");
        }
        return entry.span("answer", Double.parseDouble(seconds.group(1)), Double.parseDouble(seconds.group(2)));
    }
}
