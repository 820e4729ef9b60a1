package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.config.ModelConfig;

/** What times of a film's parts come to, worked out by hand. */
class FilmOrderTest {

    private static final String NOT_SHOWN = Prompts.notShown();

    @TempDir
    static Path folder;

    private static ModelConfig config(String confidence) {
        return StarterConfig.withConfidence(folder, confidence);
    }

    private static FilmOrder asked(String question) {
        return FilmOrder.of(config("{}"), question).orElseThrow();
    }

    private static Answer answer(String question, FilmLook... looks) {
        return asked(question).answer(List.of(looks));
    }

    private static FilmLook part(double start, double end, Optional<Sighting> mark, TimedCaption... events) {
        return new FilmLook(new Span(start, end), mark, List.of(events), Optional.empty());
    }

    private static FilmLook part(double start, double end, TimedCaption... events) {
        return part(start, end, Optional.empty(), events);
    }

    private static TimedCaption event(double start, double end, String text, double confidence) {
        return new TimedCaption(new Span(start, end), text, confidence, false);
    }

    private static Optional<Sighting> at(double start, double end, double confidence) {
        return Optional.of(new Sighting(Optional.of(new Span(start, end)), confidence, ""));
    }

    private static Optional<Sighting> unseen(double confidence) {
        return Optional.of(new Sighting(Optional.empty(), confidence, NOT_SHOWN));
    }

    @Test
    void theFirstThingIsTheEarliestOfAllPartsHoweverSureOthersAre() {
        FilmLook first = part(0, 60, event(0, 10, "a title card", 1), event(12, 20, "a pink person walks", 0.5));
        FilmLook second = part(60, 120, event(61, 70, "an orange heart stays", 0.99));
        assertEquals(new Answer("a pink person", true, 0.5, false), answer("Which thing comes first?", first, second));
        assertEquals(
                "an orange heart",
                answer("Which thing comes last?", first, second).words());
        assertEquals("a title card", answer("What comes first?", first, second).words());
        assertEquals(
                "a title card", answer("What happens first?", first, second).words());
        assertEquals(
                "a pink person walks",
                answer("What happens after the title card?", withMark(first), second)
                        .words());
    }

    private static FilmLook withMark(FilmLook first) {
        return part(0, 60, at(0, 10, 0.9), event(0, 10, "a title card", 1), event(12, 20, "a pink person walks", 0.5));
    }

    @Test
    void whatComesNextMayBeInTheNextPartAndIsNeverTheThingThatTheQuestionNames() {
        FilmLook before = part(0, 60, unseen(0.9), event(5, 9, "a red ring stays", 0.9));
        FilmLook with = part(
                60,
                120,
                at(80, 90, 0.8),
                event(64, 70, "a green box stays", 0.9),
                event(81, 90, "a pink boat stays", 0.9));
        FilmLook behind = part(
                120,
                180,
                unseen(0.9),
                event(130, 140, "a blue car stays", 0.9),
                event(124, 140, "a yellow ring stays", 0.5));
        assertEquals(
                new Answer("a yellow ring", true, 0.8 * 0.5, false),
                answer("After the pink boat, which thing comes?", before, with, behind));
        assertEquals(
                "a green box",
                answer("Which thing comes right before the pink boat?", before, with, behind)
                        .words());
        assertEquals(
                "a blue car",
                answer("Which car comes after the pink boat?", before, with, behind)
                        .words());
        assertEquals(
                "a yellow ring",
                answer("Which animal comes after the pink boat?", before, with, behind)
                        .words(),
                "none is called so");
    }

    @Test
    void theOtherThingIsWhereTheModelListsItAndElseWhereItIsSurestOfIt() {
        FilmLook one = part(0, 60, at(10, 20, 0.9), event(30, 40, "a red ring stays", 0.9));
        FilmLook other = part(60, 120, at(70, 80, 0.95), event(90, 95, "a green box stays", 0.9));
        FilmLook listing = part(
                120,
                180,
                at(130, 140, 0.7),
                event(130, 140, "a pink boat stays", 0.6),
                event(150, 160, "a blue car stays", 0.9));
        String question = "Which thing is seen right after the pink boat?";
        assertEquals("a green box", answer(question, one, other).words());
        assertEquals("a blue car", answer(question, one, other, listing).words());
    }

