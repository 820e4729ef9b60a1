package org.timeviper.indexer.evaluation.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.evaluation.Item;

/** Whatever is wrong with annotations is said with file, line and field; what is wrong with one does not keep the others from being read. */
class DamagedAnnotationsTest {

    private static final String GOOD = """
            {"id": "good", "video_path": "v.mp4", "question": "q", "candidates": ["a", "b"], "correct_choice": 1, "duration_group": 15, \
            "topic_category": "t", "question_category": "c", "level": "l"}""";

    @TempDir
    Path folder;

    private DatasetFiles files;

    @BeforeEach
    void open() {
        files = new DatasetFiles(folder.toAbsolutePath()).films("videos/v.mp4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "id": "good"          | "id": ""                | the field 'id' is empty
            "id": "good",         | ''                      | the field 'id' is missing
            "id": "good"          | "id": null              | the field 'id' is missing
            "question": "q"       | "question": 7           | the field 'question' is 7, but must be a text
            "question": "q"       | "question": ["q"]       | the field 'question' is ["q"], but must be a text
            ["a", "b"]            | "a"                     | the field 'candidates' is "a", but must be a list
            ["a", "b"]            | ["a", 2]                | the field 'candidates' is 2, but must be a text
            ["a", "b"]            | ["a"]                   | the field 'candidates' holds 1 options, but must hold 2 to 26
            "correct_choice": 1   | "correct_choice": 2     | the field 'correct_choice' is '2', but the options are 0 to 1
            "correct_choice": 1   | "correct_choice": -1    | the field 'correct_choice' is '-1', but the options are 0 to 1
            "correct_choice": 1   | "correct_choice": 0.5   | the field 'correct_choice' is 0.5, but must be a text or a whole number
            "duration_group": 15  | "duration_group": 16    | the field 'duration_group' is 16, but must be 15, 60, 600 or 3600
            "duration_group": 15  | "duration_group": "15"  | the field 'duration_group' is "15", but must be a whole number
            "duration_group": 15  | "duration_group": NaN   | the field 'duration_group' is "NaN", but must be a whole number
            "v.mp4"               | "../../etc/passwd.mp4"  | it names the film '../../etc/passwd.mp4', which is not within the folder of films
            "v.mp4"               | "/etc/passwd"           | it names the film '/etc/passwd', which is not within the folder of films
            """)
    void aQuestionThatIsNotAsItShouldBeIsNamed(String right, String wrong, String problem) {
        String entry = GOOD.replace(right, wrong == null ? "" : wrong);
        files.text("lvb_val.json", "[", GOOD + ",", entry.replace("\"good\"", "\"other\""), "]");
        Reading reading = files.read("longvideobench");
        assertEquals(List.of("good"), reading.items().stream().map(Item::id).toList());
        assertEquals(List.of(files.path("lvb_val.json") + ", line 3, entry 2: " + problem), told(reading));
        assertEquals(2, reading.annotations());
    }

    @Test
    void twoQuestionsWithTheSameIdAreOneTooMany() {
        files.text("lvb_val.json", "[" + GOOD + ",", GOOD + "]");
        Path file = files.path("lvb_val.json");
        Reading reading = files.read("longvideobench");
        assertEquals(1, reading.items().size());
        assertEquals(
                List.of(file + ", line 2, entry 2: it has the id 'good', which stands at " + file
                        + ", line 1, entry 1 already"),
                told(reading));
    }

    @Test
    void anEntryThatIsNoObjectIsNamed() {
        files.text("lvb_val.json", "[" + GOOD + ",", "\"x\"]");
        assertEquals(
                List.of(files.path("lvb_val.json") + ", line 2, entry 2: it is \"x\", but must be an object: { … }"),
                told(files.read("longvideobench")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v 30.4 24.3##s   | the field 'end' ends at 24.3 s, before it begins at 30.4 s
            v -1 -1##s       | the field 'end' begins at -1.0 s, before the film
            v 1##s           | it is not of the form VIDEO START END##SENTENCE
            v 1 x##s         | it is not of the form VIDEO START END##SENTENCE
            v 1 2            | it is not of the form VIDEO START END##SENTENCE
            v 1 2##          | it is not of the form VIDEO START END##SENTENCE
            v NaN 2##s       | it is not of the form VIDEO START END##SENTENCE
            v 1 1e5##s       | it is not of the form VIDEO START END##SENTENCE
            """)
    void aLineThatIsNotAsItShouldBeIsNamed(String line, String problem) {
        files.text("charades_sta_test.txt", "v 1 2##good", line).films("videos/v.mp4");
        Reading reading = files.read("charades-sta");
        assertEquals(1, reading.items().size());
        assertEquals(List.of(files.path("charades_sta_test.txt") + ", line 2: " + problem), told(reading));
    }

    @Test
    void aDamagedLineOfJsonIsNamedAndTheOthersAreRead() {
        files.text(
                "video_info.meta.jsonl",
                "{\"key\": \"v\", \"type\": \"tv\", \"qa\": [",
                "",
                "{\"key\": \"v\", \"type\": \"tv\", \"qa\": [{\"uid\": \"1\", \"question\": \"Q\\n(A) a\\n(B) b\", \"answer\": \"B\", \"question_type\": []}]}",
                "{\"key\": \"v\", \"type\": \"tv\", \"qa\": []} {}");
        Reading reading = files.read("lvbench");
        assertEquals(List.of("1"), reading.items().stream().map(Item::id).toList());
        assertEquals(
                List.of(1, 4),
                reading.unusable().stream().map(bad -> bad.place().line()).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Q                     | B   | the field 'question' holds 0 options, but must hold 2 to 26
            Q\\n(B) b\\n(A) a       | A   | the field 'question' holds 1 options, but must hold 2 to 26
            Q\\n(A) a\\n(C) c       | A   | the field 'question' has the line '(C) c' where option 2 should be
            (A) a\\n(B) b          | A   | the field 'question' has no question above its options, or an option without words
            Q\\n(A) a\\n(B)         | A   | the field 'question' has no question above its options, or an option without words
            Q\\n(A) a\\n(B) b       | C   | the field 'answer' is 'C', but the options are A to B
            Q\\n(A) a\\n(B) b       | (A) | the field 'answer' is '(A)', but the options are A to B
            """)
    void optionsBelowAQuestionStandInOrder(String question, String answer, String problem) {
        files.text(
                "video_info.meta.jsonl",
                "{\"key\": \"v\", \"type\": \"tv\", \"qa\": [{\"uid\": \"1\", \"question\": \"%s\", \"answer\": \"%s\", \"question_type\": []}]}"
                        .formatted(question, answer));
        assertEquals(
                List.of(files.path("video_info.meta.jsonl") + ", line 1, entry qa, 1: " + problem),
                told(files.read("lvbench")));
    }

    @Test
    void anOptionThatTheAnswerDoesNotNameIsNamed() {
        files.text(
                        "questions/multi-choice.json",
                        "{\"v\": {\"order\": [{\"question\": \"Q\\nA. a\\nB. b\", \"answer\": \"C. c\"}]}}")
                .text("questions/yes_no.json", "{\"v\": {\"order\": [{\"question\": \"Q\", \"answer\": \"maybe\"}]}}")
                .text("questions/caption_matching.json", "{\"v\": {\"order\": {}}}")
                .text("questions/captioning.json", "{}");
        assertEquals(
                List.of(
                        files.path("questions/multi-choice.json")
                                + ", line 1, entry v, order, 1: the field 'answer' is 'C. c', which begins like none of the 2 options",
                        files.path("questions/yes_no.json")
                                + ", line 1, entry v, order, 1: the field 'answer' is 'maybe', which is none of the options [yes, no]",
                        files.path("questions/caption_matching.json")
                                + ", line 1, entry v, order: it is {}, but must be a list"),
                told(files.read("tempcompass")));
    }

    @Test
    void eventsHaveAsManySentencesAsTimes() {
        files.text("val_1.json", """
                        {"v": {"timestamps": [[0, 1], [1, 2]], "sentences": ["One."]},
                         "w": {"timestamps": [[2, 1]], "sentences": ["One."]},
                         "x": {"timestamps": [[2]], "sentences": ["One."]}}""")
                .text("val_2.json", "{\"v\": {\"timestamps\": [[0, 1]], \"sentences\": [\"One.\"]}}");
        Reading reading = files.read("activitynet-captions");
        assertEquals(List.of("v"), reading.items().stream().map(Item::id).toList(), "the other annotator's is left");
        Path file = files.path("val_1.json");
        assertEquals(
                List.of(
                        file + ", line 1, entry v: the field 'sentences' holds 1 sentences for 2 times",
                        file + ", line 2, entry w: the field 'timestamps' ends at 1.0 s, before it begins at 2.0 s",
                        file
                                + ", line 3, entry x: the field 'timestamps' is [2], but must be a pair of seconds: [start, end]"),
                told(reading));
    }

    @Test
    void editsAreFramesInOrder() {
        files.text("annotations/test.json", """
                        {"v": {"transitions": [[3, 4]]},
                         "w": {"transitions": [[5, 5]]},
                         "x": {"transitions": [[2.5, 3]]}}""").films("videos/test/v.mp4", "videos/test/w.mp4", "videos/test/x.mp4");
        Reading reading = files.read("clipshots");
        assertEquals(List.of("v"), reading.items().stream().map(Item::id).toList());
        Path file = files.path("annotations/test.json");
        assertEquals(
                List.of(
                        file
                                + ", line 2, entry w: the field 'transitions' has an edit from frame 5 to 5: a shot begins behind the last one's last frame",
                        file
                                + ", line 3, entry x: the field 'transitions' is [2.5,3], but must be a pair of whole numbers"),
                told(reading));
    }

    @Test
    void ofTheSentencesOfAFilmOnlyTheOneThatCannotBeIsLeftOut() {
        files.text("val_2.json", """
                        {"v": {"duration": 9, "timestamps": [[0, 1], [3, 2], [4, 5]], "sentences": ["One.", "Two.", ""]},
                         "w": {"duration": 9, "timestamps": [[0, 1]], "sentences": []}}""");
        Reading reading = files.read("activitynet");
        assertEquals(List.of("v-1"), reading.items().stream().map(Item::id).toList());
        Path file = files.path("val_2.json");
        assertEquals(
                List.of(
                        file + ", line 1, entry v, timestamps, 2: it ends at 2.0 s, before it begins at 3.0 s",
                        file + ", line 1, entry v, sentences, 3: it is empty",
                        file + ", line 2, entry w: the field 'sentences' holds 0 sentences for 1 times"),
                told(reading));
    }

    @Test
    void answersWithoutTheirQuestionsAreNamed() {
        files.text("questions.json", "[]").text("subset_answers.json", "{\"u\": 3}");
        assertEquals(
                List.of(files.path("subset_answers.json")
                        + ", line 1, entry u: it is the answer to a question that questions.json does not hold"),
                told(files.read("egoschema")));
    }

    @Test
    void aFacetWithoutQuestionsIsNamed() {
        files.text("VDC_1k.jsonl", "{\"video_id\": \"v\", \"short_caption\": \"s\", \"camera_caption\": \"c\"}");
        for (String facet : Vdc.FACETS) {
            files.text("VDCScore_qa/" + facet + ".jsonl", "{\"v\": [{\"question\": \"q\", \"answer\": \"a\"}]}");
        }
        files.text("VDCScore_qa/camera.jsonl", "{\"w\": [{\"question\": \"q\"}]}");
        Reading reading = files.read("vdc");
        assertEquals(List.of("v/short"), reading.items().stream().map(Item::id).toList());
        assertEquals(
                List.of(
                        files.path("VDCScore_qa/camera.jsonl") + ", line 1, entry w, 1: the field 'answer' is missing",
                        files.path("VDC_1k.jsonl") + ", line 1: the field 'detailed_caption' is missing",
                        files.path("VDC_1k.jsonl") + ", line 1: the field 'background_caption' is missing",
                        files.path("VDC_1k.jsonl") + ", line 1: the field 'main_object_caption' is missing",
                        files.path("VDC_1k.jsonl")
                                + ", line 1: the field 'video_id' is 'v', of which VDCScore_qa/camera.jsonl asks nothing"),
                told(reading));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1}                  | , line 1: here should be a list: [ … ].
            [{"id": "x"               | , line 2: the JSON is damaged:
            [{"id": "x",}]            | , line 1: the JSON is damaged:
            [] []                     | , line 1: the JSON goes on after its end.
            nonsense                  | , line 1: the JSON is damaged:
            version https://git-lfs.github.com/spec/v1 | is a Git LFS pointer
            """)
    void aFileThatIsDamagedAsAWholeIsRefused(String text, String problem) {
        files.text("lvb_val.json", text);
        String told = refused("longvideobench");
        assertTrue(told.startsWith(files.path("lvb_val.json").toString()), told);
        assertTrue(told.contains(problem), told);
        assertTrue(told.contains("etch "), told);
    }

    @Test
    void aDatabaseThatIsNotThereIsRefused() {
        files.text("youcookii_annotations_trainval.json", "{\"version\": [1, {\"database\": {}}]}");
        assertTrue(refused("youcook2").contains("has no 'database'"));
        files.text("youcookii_annotations_trainval.json", "{\"database\": []}");
        assertTrue(refused("youcook2").contains("an object under 'database'"));
    }

    @Test
    void anEmptyFileIsRefused() {
        files.bytes("charades_sta_test.txt", new byte[0]);
        assertTrue(refused("charades-sta").contains("is empty. Fetch it again."));
        files.text("charades_sta_test.txt", " ", "");
        assertTrue(refused("charades-sta").contains("is empty. Fetch it again."));
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsLine() {
        files.bytes(
                "charades_sta_test.txt",
                "v 1 2##a\nv 1 2##b\nv 1 2##caf\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(refused("charades-sta").contains("line 3, is not UTF-8 text."));
        files.bytes("lvb_val.json", "[{\"id\": \"caf".getBytes(StandardCharsets.UTF_16));
        assertTrue(refused("longvideobench").contains("line 1, is not UTF-8 text."));
    }

    @Test
    void marksOfOtherSystemsDoNotMatter() {
        files.bytes("charades_sta_test.txt", "\uFEFFv 1 2##a\r\nv 3 4##b\r\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(2, files.read("charades-sta").complete().items().size());
    }

    @Test
    void aMissingFileIsNamedWithWhereToHaveIt() {
        String told = refused("mlvu");
        assertTrue(told.contains("has no MLVU/json/1_plotQA.json, nor json/1_plotQA.json."), told);
        assertTrue(told.contains("MLVU/MVLU"), told);
        assertTrue(refused("videomme").contains("has no videomme/test-00000-of-00001.parquet."));
        assertTrue(refused("egoschema").contains("nor questions.json"));
        String elsewhere = assertThrows(
                        UnreadableDataset.class, () -> Benchmarks.named("vdc").read(folder.resolve("nowhere")))
                .getMessage();
        assertTrue(elsewhere.contains("nowhere is no folder."), elsewhere);
    }

    @Test
    void aTableSaysWhatIsWrongWithItsRows() {
        files.films("data/v.mp4")
                .parquet(
                        "videomme/test-00000-of-00001.parquet",
                        List.of(
                                videoMme(Map.of("question_id", "1")),
                                videoMme(Map.of("question_id", "2", "answer", "E")),
                                videoMme(Map.of("question_id", "3", "duration", "tiny")),
                                videoMme(Map.of("question_id", "4", "options", List.of()))));
        Reading reading = files.read("videomme");
        assertEquals(List.of("1"), reading.items().stream().map(Item::id).toList());
        String file = files.path("videomme/test-00000-of-00001.parquet").toString();
        assertEquals(
                List.of(
                        file + ", row 2: the field 'answer' is 'E', but the options are A to B",
                        file + ", row 3: the field 'duration' is \"tiny\", but must be one of short, medium, long",
                        file + ", row 4: the field 'options' holds 0 options, but must hold 2 to 26"),
                told(reading));
    }

    @Test
    void columnsThatAreMissingNullOrOfAnotherTypeAreNamed() {
        Map<String, Object> noQuestion = videoMme(Map.of());
        noQuestion.put("question", null);
        Map<String, Object> numbers = videoMme(Map.of("answer", 2L));
        Map<String, Object> noColumn = videoMme(Map.of());
        noColumn.remove("domain");
        Map<List<Map<String, Object>>, String> problems = Map.of(
                List.of(noQuestion), "the field 'question' is missing",
                List.of(numbers), "the field 'answer' is 2, but must be a text",
                List.of(noColumn), "the field 'domain' is missing");
        problems.forEach((rows, problem) -> {
            files.films("data/v.mp4").parquet("videomme/test-00000-of-00001.parquet", rows);
            assertEquals(
                    List.of(files.path("videomme/test-00000-of-00001.parquet") + ", row 1: " + problem),
                    told(files.read("videomme")));
        });
    }

    @Test
    void aDamagedTableIsRefused() {
        byte[] table = ParquetTable.of(List.of(videoMme(Map.of())));
        List<byte[]> damaged = new ArrayList<>(List.of("no table at all".getBytes(StandardCharsets.UTF_8)));
        damaged.add(Arrays.copyOf(table, table.length / 2));
        damaged.add(Arrays.copyOfRange(table, 10, table.length));
        byte[] page = table.clone();
        Arrays.fill(page, 20, 60, (byte) 0xFF);
        damaged.add(page);
        for (byte[] bytes : damaged) {
            files.bytes("videomme/test-00000-of-00001.parquet", bytes);
            String told = refused("videomme");
            assertTrue(told.contains("is no Parquet file, or is damaged: "), told);
        }
    }

    /** On such a file the decoder by itself goes on for ever. */
    @Test
    void aPageThatGoesOnBeyondItsColumnIsRefused() {
        byte[] table = ParquetTable.of(List.of(videoMme(Map.of())));
        assertEquals(
                0x15,
                table[8],
                "behind PAR1, the page's kind and its size begins the number of bytes it is compressed to");
        table[9] = 0x7E;
        files.bytes("videomme/test-00000-of-00001.parquet", table);
        String why = refused("videomme");
        assertTrue(why.contains("a page goes on beyond its column"), why);
    }

    private static Map<String, Object> videoMme(Map<String, Object> other) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("duration", "short");
        row.put("domain", "d");
        row.put("sub_category", "s");
        row.put("videoID", "v");
        row.put("question_id", "1");
        row.put("task_type", "t");
        row.put("question", "q");
        row.put("options", List.of("A. a", "B. b"));
        row.put("answer", "A");
        row.putAll(other);
        return row;
    }

    @Test
    void whoWantsAllOrNothingIsToldTheFirstProblems() {
        files.text("charades_sta_test.txt", "v 1 2##a", "gone 1 2##a", "gone 1 2##b", "v 2 1##a")
                .films("videos/v.mp4");
        Reading reading = files.read("charades-sta");
        String told = assertThrows(UnreadableDataset.class, reading::complete).getMessage();
        assertTrue(told.startsWith("Of 4 annotations 1 can be used: 1 films are missing, and 1 "), told);
        assertTrue(
                told.contains("the film gone (" + files.path("charades_sta_test.txt") + ", line 2) is in none of"),
                told);
        assertTrue(told.contains("line 4: the field 'end' ends at 1.0 s"), told);
    }

    private String refused(String benchmark) {
        return assertThrows(UnreadableDataset.class, () -> files.read(benchmark))
                .getMessage();
    }

    private static List<String> told(Reading reading) {
        return reading.unusable().stream().map(UnusableAnnotation::toString).toList();
    }
}
