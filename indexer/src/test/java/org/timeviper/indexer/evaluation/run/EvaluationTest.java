package org.timeviper.indexer.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.indexer.evaluation.Transition;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.PictureSequenceTest;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.model.Clip;
import org.timeviper.model.FrameSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.TimeViper;
import org.timeviper.model.VideoSession;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.Description;
import org.timeviper.model.task.Facet;
import org.timeviper.model.task.FilmDescription;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.SecondLook;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;
import org.timeviper.model.task.VideoTasks;

/** The real model on real films. What it says of them is not the matter here. */
class EvaluationTest {

    private static final double SECONDS = 6;
    private static final Sampling SAMPLING = new Sampling(1, 4, 64);
    private static final RunDescription RUN =
            new RunDescription("own", "starter", "0", SAMPLING, "0", RunDescription.ANSWERING);

    @TempDir
    static Path folder;

    private static TimeViper model;
    private static Path film;
    private static Path noFilm;

    @BeforeAll
    static void load() throws IOException {
        model = TimeViper.load(Path.of("..", "model-gpu", "starter"), ModelOptions.defaults());
        film = folder.resolve("film.mp4");
        TestFilm.of(64, 48).write(film, SECONDS);
        noFilm = Files.writeString(folder.resolve("no film.mp4"), "not a film");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<Item> items(Path file, Optional<Span> stretch, String prefix) {
        return items(new Footage(file, stretch), prefix);
    }

    private static List<Item> items(Footage footage, String prefix) {
        return List.of(
                new Item.Choice(prefix + "choice", footage, ItemGroups.NONE, "What colour?", List.of("red", "grey"), 1),
                new Item.Grounding(prefix + "grounding", footage, ItemGroups.NONE, "a red ball", List.of()),
                new Item.Clues(
                        prefix + "clues",
                        footage,
                        ItemGroups.NONE,
                        prefix + "choice",
                        "What colour?",
                        List.of("red", "grey"),
                        List.of(new Span(0, 1))),
                new Item.Events(
                        prefix + "events",
                        footage,
                        ItemGroups.NONE,
                        List.of(List.of(new TimedText(new Span(0, 6), "grey")))),
                new Item.Caption(
                        prefix + "caption",
                        footage,
                        ItemGroups.NONE,
                        "main_object",
                        List.of("grey"),
                        List.of(),
                        List.of()),
                new Item.Instructed(
                        prefix + "instructed",
                        footage,
                        ItemGroups.NONE,
                        "Say what colour it is.",
                        new Item.Probe("Which?\nA. red\nB. grey", "B. grey")),
                new Item.Open(prefix + "open", footage, ItemGroups.NONE, "What colour is it?", List.of("grey")));
    }

    private static List<String> run(List<Item> items, Path file) {
        return run(items, file, SAMPLING);
    }

    private static List<String> run(List<Item> items, Path file, Sampling sampling) {
        List<String> told = new ArrayList<>();
        FilmReader films = new FilmReader(DecoderSettings.defaults());
        try (ResultFile results = ResultFile.open(file, RUN)) {
            new Evaluation(model, films, sampling, folder.resolve("pictures"))
                    .run(items, results, (done, of, what) -> told.add(done + "/" + of + " " + what));
        }
        return told;
    }

    @Test
    void everyKindOfItemIsAnsweredInItsKind() {
        Path file = folder.resolve("kinds.jsonl");
        List<String> told = run(items(film, Optional.empty(), ""), file);
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        assertInstanceOf(Outcome.Chosen.class, answered.get("choice").outcome());
        assertInstanceOf(Outcome.Grounded.class, answered.get("grounding").outcome());
        assertInstanceOf(Outcome.Grounded.class, answered.get("clues").outcome());
        assertInstanceOf(Outcome.Listed.class, answered.get("events").outcome());
        assertInstanceOf(Outcome.Said.class, answered.get("caption").outcome());
        assertInstanceOf(Outcome.Said.class, answered.get("instructed").outcome());
        assertInstanceOf(Outcome.Said.class, answered.get("open").outcome());
        for (Answered one : answered.values()) {
            assertEquals(SECONDS, one.footageSeconds(), 0.11);
            assertEquals(8, one.frames(), "six frames, and the last one again until a multiple of four is reached");
            assertTrue(one.seconds() > 0);
        }
        assertEquals("6/7 open", told.getLast());
    }

    @Test
    void aFilmThatLiesInAFolderAsPicturesIsAskedAbout() throws IOException {
        Path pictures = PictureSequenceTest.write(folder.resolve("clip"), "%05d.jpg", 1, 18);
        Footage part = Footage.ofPictures(pictures, 3, Optional.of(new Span(1, 5)));
        Path file = folder.resolve("pictures.jsonl");
        run(items(part, ""), file);
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        assertInstanceOf(Outcome.Chosen.class, answered.get("choice").outcome());
        assertEquals(4, answered.get("choice").footageSeconds(), 1e-6);
        assertEquals(4, answered.get("choice").frames());
        assertEquals(List.of(), run(items(part, ""), file), "answers to the same pictures are kept");

        Files.delete(pictures.resolve("00009.jpg"));
        Path gap = folder.resolve("gap.jsonl");
        run(items(part, ""), gap);
        Outcome failed =
                ResultFile.read(gap).orElseThrow().answered().get("choice").outcome();
        assertTrue(failed.toString().contains("clip lacks 00009.jpg"), failed::toString);
    }

    @Test
    void spansCountFromTheBeginningOfTheFootage() {
        Path file = folder.resolve("stretch.jsonl");
        run(items(film, Optional.of(new Span(2, 5)), ""), file);
        for (Answered one : ResultFile.read(file).orElseThrow().answered().values()) {
            assertEquals(3, one.footageSeconds(), 1e-9);
            List<Span> spans =
                    switch (one.outcome()) {
                        case Outcome.Grounded found -> found.spans();
                        case Outcome.Listed listed ->
                            listed.events().stream().map(TimedText::span).toList();
                        case Outcome.Chosen chosen -> List.of();
                        case Outcome.Said said -> List.of();
                        case Outcome.Edited edited -> List.of();
                        case Outcome.Failed failed -> throw new AssertionError(failed.reason());
                    };
            spans.forEach(span -> assertTrue(span.start() >= 0 && span.end() <= 3, span::toString));
        }
    }

    @Test
    void footageOfMoreFramesIsLookedAtInWindowsIfThatIsAskedFor() {
        Path file = folder.resolve("windows.jsonl");
        List<String> told = run(items(film, Optional.empty(), ""), file, new Sampling(1, 4, 4, true));
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        assertEquals(7, answered.size());
        for (Answered one : answered.values()) {
            assertEquals(SECONDS, one.footageSeconds(), 0.11);
            assertEquals(8, one.frames(), "four frames of each half");
        }
        assertEquals(2, told.stream().filter(line -> line.endsWith(" events")).count());
        run(items(film, Optional.empty(), "once "), folder.resolve("once.jsonl"), new Sampling(1, 4, 4));
        ResultFile.read(folder.resolve("once.jsonl"))
                .orElseThrow()
                .answered()
                .values()
                .forEach(one -> assertEquals(4, one.frames()));
    }

    /** Its shots begin at 10, 16 and 31 seconds, and it has 25 frames a second. */
    @Test
    void editsAreToldInFramesOfTheFilm() throws IOException {
        Path snow = Files.write(folder.resolve("snow.mp4"), TestFilm.shipped("snow.mp4"));
        Path file = folder.resolve("edits.jsonl");
        Item edits = new Item.Edits("edits", new Footage(snow, Optional.empty()), ItemGroups.NONE, List.of());
        List<String> told = run(List.of(edits), file);
        assertEquals(List.of("0/1 snow.mp4: decoding"), told, "the model is not asked");
        Answered answered = ResultFile.read(file).orElseThrow().answered().get("edits");
        assertEquals(0, answered.frames());
        assertEquals(
                new Outcome.Edited(
                        List.of(new Transition(249, 250), new Transition(399, 400), new Transition(774, 775))),
                answered.outcome());
    }

    /** Four shots in three windows. Asked without having looked for the things first, the surest window has the star before the snow, and the camera that films the car static. */
    @Test
    void aQuestionAboutOneThingIsAnsweredFromWhereThatThingIsFound() throws IOException {
        Path snow = Files.write(folder.resolve("snow.mp4"), TestFilm.shipped("snow.mp4"));
        Footage footage = new Footage(snow, Optional.empty());
        List<String> places = List.of("a snowy field", "a brick wall", "a room with a window", "a shaded background");
        List<String> moves =
                List.of("the camera is static", "the camera pans left", "the camera zooms in", "the camera tilts down");
        List<Item> items = List.of(
                new Item.Choice("star", footage, ItemGroups.NONE, "What is behind the black star?", places, 2),
                new Item.Choice(
                        "car",
                        footage,
                        ItemGroups.NONE,
                        "What does the camera do while the black car is there?",
                        moves,
                        2),
                new Item.Open("cross", footage, ItemGroups.NONE, "What is behind the blue cross?", List.of()),
                new Item.Open(
                        "bird", footage, ItemGroups.NONE, "Which background does the orange bird have?", List.of()));
        Path file = folder.resolve("located.jsonl");
        run(items, file, new Sampling(1, 8, 16, true));
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        assertEquals(
                List.of("C) a room with a window", "C) the camera zooms in", "a snowy field", "a room with a window"),
                Stream.of("star", "car", "cross", "bird")
                        .map(id -> text(answered.get(id).outcome()))
                        .toList());
        assertEquals(48, answered.get("star").frames(), "windows of 16, 15 and 8 frames, and 8 where it is found");
    }

    /** No fish is found in the sample film; asked window by window, two of three say that it is orange, or red, and are not sure of it. */
    @Test
    void whatIsSaidOfAThingThatIsFoundNowhereIsThatItIsNotSeenUnlessItIsSure() throws IOException {
        Path snow = Files.write(folder.resolve("snow.mp4"), TestFilm.shipped("snow.mp4"));
        String question = "The fish in the film is of what colour?";
        Item fish = new Item.Open("fish", new Footage(snow, Optional.empty()), ItemGroups.NONE, question, List.of());
        Path file = folder.resolve("fish.jsonl");
        Sampling windows = new Sampling(1, 8, 16, true);
        run(List.of(fish), file, windows);
        Outcome outcome =
                ResultFile.read(file).orElseThrow().answered().get("fish").outcome();
        Outcome.Said said = assertInstanceOf(Outcome.Said.class, outcome);
        assertEquals(VideoTasks.notShown(), said.text());
        assertFalse(said.shown());
        SampledFilm sampled = SampledFilm.open(folder.resolve("pictures"));
        Span first = windows.looks(sampled, new Span(0, sampled.info().durationSeconds()))
                .getFirst();
        try (VideoSession session =
                model.open(new Clip(first.start(), first.length(), windows.frames(sampled, first)))) {
            assertEquals(
                    "orange",
                    VideoTasks.answer(session, question, TokenListener.none()).words());
        }
    }

    /** One window of two scenes: without a look at the star's own, the background is that of the wall, which is shown longer; and of two things in each scene, some are not listed. */
    @Test
    void theOnlyWindowIsNarrowedDownForWhatIsBehindAThingAndCountedSceneByScene() throws IOException {
        Path snow = Files.write(folder.resolve("snow.mp4"), TestFilm.shipped("snow.mp4"));
        Footage footage = new Footage(snow, Optional.of(new Span(10, 31)));
        String howMany = "What is the number of different things in the film?";
        List<Item> items = List.of(
                new Item.Open(
                        "star", footage, ItemGroups.NONE, "Which background does the black star have?", List.of()),
                new Item.Open("things", footage, ItemGroups.NONE, howMany, List.of("4")),
                new Item.Choice("chosen", footage, ItemGroups.NONE, howMany, List.of("2", "3", "5", "4"), 3));
        Path file = folder.resolve("closely.jsonl");
        run(items, file, new Sampling(1, 8, 64, true));
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        assertEquals(
                List.of("a room with a window", "4", "D) 4"),
                Stream.of("star", "things", "chosen")
                        .map(id -> text(answered.get(id).outcome()))
                        .toList());
        assertTrue(answered.get("star").frames() > 22, "21 in the window, and more where it is found");
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Chosen chosen -> chosen.text();
            case Outcome.Said said -> said.text();
            default -> throw new AssertionError(outcome.toString());
        };
    }

