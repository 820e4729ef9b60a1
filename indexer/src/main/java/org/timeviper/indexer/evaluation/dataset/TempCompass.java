package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.Item;

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
 * <p>In yes_no the options are yes and no. In caption_matching they stand behind {@code Option 1:}, {@code Sentence A:} or {@code Caption A:}. Left out: captioning, which
 * takes a judge.
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
        for (String task : TASKS) {
            Numbered numbered = new Numbered(task);
            Optional<List<Path>> table = dataset.lookForShards(task, "test");
            if (table.isPresent()) {
                ParquetAnnotations.of(
                        table.get(),
                        row -> reading.add(row, () -> {
                            String film = row.text("video_id");
                            return question(task, film, row.text("dim"), numbered, row, films);
                        }));
            } else {
                Path file = dataset.look("questions/" + task + ".json")
                        .orElseThrow(() -> dataset.missing(
                                "%s/test-00000-of-00001.parquet, nor questions/%s.json".formatted(task, task)));
                JsonAnnotations.ofMap(
                        file,
                        (film, dims) -> reading.attempt(dims, () -> dims.members()
                                .forEach((dim, questions) -> reading.attempt(questions, () -> questions
                                        .entries()
                                        .forEach(question -> reading.add(
                                                question,
                                                () -> question(task, film, dim, numbered, question, films)))))));
            }
        }
        return reading.build();
    }

    /** Numbers the questions that are asked about the same thing in the same film, so that either form of the data gives them the same id. */
    private static final class Numbered {
        private final String task;
        private final Map<String, Integer> asked = new HashMap<>();

        Numbered(String task) {
            this.task = task;
        }

        String next(String film, String dim) {
            String id = task + "/" + film + "/" + dim;
            return id + "/" + asked.merge(id, 1, Integer::sum);
        }
    }

    private static Item question(
            String task, String film, String dim, Numbered numbered, Annotation asked, Films films) {
        String id = numbered.next(film, dim);
        Map<String, String> groups = Groups.of("task", task, "dim", dim);
        if (task.equals("yes_no")) {
            return new Item.Choice(
                    id,
                    films.whole(asked, film),
                    groups,
                    asked.text("question"),
                    YES_NO,
                    new Options(asked, "answer", YES_NO).equalTo("answer"));
        }
        Pattern label = task.equals("multi-choice") ? LETTER : CAPTION;
        InlineQuestion inline = InlineQuestion.of(asked, "question", label);
        return new Item.Choice(
                id,
                films.whole(asked, film),
                groups,
                inline.question(),
                inline.options().texts(),
                inline.labelled("answer", label));
    }
}
