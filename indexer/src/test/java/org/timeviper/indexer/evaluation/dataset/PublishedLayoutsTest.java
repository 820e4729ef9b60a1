package org.timeviper.indexer.evaluation.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.indexer.evaluation.Transition;
import org.timeviper.indexer.evaluation.report.GroupTable;
import org.timeviper.indexer.evaluation.report.Reporting;
import org.timeviper.indexer.evaluation.report.Section;
import org.timeviper.indexer.evaluation.report.Submission;
import org.timeviper.indexer.evaluation.run.Answered;
import org.timeviper.indexer.evaluation.run.Outcome;
import org.timeviper.indexer.evaluation.run.RunDescription;
import org.timeviper.indexer.evaluation.run.Sampling;
import org.timeviper.model.task.Span;

/** What lies in the folders that people download becomes the items that are meant. */
class PublishedLayoutsTest {

    private static final List<String> MLVU_FILES =
            List.of("1_plotQA", "2_needle", "3_ego", "4_count", "5_order", "6_anomaly_reco", "7_topic_reasoning");

    @TempDir
    Path folder;

    private DatasetFiles files;

    @BeforeEach
    void open() {
        files = new DatasetFiles(folder.toAbsolutePath());
    }

    @Test
    void videoMmeComesAsATableWithLetteredOptions() {
        files.parquet(
                        "videomme/test-00000-of-00001.parquet",
                        List.of(
                                videoMme("001-1", "short", List.of("A. Red.", "B. Blue.", "C. Both.", "D. None."), "C"),
                                videoMme("001-2", "long", List.of("A. One", "B. Two", "C. Three", "D. Four"), "A")))
                .films("data/aBc-_1.mp4");
        Reading reading = files.read("videomme").complete();
        assertEquals(
                List.of(
                        new Item.Choice(
                                "001-1",
                                whole("data/aBc-_1.mp4"),
                                videoMmeGroups("short"),
                                "What colour is it?",
                                List.of("Red.", "Blue.", "Both.", "None."),
                                2),
                        new Item.Choice(
                                "001-2",
                                whole("data/aBc-_1.mp4"),
                                videoMmeGroups("long"),
                                "What colour is it?",
                                List.of("One", "Two", "Three", "Four"),
                                0)),
                reading.items());
    }

    private static Map<String, Object> videoMme(String id, String duration, List<String> options, String answer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("video_id", "001");
        row.put("duration", duration);
        row.put("domain", "Knowledge");
        row.put("sub_category", "Law");
        row.put("url", "https://example.org/");
        row.put("videoID", "aBc-_1");
        row.put("question_id", id);
        row.put("task_type", "Attribute Perception");
        row.put("question", "What colour is it?");
        row.put("options", options);
        row.put("answer", answer);
        return row;
    }

    private static ItemGroups videoMmeGroups(String duration) {
        return ItemGroups.of(
                "duration", duration, "task", "Attribute Perception", "domain", "Knowledge", "sub_category", "Law");
    }

    @Test
    void aTableMayComeInSeveralFiles() {
        files.parquet(
                        "videomme/test-00001-of-00002.parquet",
                        List.of(videoMme("2", "short", List.of("A. a", "B. b"), "B")))
                .parquet(
                        "videomme/test-00000-of-00002.parquet",
                        List.of(videoMme("1", "short", List.of("A. a", "B. b"), "A")))
                .films("video/aBc-_1.mkv");
        assertEquals(
                List.of("1", "2"),
                files.read("videomme").complete().items().stream().map(Item::id).toList());
    }

    @Test
    void lvBenchHasTheOptionsBelowTheQuestion() {
        files.text("video_info.meta.jsonl", """
                        {"key": "k_1", "type": "sport", "video_info": {"duration_minutes": 40}, "qa": [\
                        {"uid": "7", "question": "Who wins?\\n(A) Ann\\n(B) Bob\\n(C) Cy\\n(D) Dee", "answer": "D", \
                        "question_type": ["reasoning", "event understanding"], "time_reference": "00:15-00:19"}, \
                        {"uid": 8, "question": "Who?\\n(A) x\\n(B) y", "answer": "A", "question_type": ["reasoning"]}]}""").films("all_videos/k_1.webm");
        assertEquals(
                List.of(
                        new Item.Choice(
                                "7",
                                whole("all_videos/k_1.webm"),
                                ItemGroups.of("type", "sport", "task", "reasoning", "task", "event understanding"),
                                "Who wins?",
                                List.of("(A) Ann", "(B) Bob", "(C) Cy", "(D) Dee"),
                                3),
                        new Item.Choice(
                                "8",
                                whole("all_videos/k_1.webm"),
                                ItemGroups.of("type", "sport", "task", "reasoning"),
                                "Who?",
                                List.of("(A) x", "(B) y"),
                                0)),
                files.read("lvbench").complete().items());
    }

