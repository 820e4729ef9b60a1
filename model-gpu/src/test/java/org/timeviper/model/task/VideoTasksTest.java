package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.Clip;
import org.timeviper.model.Frame;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.RandomModel;
import org.timeviper.model.TimeViper;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.PromptTexts;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.Sampling;
import org.timeviper.model.generation.TokenListener;

/** The tasks, mostly with models that were never trained: whatever comes out must be read without harm. */
class VideoTasksTest {
    private static final double START = 40;
    private static final double DURATION = 4.5;
    private static final double CONFIDENCE = 1e-5;
    private static final List<String> THINGS =
            List.of("a person", "a dog", "water", "grass", "a street", "snow", "a beach", "a shirt");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aModelThatTalksNonsenseGivesNoTimesOutsideOfTheClip(long seed) throws IOException {
        try (TimeViper model = model(seed);
                VideoSession session = model.open(clip())) {
            VideoTasks.denseCaptions(session).forEach(event -> within(event.span()));
            GroundingAnswer found = VideoTasks.ground(session, "12 to 99 <image></s> \uD83C\uDFAC");
            found.span().ifPresent(VideoTasksTest::within);
            Choice choice = VideoTasks.choose(session, "What?", List.of("red", "blue"));
            assertTrue(choice.index() >= -1 && choice.index() < 2);
            StringBuilder heard = new StringBuilder();
            Answer answer = VideoTasks.answer(session, "", heard::append);
            assertEquals(answer.words(), heard.toString().strip());
            for (double confidence : new double[] {found.confidence(), choice.confidence(), answer.confidence()}) {
                assertTrue(confidence > 0 && confidence <= 1, "confidence " + confidence);
            }
        }
    }

    private static void within(Span span) {
        assertTrue(span.start() >= START && span.end() <= START + DURATION, span.toString());
    }

    @Test
    void aChoiceNeedsOptionsThatHaveLetters() throws IOException {
        try (TimeViper model = model(1);
                VideoSession session = model.open(clip())) {
            for (int count : new int[] {0, 27}) {
                List<String> options = Collections.nCopies(count, "red");
                assertThrows(IllegalArgumentException.class, () -> VideoTasks.choose(session, "What?", options));
            }
        }
    }

    @Test
    void anEarlierTaskDoesNotChangeALaterOne() throws IOException {
        try (TimeViper model = model(4);
                VideoSession session = model.open(clip());
                VideoSession fresh = model.open(clip())) {
            VideoTasks.captions(session);
            assertEquals(
                    VideoTasks.answer(fresh, "Who?", TokenListener.none()),
                    VideoTasks.answer(session, "Who?", TokenListener.none()));
        }
    }

    @Test
    void onlyAModelThatFollowsConversationsReadsTheQuestionsBefore() throws IOException {
        List<Exchange> before = List.of(
                new Exchange("What colour is the {house}?", "Red."), new Exchange("Where is it?", "On the left."));
        try (TimeViper model = model(4);
                VideoSession session = model.open(clip())) {
            assertEquals(
                    VideoTasks.answer(session, "Who?", TokenListener.none()),
                    VideoTasks.answer(session, before, "Who?", TokenListener.none()));
        }
        String whole = "These questions about the video were asked and answered before:\n"
                + "Question: What colour is the {house}?\nAnswer: Red.\nQuestion: Where is it?\nAnswer: On the left.\n"
                + "Answer the next question: Who?";
        try (TimeViper model = model(4, config().put("follows_conversations", true));
                VideoSession session = model.open(clip())) {
            assertEquals(
                    VideoTasks.answer(session, whole, TokenListener.none()),
                    VideoTasks.answer(session, before, "Who?", TokenListener.none()));
            assertEquals(
                    VideoTasks.answer(session, "Who?", TokenListener.none()),
                    VideoTasks.answer(session, List.of(), "Who?", TokenListener.none()));
        }
    }

    @Test
    void confidencesAreCalibratedByTheCurveOfTheirKind() throws IOException {
        try (TimeViper model = model(1, always(0.25, 0.625, 0.75, 0.875, 0));
                VideoSession session = model.open(clip())) {
            assertEquals(0.25, VideoTasks.ground(session, "a car").confidence());
            Answer answer = VideoTasks.answer(session, "What?", TokenListener.none());
            assertEquals(0.625, answer.confidence());
            assertEquals(answer, VideoTasks.explain(session, "What?").answer());
            assertEquals(
                    0.75, VideoTasks.choose(session, "What?", List.of("a", "b")).confidence());
            assertEquals(0.875, VideoTasks.describe(session, Facet.SHORT).confidence());
            assertFalse(VideoTasks.describe(session, Facet.SHORT).unsure());
        }
    }

    @Test
    void whatTheModelIsNotSureOfIsNotPassedOn() throws IOException {
        try (TimeViper model = model(1, always(0.4, 0.4, 0.4, 0.4, 0.5));
                VideoSession session = model.open(clip())) {
            GroundingAnswer found = VideoTasks.ground(session, "a car");
            assertTrue(found.unsure() && found.span().isEmpty());
            Answer answer = VideoTasks.answer(session, "What?", TokenListener.none());
            assertTrue(answer.unsure() && !answer.shown());
            assertEquals(VideoTasks.notSure(), answer.text());
            assertTrue(VideoTasks.choose(session, "What?", List.of("a", "b")).unsure());
        }
    }