    @Test
    void whatTheBorderOfTwoPartsCutsBeginsInTheFirst() {
        FilmLook first =
                part(0, 60, at(40, 50, 1), event(40, 50, "a pink boat stays", 1), event(38, 60, "a red ring stays", 1));
        FilmLook second = part(60, 120, event(60, 80, "a red ring stays", 1), event(70, 80, "a blue car stays", 1));
        String question = "Which thing comes after the pink boat?";
        assertEquals("a blue car", answer(question, first, second).words());
        FilmLook later = part(60, 120, event(66, 80, "a red ring stays", 1), event(70, 80, "a blue car stays", 1));
        assertEquals("a red ring", answer(question, first, later).words(), "it comes again");
    }

    @Test
    void whereTheOtherThingOrTheNextIsNotFoundTheAnswerSaysThatItIsNotSeen() {
        FilmLook without = part(0, 60, unseen(0.9), event(5, 9, "a red ring stays", 0.9));
        FilmLook doubtful = part(60, 120, unseen(0.7), event(65, 69, "a blue car stays", 0.9));
        String question = "Which thing comes after the pink boat?";
        assertEquals(new Answer(NOT_SHOWN, false, 0.7, false), answer(question, without, doubtful));
        assertFalse(asked(question).isOpen(List.of(without, doubtful)), "looking on would not help");
        FilmLook last = part(120, 180, at(170, 180, 0.8), event(121, 130, "a white fish stays", 0.9));
        assertEquals(new Answer(NOT_SHOWN, false, 0.8, false), answer(question, without, last));
        assertTrue(asked(question).isOpen(List.of(without, last)));
        assertFalse(asked(question).looksBack());
        FilmLook beside = part(180, 200, event(185, 190, "a green box stays", 0.5));
        assertFalse(asked(question).isOpen(List.of(last, beside)));
        assertEquals("a green box", answer(question, last, beside).words());
        assertTrue(asked("Which thing comes before the pink boat?").looksBack());
        assertFalse(asked("Which thing comes first?").isOpen(List.of(part(0, 60))));
    }

    @Test
    void whereNothingIsListedTheModelsOwnWordsAreTheAnswer() {
        Answer sure = new Answer("a dog", true, 0.6, false);
        Answer surer = new Answer(NOT_SHOWN, false, 0.9, false);
        FilmLook one = new FilmLook(new Span(0, 60), Optional.empty(), List.of(), Optional.of(sure));
        FilmLook other = new FilmLook(new Span(60, 120), Optional.empty(), List.of(), Optional.of(surer));
        assertEquals(sure, answer("Which thing comes first?", one, other));
        FilmLook listing = part(120, 180, event(130, 140, "a cat sits on a sofa", 0.5));
        assertEquals(
                "a cat", answer("Which thing comes first?", one, other, listing).words());
        assertFalse(answer("Which thing comes first?", part(0, 60, event(0, 9, "colour bars", 1)))
                .seen());
    }

    @Test
    void howSureItIsGoesByTheCurveOfItsOwnKind() {
        ModelConfig config = config(
                "{\"order\": {\"curve\": [[0.0, 0.0], [0.5, 0.9]], \"least\": 0.6}, \"answer\": {\"least\": 0.99}}");
        FilmOrder order = FilmOrder.of(config, "Which thing comes first?").orElseThrow();
        assertEquals(
                new Answer("a cat", true, 0.9, false),
                order.answer(List.of(part(0, 60, event(0, 9, "a cat sits", 0.5)))));
        Answer unsure = order.answer(List.of(part(0, 60, event(0, 9, "a cat sits", 0.25))));
        assertEquals(0.45, unsure.confidence(), 1e-9);
        assertFalse(unsure.shown());
    }

    /** What a model writes, and what people ask, may be anything. */
    @ParameterizedTest
    @ValueSource(strings = {"\\E(", "[a-", "$1", "", "the \u0000", "a {b} c", "\uD83C\uDFAC \u202E", "a a a"})
    void anyWordsAreAskedForAndAnsweredWithoutHarm(String words) {
        FilmLook part = part(0, 60, at(3, 9, 0.5), event(20, 30, words, 0.5), event(10, 30, words + " x", 0.5));
        for (String question : List.of(
                "What comes after " + words + "?",
                "After " + words + ", which thing comes?",
                "Which " + words + " comes first?")) {
            FilmOrder.of(config("{}"), question)
                    .ifPresent(order -> assertTrue(
                            Stream.of(NOT_SHOWN, words, words + " x")
                                    .anyMatch(said -> said.contains(
                                            order.answer(List.of(part)).words())),
                            question));
        }
    }
}
