package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.generation.GeneratedToken;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.StopReason;

class AnswerParsingTest {
    private static final Span CLIP = new Span(100, 160);

    @Test
    void theLastSpanCountsAndIsInSecondsOfTheFilm() {
        assertEquals(
                Optional.of(new Span(112, 118.5)), AnswerParsing.span("From 1 to 2, no: 12 to 18.5 seconds", CLIP));
        assertEquals(Optional.of(new Span(103, 109)), AnswerParsing.span("between 9 and 3", CLIP));
        assertEquals(Optional.empty(), AnswerParsing.span("I can't see that in this footage.", CLIP));
    }

    @Test
    void aSpanIsCutToTheClip() {
        assertEquals(Optional.of(new Span(150, 160)), AnswerParsing.span("50 to 999999", CLIP));
    }

    @Test
    void eventsAreReadLineByLineAndRepetitionsLeftOut() {
        String text = """
                3 - 9 seconds, a red circle enters from the left
                nonsense
                0 - 2 seconds, a title card
                3 - 9 seconds, A red circle enters from the left
                7 - 7 seconds, nothing lasts no time
                """;
        assertEquals(
                List.of(
                        new TimedCaption(new Span(100, 102), "a title card", 0.5, false),
                        new TimedCaption(new Span(103, 109), "a red circle enters from the left", 0.5, false)),
                events(text, 0.5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From 3 to 9 seconds, a man walks. From 10 to 20.5 seconds, he runs.",
                "1. 3 - 9: a man walks.\n2. 10 - 20.5, he runs.\n",
                "1. **Start time: 3 seconds**\n   End time: 9 seconds\n   Description: a man walks.\n"
                        + "2. Start time: 10\n   End time: 20.5\n   Description: he runs.",
                "start time 3.0, end time 9.0, a man walks. start time 10, end time 20.5, he runs.",
                "Here are the events:\n* a man walks. (from 0:03 to 0:09)\n* he runs. (10s – 20.5s)",
                "3 - 9 seconds a man walks.\n\n10 - 20.5 seconds he runs."
            })
    void eventsOfAModelThatKeepsToNoFormAreReadWhereNoLineKeepsToIt(String text) {
        assertEquals(
                List.of(
                        new TimedCaption(new Span(103, 109), "a man walks.", 0.5, false),
                        new TimedCaption(new Span(110, 120.5), "he runs.", 0.5, false)),
                events(text, 0.5));
    }

    @Test
    void aModelThatKeepsToTheFormIsNotReadOtherwise() {
        assertEquals(
                List.of(new TimedCaption(new Span(103, 109), "a man walks from 10 to 20", 0.5, false)),
                events("3 - 9 seconds, a man walks from 10 to 20\nFrom 30 to 40, he runs.", 0.5));
        assertEquals(List.of(), events("Two men and 3 dogs are seen.", 0.5));
        assertEquals(List.of(), events("3 - 9", 0.5));
    }

    @Test
    void anEventIsAsSureAsTheModelWasOfItsOwnLine() {
        String first = "0 - 2 seconds, a title card";
        String second = "3 - 9 seconds, a red circle";
        Generation said = new Generation(
                first + "\n" + second,
                List.of(
                        new GeneratedToken(1, Math.log(0.9), first.length()),
                        new GeneratedToken(2, Math.log(0.1), first.length() + 1),
                        new GeneratedToken(3, Math.log(0.4), first.length() + 1 + second.length()),
                        new GeneratedToken(4, Math.log(0.2), first.length() + 1 + second.length())),
                StopReason.STOP_TOKEN);
        List<TimedCaption> events = AnswerParsing.events(said, CLIP);
        assertEquals(0.9, events.get(0).confidence(), 1e-12);
        assertEquals(0.4, events.get(1).confidence(), 1e-12);
    }

    /** Said in one breath. */
    private static List<TimedCaption> events(String text, double confidence) {
        GeneratedToken all = new GeneratedToken(1, Math.log(confidence), text.length());
        return AnswerParsing.events(new Generation(text, List.of(all), StopReason.LENGTH), CLIP);
    }

    @Test
    void aChoiceIsReadFromItsLetterOrElseFromItsWords() {
        List<String> options = List.of("red", "blue", "a green car");
        assertEquals(1, AnswerParsing.choice("B) blue", options));
        assertEquals(0, AnswerParsing.choice("a", options));
        assertEquals(2, AnswerParsing.choice("A green car", options));
        assertEquals(-1, AnswerParsing.choice("none of them", options));
        assertEquals(-1, AnswerParsing.choice("", options));
        assertEquals(1, AnswerParsing.choice("It is the red car", List.of("car", "red car", "a red cart", " ")));
        assertEquals(-1, AnswerParsing.choice("bored", List.of("red", "")));
    }

    @Test
    void aDurationIsWrittenAsInTraining() {
        assertEquals("24", Prompts.seconds(24));
        assertEquals("31.5", Prompts.seconds(31.5));
        assertEquals("24.2", Prompts.seconds(24.25));
        assertEquals("0", Prompts.seconds(0.04));
        assertEquals("36000", Prompts.seconds(36000));
    }

    @Test
    void notSeeingIsRecognisedInItsSpellings() {
        assertTrue(AnswerParsing.notShown("I can’t see that in this footage."));
        assertTrue(AnswerParsing.notShown(Prompts.notShown()));
        assertFalse(AnswerParsing.notShown("red"));
    }

    @Property
    void anyWordsAtAllGiveSpansWithinTheClipOrNone(@ForAll String text, @ForAll @IntRange(max = 99) int a) {
        String mixed = text + a + " to " + text.length() + "\n" + a + " - " + text.length() + " seconds, " + text;
        events(text + a + " to " + text.length() + text, 1).forEach(event -> within(event.span()));
        AnswerParsing.span(mixed, CLIP).ifPresent(AnswerParsingTest::within);
        events(mixed, 1).forEach(event -> within(event.span()));
        assertTrue(AnswerParsing.choice(text, List.of("x", "y")) < 2);
    }

    private static void within(Span span) {
        assertTrue(span.start() >= CLIP.start() && span.end() <= CLIP.end() && span.start() <= span.end());
    }

    @Property
    void sampledFramesAscendWithinTheFilmAndFillFours(
            @ForAll @IntRange(min = 1, max = 5000) int total,
            @ForAll @DoubleRange(min = 1, max = 120) double inputFps,
            @ForAll @IntRange(min = 1, max = 300) int maxFrames) {
        List<Integer> indices = FrameSampling.indices(total, inputFps, 1, 0, maxFrames);
        assertEquals(0, indices.get(0));
        assertEquals(0, indices.size() % 4);
        assertTrue(indices.size() < maxFrames + 4);
        for (int i = 1; i < indices.size(); i++) {
            assertTrue(indices.get(i - 1) <= indices.get(i) && indices.get(i) < total);
        }
    }

    @Test
    void tooFewFramesAreTakenFromTheMiddleOfEqualIntervals() {
        assertEquals(List.of(1, 3, 6, 8), FrameSampling.indices(10, 25, 1, 4, 64));
        assertEquals(List.of(0, 25, 50, 50), FrameSampling.indices(60, 25, 1, 0, 64));
        assertEquals(List.of(0, 2, 5, 8), FrameSampling.indices(9, 25, 10, 0, 64));
    }
}
