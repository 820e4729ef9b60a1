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

/**
 * EgoSchema (Mangalam and others, 2023), the 500 questions whose answers are public: five options each, on films of three minutes that people took with a camera on
 * their head.
 *
 * <p>Published as the Hugging Face dataset {@code lmms-lab/egoschema}, whose card lists the columns, and by the GitHub project {@code egoschema/EgoSchema}. Either is
 * read:
 *
 * <pre>
 * Subset/test-00000-of-00001.parquet   question_idx question video_idx option ("A. …" and so on) answer ("0" to "4")
 *
 * questions.json                       [{"q_uid": …, "question": …, "option 0": …, … "option 4": …}]
 * subset_answers.json                  {Q_UID: 0 to 4}
 *
 * videos/Q_UID.mp4                     under either
 * </pre>
 *
 * <p>Left out: the other 4,531 questions, which only the benchmark's own server scores.
 */
final class EgoSchema implements Benchmark {

    private static final int OPTIONS = 5;

    @Override
    public String name() {
        return "egoschema";
    }

    @Override
    public String title() {
        return "EgoSchema, subset";
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
        Optional<List<Path>> table = dataset.lookForShards("Subset", "test");
        if (table.isPresent()) {
            ParquetAnnotations.of(table.get(), row -> reading.add(row, () -> row(row, films)));
        } else {
            Path file = dataset.look("questions.json")
                    .orElseThrow(() -> dataset.missing("Subset/test-00000-of-00001.parquet, nor questions.json"));
            Map<String, Annotation> answers = answers(dataset.file("subset_answers.json"));
            Set<String> asked = new HashSet<>();
            JsonAnnotations.ofList(
                    file,
                    entry -> reading.attempt(entry, () -> {
                        String id = entry.text("q_uid");
                        if (answers.containsKey(id)) {
                            asked.add(id);
                            reading.add(entry, () -> entry(id, entry, answers.get(id), films));
                        }
                    }));
            answers.forEach((id, answer) -> reading.attempt(answer, () -> {
                if (!asked.contains(id)) {
                    throw answer.rejected("", "is the answer to a question that questions.json does not hold");
                }
            }));
        }
        return reading.build();
    }

    private static Map<String, Annotation> answers(Path file) {
        Map<String, Annotation> answers = new LinkedHashMap<>();
        JsonAnnotations.ofMap(file, answers::put);
        return answers;
    }

    private static Item row(Annotation row, Films films) {
        Options options = Options.lettered(row, "option");
        return new Item.Choice(
                row.text("question_idx"),
                films.whole(row, row.text("video_idx")),
                Groups.of(),
                row.text("question"),
                options.texts(),
                options.atNumber("answer"));
    }

    private static Item entry(String id, Annotation entry, Annotation answer, Films films) {
        Options options = new Options(
                entry,
                "option 0",
                IntStream.range(0, OPTIONS)
                        .mapToObj(option -> entry.text("option " + option))
                        .toList());
        int place = place(answer);
        return new Item.Choice(id, films.whole(entry, id), Groups.of(), entry.text("question"), options.texts(), place);
    }

    private static int place(Annotation answer) {
        JsonNode said = answer.node();
        if (!said.isIntegralNumber() || !said.canConvertToInt() || said.intValue() < 0 || said.intValue() >= OPTIONS) {
            throw answer.rejected("", "is %s, but the options are 0 to %d".formatted(said, OPTIONS - 1));
        }
        return said.intValue();
    }
}
