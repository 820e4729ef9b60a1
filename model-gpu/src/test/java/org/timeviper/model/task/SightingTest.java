package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.timeviper.model.generation.DrawnAnswer;
import org.timeviper.model.generation.GeneratedToken;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.StopReason;

class SightingTest {

    private static final Span CLIP = new Span(100, 130);
    private static final String NOT_SHOWN = "I can't see that in this footage.";

    @Test
    void theSpanIsTheOneThatOverlapsTheOthersBestAndNotTheLikeliest() {
        Sighting found = drawn(
                0.5,
                new DrawnAnswer("0 to 4", 4, 0.4),
                new DrawnAnswer("10 to 20", 3, 0.3),
                new DrawnAnswer("10 to 18", 2, 0.3));
        assertEquals(Optional.of(new Span(110, 120)), found.span());
        assertEquals((3 + 2 * 0.8) / 9, found.confidence(), 1e-12);
        assertEquals("0 to 4", found.text());
    }

    @Test
    void startAndEndMayBeOfDifferentDraws() {
        Sighting found = drawn(
                0.5,
                new DrawnAnswer("4 to 13", 1, 0.3),
                new DrawnAnswer("1 to 11", 1, 0.3),
                new DrawnAnswer("5 to 11", 1, 0.3));
        assertEquals(Optional.of(new Span(104, 111)), found.span());
        assertEquals((7.0 / 9 + 7.0 / 10 + 6.0 / 7) / 3, found.confidence(), 1e-12);
    }

    @Test
    void itIsNotSeenFromTheProbabilityOnThatIsAskedForHoweverOftenThatWasDrawn() {
        DrawnAnswer refusal = new DrawnAnswer(NOT_SHOWN, 1, 0.12);
        DrawnAnswer found = new DrawnAnswer("10 to 20", 7, 0.8);
        Sighting refused = drawn(0.1, found, refusal);
        assertEquals(Optional.empty(), refused.span());
        assertEquals(NOT_SHOWN, refused.text());
        assertEquals(0.12 / (0.12 + 0.88), refused.confidence(), 1e-12);
        Sighting seen = drawn(0.2, found, refusal);
        assertEquals(Optional.of(new Span(110, 120)), seen.span());
        assertEquals(0.88, seen.confidence(), 1e-12);
        assertEquals("10 to 20", seen.text());
    }

    @Test
    void theLikeliestAnswerIsAsSureAsItsWordsAndInSecondsOfTheFilm() {
        assertEquals(new Sighting(Optional.of(new Span(110, 120)), 0.5, "10 to 20"), said(" 10 to 20"));
        assertEquals(new Sighting(Optional.empty(), 0.5, NOT_SHOWN), said(NOT_SHOWN));
        assertEquals(new Sighting(Optional.empty(), 0.5, "soon"), said("soon"));
    }

    private static Sighting said(String text) {
        GeneratedToken all = new GeneratedToken(1, Math.log(0.5), text.length());
        return Sighting.said(new Generation(text, List.of(all), StopReason.LENGTH), CLIP);
    }

    @Test
    void whatIsFoundIsNotSeenWhereYesIsTooUnlikely() {
        Sighting found = new Sighting(Optional.of(new Span(110, 120)), 0.88, "10 to 20");
        assertEquals(found, found.believed(0.25, 0.25));
        assertEquals(new Sighting(Optional.empty(), 0.75, NOT_SHOWN), found.believed(0.25, 0.26));
    }

    @Test
    void wordsThatNameNoTimeFindNothing() {
        Sighting found = drawn(0.5, new DrawnAnswer("soon", 2, 0.5), new DrawnAnswer("3 to 3", 2, 0.5));
        assertEquals(new Sighting(Optional.empty(), 0, ""), found);
    }

    @Property
    void theSpanLiesInTheClipAndOverlapsAtLeastAsWellAsEveryDraw(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 29) Integer> starts) {
        DrawnAnswer[] answers = starts.stream()
                .map(start -> new DrawnAnswer(start + " to " + (start + 1 + start * 7 % 11), 1, 0.1))
                .toArray(DrawnAnswer[]::new);
        Sighting found = drawn(0.5, answers);
        Span best = found.span().orElseThrow();
        assertTrue(best.start() >= CLIP.start() && best.end() <= CLIP.end(), best::toString);
        for (DrawnAnswer answer : answers) {
            Span other = AnswerParsing.span(answer.text(), CLIP).orElseThrow();
            double overlap = List.of(answers).stream()
                    .mapToDouble(one ->
                            other.overlap(AnswerParsing.span(one.text(), CLIP).orElseThrow()))
                    .average()
                    .orElseThrow();
            assertTrue(found.confidence() >= overlap - 1e-9, found + " " + answer);
        }
    }

    private static Sighting drawn(double refuseFrom, DrawnAnswer... answers) {
        return Sighting.drawn(List.of(answers), CLIP, refuseFrom);
    }
}
