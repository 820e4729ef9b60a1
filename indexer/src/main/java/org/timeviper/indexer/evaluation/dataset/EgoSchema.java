package org.timeviper.indexer.evaluation.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * EgoSchema (Mangalam and others, 2023): five options each, on films of three minutes that people took with a camera on their head. Of 500 questions the answers are public; all 5,031
 * are scored by the benchmark's own server.
 *
 * <p>Published as the Hugging Face dataset {@code lmms-lab/egoschema}, whose card lists the columns, and by the GitHub project {@code egoschema/EgoSchema}. Either is
 * read:
 *
 * <pre>
 * Subset/test-00000-of-00001.parquet   question_idx question video_idx option ("A. …" and so on) answer ("0" to "4")
 * MC/test-00000-of-00001.parquet       likewise, all of them, without answers
 *
 * questions.json                       [{"q_uid": …, "question": …, "option 0": …, … "option 4": …}]
 * subset_answers.json                  {Q_UID: 0 to 4}
 *
 * videos/Q_UID.mp4                     under either
 * </pre>
 */
final class EgoSchema implements Benchmark {

    private static final int OPTIONS = 5;

    private final String name;
    private final String title;
    private final String table;
    private final boolean answersPublished;

    private EgoSchema(String name, String title, String table, boolean answersPublished) {
        this.name = name;
        this.title = title;
        this.table = table;
        this.answersPublished = answersPublished;
    }

    static EgoSchema subset() {
        return new EgoSchema("egoschema", "EgoSchema, subset", "Subset", true);
    }

    static EgoSchema full() {
        return new EgoSchema("egoschema-full", "EgoSchema", "MC", false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public boolean scoredElsewhere() {
        return !answersPublished;
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.CHOICES);
    }

    @Override
    public String source() {
        return "the Hugging Face dataset lmms-lab/egoschema, or questions.json and subset_answers.json of the GitHub"
                + " project egoschema/EgoSchema, with the films in videos";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Films films = dataset.films("videos");
        ReadingBuilder reading = new ReadingBuilder();
        Optional<List<Path>> shards = dataset.lookForShards(table, "test");
        if (shards.isPresent()) {
            ParquetAnnotations.of(shards.get(), row -> reading.add(row, () -> row(row, films)));
        } else {
            Path file = dataset.look("questions.json")
                    .orElseThrow(() -> dataset.missing(table + "/test-00000-of-00001.parquet, nor questions.json"));
            if (answersPublished) {
                readSubset(file, answers(dataset.file("subset_answers.json")), films, reading);
            } else {
                JsonAnnotations.ofList(
                        file,
                        entry -> reading.add(entry, () -> {
                            String id = entry.text("q_uid");
                            return entry(id, entry, Item.Choice.UNPUBLISHED, films);
                        }));
            }
        }
        return reading.build();
    }

    private static void readSubset(Path file, Map<String, Annotation> answers, Films films, ReadingBuilder reading) {
        Set<String> asked = new HashSet<>();
        JsonAnnotations.ofList(
                file,
                entry -> reading.attempt(entry, () -> {
                    String id = entry.text("q_uid");
                    if (answers.containsKey(id)) {
                        asked.add(id);
                        reading.add(entry, () -> entry(id, entry, place(answers.get(id)), films));
                    }
                }));
        answers.forEach((id, answer) -> reading.attempt(answer, () -> {
            if (!asked.contains(id)) {
                throw answer.rejected("", "is the answer to a question that questions.json does not hold");
            }
        }));
    }

    private static Map<String, Annotation> answers(Path file) {
        Map<String, Annotation> answers = new LinkedHashMap<>();
        JsonAnnotations.ofMap(file, answers::put);
        return answers;
    }

    private Item row(Annotation row, Films films) {
        Options options = Options.lettered(row, "option");
        return new Item.Choice(
                row.text("question_idx"),
                films.whole(row, row.text("video_idx")),
                ItemGroups.NONE,
                row.text("question"),
                options.texts(),
                answersPublished ? options.atNumber("answer") : Item.Choice.UNPUBLISHED);
    }

    private static Item entry(String id, Annotation entry, int answer, Films films) {
        Options options = new Options(
                entry,
                "option 0",
                IntStream.range(0, OPTIONS)
                        .mapToObj(option -> entry.text("option " + option))
                        .toList());
        return new Item.Choice(
                id, films.whole(entry, id), ItemGroups.NONE, entry.text("question"), options.texts(), answer);
    }

    private static int place(Annotation answer) {
        JsonNode said = answer.node();
        if (!said.isIntegralNumber() || !said.canConvertToInt() || said.intValue() < 0 || said.intValue() >= OPTIONS) {
            throw answer.rejected("", "is %s, but the options are 0 to %d".formatted(said, OPTIONS - 1));
        }
        return said.intValue();
    }
}
