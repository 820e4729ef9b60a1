package org.timeviper.indexer.export.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Films;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.media.FrameRate;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/**
 * Final Cut Pro XML, held by a validating parser to a definition of the elements and attributes that are used here, as Apple's documentation describes them. No registry serves a
 * reader of the format: that its times mean what they should is read here by code of this project alone.
 */
class FinalCutXmlTest {

    private static final Pattern TIME = Pattern.compile("(\\d+)(?:/(\\d+))?s");

    private static Document parsed(MarkerList list) throws Exception {
        String text = new String(ExportFormat.FCPXML.write(list), StandardCharsets.UTF_8);
        assertTrue(text.contains("<!DOCTYPE fcpxml>"), text);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setValidating(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new ErrorHandler() {
            @Override
            public void warning(SAXParseException e) throws SAXParseException {
                throw e;
            }

            @Override
            public void error(SAXParseException e) throws SAXParseException {
                throw e;
            }

            @Override
            public void fatalError(SAXParseException e) throws SAXParseException {
                throw e;
            }
        });
        return builder.parse(new InputSource(
                new StringReader(text.replace("<!DOCTYPE fcpxml>", "<!DOCTYPE fcpxml [" + definition() + "]>"))));
    }

    private static String definition() throws IOException {
        try (InputStream file = FinalCutXmlTest.class.getResourceAsStream("fcpxml.dtd")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** The frames that a time is at a rate; it must be a whole number. */
    private static long frames(String time, FrameRate rate) {
        Matcher parts = TIME.matcher(time);
        assertTrue(parts.matches(), time);
        BigInteger over = new BigInteger(parts.group(1)).multiply(BigInteger.valueOf(rate.numerator()));
        BigInteger under = new BigInteger(parts.group(2) == null ? "1" : parts.group(2))
                .multiply(BigInteger.valueOf(rate.denominator()));
        BigInteger[] frames = over.divideAndRemainder(under);
        assertEquals(BigInteger.ZERO, frames[1], () -> time + " is no whole number of frames at " + rate);
        return frames[0].longValueExact();
    }

    @Test
    void aWholeFilmIsAProjectAtItsOwnTimecode() throws Exception {
        Film film = Films.film("boat at sea.mov", Films.R29_97, "01:00:00;00", 3000);
        Document document = parsed(Films.whole(
                film,
                Films.scene(film, 0, 900, "the sea"),
                Films.scene(film, 900, 3000, "a boat"),
                Films.event(film, 1000, 1010, "turns")));
        assertEquals("1001/30000s", elements(document, "format").getFirst().getAttribute("frameDuration"));
        Element asset = elements(document, "asset").getFirst();
        assertEquals(107_892, frames(asset.getAttribute("start"), Films.R29_97));
        assertEquals(3000, frames(asset.getAttribute("duration"), Films.R29_97));
        assertEquals(
                "./boat%20at%20sea.mov",
                elements(document, "media-rep").getFirst().getAttribute("src"));
        Element sequence = elements(document, "sequence").getFirst();
        assertEquals("DF", sequence.getAttribute("tcFormat"));
        assertEquals(107_892, frames(sequence.getAttribute("tcStart"), Films.R29_97));
        List<Element> clips = elements(document, "asset-clip");
        assertEquals(2, clips.size());
        assertEquals(108_792, frames(clips.get(1).getAttribute("start"), Films.R29_97));
        assertEquals(108_792, frames(clips.get(1).getAttribute("offset"), Films.R29_97));
        assertEquals(2100, frames(clips.get(1).getAttribute("duration"), Films.R29_97));
        assertEquals("a boat", clips.get(1).getAttribute("name"));
        assertEquals(108_892, frames(elements(document, "marker").getLast().getAttribute("start"), Films.R29_97));
    }

    @Test
    void allTimesAreWholeFramesAndClipsFollowEachOther() throws Exception {
        for (FrameRate rate : Films.RATES) {
            Film film = Films.film("a.mov", rate, "10:00:00:00", 10_000);
            Document document =
                    parsed(Films.selection("s", Films.chosen(film, 17, 18, "one"), Films.chosen(film, 3, 1001, "two")));
            long at = frames(elements(document, "sequence").getFirst().getAttribute("tcStart"), rate);
            for (Element clip : elements(document, "asset-clip")) {
                assertEquals(at, frames(clip.getAttribute("offset"), rate));
                at += frames(clip.getAttribute("duration"), rate);
            }
            assertEquals(
                    film.firstCount() + 17,
                    frames(elements(document, "asset-clip").getFirst().getAttribute("start"), rate));
            elements(document, "marker").forEach(marker -> frames(marker.getAttribute("start"), rate));
        }
    }

    @Test
    void aClipOfAnotherRatePlaysAtItsOwnSpeed() throws Exception {
        Film pal = Films.film("pal.mov", Films.R25, null, 1000);
        Film ntsc = Films.film("ntsc.mov", Films.R29_97, null, 1000);
        Document document =
                parsed(Films.selection("s", Films.chosen(pal, 0, 50, "a"), Films.chosen(ntsc, 30, 90, "b")));
        assertEquals(2, elements(document, "format").size());
        Element clip = elements(document, "asset-clip").get(1);
        assertEquals(50, frames(clip.getAttribute("duration"), Films.R25));
        assertEquals(30, frames(clip.getAttribute("start"), Films.R29_97));
        assertEquals("29.97", elements(document, "conform-rate").getFirst().getAttribute("srcFrameRate"));
    }

    @Test
    void aRateThatNoEditingSystemHasIsCountedAtAUsualOneAndSaid() throws Exception {
        Film half = Films.film("half.mov", Films.R12_5, null, 1000);
        Document alone = parsed(Films.selection("s", Films.chosen(half, 13, 26, "a")));
        assertEquals("1/25s", elements(alone, "format").getFirst().getAttribute("frameDuration"));
        Element sequence = elements(alone, "sequence").getFirst();
        assertEquals("3600s", sequence.getAttribute("tcStart"));
        assertEquals("26/25s", sequence.getAttribute("duration"));
        assertEquals("80s", elements(alone, "asset").getFirst().getAttribute("duration"));
        assertEquals("26/25s", elements(alone, "asset-clip").getFirst().getAttribute("start"));
        assertEquals(
                "a / Frame rate 25/2 is counted at 25",
                elements(alone, "note").getFirst().getTextContent());
        assertEquals(0, elements(alone, "conform-rate").size());
        Film ntsc = Films.film("ntsc.mov", Films.R29_97, null, 1000);
        Document beside = parsed(Films.selection("s", Films.chosen(ntsc, 0, 30, "b"), Films.chosen(half, 13, 26, "a")));
        assertEquals("25", elements(beside, "conform-rate").getFirst().getAttribute("srcFrameRate"));
    }

    @Test
    void theSoundOfAFilmHasARole() throws Exception {
        Film loud = Films.film("loud.mov", Films.R25, null, 100);
        Film silent = Films.silent("silent.mov", Films.R25, 100);
        Document document =
                parsed(Films.selection("s", Films.chosen(silent, 0, 10, "a"), Films.chosen(loud, 0, 10, "b")));
        assertEquals(
                List.of("", "1"),
                elements(document, "asset").stream()
                        .map(asset -> asset.getAttribute("hasAudio"))
                        .toList());
        assertEquals(
                List.of("", "dialogue"),
                elements(document, "asset-clip").stream()
                        .map(clip -> clip.getAttribute("audioRole"))
                        .toList());
    }

    private static BigDecimal seconds(Element element, String attribute) {
        Matcher parts = TIME.matcher(element.getAttribute(attribute));
        assertTrue(parts.matches(), element.getAttribute(attribute));
        return new BigDecimal(parts.group(1))
                .divide(new BigDecimal(parts.group(2) == null ? "1" : parts.group(2)), MathContext.DECIMAL128);
    }

    /** In exact seconds: a clip shows nothing that its media does not hold. */
    @Test
    void aClipOfAnotherRateEndsWithinItsMedia() throws Exception {
        for (FrameRate first : Films.RATES) {
            for (FrameRate other : Films.RATES) {
                Film film = Films.film("other.mov", other, "01:00:00:00", 1000);
                List<Marker> markers = new ArrayList<>();
                markers.add(Films.chosen(Films.film("first.mov", first, null, 1000), 0, 50, "first"));
                for (int last = 1; last <= 40; last++) {
                    markers.add(Films.chosen(film, 1000 - last, 1000, "last " + last));
                }
                Document document = parsed(Films.selection("s", markers.toArray(Marker[]::new)));
                Element asset = elements(document, "asset").getLast();
                BigDecimal end = seconds(asset, "start").add(seconds(asset, "duration"));
                for (Element clip : elements(document, "asset-clip").subList(1, markers.size())) {
                    assertTrue(seconds(clip, "start").compareTo(seconds(asset, "start")) >= 0);
                    BigDecimal past = seconds(clip, "start")
                            .add(seconds(clip, "duration"))
                            .subtract(end);
                    assertTrue(
                            past.compareTo(new BigDecimal("1e-20")) < 0,
                            () -> clip.getAttribute("name") + " of " + other + " in " + first);
                }
            }
        }
    }

    @Test
    void aClipAtTheEndIsRoundedDownOrBeginsEarlier() throws Exception {
        Film pal = Films.film("pal.mov", Films.R25, null, 1000);
        Film ntsc = Films.film("ntsc.mov", Films.R29_97, null, 1000);
        Film fast = Films.film("fast.mov", Films.R50, null, 1000);
        List<Element> clips = elements(
                parsed(Films.selection(
                        "s",
                        Films.chosen(pal, 0, 50, "a"),
                        Films.chosen(ntsc, 969, 1000, "b"),
                        Films.chosen(fast, 999, 1000, "c"))),
                "asset-clip");
        assertEquals("1s", clips.get(1).getAttribute("duration"));
        assertEquals(969, frames(clips.get(1).getAttribute("start"), Films.R29_97));
        assertEquals("1/25s", clips.get(2).getAttribute("duration"));
        assertEquals(998, frames(clips.get(2).getAttribute("start"), Films.R50));
    }

    @Test
    void hostileLabelsStayText() throws Exception {
        MarkerList list = Films.hostile(Films.R23_976);
        Document document = parsed(list);
        List<Element> notes = elements(document, "note");
        assertEquals(list.markers().size(), notes.size());
        for (int i = 0; i < notes.size(); i++) {
            Marker marker = list.markers().get(i);
            assertEquals(marker.label().text(), notes.get(i).getTextContent());
            assertEquals(
                    marker.label().within(120),
                    elements(document, "marker").get(i).getAttribute("value"));
        }
    }
}
