package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.model.task.Span;

/**
 * CG-Bench (Chen and others, 2024): questions with up to eight options on films of ten minutes to over an hour; 12,129 of them, or the 3,000 that its authors call mini.
 *
 * <p>Published as the Hugging Face dataset {@code CG-Bench/CG-Bench} and by the GitHub project of the same name:
 *
 * <pre>
 * cgbench.json or cgbench_mini.json   [{"qid": 14, "video_uid": …, "question": …, "choices": […], "right_answer": "E", "domain": …, "sub_category": …,
 *                                      "clue_intervals": [[8, 11]], …}]
 * cg_videos_720p/VIDEO_UID.mp4        as the project's script unpacks them
 * </pre>
 *
 * <p>Each question is put twice: as what its authors call long-video multiple choice, and, for clue grounding, as which intervals of the film hold its clue. Left out: the cut films of clues,
 * the open answers and the subtitles.
 */
final class CgBench implements Benchmark {

    private final String name;
    private final String title;
    private final String file;

    private CgBench(String name, String title, String file) {
        this.name = name;
        this.title = title;
        this.file = file;
    }

    static CgBench full() {
        return new CgBench("cgbench", "CG-Bench", "cgbench.json");
    }

    static CgBench mini() {
        return new CgBench("cgbench-mini", "CG-Bench mini", "cgbench_mini.json");
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
    public Set<Scoring> scored() {
        return Set.of(Scoring.CHOICES, Scoring.CLUES);
    }

    @Override
    public String source() {
        return "the Hugging Face dataset CG-Bench/CG-Bench, its zip files unpacked into cg_videos_720p";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        Films films = dataset.films("cg_videos_720p", "videos");
        ReadingBuilder reading = new ReadingBuilder();
        JsonAnnotations.ofList(dataset.file(file), entry -> {
            reading.add(entry, () -> question(entry, films));
            reading.add(entry, () -> clues(entry, films));
        });
        return reading.build();
    }

    private static Item question(Annotation entry, Films films) {
        Options options = Options.of(entry, "choices");
        return new Item.Choice(
                entry.id("qid"),
                films.whole(entry, entry.text("video_uid")),
                groups(entry),
                entry.text("question"),
                options.texts(),
                options.atLetter("right_answer"));
    }

    private static Item clues(Annotation entry, Films films) {
        List<Span> clues = entry.spans("clue_intervals");
        if (clues.isEmpty()) {
            throw entry.rejected("clue_intervals", "is empty");
        }
        return new Item.Clues(
                entry.id("qid") + "/clues",
                films.whole(entry, entry.text("video_uid")),
                groups(entry),
                entry.id("qid"),
                entry.text("question"),
                Options.of(entry, "choices").texts(),
                clues);
    }

    private static ItemGroups groups(Annotation entry) {
        return ItemGroups.of("task", entry.text("sub_category"), "domain", entry.text("domain"));
    }
}