    /** Both questions ask for reasoning, the first for understanding of events too; the first is answered rightly. */
    @Test
    void lvBenchIsReportedByEachOfItsTasks() {
        files.text("video_info.meta.jsonl", """
                        {"key": "k", "type": "sport", "qa": [\
                        {"uid": "7", "question": "Who wins?\\n(A) Ann\\n(B) Bob", "answer": "B", "question_type": ["reasoning", "event understanding"]}, \
                        {"uid": "8", "question": "Who?\\n(A) x\\n(B) y", "answer": "A", "question_type": ["reasoning"]}]}""").films("all_videos/k.mp4");
        List<Item> items = files.read("lvbench").complete().items();
        Map<String, Answered> answers = new LinkedHashMap<>();
        items.forEach(item ->
                answers.put(item.id(), new Answered(item.id(), "", new Outcome.Chosen(1, "B", 0.5), 1800, 64, 1)));
        Section section = Reporting.of(
                        Benchmarks.named("lvbench"),
                        new RunDescription("lvbench", "a model", "0", new Sampling(1, 1, 64), "0", 1),
                        items,
                        answers,
                        Map.of(),
                        Set.of(),
                        List.of())
                .sections()
                .getFirst();
        assertEquals(
                List.of(new GroupTable.Row("event understanding", 1.0, 1), new GroupTable.Row("reasoning", 0.5, 2)),
                section.tables().stream()
                        .filter(table -> table.key().equals("task"))
                        .findFirst()
                        .orElseThrow()
                        .rows());
        assertEquals(
                2 / 3.0,
                section.measures().stream()
                        .filter(measure -> measure.name().equals("accuracy, counted in each task of a question"))
                        .findFirst()
                        .orElseThrow()
                        .value(),
                1e-12);
    }

    @Test
    void longVideoBenchCountsItsOptionsFromZero() {
        files.text("lvb_val.json", """
                        [{"video_id": "v", "question": "What next?", "candidates": ["a", "b", "c", "d", "e"], "correct_choice": 4,
                          "topic_category": "NP-News-Programs", "question_category": "T3E", "level": "L2-Relation", "id": "v_0",
                          "video_path": "v.mp4", "duration_group": 600, "duration": 190.16}]""").films("videos/v.mp4");
        assertEquals(
                List.of(new Item.Choice(
                        "v_0",
                        whole("videos/v.mp4"),
                        ItemGroups.of(
                                "duration",
                                "180-600 s",
                                "task",
                                "T3E",
                                "level",
                                "L2-Relation",
                                "topic",
                                "NP-News-Programs"),
                        "What next?",
                        List.of("a", "b", "c", "d", "e"),
                        4)),
                files.read("longvideobench").complete().items());
    }

    @Test
    void mlvuHasAFileAndAFolderOfFilmsATask() {
        for (String task : MLVU_FILES) {
            files.text("MLVU/json/" + task + ".json", """
                            [{"video": "%s.mp4", "duration": 246, "question": "Which?", "candidates": ["x", "y"], "answer": "y",
                              "question_type": "t"}]""".formatted(task))
                    .films("MLVU/video/" + task + "/" + task + ".mp4");
        }
        List<Item> items = files.read("mlvu").complete().items();
        assertEquals(7, items.size());
        assertEquals(
                new Item.Choice(
                        "needle-1",
                        whole("MLVU/video/2_needle/2_needle.mp4"),
                        ItemGroups.of("task", "needle"),
                        "Which?",
                        List.of("x", "y"),
                        1),
                items.get(1));
        assertEquals(
                items.stream().map(Item::id).toList(),
                new DatasetFiles(files.path("MLVU"))
                        .read("mlvu").complete().items().stream().map(Item::id).toList(),
                "the folder within reads alike");
    }

    @Test
    void mlvuHasOptionsThatAreBlank() {
        MLVU_FILES.forEach(task -> files.text("json/" + task + ".json", "[]"));
        files.text("json/3_ego.json", """
                        [{"video": "a.mp4", "question": "Where?", "candidates": ["here", "", "there"], "answer": ""}]""").films("video/3_ego/a.mp4");
        assertEquals(
                List.of(new Item.Choice(
                        "ego-1",
                        whole("video/3_ego/a.mp4"),
                        ItemGroups.of("task", "ego"),
                        "Where?",
                        List.of("here", "", "there"),
                        1)),
                files.read("mlvu").complete().items());
    }

