package org.timeviper.indexer.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.indexer.evaluation.Transition;
import org.timeviper.indexer.evaluation.dataset.Benchmark;
import org.timeviper.indexer.evaluation.dataset.Benchmarks;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;
import org.timeviper.indexer.evaluation.run.Answered;
import org.timeviper.indexer.evaluation.run.Outcome;
import org.timeviper.indexer.evaluation.run.RunDescription;
import org.timeviper.indexer.evaluation.run.Sampling;
import org.timeviper.model.task.Span;

class ReportingTest {

    private static final Footage FOOTAGE = new Footage(Path.of("folder", "film.mp4"), Optional.of(new Span(3, 43)));
    private static final Benchmark BENCHMARK = Benchmarks.named("charades-sta");

    private final List<Item> items = new ArrayList<>();
    private final Map<String, Answered> answers = new HashMap<>();
    private Set<String> vocabulary = Set.of();

    private void add(Item item, Outcome outcome) {
        items.add(item);
        answers.put(item.id(), new Answered(item.id(), "", outcome, 40, 40, 0.5));
    }

    private Report report() {
        return report(Map.of());
    }

    private Report report(Map<String, List<ProbeVerdict>> verdicts) {
        RunDescription run = new RunDescription("charades-sta", "starter", "0123", new Sampling(1, 8, 64), "4567", 1);
        return Reporting.of(BENCHMARK, run, items, answers, verdicts, vocabulary, List.of("a note"));
    }

