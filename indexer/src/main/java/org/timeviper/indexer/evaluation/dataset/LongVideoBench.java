package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * LongVideoBench (Wu and others, 2024), validation set: 1,337 questions with four or five options on films of 8 seconds to an hour.
 *
 * <p>Published as the Hugging Face dataset {@code longvideobench/LongVideoBench}; its authors' loader reads the same files:
 *
 * <pre>
 * lvb_val.json          [{"id": …, "video_path": "….mp4", "question": …, "candidates": […], "correct_choice": 1, "duration_group": 600,
 *                        "question_category": "T2O", "topic_category": …, "level": "L1-Perception", …}]
 * videos/               what the parts of videos.tar hold
 * </pre>
 *
 * <p>Left out: the test set, whose answers are not published, and the subtitles, on which some questions hang; its authors score films without them as well.
 */
final class LongVideoBench implements Benchmark {

    /** What the four groups are called in the benchmark's table. */
    private static final Map<Integer, String> DURATIONS =
            Map.of(15, "8-15 s", 60, "15-60 s", 600, "180-600 s", 3600, "900-3600 s");

    @Override
    public String name() {
        return "longvideobench";
    }

    @Override
    public String title() {
        return "LongVideoBench";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.CHOICES);
    }

    @Override
    public String source() {
        return "the Hugging Face dataset longvideobench/LongVideoBench, its tar files unpacked";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Films films = dataset.films("videos");
        ReadingBuilder reading = new ReadingBuilder();
        JsonAnnotations.ofList(dataset.file("lvb_val.json"), entry -> reading.add(entry, () -> question(entry, films)));
        return reading.build();
    }

    private static Item question(Annotation entry, Films films) {
        Options options = Options.of(entry, "candidates");
        return new Item.Choice(
                entry.text("id"),
                films.whole(entry, entry.text("video_path")),
                ItemGroups.of(
                        "duration", duration(entry),
                        "task", entry.text("question_category"),
                        "level", entry.text("level"),
                        "topic", entry.text("topic_category")),
                entry.text("question"),
                options.texts(),
                options.atNumber("correct_choice"));
    }

    private static String duration(Annotation entry) {
        int group = entry.wholeNumber("duration_group");
        String duration = DURATIONS.get(group);
        if (duration == null) {
            throw entry.rejected("duration_group", "is " + group + ", but must be 15, 60, 600 or 3600");
        }
        return duration;
    }
}