    /** The sample film's star is seen in the shot from 10 s on, a ring and a car in the one from 16 s on. */
    @Test
    void whatComesNextIsFoundInTheWindowBehindThatOfTheOtherThing() throws IOException {
        Path sample = folder.resolve("snow.mp4");
        try (var snow = EvaluationTest.class.getResourceAsStream("/samples/snow.mp4")) {
            Files.copy(snow, sample);
        }
        Item item = new Item.Open(
                "next",
                new Footage(sample, Optional.empty()),
                ItemGroups.NONE,
                "Which thing is seen right after the black star?",
                List.of("a yellow ring"));
        Path file = folder.resolve("next.jsonl");
        run(List.of(item), file, new Sampling(1, 4, 16, true));
        Answered answered = ResultFile.read(file).orElseThrow().answered().get("next");
        Outcome.Said said = assertInstanceOf(Outcome.Said.class, answered.outcome());
        assertTrue(Set.of("a yellow ring", "a black car").contains(said.text()), said::toString);
        assertTrue(said.shown());
    }

    /** One window shows both shots; what is said of a shot in it is what is said of it alone. */
    @Test
    void aFilmIsDescribedByWhatItsScenesComeTo() {
        Path cut = TestFilm.of(64, 48)
                .painted((screen, second) -> {
                    screen.setColor(second < 8 ? Color.LIGHT_GRAY : Color.BLUE);
                    screen.fillRect(0, 0, 64, 48);
                    screen.setColor(Color.RED);
                    screen.fillOval(24, 16, second < 8 ? 16 : 0, 16);
                })
                .write(folder.resolve("scenes.mp4"), 16);
        Footage whole = new Footage(cut, Optional.empty());
        Footage first = new Footage(cut, Optional.of(new Span(0, 8)));
        Footage second = new Footage(cut, Optional.of(new Span(8, 16)));
        Path file = folder.resolve("scenes.jsonl");
        List<Item> items = new ArrayList<>();
        for (Facet facet : Facet.values()) {
            items.add(caption("whole", whole, facet));
            items.add(caption("first", first, facet));
            items.add(caption("second", second, facet));
        }
        items.add(new Item.Events("events", whole, ItemGroups.NONE, List.of(List.of())));
        run(items, file, new Sampling(1, 8, 64, true));
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        Outcome.Listed listed = (Outcome.Listed) answered.get("events").outcome();
        List<TimedCaption> events = listed.events().stream()
                .map(event -> new TimedCaption(event.span(), event.text(), 0, false))
                .toList();
        for (Facet facet : Facet.values()) {
            Description of1 = said(answered, "first", facet);
            Description of2 = said(answered, "second", facet);
            Description all = FilmDescription.of(
                    facet,
                    List.of(
                            new FilmDescription.Scene(new Span(0, 8), of1),
                            new FilmDescription.Scene(new Span(8, 16), of2)),
                    events);
            assertEquals(all, said(answered, "whole", facet));
        }
        assertNotEquals(
                said(answered, "first", Facet.DETAILED).text(),
                said(answered, "second", Facet.DETAILED).text());
        assertEquals(16, answered.get("whole detailed").frames());
    }

