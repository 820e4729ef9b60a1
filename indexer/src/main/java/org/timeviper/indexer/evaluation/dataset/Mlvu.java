package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * MLVU (Zhou and others, 2024), dev set: 2,175 questions in seven tasks on films of three minutes to two hours.
 *
 * <p>Published as the Hugging Face dataset {@code MLVU/MVLU}, its annotations in the GitHub project {@code JUNJIE99/MLVU} too; VLMEvalKit reads the same files. The
 * folder may be the whole download or the folder {@code MLVU} in it:
 *
 * <pre>
 * MLVU/json/1_plotQA.json    [{"video": "….mp4", "duration": 246, "question": …, "candidates": […], "answer": one of them, "question_type": "plotQA"}]
 * MLVU/video/1_plotQA/       its films; likewise 2_needle, 3_ego, 4_count, 5_order, 6_anomaly_reco and 7_topic_reasoning
 * </pre>
 *
 * <p>As published, two answers are none of their options and one question is blank, which is told. The score is the mean over the tasks. Left out: the two tasks with
 * answers in free words, 8_sub_scene and 9_summary, which take a judge, and the test set.
 */
final class Mlvu implements Benchmark {

    private static final List<String> TASKS =
            List.of("1_plotQA", "2_needle", "3_ego", "4_count", "5_order", "6_anomaly_reco", "7_topic_reasoning");

    @Override
    public String name() {
        return "mlvu";
    }

    @Override
    public String title() {
        return "MLVU";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.CHOICES);
    }

    @Override
    public String source() {
        return "the Hugging Face dataset MLVU/MVLU";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        ReadingBuilder reading = new ReadingBuilder();
        for (String task : TASKS) {
            Path file = dataset.file("MLVU/json/" + task + ".json", "json/" + task + ".json");
            Films films = dataset.films("MLVU/video/" + task, "video/" + task);
            String name = task.substring(2);
            JsonAnnotations.ofList(file, entry -> reading.add(entry, () -> question(name, entry, films)));
        }
        return reading.build();
    }

    private static Item question(String task, Annotation entry, Films films) {
        Options options = Options.of(entry, "candidates");
        return new Item.Choice(
                task + "-" + entry.place().entry(),
                films.whole(entry, entry.text("video")),
                ItemGroups.of("task", task),
                entry.text("question"),
                options.texts(),
                options.equalTo("answer"));
    }
}
