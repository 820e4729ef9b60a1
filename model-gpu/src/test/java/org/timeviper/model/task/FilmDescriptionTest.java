package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilmDescriptionTest {

    private static final FilmDescription.Window UNSEEN = said("I can't see that in this footage.", 0.1);

    @Test
    void theMainObjectOfAFilmIsThatOfTheWindowWhereItIsSeenLongest() {
        FilmDescription.Window bird =
                said("A brown bird stays and leaves to the left.", 0.9, event(0, 9, "a brown bird stays"));
        FilmDescription.Window fish = said(
                "A pink fish stays.",
                0.7,
                event(64, 70, "a brown bird leaves to the left"),
                event(66, 90, "a pink fish enters from the right and stays"),
                event(64, 128, "a pink flower stays"));
        assertEquals(
                new Description("A pink fish stays.", 0.7, false),
                FilmDescription.of(Facet.MAIN_OBJECT, List.of(bird, fish, UNSEEN)));
    }

    @Test
    void ofMainObjectsThatAreInNoEventTheSurestIsTaken() {
        assertEquals(
                new Description("A woman walks.", 0.8, false),
                FilmDescription.of(Facet.MAIN_OBJECT, List.of(said("A man walks.", 0.6), said("A woman walks.", 0.8))));
    }

    @Test
    void aCameraThatMovesInOneWindowIsNotSaidToStandStillAndWindowsShotsAreNotCounted() {
        assertEquals(
                new Description("The camera pans right, the camera shakes and the camera tilts up.", 0.6, false),
                FilmDescription.of(
                        Facet.CAMERA,
                        List.of(
                                said("The camera is static, 2 shots.", 0.5),
                                said("The camera pans right and the camera shakes, 3 shots.", 0.9),
                                said("The camera tilts up and the camera pans right, one shot.", 0.6))));
        assertEquals(
                new Description("The camera is static.", 0.5, false),
                FilmDescription.of(
                        Facet.CAMERA,
                        List.of(said("The camera is static, 2 shots.", 0.5), said("The camera is static.", 0.9))));
    }

    @Test
    void oneSentenceNamesEachThingOnceFirstWhatIsSeenLongest() {
        FilmDescription.Window first = said(
                "A red ball, a black and white house and a title card.",
                0.9,
                event(0, 4, "a red ball appears"),
                event(2, 8, "a title card"));
        FilmDescription.Window second =
                said("A boat and a red ball.", 0.8, event(64, 90, "a red ball stays"), event(70, 75, "a boat stays"));
        assertEquals(
                new Description("A red ball, a title card, a boat and a black and white house.", 0.8, false),
                FilmDescription.of(Facet.SHORT, List.of(first, said("Nothing that I know is seen.", 0.4), second)));
    }

    @Test
    void oneSentenceNamesNoMoreThanEightThingsAndIsAsSureAsTheWindowsThatNameThem() {
        List<String> colours = List.of("red", "green", "blue", "pink", "white", "black", "brown", "yellow");
        FilmDescription.Window many = said(
                "A " + String.join(" box, a ", colours) + " box.",
                0.8,
                IntStream.range(0, colours.size())
                        .mapToObj(i -> event(i, i + 20 - i, "a " + colours.get(i) + " box stays"))
                        .toArray(TimedCaption[]::new));
        FilmDescription.Window brief = said("A purple box.", 0.2, event(64, 65, "a purple box stays"));
        assertEquals(
                new Description(
                        "A red box, a green box, a blue box, a pink box, a white box, a black box, a brown box and a yellow box.",
                        0.8,
                        false),
                FilmDescription.of(Facet.SHORT, List.of(brief, many)));
    }

    @Test
    void detailsAndBackgroundsComeOneAfterTheOtherOnceAndAreAsSureAsTheLeastSure() {
        for (Facet facet : List.of(Facet.DETAILED, Facet.BACKGROUND)) {
            assertEquals(
                    new Description("The sea. A road.", 0.5, false),
                    FilmDescription.of(
                            facet,
                            List.of(said("The sea.", 0.8), said("A road.", 0.5), said("The sea.", 0.9), UNSEEN)));
        }
    }

    @Test
    void oneWindowIsTakenAtItsWord() {
        for (Facet facet : Facet.values()) {
            assertEquals(UNSEEN.description(), FilmDescription.of(facet, List.of(UNSEEN)));
        }
    }

    private static FilmDescription.Window said(String text, double confidence, TimedCaption... events) {
        return new FilmDescription.Window(new Description(text, confidence, false), List.of(events));
    }

    private static TimedCaption event(double start, double end, String text) {
        return new TimedCaption(new Span(start, end), text, 0.7, false);
    }
}
