package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * LVBench (Wang and others, 2024): questions with four options on 103 films of half an hour to two hours.
 *
 * <p>Published as the Hugging Face dataset {@code zai-org/LVBench}, once {@code THUDM/LVBench}, a line a film; the GitHub project of the same name puts the file into
 * {@code data/}:
 *
 * <pre>
 * video_info.meta.jsonl      {"key": …, "type": "sport", "video_info": {…}, "qa": [{"uid": …, "question": "Who …?\n(A) …\n(B) …", "answer": "D",
 *                             "question_type": ["reasoning", …], "time_reference": "00:15-00:19"}]}
 * all_videos/KEY.mp4         or videos/, scripts/videos/: films are fetched by their YouTube key, and named like it
 * </pre>
 *
 * <p>A question belongs to one or several of six categories, its tasks, and counts in each. Its options keep the letters that they are published with, {@code (A)}, since the
 * published evaluation shows them so. Not read: the tables that others have made of it.
 */
final class LvBench implements Benchmark {

    private static final Pattern LABEL = Pattern.compile("\\(([A-Z])\\)");

    @Override
    public String name() {
        return "lvbench";
    }

    @Override
    public String title() {
        return "LVBench";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.CHOICES);
    }

    @Override
    public String source() {
        return "the Hugging Face dataset zai-org/LVBench, and its films in all_videos";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Path file = dataset.file("video_info.meta.jsonl", "data/video_info.meta.jsonl");
        Films films = dataset.films("all_videos", "videos", "scripts/videos");
        ReadingBuilder reading = new ReadingBuilder();
        JsonAnnotations.ofLines(
                file,
                reading,
                film -> reading.attempt(film, () -> {
                    String key = film.text("key");
                    String type = film.text("type");
                    film.entries("qa")
                            .forEach(question -> reading.add(question, () -> question(key, type, question, films)));
                }));
        return reading.build();
    }

    private static Item question(String film, String type, Annotation question, Films films) {
        Footage footage = films.whole(question, film);
        InlineQuestion inline = InlineQuestion.of(question, "question", LABEL);
        ItemGroups groups = ItemGroups.of("type", type);
        for (String category : question.texts("question_type")) {
            groups = groups.and("task", category);
        }
        return new Item.Choice(
                question.id("uid"),
                footage,
                groups,
                inline.question(),
                lettered(inline.options().texts()),
                inline.options().atLetter("answer"));
    }

    private static List<String> lettered(List<String> options) {
        return IntStream.range(0, options.size())
                .mapToObj(i -> "(" + (char) ('A' + i) + ") " + options.get(i))
                .toList();
    }
}
