package org.timeviper.indexer.export.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.export.marker.Edit;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Films;
import org.timeviper.indexer.export.marker.FrameSpan;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.export.marker.TimecodeCounting;
import org.timeviper.indexer.export.marker.Unexportable;
import org.timeviper.indexer.media.FrameRate;
import org.timeviper.indexer.media.Slate;

/** CMX3600, read strictly by its columns. The reader is written here: no editing system stands behind it. */
class EditDecisionListTest {

    private static final String TC = "(\\d{2}:\\d{2}:\\d{2}[:;]\\d{2})";
    private static final Pattern EVENT = Pattern.compile(
            "(\\d{3,4})  ([A-Z0-9]{1,8} *) (?:V    |AA/V ) C        " + TC + " " + TC + " " + TC + " " + TC);
    private static final Pattern LOC = Pattern.compile("\\* LOC: " + TC + " (BLUE|GREEN|YELLOW|RED) +(.*)");

    /** What an edit decision list says, read strictly by its columns. */
    private record Read(String title, List<String> modes, List<Event> events) {}

    private record Event(
            String reel, String sourceIn, String sourceOut, String recordIn, String recordOut, List<String> locs) {}

    private static String text(ExportFormat format, MarkerList list) {
        return new String(format.write(list), StandardCharsets.UTF_8);
    }