    private static Item caption(String name, Footage footage, Facet facet) {
        return new Item.Caption(
                name + " " + facet.key(), footage, ItemGroups.NONE, facet.key(), List.of("grey"), List.of(), List.of());
    }

    private static Description said(Map<String, Answered> answered, String name, Facet facet) {
        Outcome.Said said =
                (Outcome.Said) answered.get(name + " " + facet.key()).outcome();
        return new Description(said.text(), said.confidence(), false);
    }

    @Test
    void windowsFollowTheShotsAndAreNoLongerThanTheFramesReach() {
        Path cut = TestFilm.of(64, 48)
                .painted((screen, second) -> {
                    screen.setColor(second < 4 ? Color.RED : Color.BLUE);
                    screen.fillRect(0, 0, 64, 48);
                })
                .write(folder.resolve("cut.mp4"), 10);
        SampledFilm sampled = new FilmReader(DecoderSettings.defaults())
                .sample(cut, 1, folder.resolve("cut pictures"), (seconds, of) -> {});
        Sampling windows = new Sampling(2, 8, 12, true);
        assertEquals(List.of(new Span(1, 4), new Span(4, 9)), windows.looks(sampled, new Span(1, 9)));
        assertEquals(List.of(new Span(1, 6)), windows.looks(sampled, new Span(1, 6)));
        assertEquals(List.of(new Span(1, 9)), new Sampling(2, 8, 12).looks(sampled, new Span(1, 9)));
    }