    @Test
    void mvBenchAsksAboutPartsOfFilms() {
        mvBenchTasks();
        files.text("json/action_sequence.json", """
                        [{"video": "ZS9XR.mp4", "question": "What then?", "candidates": ["sat", "ran"], "answer": "ran", "start": 11.1, "end": 19.6}]""")
                .text("json/action_antonym.json", """
                        [{"video": "166583.webm", "question": "What?", "candidates": ["up", "down"], "answer": "up"}]""")
                .films("video/star/Charades_v1_480/ZS9XR.mp4", "video/ssv2_video/166583.webm");
        assertEquals(
                List.of(
                        new Item.Choice(
                                "action_sequence-1",
                                new Footage(
                                        files.path("video/star/Charades_v1_480/ZS9XR.mp4"),
                                        Optional.of(new Span(11.1, 19.6))),
                                ItemGroups.of("task", "action_sequence"),
                                "What then?",
                                List.of("sat", "ran"),
                                1),
                        new Item.Choice(
                                "action_antonym-1",
                                whole("video/ssv2_video/166583.webm"),
                                ItemGroups.of("task", "action_antonym"),
                                "What?",
                                List.of("up", "down"),
                                0)),
                files.read("mvbench").complete().items());
    }

    @Test
    void mvBenchFilmsThatWereAddedLaterAreFound() {
        mvBenchTasks();
        files.text("json/moving_count.json", """
                        [{"video": "video_10009.mp4", "question": "q", "candidates": ["1", "2"], "answer": "2"}]""").films("video/data0613/clevrer/video_validation/video_10009.mp4");
        assertEquals(
                whole("video/data0613/clevrer/video_validation/video_10009.mp4"),
                files.read("mvbench").complete().items().getFirst().footage());
    }

    @Test
    void mvBenchFilmsThatAreCutAlreadyAreTakenWhole() {
        mvBenchTasks();
        files.text("json/action_sequence.json", """
                        [{"video": "ZS9XR_11.1_19.6.mp4", "question": "q", "candidates": ["a", "b"], "answer": "a", "start": 11.1, "end": 19.6}]""")
                .text("json/episodic_reasoning.json", """
                        [{"video": "s01_clip_06.mp4", "question": "q", "candidates": ["a", "b"], "answer": "b", "start": 1, "end": 2}]""")
                .films("star/Charades_segment/ZS9XR_11.1_19.6.mp4", "tvqa/video_fps3_hq_segment/s01_clip_06.mp4");
        assertEquals(
                List.of(
                        whole("star/Charades_segment/ZS9XR_11.1_19.6.mp4"),
                        whole("tvqa/video_fps3_hq_segment/s01_clip_06.mp4")),
                files.read("mvbench").complete().items().stream()
                        .map(Item::footage)
                        .toList());
    }

    @Test
    void mvBenchFilmsThatTheAuthorsHaveCutAreTakenWhole() {
        mvBenchTasks();
        files.text("json/action_sequence.json", """
                        [{"video": "ZS9XR.mp4", "question": "q", "candidates": ["a", "b"], "answer": "a", "start": 11.1, "end": 19.6}]""")
                .text("json/episodic_reasoning.json", """
                        [{"video": "s01_clip_06", "question": "q", "candidates": ["a", "b"], "answer": "b", "start": 1.0, "end": 2.5},
                         {"video": "s01_clip_07", "question": "q", "candidates": ["a", "b"], "answer": "b", "start": 1.0, "end": 2.5}]""")
                .films(
                        "video/star/Charades_v1_480/ZS9XR.mp4",
                        "video/star/Charades_v1_480/split/ZS9XR_11-1_19-6.mp4",
                        "video/tvqa/output_videos/split/s01_clip_06_1-0_2-5.mp4",
                        "video/tvqa/output_videos/s01_clip_07.mp4");
        assertEquals(
                List.of(
                        whole("video/star/Charades_v1_480/split/ZS9XR_11-1_19-6.mp4"),
                        whole("video/tvqa/output_videos/split/s01_clip_06_1-0_2-5.mp4"),
                        new Footage(
                                files.path("video/tvqa/output_videos/s01_clip_07.mp4"), Optional.of(new Span(1, 2.5)))),
                files.read("mvbench").complete().items().stream()
                        .map(Item::footage)
                        .toList());
    }

    @Test
    void mvBenchFilmsThatComeAsPicturesAreReadThreeASecond() {
        mvBenchTasks();
        files.text("json/episodic_reasoning.json", """
                        [{"video": "s01_clip_06", "question": "q", "candidates": ["a", "b"], "answer": "b", "start": 1, "end": 2.5},
                         {"video": "s01_clip_07", "question": "q", "candidates": ["a", "b"], "answer": "b", "start": 1, "end": 2}]""")
                .bytes("video/tvqa/frames_fps3_hq/s01_clip_06/00001.jpg", new byte[] {0});
        Reading reading = files.read("mvbench");
        assertEquals(
                List.of(Footage.ofPictures(
                        files.path("video/tvqa/frames_fps3_hq/s01_clip_06"), 3, Optional.of(new Span(1, 2.5)))),
                reading.items().stream().map(Item::footage).toList());
        assertTrue(
                reading.missing().getFirst().folders().contains(files.path("video/tvqa/frames_fps3_hq")),
                reading::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "fine_grained_pose, S001C001P001R001A001_rgb.avi, video/nturgbd",
        "moving_count, video_10009.mp4, video/clevrer/video_validation",
        "action_antonym, 166583.webm, video/ssv2_video",
        "object_shuffle, video_7.mp4, video/perception/videos",
        "egocentric_navigation, 1.mp4, video/vlnqa",
        "scene_transition, Top001_04.mp4, video/scene_qa/video"
    })
    void mvBenchFilmsOfEveryKindAreFound(String task, String film, String place) {
        mvBenchTasks();
        files.text("json/" + task + ".json", """
                        [{"video": "%s", "question": "q", "candidates": ["a", "b"], "answer": "b"}]""".formatted(film)).films(place + "/" + film);
        assertEquals(
                whole(place + "/" + film),
                files.read("mvbench").complete().items().getFirst().footage());
    }

