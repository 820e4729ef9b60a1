package org.timeviper.indexer.export.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timeviper.indexer.browser.NpmPackage;
import org.timeviper.indexer.export.format.FfmpegSubtitles.Cue;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Films;
import org.timeviper.indexer.export.marker.FrameSpan;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.export.marker.Unexportable;
import org.timeviper.indexer.media.FrameRate;

/** WebVTT and SubRip, as FFmpeg reads them, and WebVTT as the W3C's strict parser does. */
class SubtitlesTest {

    private static final String STRICT = """
            const { WebVTTParser } = require('webvtt-parser');
            const { errors, cues } = new WebVTTParser().parse(input);
            console.log(JSON.stringify({ errors, cues: cues.map((cue) => cue.startTime) }));
            """;

    @TempDir
    private Path folder;

    private static String text(ExportFormat format, MarkerList list) {
        return new String(format.write(list), StandardCharsets.UTF_8);
    }

    private List<Cue> read(ExportFormat format, MarkerList list) throws IOException {
        Path file = Files.write(folder.resolve("markers." + format.extension()), format.write(list));
        return FfmpegSubtitles.read(file, format == ExportFormat.SRT ? "srt" : "webvtt");
    }

    @ParameterizedTest
    @EnumSource(names = {"VTT", "VTT_CHAPTERS", "VTT_DESCRIPTIONS", "VTT_METADATA", "SRT"})
    void everyHostileLabelIsOneCueAtItsTime(ExportFormat format) throws IOException {
        for (FrameRate rate : Films.RATES) {
            MarkerList list = Films.hostile(rate);
            List<Cue> cues = read(format, list);
            assertEquals(list.markers().size(), cues.size(), rate::toString);
            for (int i = 0; i < cues.size(); i++) {
                FrameSpan span = list.markers().get(i).span();
                assertEquals(span.start(), shown(cues.get(i).start(), rate));
                assertEquals(span.end(), shown(cues.get(i).end(), rate));
            }
        }
    }

    /** The frame that a player shows at a millisecond. */
    private static long shown(long millis, FrameRate rate) {
        return millis * rate.numerator() / (rate.denominator() * 1000);
    }

    @ParameterizedTest
    @EnumSource(names = {"VTT", "VTT_DESCRIPTIONS"})
    void textComesBackAsItWas(ExportFormat format) throws IOException {
        MarkerList list = Films.hostile(Films.R25);
        List<Cue> cues = read(format, list);
        for (int i = 0; i < cues.size(); i++) {
            String text =
                    cues.get(i).text().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assertEquals(list.markers().get(i).label().text(), text);
        }
    }

    @Test
    void theStrictParserFindsNoFaultInWebVtt() throws IOException {
        for (ExportFormat format : List.of(
                ExportFormat.VTT,
                ExportFormat.VTT_CHAPTERS,
                ExportFormat.VTT_DESCRIPTIONS,
                ExportFormat.VTT_METADATA)) {
            MarkerList list = Films.hostile(Films.R29_97);
            JsonNode read = new ObjectMapper().readTree(NpmPackage.WEBVTT_PARSER.run(STRICT, text(format, list)));
            assertEquals("[]", read.path("errors").toString(), format::word);
            assertEquals(list.markers().size(), read.path("cues").size(), format::word);
            for (int i = 0; i < list.markers().size(); i++) {
                long shown = shown(Math.round(read.path("cues").path(i).asDouble() * 1000), Films.R29_97);
                assertEquals(list.markers().get(i).span().start(), shown, format::word);
            }
        }
    }

    @Test
    void subRipHoldsNothingThatPlayersTakeForMarkupAndNoLineThatReadersCut() throws IOException {
        MarkerList list = Films.hostile(Films.R25);
        List<Cue> cues = read(ExportFormat.SRT, list);
        for (int i = 0; i < cues.size(); i++) {
            String text = cues.get(i).text();
            assertTrue(text.matches("[^<>{}\\\\]+"), text);
            assertTrue(text.lines().allMatch(line -> line.length() <= 200), text);
            assertEquals(
                    list.markers()
                            .get(i)
                            .label()
                            .text()
                            .codePoints()
                            .filter(Character::isLetter)
                            .count(),
                    text.codePoints().filter(Character::isLetter).count());
        }
    }

