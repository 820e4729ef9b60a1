package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.model.task.Span;

/**
 * MVBench (Li and others, 2023): twenty tasks of 200 questions each, most on films of some seconds.
 *
 * <p>Published as the Hugging Face dataset {@code OpenGVLab/MVBench}, and read alike by VLMEvalKit and lmms-eval:
 *
 * <pre>
 * json/action_sequence.json       [{"video": "….mp4", "question": …, "candidates": […], "answer": one of them, "start": 11.1, "end": 19.6}]
 * video/star/Charades_v1_480/     its films, as the zip files in video/ hold them; those of data0613.zip in video/data0613/
 * </pre>
 *
 * <p>Five tasks ask about a part of a film, {@code start} to {@code end} in its seconds. The dataset's revision {@code video} has these parts cut already, in folders of
 * other names and without {@code video/} above them; the published evaluation of TimeViper has them in a folder {@code split} below the films, {@code ZS9XR_11-1_19-6.mp4} for second
 * 11.1 to 19.6. All are found, and a film that is cut already is taken whole.
 *
 * <p>The films of episodic_reasoning come in the main revision as folders of pictures, three a second: {@code video/tvqa/frames_fps3_hq/CLIP/00001.jpg}. They are read as they are, unless
 * they are there as films too: from the revision {@code video}, or made of the pictures by somebody into {@code video/tvqa/output_videos/}. The films of fine_grained_pose have to be
 * fetched from NTU RGB+D into {@code video/nturgbd/}, where they are {@code .avi}. The published score is the mean over the tasks.
 */
final class MvBench implements Benchmark {

    /** Where films lie as folders of pictures, and how many of these are a second. */
    private static final String PICTURES = "tvqa/frames_fps3_hq";

    private static final double PICTURES_A_SECOND = 3;

    /**
     * A task.
     *
     * @param name of its file of questions
     * @param whole folders of whole films
     * @param cut folders of films that are cut to the part that is asked about
     * @param pictures folders of whole films that are folders of pictures
     */
    private record Task(String name, List<String> whole, List<String> cut, List<String> pictures) {

        Task(String name, List<String> whole, List<String> cut) {
            this(name, whole, cut, List.of());
        }

        Task(String name, String... whole) {
            this(name, List.of(whole), List.of());
        }
    }

    private static final List<Task> TASKS = List.of(
            new Task("action_sequence", List.of("star/Charades_v1_480"), List.of("star/Charades_segment")),
            new Task("action_prediction", List.of("star/Charades_v1_480"), List.of("star/Charades_segment")),
            new Task("action_antonym", "ssv2_video", "ssv2_video_mp4"),
            new Task("fine_grained_action", "Moments_in_Time_Raw/videos"),
            new Task("unexpected_action", "FunQA_test/test"),
            new Task("object_existence", "clevrer/video_validation"),
            new Task("object_interaction", List.of("star/Charades_v1_480"), List.of("star/Charades_segment")),
            new Task("object_shuffle", "perception/videos"),
            new Task("moving_direction", "clevrer/video_validation"),
            new Task("action_localization", List.of("sta/sta_video"), List.of("sta/sta_video_segment")),
            new Task("scene_transition", "scene_qa/video"),
            new Task("action_count", "perception/videos"),
            new Task("moving_count", "clevrer/video_validation"),
            new Task("moving_attribute", "clevrer/video_validation"),
            new Task("state_change", "perception/videos"),
            new Task("fine_grained_pose", "nturgbd", "nturgbd_convert"),
            new Task("character_order", "perception/videos"),
            new Task("egocentric_navigation", "vlnqa"),
            new Task(
                    "episodic_reasoning",
                    List.of("tvqa/output_videos"),
                    List.of("tvqa/video_fps3_hq_segment"),
                    List.of(PICTURES)),
            new Task("counterfactual_inference", "clevrer/video_validation"));

    @Override
    public String name() {
        return "mvbench";
    }

    @Override
    public String title() {
        return "MVBench";
    }

    @Override
    public Set<Scoring> scored() {
        return Set.of(Scoring.CHOICES);
    }

    @Override
    public String source() {
        return "the Hugging Face dataset OpenGVLab/MVBench, its zip files unpacked in video";
    }

    @Override
    public Reading read(Path folder) {
        DatasetFolder dataset = DatasetFolder.of(folder, source());
        ReadingBuilder reading = new ReadingBuilder();
        for (Task task : TASKS) {
            TaskFilms films = new TaskFilms(
                    dataset.films(folders(task.whole())),
                    dataset.films(folders(task.cut())),
                    dataset.films(folders(task.pictures())),
                    dataset.films(Stream.of(task.whole(), task.cut(), task.pictures())
                            .flatMap(List::stream)
                            .map(place -> "video/" + place)
                            .toArray(String[]::new)));
            JsonAnnotations.ofList(
                    dataset.file("json/" + task.name() + ".json"),
                    entry -> reading.add(entry, () -> question(task.name(), entry, films)));
        }
        return reading.build();
    }

    private static String[] folders(List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.of("video/" + name, "video/data0613/" + name, name))
                .toArray(String[]::new);
    }

    private static Item question(String task, Annotation entry, TaskFilms films) {
        Options options = Options.of(entry, "candidates");
        return new Item.Choice(
                task + "-" + entry.place().entry(),
                films.footage(entry),
                ItemGroups.of("task", task),
                entry.text("question"),
                options.texts(),
                options.equalTo("answer"));
    }

    /**
     * The films of a task.
     *
     * @param pictures those that are folders of pictures
     * @param all where a person would look, for errors
     */
    private record TaskFilms(Films whole, Films cut, Films pictures, Films all) {

        Footage footage(Annotation entry) {
            String name = entry.text("video");
            boolean part = entry.has("start") && entry.has("end");
            Optional<Path> split = part ? whole.look(entry, split(entry, name)) : Optional.empty();
            if (split.isPresent()) {
                return new Footage(split.get(), Optional.empty());
            }
            if (whole.look(entry, name).isPresent()) {
                return part ? whole.part(entry, stretch(entry), name) : whole.whole(entry, name);
            }
            Optional<Path> film = cut.look(entry, name);
            if (film.isPresent()) {
                return new Footage(film.get(), Optional.empty());
            }
            Optional<Span> stretch = part ? Optional.of(stretch(entry)) : Optional.empty();
            return pictures.lookForFolder(entry, name)
                    .map(folder -> Footage.ofPictures(folder, PICTURES_A_SECOND, stretch))
                    .orElseGet(() -> all.whole(entry, name));
        }

        private static Span stretch(Annotation entry) {
            return entry.span("end", entry.number("start"), entry.number("end"));
        }

        /** @return how the part is called that is cut out of a film */
        private static String split(Annotation entry, String film) {
            int folder = film.lastIndexOf('/') + 1;
            return film.substring(0, folder)
                    + "split/"
                    + film.substring(folder).replaceFirst("\\.\\w{2,4}$", "")
                    + "_" + dashed(entry, "start")
                    + "_" + dashed(entry, "end");
        }

        private static String dashed(Annotation entry, String field) {
            return entry.seconds(field).orElse("").replace('.', '-');
        }
    }
}
