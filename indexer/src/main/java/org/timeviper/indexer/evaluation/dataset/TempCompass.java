package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * TempCompass (Liu and others, 2024): what moves which way, how fast, in which order, on films of some seconds.
 *
 * <p>Published as the Hugging Face dataset {@code lmms-lab/TempCompass} and by the GitHub project {@code llyx97/TempCompass}. Either is read:
 *
 * <pre>
 * multi-choice/test-00000-of-00001.parquet   video_id question ("What …?\nA. …\nB. …") answer ("A. …") dim; likewise yes_no/ and caption_matching/
 *
 * questions/multi-choice.json                {VIDEO_ID: {DIM: [{"question": …, "answer": …}, …], …}}; likewise yes_no.json and caption_matching.json
 *
 * videos/VIDEO_ID.mp4                        under either
 * </pre>
 *
 * <p>In yes_no the options are yes and no. In caption_matching they stand behind {@code Option 1:}, {@code Sentence A:} or {@code Caption A:}. Left out: captioning,
 * which takes a judge.
 */
final class TempCompass implements Benchmark {

    private static final Pattern LETTER = Pattern.compile("([A-Z])[.):]");
    private static final Pattern CAPTION = Pattern.compile("(?:Option|Sentence|Caption) ([A-Z1-9]):");
    private static final List<String> YES_NO = List.of("yes", "no");
    private static final List<String> TASKS = List.of("multi-choice", "yes_no", "caption_matching");

    @Override
    public String name() {
        return "tempcompass";
    }

    @Override
    public String title() {
        return "TempCompass";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.CHOICES);
    }

    @Override
    public String source() {
        return "the Hugging Face dataset lmms-lab/TempCompass, its zip file unpacked, or the folder questions of the"
                + " GitHub project llyx97/TempCompass, with the films in videos";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Films films = dataset.films("videos");
        ReadingBuilder reading = new ReadingBuilder();
        for (String name : TASKS) {
            Task task = new Task(name, films, reading);
            Optional<List<Path>> table = dataset.lookForShards(name, "test");
            if (table.isPresent()) {
                task.readTable(table.get());
            } else {
                String json = "questions/" + name + ".json";
                task.readJson(dataset.look(json)
                        .orElseThrow(() -> dataset.missing(name + "/test-00000-of-00001.parquet, nor " + json)));
            }
        }
        return reading.build();
    }

    /** A task while it is read. */
    private static final class Task {
        private final String name;
        private final Films films;
        private final ReadingBuilder reading;

        /** How often each thing was asked about in each film: numbers its questions, so that either form of the data gives them the same id. */
        private final Map<String, Integer> asked = new HashMap<>();

        Task(String name, Films films, ReadingBuilder reading) {
            this.name = name;
            this.films = films;
            this.reading = reading;
        }

        void readTable(List<Path> shards) {
            ParquetAnnotations.of(
                    shards, row -> reading.add(row, () -> question(row.text("video_id"), row.text("dim"), row)));
        }

        void readJson(Path file) {
            JsonAnnotations.ofMap(
                    file,
                    (film, dims) -> reading.attempt(dims, () -> dims.members()
                            .forEach((dim, questions) ->
                                    reading.attempt(questions, () -> readQuestions(film, dim, questions)))));
        }

        private void readQuestions(String film, String dim, Annotation questions) {
            for (Annotation question : questions.entries()) {
                reading.add(question, () -> question(film, dim, question));
            }
        }

        private Item question(String film, String dim, Annotation question) {
            String about = name + "/" + film + "/" + dim;
            String id = about + "/" + asked.merge(about, 1, Integer::sum);
            ItemGroups groups = ItemGroups.of("task", name, "dim", dim);
            if (name.equals("yes_no")) {
                int answer = new Options(question, "answer", YES_NO).equalTo("answer");
                return new Item.Choice(
                        id, films.whole(question, film), groups, question.text("question"), YES_NO, answer);
            }
            Pattern label = name.equals("multi-choice") ? LETTER : CAPTION;
            InlineQuestion inline = InlineQuestion.of(question, "question", label);
            return new Item.Choice(
                    id,
                    films.whole(question, film),
                    groups,
                    inline.question(),
                    inline.options().texts(),
                    inline.labelled("answer", label));
        }
    }
}
