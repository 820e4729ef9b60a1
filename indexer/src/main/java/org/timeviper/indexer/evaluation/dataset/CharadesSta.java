package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * Charades-STA (Gao and others, 2017), test set: 3,720 sentences, each with the seconds in which it is shown, on films of half a minute.
 *
 * <p>Annotations are published by the GitHub project {@code jiyanggao/TALL}, films by the Charades project:
 *
 * <pre>
 * charades_sta_test.txt      3MSZA 24.3 30.4##person turn a light on.
 *                            or Charades_anno/Charades_sta_test.txt
 * Charades_v1_test.csv       id,subject,…,length: how long the films are, for the prompts; in Charades_anno/ or Charades/ too. Without it, as long as their files
 * Charades_v1_480/3MSZA.mp4  or Charades_v1/, videos/
 * </pre>
 */
final class CharadesSta implements Benchmark {

    /** First and last of a line's columns; what stands between may hold commas. */
    private static final Pattern LENGTH = Pattern.compile("(\\w+),.*,\\s*(\\d{1,9}(?:\\.\\d{1,20})?)\\s*");

    @Override
    public String name() {
        return "charades-sta";
    }

    @Override
    public String title() {
        return "Charades-STA";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.GROUNDING);
    }

    @Override
    public Optional<Headline> headline() {
        return Optional.of(new Headline("mIoU", 40.5));
    }

    @Override
    public String source() {
        return "charades_sta_test.txt of the GitHub project jiyanggao/TALL, and the films of Charades in"
                + " Charades_v1_480";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Path file = dataset.file(
                "charades_sta_test.txt",
                "Charades_sta_test.txt",
                "Charades_anno/Charades_sta_test.txt",
                "annotations/charades_sta_test.txt");
        Films films = dataset.films("Charades_v1_480", "Charades_v1", "videos");
        Map<String, String> lengths = dataset.look(
                        "Charades_v1_test.csv",
                        "Charades_anno/Charades_v1_test.csv",
                        "Charades/Charades_v1_test.csv",
                        "annotations/Charades_v1_test.csv")
                .map(CharadesSta::lengths)
                .orElse(Map.of());
        ReadingBuilder reading = new ReadingBuilder();
        GroundingLines.of(file, reading, line -> reading.add(line, () -> sentence(line, films, lengths)));
        return reading.build();
    }

    private static Map<String, String> lengths(Path file) {
        Map<String, String> lengths = new HashMap<>();
        AnnotationText.of(file)
                .lines()
                .map(LENGTH::matcher)
                .filter(Matcher::matches)
                .forEach(line -> lengths.put(line.group(1), Double.toString(Double.parseDouble(line.group(2)))));
        return lengths;
    }

    private static Item sentence(Annotation line, Films films, Map<String, String> lengths) {
        String film = line.text("video");
        return new Item.Grounding(
                film + "-" + line.place().line(),
                films.whole(line, film).lasting(Optional.ofNullable(lengths.get(film))),
                ItemGroups.NONE,
                line.text("sentence"),
                List.of(line.span("end", line.number("start"), line.number("end"))));
    }
}