    private void mvBenchTasks() {
        for (String task : List.of(
                "action_sequence",
                "action_prediction",
                "action_antonym",
                "fine_grained_action",
                "unexpected_action",
                "object_existence",
                "object_interaction",
                "object_shuffle",
                "moving_direction",
                "action_localization",
                "scene_transition",
                "action_count",
                "moving_count",
                "moving_attribute",
                "state_change",
                "fine_grained_pose",
                "character_order",
                "egocentric_navigation",
                "episodic_reasoning",
                "counterfactual_inference")) {
            files.text("json/" + task + ".json", "[]");
        }
    }

    @Test
    void charadesStaHasALineASentence() {
        files.text(
                        "charades_sta_test.txt",
                        "3MSZA 24.3 30.4##person turn a light on.",
                        "",
                        "3MSZA 0 7##a person ## waits. ")
                .text(
                        "Charades_anno/Charades_v1_test.csv",
                        "id,subject,scene,quality,relevance,verified,script,objects,descriptions,actions,length",
                        "3MSZA,KR0H,Bedroom,6,7,Yes,\"A person, who waits.\",lamp,\"A lamp, 9.5\",c1 0.0 9.0,30.960")
                .films("Charades_v1_480/3MSZA.mp4");
        assertEquals(
                List.of(
                        new Item.Grounding(
                                "3MSZA-1",
                                whole("Charades_v1_480/3MSZA.mp4").lasting(Optional.of("30.96")),
                                ItemGroups.NONE,
                                "person turn a light on.",
                                List.of(new Span(24.3, 30.4))),
                        new Item.Grounding(
                                "3MSZA-3",
                                whole("Charades_v1_480/3MSZA.mp4").lasting(Optional.of("30.96")),
                                ItemGroups.NONE,
                                "a person ## waits.",
                                List.of(new Span(0, 7)))),
                files.read("charades-sta").complete().items());
    }

    @Test
    void vdcDescribesAFilmInFiveFacetsAndAsksAboutEach() {
        files.text("VDC_1k.jsonl", """
                        {"video_id": "v1", "video_name": "n1.mp4", "short_caption": "S", "background_caption": "B", \
                        "main_object_caption": "M", "camera_caption": "C", "detailed_caption": "D"}""").films("videos/videos/n1.mp4");
        for (String facet : Vdc.FACETS) {
            files.text("VDCScore_qa/" + facet + ".jsonl", """
                    {"v1": [{"question": "What of %s?", "answer": "this", "category": ""}, {"question": "q", "answer": "a"}]}""".formatted(facet));
        }
        List<Item> items = files.read("vdc").complete().items();
        assertEquals(
                List.of("v1/detailed", "v1/background", "v1/short", "v1/main_object", "v1/camera"),
                items.stream().map(Item::id).toList());
        assertEquals(
                new Item.Caption(
                        "v1/main_object",
                        whole("videos/videos/n1.mp4"),
                        ItemGroups.of("facet", "main_object"),
                        "main_object",
                        List.of("M"),
                        List.of(new Item.Probe("What of main_object?", "this"), new Item.Probe("q", "a")),
                        List.of()),
                items.get(3));
    }

    @Test
    void activityNetLooksForEachSentenceByItself() {
        String other = "{\"v_a\": {\"duration\": 55.1, \"timestamps\": [[0, 55]], \"sentences\": [\"All.\"]}}";
        files.text("captions/val_2.json", other).films("videos/v_a.mp4", "videos/b.mkv");
        assertEquals(
                List.of(new Item.Grounding(
                        "v_a-1",
                        whole("videos/v_a.mp4").lasting(Optional.of("55.1")),
                        ItemGroups.NONE,
                        "All.",
                        List.of(new Span(0, 55)))),
                files.read("activitynet").complete().items(),
                "the second annotator's");
        files.text("annotations/sentence_temporal_grounding/val.json", """
                        {"v_a": {"duration": 55.1, "timestamps": [[0.2, 30], [30, 55.1]], "sentences": ["One.", " Two."]},
                         "v_b": {"duration": 9, "timestamps": [[0, 9]], "sentences": ["One."]}}""");
        assertEquals(
                List.of(
                        new Item.Grounding(
                                "v_a-1",
                                whole("videos/v_a.mp4").lasting(Optional.of("55.1")),
                                ItemGroups.NONE,
                                "One.",
                                List.of(new Span(0.2, 30))),
                        new Item.Grounding(
                                "v_a-2",
                                whole("videos/v_a.mp4").lasting(Optional.of("55.1")),
                                ItemGroups.NONE,
                                "Two.",
                                List.of(new Span(30, 55.1))),
                        new Item.Grounding(
                                "v_b-1",
                                whole("videos/b.mkv").lasting(Optional.of("9")),
                                ItemGroups.NONE,
                                "One.",
                                List.of(new Span(0, 9)))),
                files.read("activitynet").complete().items());
    }

