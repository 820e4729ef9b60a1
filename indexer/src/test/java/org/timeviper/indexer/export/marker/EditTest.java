package org.timeviper.indexer.export.marker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EditTest {

    private static final Film FILM = Films.film("a.mp4", Films.R25, null, 1000);

    private static List<FrameSpan> spans(List<Edit> edits) {
        return edits.stream().map(Edit::span).toList();
    }

    @Test
    void aWholeFilmIsCutWhereItsScenesBeginAndEnd() {
        List<Edit> edits = Edit.of(Films.whole(
                FILM,
                Films.scene(FILM, 100, 300, "one"),
                Films.scene(FILM, 300, 600, "two"),
                Films.event(FILM, 350, 360, "in two"),
                Films.event(FILM, 50, 400, "before one")));
        assertEquals(
                List.of(
                        new FrameSpan(0, 100),
                        new FrameSpan(100, 300),
                        new FrameSpan(300, 600),
                        new FrameSpan(600, 1000)),
                spans(edits));
        assertEquals(
                List.of("a.mp4", "one", "two", "a.mp4"),
                edits.stream().map(edit -> edit.name().text()).toList());
        assertEquals("before one", edits.getFirst().marks().getFirst().label().text());
        assertEquals(2, edits.get(2).marks().size());
    }

    @Test
    void aSelectionKeepsItsOrder() {
        List<Edit> edits = Edit.of(Films.selection(
                "s",
                Films.chosen(FILM, 500, 600, "late"),
                Films.chosen(FILM, 0, 10, "early"),
                Films.chosen(FILM, 550, 650, "again")));
        assertEquals(List.of(new FrameSpan(500, 600), new FrameSpan(0, 10), new FrameSpan(550, 650)), spans(edits));
    }

    @Provide
    Arbitrary<List<Marker>> markers() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 999),
                        Arbitraries.longs().between(1, 400),
                        Arbitraries.of(true, false))
                .as((start, length, scene) -> {
                    long end = Math.min(1000, start + length);
                    return scene
                            ? Films.scene(FILM, start, end, "s" + start)
                            : Films.event(FILM, start, end, "e" + start);
                })
                .list()
                .ofMaxSize(30);
    }

    @Property
    void whateverOverlapsEveryFrameIsThereOnceAndEveryMarkerOnce(@ForAll("markers") List<Marker> markers) {
        List<Edit> edits = Edit.of(Films.whole(FILM, markers.toArray(Marker[]::new)));
        long at = 0;
        List<Marker> marks = new ArrayList<>();
        for (Edit edit : edits) {
            assertEquals(at, edit.span().start());
            at = edit.span().end();
            marks.addAll(edit.marks());
        }
        assertEquals(1000, at);
        assertEquals(markers.size(), marks.size());
        assertTrue(marks.containsAll(markers));
    }

    @Property
    void chaptersNeverOverlap(@ForAll("markers") List<Marker> markers) {
        List<Marker> chapters = Chapters.of(Films.whole(FILM, markers.toArray(Marker[]::new)));
        for (int i = 1; i < chapters.size(); i++) {
            assertTrue(
                    chapters.get(i - 1).span().end() <= chapters.get(i).span().start());
        }
        assertEquals(markers.isEmpty(), chapters.isEmpty());
    }

    @Test
    void chaptersThatBeginTogetherBecomeOneWithBothLabels() {
        List<Marker> chapters = Chapters.of(Films.whole(
                FILM,
                Films.scene(FILM, 0, 50, "short"),
                Films.scene(FILM, 0, 100, "long"),
                Films.scene(FILM, 80, 120, "next")));
        assertEquals(
                List.of("long / short", "next"),
                chapters.stream().map(c -> c.label().text()).toList());
        assertEquals(new FrameSpan(0, 80), chapters.getFirst().span());
    }

    /** A title has no room for more, and a film can have thousands that begin with it. */
    @Test
    void aChapterTakesEachLabelOnceAndNoMoreThanATitleHolds() {
        List<Marker> markers = new ArrayList<>();
        for (String label : List.of("a", "", "b", "a", "b")) {
            markers.add(Films.scene(FILM, 0, 100, label));
        }
        assertEquals("a / b", onlyChapter(markers));
        for (int i = 0; i < 500; i++) {
            markers.add(Films.scene(FILM, 0, 100, "scene number " + i));
        }
        String title = onlyChapter(markers);
        assertTrue(title.startsWith("a / b / scene number 0 / scene number 1 / "), title);
        assertTrue(title.length() > Chapters.LONGEST_TITLE && title.length() < 2 * Chapters.LONGEST_TITLE, title);
    }

    private static String onlyChapter(List<Marker> markers) {
        List<Marker> chapters = Chapters.of(Films.whole(FILM, markers.toArray(Marker[]::new)));
        assertEquals(1, chapters.size());
        return chapters.getFirst().label().text();
    }

    @Test
    void oneFilmsFormatsRefuseSeveral() {
        Film other = Films.film("b.mp4", Films.R25, null, 100);
        MarkerList list = Films.selection("s", Films.chosen(FILM, 0, 10, "a"), Films.chosen(other, 0, 10, "b"));
        Unexportable refused = assertThrows(Unexportable.class, () -> list.onlyFilm("WebVTT"));
        assertTrue(refused.getMessage().contains("holds 2"), refused.getMessage());
    }
}
