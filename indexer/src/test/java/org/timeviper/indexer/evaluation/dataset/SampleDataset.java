package org.timeviper.indexer.evaluation.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A faultless download of a benchmark, of a size that is wanted.
 *
 * @param annotations its files of annotations
 * @param films its films
 */
record SampleDataset(List<String> annotations, List<String> films) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MLVU =
            List.of("1_plotQA", "2_needle", "3_ego", "4_count", "5_order", "6_anomaly_reco", "7_topic_reasoning");
    private static final Map<String, String> MVBENCH = Map.ofEntries(
            Map.entry("action_sequence", "star/Charades_v1_480"),
            Map.entry("action_prediction", "star/Charades_v1_480"),
            Map.entry("action_antonym", "ssv2_video"),
            Map.entry("fine_grained_action", "Moments_in_Time_Raw/videos"),
            Map.entry("unexpected_action", "FunQA_test/test"),
            Map.entry("object_existence", "clevrer/video_validation"),
            Map.entry("object_interaction", "star/Charades_v1_480"),
            Map.entry("object_shuffle", "perception/videos"),
            Map.entry("moving_direction", "clevrer/video_validation"),
            Map.entry("action_localization", "sta/sta_video"),
            Map.entry("scene_transition", "scene_qa/video"),
            Map.entry("action_count", "perception/videos"),
            Map.entry("moving_count", "clevrer/video_validation"),
            Map.entry("moving_attribute", "clevrer/video_validation"),
            Map.entry("state_change", "perception/videos"),
            Map.entry("fine_grained_pose", "nturgbd"),
            Map.entry("character_order", "perception/videos"),
            Map.entry("egocentric_navigation", "vlnqa"),
            Map.entry("episodic_reasoning", "tvqa/video_fps3_hq_segment"),
            Map.entry("counterfactual_inference", "clevrer/video_validation"));

    /** @param size how many annotations each of its files has, at least 1 */
    static SampleDataset write(DatasetFiles files, String benchmark, int size) {
        Writer writer = new Writer(files, size, new ArrayList<>(), new ArrayList<>());
        switch (benchmark) {
            case "videomme" -> writer.videoMme();
            case "lvbench" -> writer.lvBench();
            case "longvideobench" -> writer.longVideoBench();
            case "mlvu" -> MLVU.forEach(task -> writer.candidates("json/" + task + ".json", "video/" + task));
            case "mvbench" ->
                MVBENCH.forEach((task, folder) -> writer.candidates("json/" + task + ".json", "video/" + folder));
            case "charades-sta" -> writer.charadesSta();
            case "vdc" -> writer.vdc();
            case "activitynet" -> writer.activityNet();
            case "activitynet-captions" -> writer.activityNetCaptions();
            case "tvgbench" -> writer.tvgBench();
            case "egoschema", "egoschema-full" -> writer.egoSchema(benchmark.equals("egoschema"));
            case "tempcompass" -> writer.tempCompass();
            case "cgbench" -> writer.cgBench("cgbench.json");
            case "cgbench-mini" -> writer.cgBench("cgbench_mini.json");
            case "youcook2" -> writer.youCook2();
            case "clipshots" -> writer.clipShots();
            case "rendered-film" -> writer.renderedFilm();
            default -> throw new AssertionError("a sample of " + benchmark + " is wanted here");
        }
        return new SampleDataset(List.copyOf(writer.annotations), List.copyOf(writer.films));
    }

    private record Writer(DatasetFiles files, int size, List<String> annotations, List<String> films) {

        void videoMme() {
            List<Map<String, Object>> rows = IntStream.range(0, size)
                    .mapToObj(i -> object(
                            "duration",
                            List.of("short", "medium", "long").get(i % 3),
                            "domain",
                            "d",
                            "sub_category",
                            "s",
                            "videoID",
                            film("data", i),
                            "question_id",
                            "q" + i,
                            "task_type",
                            "t",
                            "question",
                            "What is " + i + "?",
                            "options",
                            List.of("A. one", "B. two"),
                            "answer",
                            "B"))
                    .toList();
            files.parquet(annotation("videomme/test-00000-of-00001.parquet"), rows);
        }

        void lvBench() {
            lines(
                    "video_info.meta.jsonl",
                    i -> object(
                            "key",
                            film("all_videos", i),
                            "type",
                            "tv",
                            "qa",
                            List.of(object(
                                    "uid",
                                    "" + i,
                                    "question",
                                    "Who?\n(A) a\n(B) b",
                                    "answer",
                                    "A",
                                    "question_type",
                                    List.of("reasoning")))));
        }

        void longVideoBench() {
            list(
                    "lvb_val.json",
                    i -> object(
                            "id",
                            "v_" + i,
                            "video_path",
                            film("videos", i) + ".mp4",
                            "question",
                            "q",
                            "candidates",
                            List.of("a", "b", "c"),
                            "correct_choice",
                            i % 3,
                            "duration_group",
                            15,
                            "topic_category",
                            "t",
                            "question_category",
                            "c",
                            "level",
                            "l"));
        }

        void candidates(String file, String folder) {
            list(
                    file,
                    i -> object(
                            "video",
                            film(folder, i) + ".mp4",
                            "question",
                            "q",
                            "candidates",
                            List.of("a", "b"),
                            "answer",
                            "b",
                            "start",
                            1.5,
                            "end",
                            2));
        }

        void charadesSta() {
            text("charades_sta_test.txt", i -> film("videos", i) + " " + i + " " + (i + 1.5) + "##it moves");
        }

        void vdc() {
            lines(
                    "VDC_1k.jsonl",
                    i -> object(
                            "video_id", "id" + i,
                            "video_name", film("videos", i) + ".mp4",
                            "short_caption", "s",
                            "background_caption", "b",
                            "main_object_caption", "m",
                            "camera_caption", "c",
                            "detailed_caption", "d"));
            for (String facet : Vdc.FACETS) {
                lines(
                        "VDCScore_qa/" + facet + ".jsonl",
                        i -> object("id" + i, List.of(object("question", "q", "answer", "a"))));
            }
        }

        void activityNet() {
            map("val_2.json", "videos", this::events);
        }

        void activityNetCaptions() {
            map("val_1.json", "videos", this::events);
            map("val_2.json", "videos", this::events);
        }

        private Map<String, Object> events(int i) {
            return object(
                    "duration", 60,
                    "timestamps", List.of(List.of(0, 1.5), List.of(1, 2)),
                    "sentences", List.of("It " + i + ".", "Then."));
        }

        void tvgBench() {
            list(
                    "tvgbench.json",
                    i -> object(
                            "path",
                            "./x/" + film("tvgbench_data", i) + ".mp4",
                            "question",
                            "q",
                            "answer",
                            "1.5-2",
                            "start",
                            i % 2 == 0 ? null : 3,
                            "end",
                            i % 2 == 0 ? null : 9,
                            "bins",
                            object("dataset", "anet"),
                            "qsemtype",
                            "t"));
        }

        void egoSchema(boolean answers) {
            list(
                    "questions.json",
                    i -> object(
                            "q_uid", film("videos", i),
                            "question", "q",
                            "option 0", "a",
                            "option 1", "b",
                            "option 2", "c",
                            "option 3", "d",
                            "option 4", "e"));
            if (answers) {
                map("subset_answers.json", "videos", i -> i % 5);
            }
        }

        void tempCompass() {
            map("questions/multi-choice.json", "videos", i -> object("speed", asked("Q?\nA. a\nB. b", "B. b")));
            map("questions/yes_no.json", "videos", i -> object("speed", asked("Q?", "yes")));
            map(
                    "questions/caption_matching.json",
                    "videos",
                    i -> object("speed", asked("Q?\nOption 1: a\nOption 2: b", "Option 2: b")));
            map("questions/captioning.json", "videos", i -> object("speed", asked("Q.", "B. b")));
        }

        private static List<Map<String, Object>> asked(String question, String answer) {
            Map<String, Object> asked = object("question", question, "answer", answer);
            return List.of(asked, asked);
        }

        void cgBench(String file) {
            list(
                    file,
                    i -> object(
                            "qid",
                            i,
                            "video_uid",
                            film("cg_videos_720p", i),
                            "question",
                            "q",
                            "choices",
                            List.of("a", "b"),
                            "right_answer",
                            "A",
                            "clue_intervals",
                            List.of(List.of(8, 11)),
                            "domain",
                            "d",
                            "sub_category",
                            "s"));
        }

        void youCook2() {
            Map<String, Object> films = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                films.put(
                        film("videos", i),
                        object(
                                "subset", "validation",
                                "recipe_type", "113",
                                "annotations", List.of(object("segment", List.of(1, 2), "id", 0, "sentence", "cut"))));
            }
            files.text(annotation("annotations/youcookii_annotations_trainval.json"), json(object("database", films)));
        }

        void clipShots() {
            map("annotations/test.json", "videos/test", i -> object("transitions", List.of(List.of(i, i + 3))));
        }

        void renderedFilm() {
            map("videos.json", "videos", i -> object("duration", 20 * i + 0.5));
            text("grounding.txt", i -> film("videos", i) + (i % 2 == 0 ? " -1 -1" : " 1 2") + "##it moves");
            map("dense.json", "videos", this::events);
            list(
                    "choice.json",
                    i -> object(
                            "video",
                            film("videos", i),
                            "question",
                            "q",
                            "candidates",
                            List.of("a", "b"),
                            "answer",
                            "a",
                            "task_type",
                            "t",
                            "duration",
                            20));
            lines(
                    "open.jsonl",
                    i -> object(
                            "id",
                            "o" + i,
                            "video",
                            film("videos", i),
                            "question",
                            "q",
                            "answers",
                            i % 2 == 0 ? List.of() : List.of("red")));
            lines(
                    "captions.jsonl",
                    i -> object(
                            "id", "c" + i,
                            "video", film("videos", i),
                            "facet", Vdc.FACETS.get(i % 5),
                            "caption", "c",
                            "facts", List.of("a fact")));
            map("edits.json", "videos", i -> object("transitions", List.of(List.of(i, i + 3))));
        }

        /** @return its id */
        private String film(String folder, int i) {
            String id = "film-" + i;
            String path = folder + "/" + id + ".mp4";
            if (!films.contains(path)) {
                films.add(path);
                files.films(path);
            }
            return id;
        }

        private String annotation(String path) {
            annotations.add(path);
            return path;
        }

        private void list(String path, IntFunction<Object> entry) {
            files.text(
                    annotation(path),
                    json(IntStream.range(0, size).mapToObj(entry).toList()));
        }

        private void map(String path, String folder, IntFunction<Object> entry) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                map.put(film(folder, i), entry.apply(i));
            }
            files.text(annotation(path), json(map));
        }

        private void lines(String path, IntFunction<Object> entry) {
            text(path, i -> json(entry.apply(i)));
        }

        private void text(String path, IntFunction<String> line) {
            files.text(annotation(path), IntStream.range(0, size).mapToObj(line).toArray(String[]::new));
        }
    }

    private static Map<String, Object> object(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            object.put((String) members[i], members[i + 1]);
        }
        return object;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