    @Test
    void activityNetFilmsHaveOneOrTwoAnnotators() {
        files.text("val_1.json", """
                        {"v_a": {"duration": 55.1, "timestamps": [[0.2, 30], [30, 55.1]], "sentences": ["One.", " Two."]},
                         "v_b": {"duration": 9, "timestamps": [[0, 9]], "sentences": ["Alone."]}}""").text("val_2.json", """
                        {"v_a": {"duration": 55.1, "timestamps": [[0, 55]], "sentences": ["All."]}}""").films("videos/v_a.mp4", "videos/b.mkv");
        assertEquals(
                List.of(
                        new Item.Events(
                                "v_a",
                                whole("videos/v_a.mp4").lasting(Optional.of("55.1")),
                                ItemGroups.NONE,
                                List.of(
                                        List.of(
                                                new TimedText(new Span(0.2, 30), "One."),
                                                new TimedText(new Span(30, 55.1), "Two.")),
                                        List.of(new TimedText(new Span(0, 55), "All.")))),
                        new Item.Events(
                                "v_b",
                                whole("videos/b.mkv").lasting(Optional.of("9")),
                                ItemGroups.NONE,
                                List.of(List.of(new TimedText(new Span(0, 9), "Alone."))))),
                files.read("activitynet-captions").complete().items());
    }

    @Test
    void tvgBenchCountsFromWhereThePartOfTheFilmBegins() {
        files.text("annotations/tvgbench.json", """
                        [{"path": "./dataset/timer1/videos/tvgbench_data/KWZSA.mp4", "question": "a person sits.", "answer": "13.4-28.1",
                          "start": null, "end": null, "duration": 30.12, "qsemtype": "Human Pose", "bins": {"dataset": "charades"}},
                         {"path": "x/v_1.mp4", "question": "a cut.", "answer": "9.944375536211354-45", "start": 53.5, "end": 152.25,
                          "duration": 98.75, "qsemtype": "Other", "bins": {"dataset": "hirest"}}]""")
                .films("videos/tvgbench_data/KWZSA.mp4", "videos/tvgbench_data/v_1.mp4");
        assertEquals(
                List.of(
                        new Item.Grounding(
                                "tvgbench-1",
                                whole("videos/tvgbench_data/KWZSA.mp4").lasting(Optional.of("30.12")),
                                ItemGroups.of("dataset", "charades", "task", "Human Pose"),
                                "a person sits.",
                                List.of(new Span(13.4, 28.1))),
                        new Item.Grounding(
                                "tvgbench-2",
                                new Footage(
                                                files.path("videos/tvgbench_data/v_1.mp4"),
                                                Optional.of(new Span(53.5, 152.25)))
                                        .lasting(Optional.of("98.75")),
                                ItemGroups.of("dataset", "hirest", "task", "Other"),
                                "a cut.",
                                List.of(new Span(9.944375536211354, 45)))),
                files.read("tvgbench").complete().items());
    }

    @Test
    void egoSchemaReadsTheSameFromEitherPublication() {
        files.text("questions.json", """
                        [{"q_uid": "u-1", "google_drive_id": "g", "question": "Why?", "option 0": "a", "option 1": "b", "option 2": "c",
                          "option 3": "d", "option 4": "e"},
                         {"q_uid": "u-2", "question": "Not public.", "option 0": "a", "option 1": "b", "option 2": "c", "option 3": "d",
                          "option 4": "e"}]""")
                .text("subset_answers.json", "{\"u-1\": 3}")
                .films("videos/u-1.mp4");
        List<Item> expected = List.of(new Item.Choice(
                "u-1", whole("videos/u-1.mp4"), ItemGroups.NONE, "Why?", List.of("a", "b", "c", "d", "e"), 3));
        assertEquals(expected, files.read("egoschema").complete().items());

        Map<String, Object> row = new LinkedHashMap<>();
        row.put("question_idx", "u-1");
        row.put("question", "Why?");
        row.put("video_idx", "u-1");
        row.put("option", List.of("A. a", "B. b", "C. c", "D. d", "E. e"));
        row.put("answer", "3");
        files.parquet("Subset/test-00000-of-00001.parquet", List.of(row));
        assertEquals(expected, files.read("egoschema").complete().items());
    }