    private static Read read(String text) {
        assertTrue(text.endsWith("\r\n"));
        List<String> lines = List.of(text.split("\r\n"));
        assertTrue(lines.getFirst().startsWith("TITLE: "), text);
        List<String> modes = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher event = EVENT.matcher(line);
            Matcher loc = LOC.matcher(line);
            if (event.matches()) {
                assertEquals(8, event.group(2).length(), line);
                assertEquals(events.size() + 1, Integer.parseInt(event.group(1)), line);
                events.add(new Event(
                        event.group(2).strip(),
                        event.group(3),
                        event.group(4),
                        event.group(5),
                        event.group(6),
                        new ArrayList<>()));
            } else if (loc.matches()) {
                events.getLast().locs().add(loc.group(1) + " " + loc.group(3));
            } else if (line.startsWith("FCM: ")) {
                modes.add(line);
            } else {
                assertTrue(
                        line.matches("\\* (FROM CLIP NAME: |VARIABLE FRAME RATE: |FRAME RATE \\S+ IS COUNTED AT ).*"),
                        () -> "what is this: " + line);
            }
        }
        return new Read(lines.getFirst().substring("TITLE: ".length()), modes, events);
    }

    @Test
    void aDropFrameMasterIsListedAtItsOwnTimecode() {
        Film film = Films.film("boat.mov", new Slate(Films.R29_97, false, "01:00:00;00", "A001-c3.x"), 3000);
        assertEquals(
                """
                TITLE: boat.mov
                FCM: DROP FRAME
                001  A001C3X  AA/V  C        01:00:00;00 01:00:30;00 01:00:00;00 01:00:30;00
                * FROM CLIP NAME: boat.mov
                * LOC: 01:00:00;00 BLUE    the sea
                002  A001C3X  AA/V  C        01:00:30;00 01:01:00;02 01:00:30;00 01:01:00;02
                * FROM CLIP NAME: boat.mov
                * LOC: 01:00:30;00 BLUE    a boat
                * LOC: 01:00:33;10 GREEN   it turns
                003  A001C3X  AA/V  C        01:01:00;02 01:01:40;02 01:01:00;02 01:01:40;02
                * FROM CLIP NAME: boat.mov
                """.replace("\n", "\r\n"),
                text(
                        ExportFormat.EDL,
                        Films.whole(
                                film,
                                Films.scene(film, 0, 900, "the sea"),
                                Films.scene(film, 900, 1800, "a boat"),
                                Films.event(film, 1000, 1010, "it turns"))));
    }

    @Test
    void aSelectionIsLaidOutFromOneHourOn() {
        Film pal = Films.film("day one.mp4", Films.R25, "10:00:00:00", 90_000);
        Film other = Films.film("Day One.mov", Films.R25, null, 90_000);
        MarkerList list = Films.selection(
                "Best of",
                Films.chosen(pal, 250, 300, "b"),
                Films.chosen(other, 0, 25, "a"),
                Films.chosen(pal, 0, 50, "c"));
        Read read = read(text(ExportFormat.EDL, list));
        assertEquals("Best of", read.title());
        assertEquals(List.of("FCM: NON-DROP FRAME"), read.modes());
        assertEquals(
                List.of(
                        new Event(
                                "DAYONE",
                                "10:00:10:00",
                                "10:00:12:00",
                                "01:00:00:00",
                                "01:00:02:00",
                                List.of("01:00:00:00 b")),
                        new Event(
                                "DAYONE2",
                                "00:00:00:00",
                                "00:00:01:00",
                                "01:00:02:00",
                                "01:00:03:00",
                                List.of("01:00:02:00 a")),
                        new Event(
                                "DAYONE",
                                "10:00:00:00",
                                "10:00:02:00",
                                "01:00:03:00",
                                "01:00:05:00",
                                List.of("01:00:03:00 c"))),
                read.events());
    }

    @Test
    void theSourceKeepsItsOwnCountWhenTheRecordSideIsCountedOtherwise() {
        Film straight = Films.film("a.mov", Films.R29_97, "00:59:59:00", 3000);
        Read read = read(text(ExportFormat.EDL_DF, Films.selection("s", Films.chosen(straight, 0, 1800, "x"))));
        assertEquals(List.of("FCM: DROP FRAME", "FCM: NON-DROP FRAME"), read.modes());
        assertEquals(
                new Event("A", "00:59:59:00", "01:00:59:00", "01:00:00;00", "01:01:00;02", List.of("01:00:00;00 x")),
                read.events().getFirst());
        Film silent = Films.film("b.mov", Films.R59_94, null, 10_000);
        assertEquals(
                "00:01:00:00",
                read(text(ExportFormat.EDL_NDF, Films.selection("s", Films.chosen(silent, 3600, 3700, "x"))))
                        .events()
                        .getFirst()
                        .sourceIn());
        assertEquals(
                "00:01:00;04",
                read(text(ExportFormat.EDL_DF, Films.selection("s", Films.chosen(silent, 3600, 3700, "x"))))
                        .events()
                        .getFirst()
                        .sourceIn());
    }

    @Test
    void aWholeFilmBeginsAtItsLabelHoweverTheRecordSideIsCounted() {
        Film straight = Films.film("a.mov", Films.R29_97, "00:01:00:00", 300);
        assertEquals(
                "00:01:00;02",
                read(text(ExportFormat.EDL_DF, Films.whole(straight)))
                        .events()
                        .getFirst()
                        .recordIn());
        Film drop = Films.film("b.mov", Films.R29_97, "01:00:00;00", 300);
        assertEquals(
                "01:00:00:00",
                read(text(ExportFormat.EDL_NDF, Films.whole(drop)))
                        .events()
                        .getFirst()
                        .recordIn());
    }

    @Test
    void aWholeFilmThatPassesMidnightIsRecordedFromOneHourOn() {
        Film late = Films.film("late.mov", Films.R25, "23:59:00:00", 25 * 120);
        Event cut = read(text(
                        ExportFormat.EDL,
                        Films.whole(
                                late, Films.scene(late, 0, 25 * 90, "a"), Films.scene(late, 25 * 90, 25 * 120, "b"))))
                .events()
                .getFirst();
        assertEquals(
                new Event("LATE", "23:59:00:00", "00:00:30:00", "01:00:00:00", "01:01:30:00", List.of("01:00:00:00 a")),
                cut);
        Film justSo = Films.film("so.mov", Films.R25, "23:59:00:00", 25 * 60 - 1);
        assertEquals(
                new Event("SO", "23:59:00:00", "23:59:59:24", "23:59:00:00", "23:59:59:24", List.of()),
                read(text(ExportFormat.EDL, Films.whole(justSo))).events().getFirst());
        Film early = Films.film("early.mov", Films.R25, null, 25 * 3600 * 24L - 1);
        assertEquals(
                "23:59:59:24",
                read(text(ExportFormat.EDL, Films.whole(early)))
                        .events()
                        .getFirst()
                        .recordOut());
    }

    /** Labels begin anew at midnight: an edit of a day would last nothing, and a list of one would run over itself. */
    @Test
    void whatLastsForADayIsRefused() {
        long day = 25 * 3600 * 24L;
        Film days = Films.film("days.mov", Films.R25, "10:00:00:00", 2 * day);
        assertRefused("midnight", ExportFormat.EDL, Films.whole(days));
        assertRefused("midnight", ExportFormat.EDL, Films.selection("s", Films.chosen(days, 0, day, "a")));
        Marker half = Films.chosen(days, 0, day / 2, "a");
        assertRefused("midnight", ExportFormat.EDL, Films.selection("s", half, half));
        assertRefused("days.mov", ExportFormat.EDL, Films.selection("s", Films.chosen(days, day + 10, day + 20, "a")));
        assertEquals(
                "10:00:00:00",
                read(text(ExportFormat.EDL, Films.selection("s", Films.chosen(days, day - 10, day, "a"))))
                        .events()
                        .getFirst()
                        .sourceOut());
    }

    @Test
    void whatAnEdlCannotSayIsRefusedInWords() {
        Marker pal = Films.chosen(Films.film("pal.mp4", Films.R25, null, 100), 0, 10, "a");
        Marker ntsc = Films.chosen(Films.film("ntsc.mp4", Films.R29_97, null, 100), 0, 10, "b");
        Marker fast = Films.chosen(Films.film("fast.mp4", new FrameRate(240, 1), null, 100), 0, 10, "c");
        assertRefused("pal.mp4 has 25, ntsc.mp4 has 30000/1001", ExportFormat.EDL, Films.selection("s", pal, ntsc));
        assertRefused("fast.mp4 has 240", ExportFormat.EDL, Films.selection("s", fast));
        assertRefused("Drop-frame", ExportFormat.EDL_DF, Films.selection("s", pal));
    }

    private static void assertRefused(String why, ExportFormat format, MarkerList list) {
        Unexportable refused = assertThrows(Unexportable.class, () -> format.write(list));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void hostileLabelsForgeNoLine() {
        for (FrameRate rate : Films.RATES) {
            MarkerList list = Films.hostile(rate);
            Read read = read(text(ExportFormat.EDL, list));
            assertEquals(list.markers().size(), read.events().size());
            assertTrue(read.events().stream().allMatch(event -> event.locs().size() == 1));
        }
    }

    @Test
    void inventedReelsAreEightLettersAndEachFilmsOwn() {
        List<Marker> markers = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            markers.add(Films.chosen(
                    Films.film("映画".repeat(i % 2) + "long name of film " + "x".repeat(i), Films.R25, null, 100),
                    0,
                    10,
                    "a"));
        }
        markers.add(Films.chosen(Films.film("日本.mp4", Films.R25, null, 100), 0, 10, "a"));
        markers.add(Films.chosen(Films.film("bl.mp4", Films.R25, null, 100), 0, 10, "a"));
        List<Event> events = read(text(ExportFormat.EDL, Films.selection("s", markers.toArray(Marker[]::new))))
                .events();
        Set<String> reels = new HashSet<>(events.stream().map(Event::reel).toList());
        assertEquals(122, reels.size());
        assertTrue(reels.contains("FILM") && reels.contains("BL2"), reels::toString);
    }

    private static Marker ofReel(String name, String reel) {
        return Films.chosen(Films.film(name, new Slate(Films.R25, false, null, reel), 100), 0, 10, "a");
    }

    private static List<String> reels(Marker... markers) {
        return read(text(ExportFormat.EDL, Films.selection("s", markers))).events().stream()
                .map(Event::reel)
                .toList();
    }

    /** An editor finds the tape by it: no other film may bear it, and it may not become another tape's name. */
    @Test
    void theReelThatAFileNamesIsKeptAndShared() {
        assertEquals(
                List.of("A0013", "A0014", "A001", "A001", "A0012"),
                reels(
                        ofReel("a001.mov", null),
                        ofReel("A001.mp4", null),
                        ofReel("x.mov", "A001"),
                        ofReel("y.mov", "a-001"),
                        ofReel("z.mov", "A0012")));
        assertEquals(
                List.of("A001C002", "A001C003", "A001C003", "A001C004"),
                reels(
                        ofReel("a.mov", "A001C0031_long"),
                        ofReel("b.mov", "A001C003"),
                        ofReel("c.mov", "A001_C003"),
                        ofReel("d.mov", "A001C004")));
        assertEquals(List.of("FILM", "FILM2", "FILM"), reels(ofReel("a", "巻一"), ofReel("b", "巻二"), ofReel("c", "巻一")));
    }

    @Test
    void theSoundOfAFilmIsCutWithItsPicture() {
        Film loud = Films.film("loud.mov", Films.R25, null, 100);
        Film silent = Films.silent("silent.mov", Films.R25, 100);
        List<String> events = text(
                        ExportFormat.EDL,
                        Films.selection("s", Films.chosen(silent, 0, 10, "a"), Films.chosen(loud, 0, 10, "b")))
                .lines()
                .filter(line -> line.matches("\\d{3}  .*"))
                .toList();
        assertEquals(
                List.of(
                        "001  SILENT   V     C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10",
                        "002  LOUD     AA/V  C        00:00:00:00 00:00:00:10 01:00:00:10 01:00:00:20"),
                events);
    }

    @Test
    void aRateThatNoEditingSystemHasIsCountedAtAUsualOneAndSaid() {
        Film half = Films.film("half.mov", Films.R12_5, null, 1000);
        Film full = Films.film("full.mov", Films.R25, null, 1000);
        String both = text(
                ExportFormat.EDL,
                Films.selection("s", Films.chosen(half, 13, 26, "a"), Films.chosen(full, 0, 25, "b")));
        assertEquals(
                List.of(
                        new Event(
                                "HALF",
                                "00:00:01:01",
                                "00:00:02:02",
                                "01:00:00:00",
                                "01:00:01:01",
                                List.of("01:00:00:00 a")),
                        new Event(
                                "FULL",
                                "00:00:00:00",
                                "00:00:01:00",
                                "01:00:01:01",
                                "01:00:02:01",
                                List.of("01:00:01:01 b"))),
                read(both).events());
        assertEquals(
                List.of("* FRAME RATE 25/2 IS COUNTED AT 25"),
                both.lines().filter(line -> line.startsWith("* FRAME RATE")).toList());
        Film odd = Films.film("odd.mov", Films.R29_83, null, 179 * 600L);
        String hour = text(ExportFormat.EDL, Films.whole(odd));
        assertEquals("01:00:00:00", read(hour).events().getFirst().recordOut());
        assertTrue(hour.contains("FCM: NON-DROP FRAME\r\n"), hour);
        assertTrue(hour.contains("* FRAME RATE 179/6 IS COUNTED AT 30\r\n"), hour);
    }

    @Test
    void aFilmOfVariableRateIsCalledOne() {
        Film phone = Films.film("phone.mp4", new Slate(new FrameRate(30, 1), true, null, null), 300);
        assertTrue(text(ExportFormat.EDL, Films.whole(phone))
                .contains("* VARIABLE FRAME RATE: COUNTED AT 30 FRAMES A SECOND"));
    }

    @Provide
    Arbitrary<MarkerList> lists() {
        Arbitrary<Film> film = Combinators.combine(
                        Arbitraries.of(Films.RATES), Arbitraries.integers().between(0, 23), Arbitraries.of(true, false))
                .as((rate, hour, drop) -> Films.film(
                        "a.mov",
                        rate,
                        String.format("%02d:00:00%s00", hour, drop && TimecodeCounting.droppable(rate) ? ";" : ":"),
                        500_000));
        Arbitrary<List<FrameSpan>> spans = Combinators.combine(
                        Arbitraries.longs().between(0, 490_000),
                        Arbitraries.longs().between(1, 9_000))
                .as((start, length) -> new FrameSpan(start, start + length))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
        return Combinators.combine(film, spans, Arbitraries.of(true, false)).as((f, all, whole) -> {
            Marker[] markers = all.stream()
                    .map(span -> whole
                            ? Films.scene(f, span.start(), span.end(), "x")
                            : Films.chosen(f, span.start(), span.end(), "x"))
                    .toArray(Marker[]::new);
            return whole ? Films.whole(f, markers) : Films.selection("s", markers);
        });
    }

    /** Read back, every edit is the frames that were meant, and the record side has neither gap nor overlap and never passes midnight, as the source may. */
    @Property(tries = 300)
    void everyEditComesBackFrameForFrame(@ForAll("lists") MarkerList list) {
        Film film = list.films().getFirst();
        TimecodeCounting counting = film.counting();
        List<Event> events = read(text(ExportFormat.EDL, list)).events();
        List<Edit> edits = Edit.of(list);
        assertEquals(edits.size(), events.size());
        long day = counting.frame("23:59:59:" + (counting.nominal() - 1)) + 1;
        String at = events.getFirst().recordIn();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            long first = Math.floorMod(counting.frame(event.sourceIn()) - film.firstCount(), day);
            assertEquals(edits.get(i).span().start(), first);
            long length = Math.floorMod(counting.frame(event.sourceOut()) - counting.frame(event.sourceIn()), day);
            assertEquals(edits.get(i).span().length(), length);
            assertEquals(length, counting.frame(event.recordOut()) - counting.frame(event.recordIn()));
            assertEquals(at, event.recordIn());
            at = event.recordOut();
        }
    }
}