    @Test
    void aFilmThatCannotBeDecodedFailsItsItemsAndNoOthers() {
        List<Item> items = new ArrayList<>(items(noFilm, Optional.empty(), "bad "));
        items.addAll(items(film, Optional.empty(), "good ").subList(0, 1));
        Path file = folder.resolve("bad.jsonl");
        run(items, file);
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        assertEquals(8, answered.size());
        Outcome.Failed failed =
                assertInstanceOf(Outcome.Failed.class, answered.get("bad open").outcome());
        assertTrue(failed.reason().contains("no film.mp4"), failed.reason());
        assertInstanceOf(Outcome.Chosen.class, answered.get("good choice").outcome());
    }

    @Test
    void whatIsAnsweredIsNotAskedAgain() {
        Path file = folder.resolve("resumed.jsonl");
        List<Item> items = items(film, Optional.empty(), "");
        run(items.subList(0, 2), file);
        List<String> told = run(items, file);
        assertEquals("2/7 film.mp4: decoding", told.getFirst());
        assertEquals(
                List.of("2/7 clues", "3/7 events", "4/7 caption", "5/7 instructed", "6/7 open"),
                told.subList(2, told.size()));
        assertEquals(List.of(), run(items, file), "not even decoded");
    }

    @Test
    void anAnswerAboutOtherDataOfTheSameIdsIsNotTaken() throws IOException {
        Path file = folder.resolve("results-1-of-1.jsonl");
        AnswerFolder answers = new AnswerFolder(folder, RUN);
        Item first = items(film, Optional.empty(), "seed ").getFirst();
        run(List.of(first), file);
        assertEquals(Set.of("seed choice"), answers.to(List.of(first)).keySet());

        Path otherFilm = Files.createDirectories(folder.resolve("other seed")).resolve("film.mp4");
        TestFilm.of(64, 48).write(otherFilm, SECONDS / 2);
        Item other = items(otherFilm, Optional.empty(), "seed ").getFirst();
        assertEquals(Map.of(), answers.to(List.of(other)), "not even in a report");
        assertFalse(run(List.of(other), file).isEmpty(), "asked anew");
        assertEquals(Set.of("seed choice"), answers.to(List.of(other)).keySet());
        assertEquals(Map.of(), answers.to(List.of(first)), "the newer answer has taken the older one's place");
    }

