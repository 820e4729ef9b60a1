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
 * multi-choice/test-00000-of-00001.parquet   video_id question ("What …?\nA. …\nB. …") answer ("A. …") dim; likewise yes_no/, caption_matching/ and
 *                                            captioning/, which has mc_question ("What …?\nA. …") and mc_answer ("A. …") too
 *
 * questions/multi-choice.json                {VIDEO_ID: {DIM: [{"question": …, "answer": …}, …], …}}; likewise yes_no.json, caption_matching.json and captioning.json
 *
 * videos/VIDEO_ID.mp4                        under either
 * </pre>
 *
 * <p>In yes_no the options are yes and no. In caption_matching they stand behind {@code Option 1:}, {@code Sentence A:} or {@code Caption A:}. Captioning asks for a caption in the
 * benchmark's own words; a judge then answers from it the first multiple-choice question about the same film and dimension. Without a judge it is not scored.
 */
final class TempCompass implements Benchmark {

    private static final Pattern LETTER = Pattern.compile("([A-Z])[.):]");
    private static final Pattern CAPTION = Pattern.compile("(?:Option|Sentence|Caption) ([A-Z1-9]):");
    private static final List<String> YES_NO = List.of("yes", "no");
    private static final List<String> TASKS = List.of("multi-choice", "yes_no", "caption_matching", "captioning");

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
        return Set.of(Scoring.CHOICES, Scoring.CAPTIONS);
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
        Map<String, Item.Probe> probes = new HashMap<>();
        for (String name : TASKS) {
            Task task = new Task(name, films, reading, probes);
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

        /** The first multiple-choice question about each thing in each film, by {@code VIDEO_ID/DIM}: what a caption of that thing is to tell. */
        private final Map<String, Item.Probe> probes;

        /** How often each thing was asked about in each film: numbers its questions, so that either form of the data gives them the same id. */
        private final Map<String, Integer> asked = new HashMap<>();

        Task(String name, Films films, ReadingBuilder reading, Map<String, Item.Probe> probes) {
            this.name = name;
            this.films = films;
            this.reading = reading;
            this.probes = probes;
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
            return switch (name) {
                case "yes_no" -> {
                    int answer = new Options(question, "answer", YES_NO).equalTo("answer");
                    yield new Item.Choice(
                            id, films.whole(question, film), groups, question.text("question"), YES_NO, answer);
                }
                case "captioning" ->
                    new Item.Instructed(
                            id,
                            films.whole(question, film),
                            groups,
                            question.text("question"),
                            probe(film + "/" + dim, question));
                case "multi-choice" -> {
                    probes.putIfAbsent(film + "/" + dim, probe(question, "question", "answer"));
                    yield choice(id, film, groups, question, LETTER);
                }
                default -> choice(id, film, groups, question, CAPTION);
            };
        }

        /** In the tables it stands beside the caption's instruction, in the JSON files among the multiple-choice questions. */
        private Item.Probe probe(String about, Annotation caption) {
            if (caption.has("mc_question")) {
                return probe(caption, "mc_question", "mc_answer");
            }
            Item.Probe probe = probes.get(about);
            if (probe == null) {
                throw caption.rejected(
                        "question", "asks for a caption of %s, about which multi-choice asks nothing".formatted(about));
            }
            return probe;
        }

        private static Item.Probe probe(Annotation question, String asked, String answer) {
            InlineQuestion.of(question, asked, LETTER).labelled(answer, LETTER);
            return new Item.Probe(question.text(asked), question.text(answer));
        }

        private Item choice(String id, String film, ItemGroups groups, Annotation question, Pattern label) {
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