    @Test
    void metadataAreObjectsWithFramesAndTimecodes() throws IOException {
        Film film = Films.film("m.mov", Films.R29_97, "01:00:00;00", 1000);
        List<Cue> cues = read(ExportFormat.VTT_METADATA, Films.whole(film, Films.event(film, 10, 20, "--> </b> &")));
        JsonNode cue = new ObjectMapper().readTree(cues.getFirst().text());
        assertEquals("--> </b> &", cue.path("label").asText());
        assertEquals("[10,20]", cue.path("frames").toString());
        assertEquals("[\"01:00:00;10\",\"01:00:00;20\"]", cue.path("timecode").toString());
        assertEquals("30000/1001", cue.path("rate").asText());
        assertEquals("event", cue.path("kind").asText());
    }

    @Test
    void theFileIsWrittenAsTheStandardSays() {
        Film film = Films.film("boat & sea.mp4", Films.R25, "10:00:00:00", 200_000);
        MarkerList list =
                Films.whole(film, Films.event(film, 90_001, 90_026, "a <b>"), Films.scene(film, 0, 25, "first"));
        assertEquals("""
                WEBVTT

                NOTE boat &amp; sea.mp4, 25 frames a second, first frame 10:00:00:00

                1
                00:00:00.000 --> 00:00:01.000
                first

                2
                01:00:00.040 --> 01:00:01.040
                a &lt;b&gt;
                """, text(ExportFormat.VTT, list));
        assertEquals(
                "1\r\n00:00:00,000 --> 00:00:01,000\r\nfirst\r\n\r\n2\r\n01:00:00,040 --> 01:00:01,040\r\na ‹b›\r\n\r\n",
                text(ExportFormat.SRT, list));
    }

    @Test
    void cuesAreInTheOrderOfTimeWhateverWasChosenFirst() throws IOException {
        Film film = Films.film("m.mp4", Films.R25, null, 1000);
        List<Cue> cues = read(
                ExportFormat.VTT,
                Films.selection("s", Films.chosen(film, 500, 600, "b"), Films.chosen(film, 0, 10, "a")));
        assertEquals(List.of("a", "b"), cues.stream().map(Cue::text).toList());
    }

    @Test
    void aFilmOfWhichNothingIsSaidHasNoCues() throws IOException {
        MarkerList list = Films.whole(Films.film("m.mp4", Films.R25, null, 1000));
        assertTrue(text(ExportFormat.VTT, list).startsWith("WEBVTT\n\n"));
        assertEquals(0, ExportFormat.SRT.write(list).length);
    }

    @Test
    void severalFilmsHaveNoCommonTime() {
        Marker first = Films.chosen(Films.film("a.mp4", Films.R25, null, 100), 0, 10, "a");
        Marker second = Films.chosen(Films.film("b.mp4", Films.R25, null, 100), 0, 10, "b");
        for (ExportFormat format : List.of(ExportFormat.VTT, ExportFormat.SRT, ExportFormat.YOUTUBE)) {
            assertThrows(Unexportable.class, () -> format.write(Films.selection("s", first, second)));
        }
    }

    @Test
    void youTubeChaptersKeepToItsRules() {
        Film film = Films.film("m.mp4", Films.R25, null, 25 * 4000);
        MarkerList list = Films.whole(
                film,
                Films.scene(film, 25 * 12, 25 * 22, "<first>"),
                Films.scene(film, 25 * 22, 25 * 30 + 24, "too short before the next"),
                Films.scene(film, 25 * 30 + 24, 25 * 100, "second"),
                Films.scene(film, 25 * 3661, 25 * 3700, "third"),
                Films.scene(film, 25 * 3995, 25 * 4000, "too near to the end"));
        assertEquals(
                "0:00:00 m.mp4\n0:00:12 ‹first›\n0:00:30 second\n1:01:01 third\n", text(ExportFormat.YOUTUBE, list));
        Film brief = Films.film("s.mp4", Films.R25, null, 25 * 100);
        assertEquals(
                "0:00 A\n0:25 C\n1:00 D\n",
                text(
                        ExportFormat.YOUTUBE,
                        Films.whole(
                                brief,
                                Films.scene(brief, 0, 25 * 20, "A"),
                                Films.scene(brief, 25 * 20, 25 * 25, "B"),
                                Films.scene(brief, 25 * 25, 25 * 60, "C"),
                                Films.scene(brief, 25 * 60, 25 * 100, "D"))));
        Unexportable refused = assertThrows(
                Unexportable.class,
                () -> ExportFormat.YOUTUBE.write(Films.whole(film, Films.scene(film, 0, 10, "one"))));
        assertTrue(refused.getMessage().contains("three or more"), refused.getMessage());
        String hostile = text(ExportFormat.YOUTUBE, Films.hostile(Films.R25));
        assertEquals(
                Films.HOSTILE.size(),
                hostile.lines()
                        .filter(line -> line.matches("\\d+:\\d\\d [^<>]{1,100}"))
                        .count(),
                hostile);
    }
}
