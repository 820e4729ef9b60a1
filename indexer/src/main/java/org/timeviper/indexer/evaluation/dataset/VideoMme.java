package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * Video-MME (Fu and others, 2024): 2,700 questions with four options on 900 films of 11 seconds to an hour.
 *
 * <p>Published as the Hugging Face dataset {@code lmms-lab/Video-MME}; the columns are listed in its card, and lmms-eval and VLMEvalKit read the same files:
 *
 * <pre>
 * videomme/test-00000-of-00001.parquet   video_id duration domain sub_category url videoID question_id task_type question options answer
 * data/VIDEOID.mp4                       what the zip files hold; video/ where VLMEvalKit has unpacked them
 * </pre>
 *
 * <p>Options come as {@code "A. Apples."}, answers as letters. Left out: the subtitles in {@code subtitle/}; this is the benchmark's setting without them.
 */
final class VideoMme implements Benchmark {

    private static final List<String> DURATIONS = List.of("short", "medium", "long");

    @Override
    public String name() {
        return "videomme";
    }

    @Override
    public String title() {
        return "Video-MME";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.CHOICES);
    }

    @Override
    public Optional<Headline> headline() {
        return Optional.of(new Headline("accuracy", 56.2));
    }

    @Override
    public String source() {
        return "the Hugging Face dataset lmms-lab/Video-MME, its zip files unpacked";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Films films = dataset.films("data", "video", "videos");
        ReadingBuilder reading = new ReadingBuilder();
        ParquetAnnotations.of(dataset.shards("videomme", "test"), row -> reading.add(row, () -> question(row, films)));
        return reading.build();
    }

    private static Item question(Annotation row, Films films) {
        Options options = Options.lettered(row, "options");
        return new Item.Choice(
                row.text("question_id"),
                films.whole(row, row.text("videoID")),
                ItemGroups.of(
                        "duration", row.oneOf("duration", DURATIONS),
                        "task", row.text("task_type"),
                        "domain", row.text("domain"),
                        "sub_category", row.text("sub_category")),
                row.text("question"),
                options.texts(),
                options.atLetter("answer"));
    }
}