    @Test
    void anAnswerIsToTheWordsThatWereAskedWhateverIsSaidToBeRight() {
        Footage footage = new Footage(film, Optional.empty());
        Outcome said = new Outcome.Chosen(0, "A", 0.5);
        Answered answered = Answered.to(choice(footage, "What colour?", 0, "red", "grey"), said, 6, 8, 1);
        assertTrue(answered.answers(choice(footage, "What colour?", 1, "red", "grey")), "corrected later");
        assertFalse(answered.answers(choice(footage, "What shape?", 0, "red", "grey")));
        assertFalse(answered.answers(choice(footage, "What colour?", 0, "red", "blue")));
        assertFalse(answered.answers(choice(footage.lasting(Optional.of("6.04")), "What colour?", 0, "red", "grey")));
        assertFalse(answered.answers(
                choice(new Footage(film, Optional.of(new Span(0, 3))), "What colour?", 0, "red", "grey")));
    }

    private static Item choice(Footage footage, String question, int answer, String... options) {
        return new Item.Choice("one", footage, ItemGroups.NONE, question, List.of(options), answer);
    }

    /** With another length in its prompts the model is otherwise sure of what it says, or says something else. */
    @Test
    void theModelIsToldTheLengthOfTheAnnotationWhereItLooksOnce() {
        Footage own = new Footage(film, Optional.empty());
        Outcome plain = described(own, SAMPLING);
        Footage annotated = own.lasting(Optional.of("3961.75"));
        assertNotEquals(plain, described(annotated, SAMPLING));
        assertEquals(plain, described(annotated, new Sampling(1, 4, 64, true)), "a window is not as long");
    }

    private static Outcome described(Footage footage, Sampling sampling) {
        Item item =
                new Item.Caption("one", footage, ItemGroups.NONE, "detailed", List.of("grey"), List.of(), List.of());
        Path file = folder.resolve(footage.annotatedSeconds().orElse("own") + sampling.windows() + ".jsonl");
        run(List.of(item), file, sampling);
        return ResultFile.read(file).orElseThrow().answered().get("one").outcome();
    }

