package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;

/**
 * Charades-STA (Gao and others, 2017), test set: 3,720 sentences, each with the seconds in which it is shown, on films of half a minute.
 *
 * <p>Annotations are published by the GitHub project {@code jiyanggao/TALL}, films by the Charades project:
 *
 * <pre>
 * charades_sta_test.txt      3MSZA 24.3 30.4##person turn a light on.
 *                            or Charades_anno/Charades_sta_test.txt
 * Charades_v1_480/3MSZA.mp4  or Charades_v1/, videos/
 * </pre>
 */
final class CharadesSta implements Benchmark {

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
        ReadingBuilder reading = new ReadingBuilder();
        GroundingLines.of(file, reading, line -> reading.add(line, () -> sentence(line, films)));
        return reading.build();
    }

    private static Item sentence(Annotation line, Films films) {
        String film = line.text("video");
        return new Item.Grounding(
                film + "-" + line.place().line(),
                films.whole(line, film),
                Groups.of(),
                line.text("sentence"),
                List.of(line.span("end", line.number("start"), line.number("end"))));
    }
}
