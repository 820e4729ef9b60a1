package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilmDescriptionTest {

    private static final String NOT_SEEN = "I can't see that in this footage.";
    private static final FilmDescription.Scene UNSEEN = said(60, 64, NOT_SEEN, 0.1);

    @Test
    void theMainObjectOfAFilmIsThatOfTheSceneWhichIsSeenLongest() {
        FilmDescription.Scene bird = said(0, 10, "A brown bird stays and leaves to the left.", 0.9);
        FilmDescription.Scene fish = said(64, 90, "A pink fish stays.", 0.7);
        List<TimedCaption> events = List.of(
                event(0, 9, "a brown bird stays"),
                event(64, 70, "a brown bird leaves to the left"),
                event(66, 90, "a pink fish enters from the right and stays"),
                event(64, 128, "a pink flower stays"));
        assertEquals(
                new Description("A pink fish stays.", 0.7, false),
                FilmDescription.of(Facet.MAIN_OBJECT, List.of(bird, fish, UNSEEN), events));
    }

    @Test
    void ofMainObjectsThatAreInNoEventTheSurestIsTaken() {
        assertEquals(
                new Description("A woman walks.", 0.8, false),
                of(Facet.MAIN_OBJECT, said(0, 20, "A man walks.", 0.6), said(20, 25, "A woman walks.", 0.8)));
    }

    @Test
    void aCameraThatMovesInOneSceneIsNotSaidToStandStillAndScenesShotsAreNotCounted() {
        assertTold(
                "The camera pans right, the camera shakes and the camera tilts up.",
                0.9 * 0.6,
                of(
                        Facet.CAMERA,
                        said(0, 9, "The camera is static, 2 shots.", 0.5),
                        said(9, 20, "The camera pans right and the camera shakes, 3 shots.", 0.9),
                        said(20, 30, "The camera tilts up and the camera pans right, one shot.", 0.6)));
        assertTold(
                "The camera is static.",
                0.5,
                of(
                        Facet.CAMERA,
                        said(0, 9, "The camera is static, 2 shots.", 0.5),
                        said(9, 20, "The camera is static.", 0.9)));
    }

    @Test
    void oneSentenceNamesEachThingOnceFirstWhatIsSeenLongest() {
        FilmDescription.Scene first = said(0, 8, "A red ball, a black and white house and a title card.", 0.9);
        FilmDescription.Scene none = said(8, 64, "Nothing that I know is seen.", 0.4);
        FilmDescription.Scene second = said(64, 90, "A boat and a red ball.", 0.8);
        List<TimedCaption> events = List.of(
                event(0, 4, "a red ball appears"),
                event(2, 8, "a title card"),
                event(64, 90, "a red ball stays"),
                event(70, 75, "a boat stays"));
        assertTold(
                "A red ball, a title card, a boat and a black and white house.",
                0.9 * 0.8,
                FilmDescription.of(Facet.SHORT, List.of(first, none, second), events));
    }

    @Test
    void oneSentenceNamesNoMoreThanTenThingsAndIsAsSureAsTheScenesThatNameThem() {
        List<String> colours =
                List.of("red", "green", "blue", "pink", "white", "black", "brown", "yellow", "grey", "violet");
        FilmDescription.Scene many = said(0, 20, "A " + String.join(" box, a ", colours) + " box.", 0.8);
        FilmDescription.Scene brief = said(64, 65, "A purple box.", 0.2);
        List<TimedCaption> events = new ArrayList<>(List.of(event(64, 65, "a purple box stays")));
        for (int i = 0; i < colours.size(); i++) {
            events.add(event(i, i + 20 - i, "a " + colours.get(i) + " box stays"));
        }
        assertTold(
                "A red box, a green box, a blue box, a pink box, a white box, a black box, a brown box, a yellow box, a grey box and a violet box.",
                0.8,
                FilmDescription.of(Facet.SHORT, List.of(brief, many), events));
    }

    /** Of ten scenes those of 6 and 5 s are the shortest: what is said of them is told no more, however sure, and of the others each sentence once, in the film's order. */
    @Test
    void detailsAreThoseOfTheEightLongestScenesInOrderEachSentenceOnceAndAsSureAsThatAllAreRight() {
        List<FilmDescription.Scene> scenes = List.of(
                said(0, 7, "A red ball stays before the sea.", 0.9),
                said(7, 12, "A bird flies.", 0.2),
                said(12, 20, "A title card.", 0.8),
                said(20, 26, "A fish swims.", 0.99),
                said(26, 40, "A man walks. Then a black picture.", 0.6),
                said(40, 48, "A title card.", 0.5),
                said(48, 60, "A woman walks. Then a title card.", 0.7),
                said(60, 69, NOT_SEEN, 0.1),
                said(69, 80, "A dog runs.", 0.7),
                said(80, 90, "A car drives.", 0.7),
                said(90, 100, "A boat leaves.", 0.7));
        assertTold(
                "A red ball stays before the sea. A title card. A man walks. Then a black picture. A woman walks. A dog runs. A car drives. A boat leaves.",
                0.9 * 0.8 * 0.6 * 0.7 * 0.7 * 0.7 * 0.7,
                FilmDescription.of(Facet.DETAILED, scenes, List.of()));
    }

    @Test
    void backgroundsComeOneAfterTheOtherOnceAndThatOneSceneHasNoneIsToldOnlyOfAFilmWithoutAny() {
        FilmDescription.Scene card = said(0, 5, "There is no background.", 0.4);
        assertTold(
                "The sea. A road.",
                0.8 * 0.5,
                of(
                        Facet.BACKGROUND,
                        card,
                        said(5, 9, "The sea.", 0.8),
                        said(9, 20, "A road.", 0.5),
                        said(20, 60, "The sea.", 0.3),
                        UNSEEN));
        assertEquals(card.description(), of(Facet.BACKGROUND, card, card, UNSEEN));
    }

    @Test
    void oneSceneIsTakenAtItsWord() {
        for (Facet facet : Facet.values()) {
            assertEquals(UNSEEN.description(), of(facet, UNSEEN));
        }
    }

    private static void assertTold(String text, double confidence, Description told) {
        assertEquals(text, told.text());
        assertEquals(confidence, told.confidence(), 1e-12);
        assertFalse(told.unsure());
    }

    private static Description of(Facet facet, FilmDescription.Scene... scenes) {
        return FilmDescription.of(facet, List.of(scenes), List.of());
    }

    private static FilmDescription.Scene said(double start, double end, String text, double confidence) {
        return new FilmDescription.Scene(new Span(start, end), new Description(text, confidence, false));
    }

    private static TimedCaption event(double start, double end, String text) {
        return new TimedCaption(new Span(start, end), text, 0.7, false);
    }
}