    @Test
    void framesAreThoseOfThePublishedEvaluation() {
        FilmReader films = new FilmReader(DecoderSettings.defaults());
        SampledFilm sampled = films.sample(film, 10, folder.resolve("sampled"), (seconds, of) -> {});
        Span whole = new Span(0, SECONDS);
        assertEquals(
                List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 5.0, 5.0), times(new Sampling(1, 4, 64).frames(sampled, whole)));
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0), times(new Sampling(1, 0, 4).frames(sampled, whole)), "cut");
        assertEquals(
                List.of(0.3, 1.1, 1.8, 2.6),
                times(new Sampling(1, 4, 64).frames(sampled, new Span(0, 3))).stream()
                        .map(time -> Math.round(10 * time) / 10.0)
                        .toList(),
                "the middles of four intervals of three quarters of a second");
        assertEquals(List.of(2.0, 3.0, 4.0, 4.0), times(new Sampling(1, 2, 64).frames(sampled, new Span(2, 5))));
    }

    /** A film of rendered-film, in which a brown bird is seen, and no ball. */
    @Test
    void whatIsFoundInAnothersPlaceIsNotSeenBecauseTheModelSaysThatItIsNotThere() throws URISyntaxException {
        Path bird = Path.of(EvaluationTest.class.getResource("brown-bird.mp4").toURI());
        Sampling windows = new Sampling(1, 8, 8, true);
        Footage footage = new Footage(bird, Optional.empty());
        String ball = "where a brown ball is in the picture.";
        Path file = folder.resolve("bird.jsonl");
        run(
                List.of(
                        new Item.Grounding("ball", footage, ItemGroups.NONE, ball, List.of()),
                        new Item.Grounding("bird", footage, ItemGroups.NONE, "a brown bird", List.of())),
                file,
                windows);
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        assertEquals(
                List.of(),
                assertInstanceOf(Outcome.Grounded.class, answered.get("ball").outcome())
                        .spans());
        List<Span> seen = assertInstanceOf(
                        Outcome.Grounded.class, answered.get("bird").outcome())
                .spans();
        assertTrue(new Span(0, 5).overlap(seen.getFirst()) > 0.5, seen::toString);
        SampledFilm sampled = SampledFilm.open(folder.resolve("pictures"));
        Span whole = new Span(0, sampled.info().durationSeconds());
        List<GroundingAnswer> unasked = new ArrayList<>();
        for (Span window : windows.looks(sampled, whole)) {
            Clip clip = new Clip(window.start(), window.length(), windows.frames(sampled, window));
            try (VideoSession session = model.open(clip)) {
                unasked.add(SecondLook.of(model.config(), ball).first(session));
            }
        }
        assertTrue(
                unasked.size() > 1
                        && unasked.stream().anyMatch(answer -> answer.guess().isPresent()),
                unasked::toString);
    }

    /** The same film, in one window. */
    @Test
    void whatIsFoundInOneWindowIsNotSeenIfItIsAnotherThingOrHasAnotherColour() throws URISyntaxException {
        Path bird = Path.of(EvaluationTest.class.getResource("brown-bird.mp4").toURI());
        Footage footage = new Footage(bird, Optional.empty());
        Sampling window = new Sampling(1, 8, 64, true);
        Path file = folder.resolve("colour.jsonl");
        List<String> searches = List.of("where a brown ball is in the picture.", "the part with a brown bird.");
        List<Item> items = searches.stream()
                .map(search -> (Item) new Item.Grounding(search, footage, ItemGroups.NONE, search, List.of()))
                .toList();
        run(items, file, window);
        Map<String, Answered> answered = ResultFile.read(file).orElseThrow().answered();
        List<Integer> found = searches.stream()
                .map(search -> (Outcome.Grounded) answered.get(search).outcome())
                .map(outcome -> outcome.spans().size())
                .toList();
        assertEquals(List.of(0, 1), found);
        SampledFilm sampled = SampledFilm.open(folder.resolve("pictures"));
        Span whole = new Span(0, sampled.info().durationSeconds());
        assertEquals(List.of(whole), window.looks(sampled, whole));
        try (VideoSession session = model.open(new Clip(0, whole.length(), window.frames(sampled, whole)))) {
            GroundingAnswer unasked =
                    SecondLook.of(model.config(), searches.getFirst()).first(session);
            assertTrue(unasked.guess().isPresent(), unasked::toString);
        }
    }

    private static List<Double> times(FrameSource frames) {
        return frames.seconds();
    }

    @Test
    void aSamplingThatCannotBeIsRefused() {
        for (double fps : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Sampling(fps, 0, 64));
        }
        assertThrows(IllegalArgumentException.class, () -> new Sampling(1, 65, 64));
        assertThrows(IllegalArgumentException.class, () -> new Sampling(1, 0, 0));
    }
}