    @Test
    void egoSchemaInFullIsAnsweredForItsServer() {
        String entry =
                "{\"q_uid\": \"%s\", \"question\": \"Why?\", \"option 0\": \"a\", \"option 1\": \"b\", \"option 2\": \"c\","
                        + " \"option 3\": \"d\", \"option 4\": \"e\"}";
        files.text(
                        "questions.json",
                        "[" + entry.formatted("u-1") + ",",
                        entry.formatted("u-2") + "," + entry.formatted("u-3") + "]")
                .films("videos/u-1.mp4", "videos/u-2.mp4", "videos/u-3.mp4");
        List<Item> items = files.read("egoschema-full").complete().items();
        assertEquals(
                new Item.Choice(
                        "u-1",
                        whole("videos/u-1.mp4"),
                        ItemGroups.NONE,
                        "Why?",
                        List.of("a", "b", "c", "d", "e"),
                        Item.Choice.UNPUBLISHED),
                items.getFirst());
        Map<String, Answered> answers = Map.of(
                "u-1", new Answered("u-1", "", new Outcome.Chosen(3, "D", 0.5), 180, 64, 1),
                "u-2", new Answered("u-2", "", new Outcome.Failed("no film"), 0, 0, 0));
        Submission submission = Submission.of(items, answers);
        assertEquals("{\"u-1\":3,\"u-2\":0,\"u-3\":0}", submission.text().replaceAll("\\s", ""));
        assertEquals(2, submission.guessed());
        RunDescription run = new RunDescription("egoschema-full", "a model", "0", new Sampling(1, 1, 64), "0", 1);
        assertEquals(
                List.of(),
                Reporting.of(Benchmarks.named("egoschema-full"), run, items, answers, Map.of(), Set.of(), List.of())
                        .sections(),
                "nobody here knows what is right");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("question_idx", "u-1");
        row.put("question", "Why?");
        row.put("video_idx", "u-1");
        row.put("option", List.of("A. a", "B. b", "C. c", "D. d", "E. e"));
        row.put("answer", null);
        files.parquet("MC/test-00000-of-00001.parquet", List.of(row));
        assertEquals(
                items.subList(0, 1), files.read("egoschema-full").complete().items());
    }

    @Test
    void tempCompassReadsTheSameFromEitherPublication() {
        String choice = "What moves?\nA. a car\nB. a bus";
        String caption = "Which fits?\nCaption A: It goes.\nCaption B: It: stands.";
        files.text("questions/multi-choice.json", tempCompass(choice, "B. a bus"))
                .text("questions/yes_no.json", tempCompass("Does it move?", "no"))
                .text("questions/caption_matching.json", tempCompass(caption, "Caption B: It: stands."))
                .text("questions/captioning.json", tempCompass("Generate a caption.", "B. a bus"))
                .films("videos/10_reverse.mp4");
        Footage film = whole("videos/10_reverse.mp4");
        List<Item> expected = List.of(
                new Item.Choice(
                        "multi-choice/10_reverse/speed/1",
                        film,
                        ItemGroups.of("task", "multi-choice", "dim", "speed"),
                        "What moves?",
                        List.of("a car", "a bus"),
                        1),
                new Item.Choice(
                        "yes_no/10_reverse/speed/1",
                        film,
                        ItemGroups.of("task", "yes_no", "dim", "speed"),
                        "Does it move?",
                        List.of("yes", "no"),
                        1),
                new Item.Choice(
                        "caption_matching/10_reverse/speed/1",
                        film,
                        ItemGroups.of("task", "caption_matching", "dim", "speed"),
                        "Which fits?",
                        List.of("It goes.", "It: stands."),
                        1),
                new Item.Instructed(
                        "captioning/10_reverse/speed/1",
                        film,
                        ItemGroups.of("task", "captioning", "dim", "speed"),
                        "Generate a caption.",
                        new Item.Probe(choice, "B. a bus")));
        assertEquals(expected, files.read("tempcompass").complete().items());

        Map<String, Object> captioning =
                tempCompassRow("Generate a caption.", "B. a bus").getFirst();
        captioning.put("mc_question", choice);
        captioning.put("mc_answer", "B. a bus");
        files.parquet("captioning/test-00000-of-00001.parquet", List.of(captioning))
                .parquet("multi-choice/test-00000-of-00001.parquet", tempCompassRow(choice, "B. a bus"))
                .parquet("yes_no/test-00000-of-00001.parquet", tempCompassRow("Does it move?", "no"))
                .parquet(
                        "caption_matching/test-00000-of-00001.parquet",
                        tempCompassRow(caption, "Caption B: It: stands."));
        assertEquals(expected, files.read("tempcompass").complete().items());
    }