    private static Measure measure(Section section, String name) {
        return section.measures().stream()
                .filter(measure -> measure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + section.measures()));
    }

    private static GroupTable table(Section section, String measure, String key) {
        return section.tables().stream()
                .filter(table -> table.measure().equals(measure) && table.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " is not in " + section.tables()));
    }

    private void choice(int number, String task, int answer, int chosen, double confidence) {
        add(
                new Item.Choice(
                        "c" + number, FOOTAGE, ItemGroups.of("task", task), "Which?", List.of("red", "blue"), answer),
                new Outcome.Chosen(chosen, "words " + number, confidence));
    }

    /** Task a: 1 of 1, task b: 1 of 3. */
    @Test
    void choicesAreToldInAllAndByTask() {
        choice(1, "a", 0, 0, 0.95);
        choice(2, "b", 0, 0, 0.95);
        choice(3, "b", 0, 1, 0.35);
        choice(4, "b", 1, -1, 0.25);
        Section section = report().sections().getFirst();
        assertEquals(0.5, measure(section, "accuracy").value());
        assertTrue(measure(section, "accuracy").low() < 0.5
                && measure(section, "accuracy").high() > 0.5);
        assertEquals(
                (1 + 1 / 3.0) / 2,
                measure(section, "mean of the tasks' accuracies").value(),
                1e-12);
        assertEquals(0.5, measure(section, "at random").value());
        assertEquals(0.25, measure(section, "no option named").value());
        // bins: 0.95 → two, both right; 0.35 and 0.25 → one each, wrong: (2 · 0.05 + 0.35 + 0.25) / 4
        assertEquals(0.175, measure(section, "calibration error").value(), 1e-12);
        assertNull(measure(section, "bins of 20 answers and more that agree within 10 points")
                .value());
        assertEquals(
                List.of(new GroupTable.Row("a", 1.0, 1), new GroupTable.Row("b", 1 / 3.0, 3)),
                table(section, "accuracy", "task").rows());
        assertEquals(
                List.of(new GroupTable.Row("30–60", 0.5, 4)),
                table(section, "accuracy", "length in seconds").rows());
    }

    @Test
    void wrongAnswersAreShownTheSurestFirst() {
        choice(1, "a", 0, 0, 0.95);
        choice(3, "b", 0, 1, 0.35);
        choice(4, "b", 1, 0, 0.85);
        List<Example> examples = report().examples();
        assertEquals(List.of("c4", "c3"), examples.stream().map(Example::id).toList());
        Example surest = examples.getFirst();
        assertEquals("film.mp4", surest.film());
        assertEquals("3.0–43.0 s", surest.footage());
        assertEquals("Which?\nred\nblue", surest.asked());
        assertEquals("blue", surest.right());
        assertEquals("words 4", surest.said());
    }

    private void grounding(int number, List<Span> truth, List<Span> said, double confidence) {
        add(
                new Item.Grounding("g" + number, FOOTAGE, ItemGroups.NONE, "a ball", truth),
                new Outcome.Grounded(said, "words", confidence));
    }

    /** Overlaps of 1, 1/3 and 0 (refused), and two that are not shown, of which one is refused. */
    @Test
    void groundingCountsOverlapsAndRefusals() {
        grounding(1, List.of(new Span(0, 10)), List.of(new Span(0, 10)), 0.9);
        grounding(2, List.of(new Span(0, 10)), List.of(new Span(5, 15)), 0.4);
        grounding(3, List.of(new Span(0, 10)), List.of(), 0.5);
        grounding(4, List.of(), List.of(), 0.8);
        grounding(5, List.of(), List.of(new Span(1, 2)), 0.7);
        Section section = report().sections().getFirst();
        assertEquals((1 + 1 / 3.0) / 3, measure(section, "mIoU").value(), 1e-12);
        assertEquals(2 / 3.0, measure(section, "R1@0.3").value(), 1e-12);
        assertEquals(1 / 3.0, measure(section, "R1@0.5").value(), 1e-12);
        assertEquals(1 / 3.0, measure(section, "R1@0.7").value(), 1e-12);
        assertEquals(0.5, measure(section, "not shown: refused").value());
        assertEquals(1 / 3.0, measure(section, "shown: wrongly refused").value(), 1e-12);
        // 0.9 and right, 0.4 and wrong, 0.5 and wrongly refused, 0.8 and rightly refused, 0.7 for what is not shown
        assertEquals(
                (0.1 + 0.4 + 0.5 + 0.2 + 0.7) / 5,
                measure(section, "calibration error").value(),
                1e-12);
        Plot.Curve curve = (Plot.Curve) section.plots().getFirst();
        assertEquals(1, curve.y().get(0), "every one of them overlaps by 0 or more");
        assertEquals(2 / 3.0, curve.y().get(6), 1e-12);
        assertEquals(1 / 3.0, curve.y().get(7), 1e-12);
        assertEquals(1 / 3.0, curve.y().get(20), 1e-12);
        assertEquals(
                List.of("g5", "g3", "g2"),
                report().examples().stream().map(Example::id).toList());
        assertEquals("not shown", report().examples().getFirst().right());
    }

    @Test
    void openQuestionsCountWhatIsEquivalent() {
        Item.Open dogs = new Item.Open("o1", FOOTAGE, ItemGroups.NONE, "How many?", List.of("two dogs"));
        add(dogs, new Outcome.Said("The 2 dogs.", true, 0.9));
        add(
                new Item.Open("o2", FOOTAGE, ItemGroups.NONE, "Who?", List.of("a man")),
                new Outcome.Said("a cat", true, 0.2));
        add(
                new Item.Open("o3", FOOTAGE, ItemGroups.NONE, "Who?", List.of("a man")),
                new Outcome.Said("no", false, 0.6));
        add(new Item.Open("o4", FOOTAGE, ItemGroups.NONE, "Who?", List.of()), new Outcome.Said("no", false, 0.6));
        Section section = report().sections().getFirst();
        assertEquals(1 / 3.0, measure(section, "exact or equivalent").value(), 1e-12);
        assertEquals(0.0, measure(section, "exact").value());
        // 0.9 and right, 0.2 and wrong; 0.6 twice, of which one is right
        assertEquals(
                (0.1 + 0.2 + 2 * 0.1) / 4, measure(section, "calibration error").value(), 1e-12);
        assertEquals(1.0, measure(section, "not shown: refused").value());
        assertEquals(1 / 3.0, measure(section, "shown: wrongly refused").value(), 1e-12);
        assertEquals(
                List.of("o3", "o2"),
                report().examples().stream().map(Example::id).toList());
    }

    private void caption(String id, String facet, String said, List<String> facts) {
        add(
                new Item.Caption(
                        id,
                        FOOTAGE,
                        ItemGroups.of("facet", facet),
                        facet,
                        List.of("a red ball on snow"),
                        List.of(),
                        facts),
                new Outcome.Said(said, true, 0.9));
    }

    /** Named: red ball, snow; blue car; blue car. True: red ball, snow; snow, night; blue car. Three of the four named are right. */
    @Test
    void factsAreCountedOverAllDescriptions() {
        caption("d1", "detailed", "A red ball lies on snow.", List.of("red ball", "snow"));
        caption("d2", "short", "A blue car.", List.of("snow", "night"));
        caption("d3", "camera", "The camera stands still: a blue car.", List.of("blue car"));
        Section section = report().sections().getFirst();
        assertEquals(2 * 3 / (4.0 + 5), measure(section, "facts F1").value(), 1e-12);
        assertEquals(3 / 4.0, measure(section, "facts named that are true").value(), 1e-12);
        assertEquals(3 / 5.0, measure(section, "true facts that are named").value(), 1e-12);
        // all three 0.9 sure, and two of them name nothing false
        assertEquals(0.9 - 2 / 3.0, measure(section, "calibration error").value(), 1e-12);
        assertEquals(
                List.of(
                        new GroupTable.Row("camera", 1.0, 1),
                        new GroupTable.Row("detailed", 1.0, 1),
                        new GroupTable.Row("short", 0.0, 1)),
                table(section, "facts F1", "facet").rows());
    }

    /** The first film's story is told in full, the second's not at all: nothing of it stands in a reference. */
    @Test
    void whatIsToldOfAFilmIsMeasuredAsOneTextToo() {
        List<TimedText> walk = List.of(
                new TimedText(new Span(0, 10), "a man walks slowly."), new TimedText(new Span(20, 30), "A dog runs!"));
        List<TimedText> snow = List.of(new TimedText(new Span(0, 10), "snow falls over seven hills"));
        List<TimedText> other = List.of(new TimedText(new Span(0, 10), "boats"));
        add(
                new Item.Events("e1", FOOTAGE, ItemGroups.NONE, List.of(walk)),
                new Outcome.Listed(
                        List.of(
                                new TimedText(new Span(31, 32), "a dog runs"),
                                new TimedText(new Span(0, 1), "A man walks slowly")),
                        List.of(),
                        0.5));
        add(new Item.Events("e2", FOOTAGE, ItemGroups.NONE, List.of(snow)), new Outcome.Listed(other, List.of(), 0.5));
        assertEquals(
                10.0 / 2,
                measure(report().sections().getFirst(), "CIDEr of all that is told, as one text")
                        .value(),
                1e-9);
    }

    /** The description's "green house" is true of none of the items: known as a fact, it counts as named falsely. */
    @Test
    void aFactThatIsTrueOfNoItemCountsAsNamedFalselyIfItIsKnown() {
        caption("d1", "detailed", "A red ball before a green house.", List.of("red ball"));
        assertEquals(
                1.0,
                measure(report().sections().getFirst(), "facts named that are true")
                        .value());
        vocabulary = Set.of("red ball", "green house", "blue car");
        Section section = report().sections().getFirst();
        assertEquals(0.5, measure(section, "facts named that are true").value());
        assertEquals(2 / 3.0, measure(section, "facts F1").value(), 1e-12);
        assertEquals(0.9, measure(section, "calibration error").value(), 1e-12);
    }

    /** Facet detailed: 1 of 2 and 0 of 2, so 0.25; facet short: 1 of 1: 0.625 over the facets. */
    @Test
    void aJudgesVerdictsAreAveragedOverFacets() {
        caption("d1", "detailed", "A red ball.", List.of());
        caption("d2", "detailed", "A ball.", List.of());
        caption("d3", "short", "A ball.", List.of());
        ProbeVerdict unread = new ProbeVerdict(new Item.Probe("What?", "a ball"), "a ball", Optional.empty());
        Section section = report(Map.of(
                        "d1", List.of(verdict(true, 4), verdict(false, 0), unread),
                        "d2", List.of(verdict(false, 1), verdict(false, 1)),
                        "d3", List.of(verdict(true, 5))))
                .sections()
                .getFirst();
        assertEquals(0.625, measure(section, "VDCscore, accuracy").value(), 1e-12);
        assertEquals(
                ((2 + 1) / 2.0 + 5) / 2, measure(section, "VDCscore, 0 to 5").value(), 1e-12);
        assertEquals(
                1 / 6.0, measure(section, "verdicts that could not be read").value(), 1e-12);
    }

    /** Two of speed, of which one tells what is asked, and one of direction, which could not be looked at: 1 of 3. */
    @Test
    void captionsByInstructionAreScoredByAJudgeAlone() {
        for (String id : List.of("i1", "i2", "i3")) {
            Item.Probe probe = new Item.Probe("What?\nA. a ball\nB. a box", "A. a ball");
            ItemGroups groups = ItemGroups.of("dim", id.equals("i3") ? "direction" : "speed");
            add(new Item.Instructed(id, FOOTAGE, groups, "Say it.", probe), new Outcome.Said("A ball.", true, 0.5));
        }
        fail("i3");
        Report unjudged = report();
        assertEquals(List.of(), unjudged.sections());
        assertTrue(unjudged.notes().getLast().startsWith("3 captions are not scored"), () -> unjudged.notes()
                .toString());

        Report judged = report(Map.of("i1", List.of(verdict(true, 5)), "i2", List.of(verdict(false, 0))));
        assertEquals(List.of("a note"), judged.notes());
        Section section = judged.sections().getFirst();
        assertEquals(1 / 3.0, measure(section, "captioning accuracy").value(), 1e-12);
        assertEquals(
                List.of(new GroupTable.Row("direction", 0.0, 1), new GroupTable.Row("speed", 0.5, 2)),
                table(section, "captioning accuracy", "dim").rows());
    }

    /** Found by half (over 0.1 to 0.4: 4 of 5 thresholds) and answered rightly; wholly and wrongly; not at all. */
    @Test
    void cluesAreScoredWithTheAnswersThatShouldRestOnThem() {
        choice(1, "a", 0, 0, 0.95);
        choice(2, "a", 0, 1, 0.95);
        clues("c1", List.of(new Span(0, 5)));
        clues("c2", List.of(new Span(0, 4), new Span(4, 10)));
        clues("other", List.of());
        Section section = report().sections().get(1);
        assertEquals("Clue grounding", section.title());
        assertEquals((0.5 + 1 + 0) / 3, measure(section, "clue mIoU").value(), 1e-12);
        assertEquals((4 / 5.0 + 1 + 0) / 3, measure(section, "rec.@IoU").value(), 1e-12);
        assertEquals((4 / 5.0 + 0) / 2, measure(section, "acc.@IoU").value(), 1e-12);
        assertEquals(1 / 3.0, measure(section, "no interval named").value(), 1e-12);
    }

    private void clues(String choice, List<Span> named) {
        add(
                new Item.Clues(
                        choice + "/clues",
                        FOOTAGE,
                        ItemGroups.NONE,
                        choice,
                        "Which?",
                        List.of("red", "blue"),
                        List.of(new Span(0, 10))),
                new Outcome.Grounded(named, "", 0.5));
    }

    private static ProbeVerdict verdict(boolean matches, double score) {
        return new ProbeVerdict(
                new Item.Probe("What?", "a ball"), "a ball", Optional.of(new ProbeVerdict.Agreement(matches, score)));
    }

    /** Of a cut and a fade the cut is found, and another is none; the film of one shot is told as such. What the decoder took for them is not the model's. */
    @Test
    void editsAreScoredByKind() {
        choice(1, "a", 0, 0, 0.95);
        add(
                new Item.Edits("e1", FOOTAGE, ItemGroups.NONE, List.of(new Transition(9, 10), new Transition(40, 60))),
                new Outcome.Edited(List.of(new Transition(10, 11), new Transition(99, 100))));
        add(new Item.Edits("e2", FOOTAGE, ItemGroups.NONE, List.of()), new Outcome.Edited(List.of()));
        Report report = report();
        Section section = report.sections().getLast();
        assertEquals("Edits, told without the model", section.title());
        assertEquals(0.5, measure(section, "precision").value());
        assertEquals(0.5, measure(section, "recall").value());
        assertEquals(1, measure(section, "recall of cuts").value());
        assertEquals(0, measure(section, "recall of gradual edits").value());
        assertEquals(0.75, measure(section, "F1, mean of the films'").value());
        assertEquals(
                List.of(new GroupTable.Row("30–60", 0.75, 2)),
                table(section, "F1, mean of the films'", "length in seconds").rows());
        assertEquals(40, report.frames());
    }

    @Test
    void eventsAreScoredByTimeAndByWords() {
        List<TimedText> truth =
                List.of(new TimedText(new Span(0, 10), "a man walks"), new TimedText(new Span(20, 30), "a dog runs"));
        add(
                new Item.Events("e1", FOOTAGE, ItemGroups.NONE, List.of(truth)),
                new Outcome.Listed(
                        List.of(truth.getFirst(), new TimedText(new Span(20, 30), "snow falls")),
                        List.of(0.95, 0.25),
                        0.6));
        Section section = report().sections().getFirst();
        assertEquals(1.0, measure(section, "events F1").value(), 1e-12);
        assertEquals(1.0, measure(section, "events F1 at IoU 0.5").value(), 1e-12);
        assertEquals(0.5, measure(section, "events F1 at IoU 0.5, same words").value(), 1e-12);
        assertEquals(
                0.0, measure(section, "CIDEr of all that is told, as one text").value(), "of a single film");
        // 0.95 and right, 0.25 and other words
        assertEquals((0.05 + 0.25) / 2, measure(section, "calibration error").value(), 1e-12);
    }

    @Test
    void whatCouldNotBeLookedAtIsToldAndCountsAsWrong() {
        choice(1, "a", 0, 0, 0.95);
        choice(2, "a", 0, 1, 0.95);
        fail("c2");
        items.add(new Item.Choice("c3", FOOTAGE, ItemGroups.NONE, "Which?", List.of("red", "blue"), 0));
        Report report = report();
        assertEquals(3, report.items());
        assertEquals(1, report.answered());
        assertEquals(1, report.failed());
        Section section = report.sections().getFirst();
        assertEquals(0.5, measure(section, "accuracy").value());
        assertEquals(
                0.05, measure(section, "calibration error").value(), 1e-12, "how sure it was of nothing is not asked");
        assertEquals(
                List.of(new GroupTable.Row("30–60", 1.0, 1)),
                table(section, "accuracy", "length in seconds").rows());
        assertTrue(String.join("\n", ReportText.of(report))
                .contains("1 items could not be looked at and count as wrong answers."));
    }

    @Test
    void aMissingAnswerOfAnyKindIsWrong() {
        List<Span> truth = List.of(new Span(0, 10));
        grounding(1, truth, truth, 0.9);
        grounding(2, truth, truth, 0.9);
        grounding(3, List.of(), List.of(), 0.9);
        grounding(4, List.of(), List.of(), 0.9);
        List<TimedText> story = List.of(new TimedText(new Span(0, 10), "a man walks"));
        for (String id : List.of("e1", "e2")) {
            add(
                    new Item.Events(id, FOOTAGE, ItemGroups.NONE, List.of(story)),
                    new Outcome.Listed(story, List.of(0.9), 0.9));
        }
        for (String id : List.of("d1", "d2")) {
            Item.Probe probe = new Item.Probe("What?", "a ball");
            add(
                    new Item.Caption(
                            id, FOOTAGE, ItemGroups.NONE, "short", List.of("a ball"), List.of(probe), List.of("ball")),
                    new Outcome.Said("A ball.", true, 0.9));
        }
        for (String id : List.of("o1", "o2")) {
            add(
                    new Item.Open(id, FOOTAGE, ItemGroups.NONE, "Who?", List.of("a man")),
                    new Outcome.Said("a man", true, 0.9));
        }
        for (String id : List.of("o3", "o4")) {
            add(new Item.Open(id, FOOTAGE, ItemGroups.NONE, "Who?", List.of()), new Outcome.Said("no", false, 0.9));
        }
        List.of("g2", "g4", "e2", "d2", "o2", "o4").forEach(this::fail);
        List<Section> sections = report(Map.of("d1", List.of(verdict(true, 5)))).sections();
        List.of("mIoU", "not shown: refused", "R1@0.5")
                .forEach(
                        name -> assertEquals(0.5, measure(sections.get(0), name).value(), name));
        assertEquals(0.5, measure(sections.get(1), "events F1").value(), 1e-12);
        assertEquals(0.5, measure(sections.get(2), "VDCscore, accuracy").value());
        assertEquals(0.5, measure(sections.get(2), "true facts that are named").value());
        List.of("exact or equivalent", "not shown: refused")
                .forEach(
                        name -> assertEquals(0.5, measure(sections.get(3), name).value(), name));
        sections.forEach(section ->
                assertEquals(0.1, measure(section, "calibration error").value(), 1e-12, section.title()));
    }

    private void fail(String id) {
        answers.put(id, new Answered(id, "", new Outcome.Failed("no film"), 0, 0, 0));
    }

    @Test
    void answersOfAnotherKindAreRefused() {
        choice(1, "a", 0, 0, 0.95);
        answers.put("c1", new Answered("c1", "", new Outcome.Said("hm", true, 1), 40, 40, 0.5));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, this::report);
        assertTrue(refused.getMessage().contains("c1"), refused.getMessage());
    }

    @Test
    void nothingAnsweredIsAReportToo() {
        items.add(new Item.Choice("c3", FOOTAGE, ItemGroups.NONE, "Which?", List.of("red", "blue"), 0));
        Report report = report();
        assertEquals(List.of(), report.sections());
        assertTrue(ReportText.of(report).getFirst().contains("0 of 1 items"), ReportText.of(report)::toString);
    }

    @Test
    void groupsThatBeginWithNumbersStandInTheirOrder() {
        List<String> lengths = List.of("under 30", "30-60", "60-120", "120-300", "300-600", "over");
        IntStream.range(0, 6).forEach(i -> {
            String group = lengths.get((i * 5) % 6);
            Item.Choice choice = new Item.Choice(
                    "c" + i, FOOTAGE, ItemGroups.of("seconds", group), "Which?", List.of("red", "blue"), 0);
            add(choice, new Outcome.Chosen(0, "A", 1));
        });
        assertEquals(
                lengths,
                table(report().sections().getFirst(), "accuracy", "seconds").rows().stream()
                        .map(GroupTable.Row::group)
                        .toList());
    }
}