    @Test
    void aModelThatCanSaysLessWhereItIsNotSure() throws IOException {
        ObjectNode config = always(0.4, 0.4, 0.4, 0.4, 0.5);
        try (TimeViper model = model(1, config);
                VideoSession session = model.open(clip())) {
            FacetCaptions named = VideoTasks.captions(session);
            assertEquals(VideoTasks.describe(session, Facet.DETAILED).text(), named.detailed());
            assertTrue(named.unsure());
            assertThrows(IllegalStateException.class, () -> VideoTasks.look(session));
        }
        try (TimeViper model = model(1, config.put("says_less", true));
                VideoSession session = model.open(clip())) {
            Description less = VideoTasks.look(session);
            assertFalse(less.unsure());
            String text = less.text();
            assertEquals(
                    new FacetCaptions(text, text, text, text, text, less.confidence(), false),
                    VideoTasks.captions(session));
        }
    }

    /** A description is then longer in coming, and what is told of it is told as before. */
    @Test
    void aFacetIsDescribedByTheLikeliestWordsThatABeamFindsAndTheOthersAsBefore() throws IOException {
        ObjectNode config = always(0.25, 0.25, 0.25, 0.25, 0);
        ((ObjectNode) config.get("confidence")).remove("caption");
        FacetCaptions greedy;
        try (TimeViper model = model(1, config);
                VideoSession session = model.open(clip())) {
            greedy = VideoTasks.captions(session);
        }
        config.putObject("captions").putObject("beam").put("short", 4);
        try (TimeViper model = model(1, config);
                VideoSession session = model.open(clip());
                VideoSession other = model.open(clip())) {
            Generation likeliest = session.generate(
                    Prompts.caption(session, Facet.SHORT),
                    "",
                    new GenerationOptions(320, new Sampling.Beam(4), () -> false),
                    TokenListener.none());
            Description told = VideoTasks.describe(session, Facet.SHORT);
            assertEquals(likeliest.text().strip(), told.text());
            assertEquals(likeliest.confidence(), told.confidence());
            assertNotEquals(greedy.brief(), told.text());
            FacetCaptions captions =
                    VideoTasks.captions(List.of(session, other)).getLast();
            assertEquals(told.text(), captions.brief());
            assertEquals(greedy.detailed(), captions.detailed());
            assertEquals(greedy.mainObject(), captions.mainObject());
            assertEquals(greedy.camera(), captions.camera());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFacetCanBeSearchedByABeam(Facet facet) throws IOException {
        ObjectNode config = config();
        config.putObject("captions").putObject("beam").put(facet.key(), 3);
        try (TimeViper model = model(1, config)) {
            assertEquals(3, model.config().captions().beam(facet.key()));
        }
    }

    /** The starter says several sentences of any clip. That nothing moves is not passed on; that noise has colours is seen without it. */
    @Test
    void aLookKeepsTheSentencesThatAreLikelyEnoughAndWhatIsPlainToSee() throws IOException {
        String shown = "A scene in colour.";
        List<Sentence> said;
        try (TimeViper model = starter(0);
                VideoSession session = model.open(clip())) {
            said = Sentence.of(session.generate(
                            Prompts.look(session), "", GenerationOptions.greedy(320), TokenListener.none()))
                    .stream()
                    .filter(sentence -> !sentence.text().equals("Nothing moves by itself."))
                    .toList();
            assertEquals(described(said), VideoTasks.look(session));
        }
        assertTrue(said.size() > 1, said::toString);
        Sentence likeliest =
                said.stream().max(Comparator.comparing(Sentence::chance)).orElseThrow();
        try (TimeViper model = starter(likeliest.chance());
                VideoSession session = model.open(clip())) {
            Description alone = described(List.of(likeliest));
            String text = alone.text().contains("colour") ? alone.text() : shown + " " + alone.text();
            assertEquals(new Description(text, alone.confidence(), false), VideoTasks.look(session));
        }
        try (TimeViper model = starter(1);
                VideoSession session = model.open(clip())) {
            assertEquals(new Description(shown, 1, false), VideoTasks.look(session));
            FacetCaptions captions = VideoTasks.captions(session);
            assertEquals(new FacetCaptions(shown, shown, shown, shown, shown, 1, false), captions);
        }
    }

    /** Of the facets that are about things; where and how it was filmed is told as before. */
    @Test
    void whatTheModelSurelySeesIsNamedWhereItIsNotSureOfADescription() throws IOException {
        String shown = "A scene in colour.";
        List<String> answered;
        try (TimeViper model = starter(0);
                VideoSession session = model.open(clip())) {
            answered = THINGS.stream()
                    .filter(thing ->
                            YesOrNo.WORDS.contains(asked(session, thing).words()))
                    .toList();
        }
        assertTrue(answered.size() > 1, answered::toString);
        String first = answered.get(1);
        String second = answered.get(0);
        try (TimeViper model = starter(config -> config.putRawValue("confidence", naming(first, -50, second, -50)));
                VideoSession session = model.open(clip())) {
            FacetCaptions captions = VideoTasks.captions(session);
            String all = shown + " It shows " + first + " and " + second + ".";
            assertEquals(List.of(all, all, all), List.of(captions.detailed(), captions.brief(), captions.mainObject()));
            assertEquals(List.of(shown, shown), List.of(captions.background(), captions.camera()));
            assertEquals(1, captions.confidence(), 1e-9, "as sure as that the less likely of them is there");
            assertFalse(captions.unsure());
        }
        try (TimeViper model = starter(config -> config.putRawValue("confidence", naming(first, 50, second, -50)));
                VideoSession session = model.open(clip())) {
            assertEquals(
                    shown + " It shows " + second + ".",
                    VideoTasks.captions(session).brief());
        }
        try (TimeViper model = starter(config -> config.putRawValue("confidence", naming(first, 50, second, 50)));
                VideoSession session = model.open(clip())) {
            assertEquals(shown, VideoTasks.captions(session).brief());
        }
    }

    /** A section by which no caption is sure, and the two things are named from these odds on. */
    private static RawValue naming(String first, int from, String second, int after) {
        return new RawValue("""
                {"caption": {"least": 1},
                 "things": {"even_at": {"%1$s": -99, "%3$s": -99}, "named_from": {"%1$s": %2$d, "%3$s": %4$d}}}""".formatted(first, from, second, after));
    }

    /** Both ways, whatever is shown: a bias tells what is photographed from what is drawn. */
    @Test
    void whatWasLearnedFromDrawnFilmIsNotAssertedOfPhotographedFilm() throws IOException {
        List<TimedCaption> events = List.of(new TimedCaption(new Span(START, START + 3), "a red ball", 1, false));
        for (boolean filmed : new boolean[] {false, true}) {
            try (TimeViper model = starter(config -> config.putObject("confidence")
                            .putObject("filmed")
                            .put("bias", filmed ? 1e6 : -1e6)
                            .putPOJO("weights", Collections.nCopies(192, 0.5)));
                    VideoSession session = model.open(clip())) {
                assertEquals(filmed, session.isFilmed(START, START + DURATION));
                assertFalse(session.isFilmed(1000, 1001), "no frame lies there");
                assertTrue(VideoTasks.confirmed(session, events).stream().allMatch(event -> event.unsure() == filmed));
                assertEquals(
                        filmed, VideoTasks.describe(session, Facet.BACKGROUND).unsure());
                Answer answer = VideoTasks.answer(session, "What is the colour of the picture?", TokenListener.none());
                assertEquals(answer.seen() && filmed, answer.unsure());
                FilmLook look = FilmLook.at(session, "How many different things are seen?", Optional.empty());
                assertTrue(!filmed || look.events.isEmpty(), look.events::toString);
            }
        }
    }

    @Test
    void whatIsFoundInPhotographedFilmIsAsSureAsSuchFindsAre() throws IOException {
        for (boolean filmed : new boolean[] {false, true}) {
            try (TimeViper model = starter(config -> config.putRawValue("confidence", new RawValue("""
                            {"grounding": {"curve": [[0, 0.9], [1, 0.9]], "least": 0.5},
                             "filmed": {"bias": %s, "weights": %s, "grounding": {"curve": [[0, 0.2], [1, 0.2]], "least": 0.5}}}""".formatted(
                                    filmed ? 1e6 : -1e6, Collections.nCopies(192, 0.5)))));
                    VideoSession session = model.open(painted(1))) {
                String description = Stream.of("a ball", "a blue ball", "a yellow background", "the picture is blue")
                        .filter(words ->
                                VideoTasks.groundUnasked(session, words).guess().isPresent())
                        .findFirst()
                        .orElseThrow();
                GroundingAnswer found = VideoTasks.groundUnasked(session, description);
                assertEquals(filmed ? 0.2 : 0.9, found.confidence(), 1e-9);
                assertEquals(filmed, found.unsure());
                GroundingAnswer again = VideoTasks.groundAgainUnasked(session, description, found);
                assertEquals(filmed, again.unsure());
            }
        }
    }

    @Test
    void aChoiceInPhotographedFilmIsAsSureAsSuchChoicesAre() throws IOException {
        for (boolean filmed : new boolean[] {false, true}) {
            try (TimeViper model = starter(config -> config.putRawValue("confidence", new RawValue("""
                            {"choice": {"curve": [[0, 0.9], [1, 0.9]], "least": 0.5},
                             "filmed": {"bias": %s, "weights": %s, "choice": {"curve": [[0, 0.2], [1, 0.2]], "least": 0.5}}}""".formatted(
                                    filmed ? 1e6 : -1e6, Collections.nCopies(192, 0.5)))));
                    VideoSession session = model.open(painted(1))) {
                Choice choice = VideoTasks.choose(session, "Which of these is seen?", List.of("a dog", "a ball"));
                assertEquals(filmed ? 0.2 : 0.9, choice.confidence(), 1e-9);
                assertEquals(filmed, choice.unsure());
            }
        }
    }

    @Test
    void theStarterTellsDrawnFilmFromPhotographs() throws IOException {
        try (TimeViper model = TimeViper.load(Path.of("starter"), ModelOptions.defaults());
                VideoSession session = model.open(painted(1))) {
            assertFalse(session.isFilmed(0, 4));
        }
    }

    /** The starter says Yes or No to one thing or another, whatever it is shown. */
    @Test
    void yesAndNoToWhetherAThingIsSeenAreReadByWhatTheyComeTo() throws IOException {
        String thing;
        try (TimeViper model = starter(0);
                VideoSession session = model.open(clip())) {
            thing = THINGS.stream()
                    .filter(one -> YesOrNo.WORDS.contains(asked(session, one).words()))
                    .findFirst()
                    .orElseThrow();
        }
        for (double evenAt : new double[] {-40, 40}) {
            try (TimeViper model = starter(thing, evenAt);
                    VideoSession session = model.open(clip())) {
                Answer read = asked(session, thing);
                assertEquals(evenAt < 0 ? "Yes." : "No.", read.words());
                assertTrue(read.seen() && read.confidence() > 0.999, read::toString);
                String more = "Is there " + thing + " and a cat in the video?";
                assertEquals(
                        VideoTasks.answer(session, more, TokenListener.none()).words(),
                        session.generate(
                                        Prompts.question(session, more),
                                        "",
                                        GenerationOptions.greedy(96),
                                        TokenListener.none())
                                .text()
                                .strip());
            }
        }
    }

    private static Answer asked(VideoSession session, String thing) {
        return VideoTasks.answer(session, "Is there " + thing + " in the video?", TokenListener.none());
    }

    /** Noise over noise shows no camera; the same picture over and over does. */
    @Test
    void whatTheCameraDoesIsToldAsItIsMeasuredWhereItCanBe() throws IOException {
        Frame noise = clip().frames().read(0);
        List<Frame> still = IntStream.range(0, 8)
                .mapToObj(i -> new Frame(START + i, noise.width(), noise.height(), noise.rgb()))
                .toList();
        try (TimeViper model = starter(1);
                VideoSession session = model.open(new Clip(START, DURATION, still))) {
            assertEquals(
                    "The camera is static.",
                    VideoTasks.describe(session, Facet.CAMERA).text());
            FacetCaptions captions = VideoTasks.captions(session);
            assertEquals("The camera is static.", captions.camera());
            assertEquals("A scene in colour. The camera is static.", captions.brief());
        }
        try (TimeViper model = starter(1);
                VideoSession session = model.open(clip())) {
            assertTrue(VideoTasks.describe(session, Facet.CAMERA).unsure());
        }
    }

    /** Of what the starter says of a clip, each token's probability is told with it. */
    @Test
    void anAnswerThatIsGivenIsAsLikelyAsTheSameOneThatIsSaid() throws IOException {
        try (TimeViper model = starter(0);
                VideoSession session = model.open(clip())) {
            String prompt = Prompts.question(session, "What colour is the ball?");
            Generation said = session.generate(prompt, "", GenerationOptions.greedy(96), TokenListener.none());
            double[] tokens = said.said().stream()
                    .mapToDouble(token -> Math.exp(token.logProbability()))
                    .toArray();
            List<String> answers = List.of("a long answer that nobody gives", said.text(), "");
            List<Double> whole = session.probabilities(prompt, "", answers, true);
            double product = DoubleStream.of(tokens).reduce(1, (one, other) -> one * other);
            assertEquals(product, whole.get(1), 1e-5);
            assertTrue(whole.get(0) < 1e-6, whole::toString);
            List<Double> begun = session.probabilities(prompt, "", answers, false);
            assertEquals(product / tokens[tokens.length - 1], begun.get(1), 1e-5);
            assertEquals(1, begun.get(2));
        }
    }

    @Test
    void theOptionWhoseLetterIsLikeliestIsChosenAndOfSeveralClipsThatOfTheSurest() throws IOException {
        List<String> options = List.of("a red ball", "a green meadow under the sky", "a snowy field");
        try (TimeViper model = starter(0);
                VideoSession session = model.open(clip())) {
            OptionWeights weights = VideoTasks.weigh(session, "What is the background?", options);
            assertEquals(
                    1,
                    weights.letters().stream().mapToDouble(Double::doubleValue).sum(),
                    1e-9);
            assertTrue(weights.shown() >= 0 && weights.shown() <= 1, weights::toString);
            int best = weights.best();
            Choice choice = VideoTasks.choose(session, "What is the background?", options);
            assertEquals(
                    new Choice(best, "ABC".charAt(best) + ") " + options.get(best), weights.confidence(), false),
                    choice);
            OptionWeights surer = new OptionWeights(List.of(0.0, 0.0, 1.0), 1, List.of(), false);
            assertEquals(
                    new Choice(2, "C) a snowy field", 1, false),
                    VideoTasks.choose(model.config(), "What is the background?", options, List.of(weights, surer)));
        }
    }

    @Test
    void whichComesFirstIsToldByWhenEachIsFoundWhateverTheLettersSay() throws IOException {
        String question = "Which thing comes first?";
        List<String> options = List.of("a red ball", "a green meadow under the sky", "a snowy field");
        try (TimeViper model = starter(0);
                VideoSession session = model.open(clip())) {
            List<GroundingAnswer> found =
                    VideoTasks.weigh(session, question, options).found();
            assertEquals(
                    options.stream()
                            .map(option ->
                                    VideoTasks.groundUnasked(session, option).guess())
                            .toList(),
                    found.stream().map(GroundingAnswer::guess).toList());
            assertEquals(
                    List.of(),
                    VideoTasks.weigh(session, "What is the background?", options)
                            .found());
            OptionWeights letters =
                    new OptionWeights(List.of(0.1, 0.2, 0.7), 1, List.of(foundAt(30), foundAt(2), foundAt(9)), false);
            assertEquals(
                    1,
                    VideoTasks.choose(model.config(), question, options, List.of(letters))
                            .index());
        }
    }

    /** Painted film in which things come one after the other. */
    @Test
    void whatComesFirstIsTheSubjectOfAnEventThatIsFoundAgainAndWhatIsNotFoundHasNoNext() throws IOException {
        try (TimeViper model = starter(0);
                VideoSession session = model.open(painted(2))) {
            StringBuilder heard = new StringBuilder();
            Answer first = VideoTasks.answer(session, "Which thing comes first?", heard::append);
            List<TimedCaption> events = VideoTasks.confirmed(session, VideoTasks.events(session));
            assertTrue(
                    events.stream().anyMatch(event -> Subject.of(event.text()).equals(first.words())),
                    () -> first + " of " + events);
            assertTrue(first.shown(), first::toString);
            assertEquals(first.words(), heard.toString());
            assertEquals(
                    first, VideoTasks.answer(session, List.of(), "Which thing comes first?", TokenListener.none()));
            Answer next = VideoTasks.answer(
                    session, "What comes right after the snowman with an umbrella?", TokenListener.none());
            boolean found = VideoTasks.ground(session, "the snowman with an umbrella")
                    .guess()
                    .isPresent();
            assertEquals(found, next.seen(), next::toString);
        }
    }

    /** Painted film in which things come: as many as are listed and found again are counted, with options and without. */
    @Test
    void howManyDifferentThingsThereAreIsCounted() throws IOException {
        String question = "What is the number of different things in the film?";
        try (TimeViper model = starter(0);
                VideoSession session = model.open(painted(2))) {
            StringBuilder heard = new StringBuilder();
            Answer answer = VideoTasks.answer(session, question, heard::append);
            Set<String> things = VideoTasks.confirmed(session, VideoTasks.events(session)).stream()
                    .map(event -> Subject.of(event.text()))
                    .filter(Subject::isThing)
                    .collect(Collectors.toSet());
            assertFalse(things.isEmpty());
            assertEquals(Integer.toString(things.size()), answer.words());
            assertEquals(answer.words(), heard.toString());
            List<String> options = List.of("90", Integer.toString(things.size()), "91");
            Choice choice = VideoTasks.choose(session, question, options);
            assertEquals(1, choice.index());
            assertEquals(answer.confidence(), choice.confidence());
            assertTrue(VideoTasks.choose(session, question, List.of("90", "91")).index() >= 0, "else a letter decides");
        }
    }

    /** What is asked for in words that the model does not know is what it answers to those that it does. */
    @Test
    void theBackgroundIsAskedForInTheWordsThatTheModelKnows() throws IOException {
        try (TimeViper model = starter(0);
                VideoSession session = model.open(painted(2))) {
            assertAskedAs("What is the background?", session, "Which background does the film have?");
            assertAskedAs("What is the background of the red car?", session, "Which background does the red car have?");
            assertAskedAs("Who is behind the red car?", session, "Who is behind the red car?");
        }
        try (TimeViper model = starter(config -> config.remove("locates_things"));
                VideoSession session = model.open(clip())) {
            assertAskedAs(
                    "Which background does the red car have?", session, "Which background does the red car have?");
        }
    }

    private static void assertAskedAs(String asked, VideoSession session, String question) {
        assertTrue(Prompts.question(session, question).endsWith(asked), () -> Prompts.question(session, question));
    }

    @Test
    void whatTheCameraDoesIsToldAsThePicturesPlainlyShowIt() throws IOException {
        String question = "Which way does the camera move?";
        try (TimeViper model = starter(0);
                VideoSession session = model.open(panned())) {
            StringBuilder heard = new StringBuilder();
            Answer answer = VideoTasks.answer(session, question, heard::append);
            assertEquals(new Answer("the camera pans right", true, 0.99, false), answer);
            assertEquals(answer.words(), heard.toString());
            List<String> options = List.of("it is static", "it pans left", "it pans right", "it zooms in");
            List<Double> letters = VideoTasks.weigh(session, question, options).letters();
            assertEquals(0.99, letters.get(2), 1e-9);
            assertEquals(1, letters.stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
            List<String> others = List.of("it shakes", "it tilts up");
            assertTrue(VideoTasks.weigh(session, question, others).letters().stream()
                    .noneMatch(letter -> letter == 0.99));
        }
    }

    /** What the model finds of it, the pictures deny. */
    @Test
    void aCameraMoveIsNotSeenWhereThePicturesShowAnother() throws IOException {
        Sighting found = new Sighting(Optional.of(new Span(0, 6)), 0.8, "0 to 6");
        try (TimeViper model = TimeViper.load(Path.of("starter"), ModelOptions.defaults());
                VideoSession session = model.open(panned())) {
            SoughtMove right = SoughtMove.in(model.config(), "The camera pans to the right.")
                    .orElseThrow();
            assertEquals(found, right.measured(session, found));
            SoughtMove other =
                    SoughtMove.in(model.config(), "the camera zooms in").orElseThrow();
            assertEquals(Sighting.unseen(MeasuredLook.RIGHT), other.measured(session, found));
            assertEquals(Sighting.unseen(0.7), other.measured(session, Sighting.unseen(0.7)), "nothing to deny");
            GroundingAnswer sought = VideoTasks.ground(session, "the camera zooms in");
            assertEquals(Optional.empty(), sought.guess());
        }
    }

    /** A wall of patches that the camera goes along. */
    private static Clip panned() {
        Random random = new Random(7);
        int[] lights = random.ints(40 * 9, 40, 210).toArray();
        List<Frame> frames = IntStream.range(0, 10)
                .mapToObj(second -> {
                    byte[] rgb = new byte[3 * 192 * 108];
                    for (int i = 0; i < rgb.length; i++) {
                        int x = i / 3 % 192 + 6 * second;
                        rgb[i] = (byte) lights[i / 3 / 192 / 12 * 40 + x / 12];
                    }
                    return new Frame(second, 192, 108, rgb);
                })
                .toList();
        return new Clip(0, 10, frames);
    }

    @Test
    void whichWayAThingMovesIsToldAsThePicturesPlainlyShowIt() throws IOException {
        String question = "Which way does the red box move?";
        Span span = new Span(2, 9);
        try (TimeViper model = starter(0);
                VideoSession session = model.open(crossed())) {
            List<TimedCaption> wrong =
                    List.of(new TimedCaption(span, "a red box moves from right to left", 0.9, false));
            assertEquals(
                    List.of("a red box moves from left to right"),
                    VideoTasks.confirmed(session, wrong).stream()
                            .map(TimedCaption::text)
                            .toList());
            StringBuilder heard = new StringBuilder();
            Answer answer = VideoTasks.answer(session, question, heard::append);
            assertEquals("to the right", answer.words());
            assertEquals(answer.words(), heard.toString());
            List<String> options = List.of("to the left", "upwards", "to the right", "downwards");
            List<Double> letters = VideoTasks.weigh(session, question, options).letters();
            assertEquals(0.99, letters.get(2), 1e-9);
            assertEquals(1, letters.stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
        }
    }

    /** A red box that goes from left to right before a grained wall. */
    private static Clip crossed() {
        int[] lights = new Random(7).ints(48 * 27, 150, 180).toArray();
        List<Frame> frames = IntStream.range(0, 12)
                .mapToObj(second -> {
                    int left = 32 * (second - 3);
                    byte[] rgb = new byte[3 * 192 * 108];
                    for (int i = 0; i < rgb.length; i++) {
                        int x = i / 3 % 192;
                        int y = i / 3 / 192;
                        boolean box = x >= left && x < left + 40 && y >= 34 && y < 74;
                        rgb[i] = (byte) (box ? i % 3 == 0 ? 210 : 35 : lights[y / 4 * 48 + x / 4]);
                    }
                    return new Frame(second, 192, 108, rgb);
                })
                .toList();
        return new Clip(0, 12, frames);
    }

    private static GroundingAnswer foundAt(double start) {
        return new GroundingAnswer(Optional.of(new Span(start, start + 5)), 0.8, false, "");
    }

    /** Clips of 4 to 12 frames in which things come and move: there is something to list, and what the starter is not sure of is looked at once more. */
    @Test
    void clipsThatAreLookedAtTogetherAreToldAsEachAlone() {
        try (TimeViper model = TimeViper.load(Path.of("starter"), ModelOptions.defaults())) {
            List<VideoSession> sessions =
                    IntStream.range(0, 3).mapToObj(i -> model.open(painted(i))).toList();
            List<List<TimedCaption>> events = VideoTasks.events(sessions);
            List<FacetCaptions> captions = VideoTasks.captions(sessions);
            List<List<TimedCaption>> confirmed = VideoTasks.confirmed(sessions, events);
            sessions.forEach(VideoSession::close);
            for (int i = 0; i < sessions.size(); i++) {
                try (VideoSession alone = model.open(painted(i))) {
                    requireSame(VideoTasks.events(alone), events.get(i));
                    requireSame(VideoTasks.captions(alone), captions.get(i));
                    requireSame(VideoTasks.confirmed(alone, events.get(i)), confirmed.get(i));
                }
            }
            assertTrue(events.stream().mapToInt(List::size).sum() > 3, events::toString);
            assertTrue(confirmed.stream().mapToInt(List::size).sum() > 0, confirmed::toString);
        }
    }

    private static void requireSame(List<TimedCaption> expected, List<TimedCaption> told) {
        assertEquals(expected.size(), told.size());
        for (int i = 0; i < expected.size(); i++) {
            TimedCaption one = expected.get(i);
            double confidence = told.get(i).confidence();
            assertEquals(one.confidence(), confidence, CONFIDENCE);
            assertEquals(new TimedCaption(one.span(), one.text(), confidence, one.unsure()), told.get(i));
        }
    }

    private static void requireSame(FacetCaptions expected, FacetCaptions told) {
        assertEquals(expected.confidence(), told.confidence(), CONFIDENCE);
        assertEquals(
                expected,
                new FacetCaptions(
                        told.detailed(),
                        told.background(),
                        told.brief(),
                        told.mainObject(),
                        told.camera(),
                        expected.confidence(),
                        told.unsure()));
    }

    private static Clip painted(int number) {
        int seconds = 4 + 4 * number;
        List<Color> colours = List.of(Color.RED, Color.BLUE, Color.YELLOW, Color.GREEN);
        List<Frame> frames = IntStream.range(0, seconds)
                .mapToObj(second -> {
                    BufferedImage screen = new BufferedImage(96, 54, BufferedImage.TYPE_3BYTE_BGR);
                    Graphics2D brush = screen.createGraphics();
                    brush.setColor(second < seconds / 2 ? Color.LIGHT_GRAY : colours.get((number + 1) % 4));
                    brush.fillRect(0, 0, 96, 54);
                    brush.setColor(colours.get(number));
                    if (second % 6 > 1) {
                        brush.fillOval(second * 70 / seconds, 20, 18, 18);
                    }
                    brush.dispose();
                    byte[] bgr = ((DataBufferByte) screen.getRaster().getDataBuffer()).getData();
                    byte[] rgb = new byte[bgr.length];
                    for (int i = 0; i < rgb.length; i++) {
                        rgb[i] = bgr[i - i % 3 + 2 - i % 3];
                    }
                    return new Frame(second, 96, 54, rgb);
                })
                .toList();
        return new Clip(0, seconds, frames);
    }

    private static Description described(List<Sentence> sentences) {
        return new Description(
                String.join(" ", sentences.stream().map(Sentence::text).toList()),
                sentences.stream().mapToDouble(Sentence::chance).min().orElseThrow(),
                false);
    }

    /** The one that ships, except that it takes its probabilities in captions as they are, and asserts what it is so sure of. */
    private TimeViper starter(double least) throws IOException {
        return starter(
                config -> config.putObject("confidence").putObject("caption").put("least", least));
    }

    /** The one that ships, except that of one thing it is known at which odds it is as likely seen as not. */
    private TimeViper starter(String thing, double evenAt) throws IOException {
        return starter(config -> config.putObject("confidence")
                .putObject("things")
                .putObject("even_at")
                .put(thing, evenAt));
    }

    private TimeViper starter(Consumer<ObjectNode> change) throws IOException {
        Path starter = Path.of("starter");
        for (String name : List.of("model.safetensors", "tokenizer.json")) {
            Files.copy(starter.resolve(name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode config =
                (ObjectNode) json.readTree(starter.resolve("config.json").toFile());
        config.remove("confidence");
        change.accept(config);
        json.writeValue(directory.resolve("config.json").toFile(), config);
        return TimeViper.load(directory, ModelOptions.defaults());
    }

    /** Its likeliest words are "1 3", which is no span. It says "1 to 3" as well, and nothing else of which a span can be read. */
    private TimeViper hesitant(int draws) throws IOException {
        ObjectNode config = config();
        if (draws > 0) {
            config.putObject("moments").put("draws", draws);
        }
        RandomModel.overwriteWithChains(
                directory, RandomModel.write(directory, config, 1), "\n1 ", " to ", " 3" + RandomModel.END);
        return TimeViper.load(directory, ModelOptions.defaults());
    }

    @Test
    void aSpanIsReadFromManyDrawnAnswersWhereTheConfigSaysSo() throws IOException {
        TimedCaption event = new TimedCaption(new Span(START + 1, START + 4), "a ball", 0.25, false);
        try (TimeViper model = hesitant(0);
                VideoSession session = model.open(clip())) {
            GroundingAnswer answer = VideoTasks.ground(session, "a ball");
            assertEquals("1 3", answer.text());
            assertTrue(answer.span().isEmpty());
            GroundingAnswer before = new GroundingAnswer(Optional.of(new Span(START, START + 1)), 0.9, false, "");
            assertEquals(answer, VideoTasks.groundAgain(session, "a ball", before));
            assertEquals(List.of(), VideoTasks.confirmed(session, List.of(event)));
        }
        try (TimeViper model = hesitant(8);
                VideoSession session = model.open(clip())) {
            Span seen = new Span(START + 1, START + 3);
            GroundingAnswer answer = VideoTasks.ground(session, "a ball");
            assertEquals(seen, answer.span().orElseThrow());
            assertEquals(1, answer.confidence(), 1e-6);
            GroundingAnswer before = new GroundingAnswer(Optional.of(seen), 0.25, true, "");
            GroundingAnswer again = VideoTasks.groundAgain(session, "a ball", before);
            assertEquals(
                    new GroundingAnswer(Optional.of(seen), Math.sqrt(answer.confidence() * 0.25), false, answer.text()),
                    again);
            Span between = new Span(START + 1, START + 3.5);
            assertEquals(
                    List.of(new TimedCaption(between, "a ball", Math.sqrt(0.25), false)),
                    VideoTasks.confirmed(session, List.of(event, event)));
        }
    }

    /** The starter finds this in noise. */
    @Test
    void whatIsFoundIsNotSeenIfTheModelIsNotAsSureThatItIsThereAtAllAsItHasToBe() throws IOException {
        String meadow = "a green meadow under the sky.";
        try (TimeViper model = starter(config -> config.withObject("moments").put("yes_from", 1));
                VideoSession session = model.open(clip())) {
            GroundingAnswer found = SecondLook.of(model.config(), meadow).first(session);
            assertTrue(found.guess().isPresent(), found::toString);
            List<Double> odds = session.probabilities(
                    Prompts.question(session, "Is there a green meadow under the sky in the video?"),
                    "",
                    List.of("Yes.", "No."),
                    false);
            double no = odds.get(1) / (odds.get(0) + odds.get(1));
            GroundingAnswer refused = new GroundingAnswer(Optional.empty(), no, false, VideoTasks.notShown());
            for (GroundingAnswer asked :
                    List.of(VideoTasks.ground(session, meadow), VideoTasks.groundAgain(session, meadow, found))) {
                assertEquals(no, asked.confidence(), CONFIDENCE);
                assertEquals(refused, new GroundingAnswer(asked.guess(), no, asked.unsure(), asked.text()));
            }
        }
    }

    @Test
    void aModelIsToldTheWordsOfItsConfigAndTheLengthThatAnAnnotationTells() throws IOException {
        ObjectNode config = config();
        config.putObject("prompts")
                .put("grounding", "When is {query} seen?")
                .putObject("caption")
                .put("short", "In short?");
        try (TimeViper model = model(1, config);
                VideoSession session = model.open(clip())) {
            String sampled = "The video lasts for 4.5 seconds, and 8 frames are uniformly sampled from it. ";
            assertEquals(sampled + "When is a {car} seen?", Prompts.grounding(session, "a {car}"));
            assertEquals("In short?", Prompts.caption(session, Facet.SHORT));
            assertEquals("Describe the video in detail.", Prompts.caption(session, Facet.DETAILED));
            session.tellSeconds(Optional.of("4.480"));
            assertEquals(
                    "The video lasts for 4.480 seconds, and 8 frames are uniformly sampled from it. When is it seen?",
                    Prompts.grounding(session, "it"));
            assertEquals(
                    "Q\nA. a\nB. b\nPlease provide your answer by stating the letter followed by the full option.",
                    Prompts.multipleChoice(session, "Q", List.of("a", "b")));
            assertTrue(Prompts.multipleChoice(session, "Q", List.of("(A) a", "(B) b"))
                    .startsWith("Q\n(A) a\n(B) b\n"));
        }
    }

    @Test
    void whatAModelIsToldHasAFingerprint() throws IOException {
        Path file = Files.writeString(directory.resolve("texts.json"), "{\"question\": \"Well: {question}\"}");
        RandomModel.write(directory, config(), 1);
        try (TimeViper usual = TimeViper.load(directory, ModelOptions.defaults());
                TimeViper other = TimeViper.load(directory, ModelOptions.defaults(), PromptTexts.read(file));
                VideoSession session = other.open(clip())) {
            assertEquals("Well: who?", Prompts.question(session, "who?"));
            assertEquals(
                    Prompts.fingerprint(usual.config()),
                    Prompts.fingerprint(other.config().withPrompts(PromptTexts.USUAL)));
            assertNotEquals(Prompts.fingerprint(usual.config()), Prompts.fingerprint(other.config()));
        }
    }

    /** Whatever the model's probabilities, it is as sure as is given here. */
    private static ObjectNode always(double grounding, double answer, double choice, double caption, double least) {
        ObjectNode config = config();
        ObjectNode confidence = config.putObject("confidence");
        Map.of("grounding", grounding, "answer", answer, "choice", choice, "caption", caption)
                .forEach((kind, sure) -> confidence
                        .putObject(kind)
                        .put("least", least)
                        .putArray("curve")
                        .addArray()
                        .add(0.5)
                        .add(sure));
        return config;
    }

    private static ObjectNode config() {
        return RandomModel.config("M-*M-", "uni_1_0.5", true);
    }

    private TimeViper model(long seed) throws IOException {
        return model(seed, config());
    }

    private TimeViper model(long seed, ObjectNode config) throws IOException {
        RandomModel.write(directory, config, seed);
        return TimeViper.load(directory, ModelOptions.defaults());
    }

    private static Clip clip() {
        Random random = new Random(3);
        List<Frame> frames = IntStream.range(0, 5)
                .mapToObj(i -> {
                    byte[] rgb = new byte[3 * 32 * 18];
                    random.nextBytes(rgb);
                    return new Frame(START + i, 32, 18, rgb);
                })
                .toList();
        return new Clip(START, DURATION, frames);
    }
}