    @Test
    void aCaptionOfWhichTempCompassAsksNothingIsRejected() {
        files.text("questions/multi-choice.json", "{}")
                .text("questions/yes_no.json", "{}")
                .text("questions/caption_matching.json", "{}")
                .text("questions/captioning.json", tempCompass("Generate a caption.", "B. a bus"))
                .films("videos/10_reverse.mp4");
        Reading reading = files.read("tempcompass");
        assertEquals(List.of(), reading.items());
        assertTrue(reading.unusable().getFirst().toString().contains("multi-choice asks nothing"), reading::toString);
    }

    private static String tempCompass(String question, String answer) {
        return "{\"10_reverse\": {\"speed\": [{\"question\": \"%s\", \"answer\": \"%s\"}]}}"
                .formatted(question.replace("\n", "\\n"), answer);
    }

    private static List<Map<String, Object>> tempCompassRow(String question, String answer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("video_id", "10_reverse");
        row.put("question", question);
        row.put("answer", answer);
        row.put("dim", "speed");
        return List.of(row);
    }

    @Test
    void cgBenchHasAFullAndASmallSet() {
        String entry = """
                [{"qid": %d, "video_uid": "u", "question": "What colour?", "answer": "White", "choices": ["Grey", "Red", "White"],
                  "right_answer": "C", "clue_intervals": [[8, 11], [40, 42.5]], "domain": "Art & Culture", "sub_category": "Entity Perception",
                  "duration": 2741}]""";
        files.text("cgbench.json", entry.formatted(14))
                .text("cgbench_mini.json", entry.formatted(15))
                .films("cg_videos_720p/u.mp4");
        assertEquals(
                List.of(
                        new Item.Choice(
                                "14",
                                whole("cg_videos_720p/u.mp4"),
                                ItemGroups.of("task", "Entity Perception", "domain", "Art & Culture"),
                                "What colour?",
                                List.of("Grey", "Red", "White"),
                                2),
                        new Item.Clues(
                                "14/clues",
                                whole("cg_videos_720p/u.mp4"),
                                ItemGroups.of("task", "Entity Perception", "domain", "Art & Culture"),
                                "14",
                                "What colour?",
                                List.of("Grey", "Red", "White"),
                                List.of(new Span(8, 11), new Span(40, 42.5)))),
                files.read("cgbench").complete().items());
        assertEquals(
                "15", files.read("cgbench-mini").complete().items().getFirst().id());
    }

    @Test
    void youCook2FilmsOfTheValidationSetLieInFoldersByRecipe() {
        files.text("annotations/youcookii_annotations_trainval.json", """
                        {"version": 1, "database": {
                          "vid-1": {"duration": 241.62, "subset": "validation", "recipe_type": "113", "video_url": "https://example.org/",
                                    "annotations": [{"segment": [90, 102], "id": 0, "sentence": "spread it"},
                                                    {"segment": [114, 127], "id": 1, "sentence": "cut it"}]},
                          "vid-2": {"duration": 9, "subset": "training", "recipe_type": "1", "annotations": []}}}""").films("raw_videos/validation/113/vid-1.mkv");
        assertEquals(
                List.of(new Item.Events(
                        "vid-1",
                        whole("raw_videos/validation/113/vid-1.mkv").lasting(Optional.of("241.62")),
                        ItemGroups.NONE,
                        List.of(List.of(
                                new TimedText(new Span(90, 102), "spread it"),
                                new TimedText(new Span(114, 127), "cut it"))))),
                files.read("youcook2").complete().items());
    }

    @Test
    void clipShotsTellsTheFramesThatShotsEndAndBeginWith() {
        files.text("annotations/test.json", """
                        {"1t9.mp4": {"transitions": [[311, 334], [502, 503]], "frame_num": 3561.0},
                         "5p1.mp4": {"transitions": [], "frame_num": 60.0}}""")
                .text("annotations/train.json", "{\"0.mp4\": {\"transitions\": [], \"frame_num\": 6.0}}")
                .films("videos/test/1t9.mp4", "videos/test/5p1.mp4");
        assertEquals(
                List.of(
                        new Item.Edits(
                                "1t9.mp4",
                                whole("videos/test/1t9.mp4"),
                                ItemGroups.NONE,
                                List.of(new Transition(311, 334), new Transition(502, 503))),
                        new Item.Edits("5p1.mp4", whole("videos/test/5p1.mp4"), ItemGroups.NONE, List.of())),
                files.read("clipshots").complete().items());
    }

    @Test
    void renderedFilmHasAllKindsOfQuestions() {
        files.text("videos.json", "{\"f1\": {\"duration\": 29.9}, \"f2\": {\"duration\": 600.0}}")
                .films("videos/f1.mp4", "videos/f2.mp4")
                .text(
                        "grounding.txt",
                        "f1 2 4##a red circle appears",
                        "f2 -1 -1##a blue square turns",
                        "f1 8.5 9##a red circle appears")
                .text(
                        "dense.json",
                        "{\"f2\": {\"duration\": 600, \"timestamps\": [[1, 2]], \"sentences\": [\"It fades.\"]}}")
                .text("choice.json", """
                        [{"video": "f1.mp4", "question": "Which way?", "candidates": ["left", "right"], "answer": "right", "task_type": "direction",
                          "duration": 29.9}]""")
                .text("open.jsonl", """
                        {"id": "o1", "video": "f1", "question": "What colour?", "answers": ["red", "crimson"]}
                        {"id": "o2", "video": "f1", "question": "What dog?", "answers": []}""")
                .text("captions.jsonl", """
                        {"id": "c1", "video": "f2", "facet": "short", "caption": "A square.", "facts": ["there is a square"]}""")
                .text("edits.json", "{\"f1.mp4\": {\"transitions\": [[10, 11], [49, 60]], \"frame_num\": 299}}");
        Footage first = whole("videos/f1.mp4");
        Footage second = whole("videos/f2.mp4");
        assertEquals(
                List.of(
                        new Item.Grounding(
                                "grounding/f1-1",
                                first,
                                ItemGroups.of("seconds", "under 30", "shown", "yes"),
                                "a red circle appears",
                                List.of(new Span(2, 4), new Span(8.5, 9))),
                        new Item.Grounding(
                                "grounding/f2-2",
                                second,
                                ItemGroups.of("seconds", "300-600", "shown", "no"),
                                "a blue square turns",
                                List.of()),
                        new Item.Events(
                                "dense/f2",
                                second,
                                ItemGroups.of("seconds", "300-600"),
                                List.of(List.of(new TimedText(new Span(1, 2), "It fades.")))),
                        new Item.Choice(
                                "choice/1",
                                first,
                                ItemGroups.of("seconds", "under 30", "task", "direction"),
                                "Which way?",
                                List.of("left", "right"),
                                1),
                        new Item.Open(
                                "open/o1",
                                first,
                                ItemGroups.of("seconds", "under 30", "shown", "yes"),
                                "What colour?",
                                List.of("red", "crimson")),
                        new Item.Open(
                                "open/o2",
                                first,
                                ItemGroups.of("seconds", "under 30", "shown", "no"),
                                "What dog?",
                                List.of()),
                        new Item.Caption(
                                "captions/c1",
                                second,
                                ItemGroups.of("seconds", "300-600", "facet", "short"),
                                "short",
                                List.of("A square."),
                                List.of(),
                                List.of("there is a square")),
                        new Item.Edits(
                                "edits/f1",
                                first,
                                ItemGroups.of("seconds", "under 30"),
                                List.of(new Transition(10, 11), new Transition(49, 60)))),
                files.read("rendered-film").complete().items());
    }

    @Test
    void renderedFilmsAreToldApartByLength() {
        Map<String, String> expected = Map.of(
                "30",
                "30-60",
                "59.9",
                "30-60",
                "60",
                "60-120",
                "120",
                "120-300",
                "299",
                "120-300",
                "300",
                "300-600",
                "600.1",
                "over 600");
        expected.forEach((length, bucket) -> {
            files.text("videos.json", "{\"f\": {\"duration\": " + length + "}}")
                    .films("videos/f.mp4")
                    .text("grounding.txt", "f 1 2##it");
            assertEquals(
                    bucket,
                    files.read("rendered-film")
                            .complete()
                            .items()
                            .getFirst()
                            .groups()
                            .values()
                            .get("seconds")
                            .getFirst(),
                    length);
        });
    }

    @Test
    void renderedFilmTellsWhatDescriptionsCouldNameOrThatItDoesNot() {
        files.text("videos.json", "{\"f\": {\"duration\": 9}}")
                .films("videos/f.mp4")
                .text("captions.jsonl", """
                        {"id": "c", "video": "f", "facet": "short", "caption": "A red ball.", "facts": ["red ball"]}""");
        Reading older = files.read("rendered-film").complete();
        assertEquals(Set.of(), older.vocabulary());
        assertTrue(older.notes().getFirst().startsWith("vocabulary.json is missing"), older::toString);
        files.text("vocabulary.json", "[\"red ball\", \"blue house\"]");
        Reading reading = files.read("rendered-film").complete();
        assertEquals(Set.of("red ball", "blue house"), reading.vocabulary());
        assertEquals(List.of(), reading.notes());
        assertEquals(older.items(), reading.items());
    }

    @Test
    void renderedFilmContradictsItselfAloud() {
        files.text("videos.json", "{\"f\": {\"duration\": 9}}")
                .films("videos/f.mp4")
                .text("grounding.txt", "f 1 2##it", "f -1 -1##it");
        Reading reading = files.read("rendered-film");
        assertEquals(1, reading.items().size());
        assertEquals(2, reading.unusable().getFirst().place().line());
    }

    @Test
    void renderedFilmWithoutQuestionsIsRefused() {
        files.text("videos.json", "{\"f\": {\"duration\": 9}}");
        assertThrows(UnreadableDataset.class, () -> files.read("rendered-film"));
    }

    private Footage whole(String film) {
        return new Footage(files.path(film), Optional.empty());
    }
}
