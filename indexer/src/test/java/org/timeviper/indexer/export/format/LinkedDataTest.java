package org.timeviper.indexer.export.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.document.JsonDocument;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tkurz.media.fragments.base.MediaFragmentURI;
import info.freelibrary.iiif.presentation.v3.Canvas;
import info.freelibrary.iiif.presentation.v3.Manifest;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.browser.NpmPackage;
import org.timeviper.indexer.export.marker.Addresses;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Films;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.export.marker.WatchPage;
import org.timeviper.indexer.media.FrameRate;

/** IIIF manifests, as jiiify and IIIF's own parser read them, and schema.org's objects, as Titanium expands them and with no property that the vocabulary does not have. */
class LinkedDataTest {

    /** Also counts what its traversal comes upon. */
    private static final String IIIF = """
            const { presentation3StrictUpgrade } = require('@iiif/parser/strict');
            const { Traverse } = require('@iiif/parser');
            const found = { warnings: [], canvases: 0, annotations: 0 };
            new Traverse({ canvas: [() => { found.canvases++; }], annotation: [() => { found.annotations++; }] })
                .traverseManifest(JSON.parse(input));
            presentation3StrictUpgrade(JSON.parse(input), found);
            console.log(JSON.stringify(found));
            """;

    private static final String SCHEMA = "https://schema.org/";

    /** The properties that the vocabulary (release 29) gives VideoObject, of those that are used here. */
    private static final Set<String> OF_VIDEO = Set.of(
            "url",
            "name",
            "description",
            "thumbnailUrl",
            "uploadDate",
            "duration",
            "contentUrl",
            "encodingFormat",
            "width",
            "height",
            "hasPart");

    private static final Set<String> OF_CLIP = Set.of("name", "startOffset", "endOffset", "url");

    private static String text(ExportFormat format, MarkerList list) {
        return new String(format.write(list), StandardCharsets.UTF_8);
    }

    private static JsonNode json(ExportFormat format, MarkerList list) throws IOException {
        return new ObjectMapper().readTree(text(format, list));
    }

    // ---- IIIF

    @Test
    void aManifestIsReadWithItsCanvas() {
        Film film = Films.film("boat.mp4", Films.R25, null, 1000);
        Manifest manifest =
                Manifest.from(text(ExportFormat.IIIF, Films.whole(film, Films.scene(film, 0, 250, "the sea"))));
        assertEquals(
                URI.create("https://archive.example/search/v1/videos/" + film.id() + "/export?format=iiif"),
                manifest.getID());
        assertEquals("boat.mp4", manifest.getLabel().getString());
        Canvas canvas = manifest.getCanvases().getFirst();
        assertEquals(40, canvas.getDuration());
        assertEquals(1920, canvas.getWidth());
        assertEquals(1, canvas.getPaintingPages().getFirst().getAnnotations().size());
        assertEquals(1, manifest.getRanges().size());
    }

    @Test
    void whatIsSaidOfAFilmStandsOnceBesideItInPairs() throws IOException {
        Film film = Films.film("boat.mp4", Films.R25, null, 1000);
        JsonNode whole = json(ExportFormat.IIIF, Films.whole(film, Films.scene(film, 0, 250, "the sea")));
        JsonNode chosen = json(ExportFormat.IIIF, Films.selection("s", Films.chosen(film, 0, 10, "a")));
        for (JsonNode holder : List.of(whole, chosen.path("items").path(0))) {
            List<String> pairs = new ArrayList<>();
            holder.path("metadata")
                    .forEach(pair -> pairs.add(pair.at("/label/none/0").asText() + " = "
                            + pair.at("/value/none/0").asText()));
            assertEquals(List.of("rights = </script> & owned", "series = 夜のニュース"), pairs);
        }
        assertFalse(whole.path("items").path(0).has("metadata"));
        assertFalse(chosen.has("metadata"));
    }

    @Test
    void everyAnnotationAimsAtAStartAndAnEnd() throws Exception {
        for (FrameRate rate : Films.RATES) {
            MarkerList list = Films.hostile(rate);
            JsonNode canvas = json(ExportFormat.IIIF, list).path("items").path(0);
            JsonNode annotations = canvas.path("annotations").path(0).path("items");
            assertEquals(list.markers().size(), annotations.size());
            for (int i = 0; i < annotations.size(); i++) {
                Marker marker = list.markers().get(i);
                assertEquals(
                        marker.label().text(),
                        annotations.path(i).path("body").path("value").asText());
                String target = annotations.path(i).path("target").asText();
                assertTrue(target.startsWith(canvas.path("id").asText() + "#t="), target);
                var time = new MediaFragmentURI(target).getMediaFragment();
                assertTrue(time.hasTemporalFragment());
                double start = time.getTemporalFragment().getStart().getValue();
                double end = time.getTemporalFragment().getEnd().getValue();
                assertEquals(marker.span(), marker.film().nearest(start, end));
                assertTrue(end <= canvas.path("duration").asDouble());
            }
        }
    }

    @Test
    void everyThingInAManifestHasAnAddressOfItsOwn() throws IOException {
        Film first = Films.film("a.mp4", Films.R25, null, 1000);
        Film second = Films.film("b.mp4", Films.R50, null, 1000);
        JsonNode manifest = json(
                ExportFormat.IIIF,
                Films.selection(
                        "s",
                        Films.chosen(first, 0, 10, "a"),
                        Films.chosen(second, 0, 10, "b"),
                        Films.chosen(first, 5, 15, "c")));
        List<String> ids = new ArrayList<>();
        collect(manifest, ids);
        Set<String> distinct = new HashSet<>(ids);
        assertEquals(ids.size(), distinct.size(), ids::toString);
        String selection = manifest.path("id").asText();
        assertTrue(selection.startsWith("https://selection.invalid/"), selection);
        assertTrue(
                distinct.stream()
                        .filter(id -> !id.equals(selection))
                        .allMatch(id -> id.startsWith("https://archive.example/search/v1/")),
                ids::toString);
        assertEquals(2, manifest.path("items").size());
        assertFalse(manifest.has("structures"));
    }

    /** Of several films, and of one that is whole, with texts that have broken some format. */
    @Test
    void iiifsOwnParserFindsNothingToMend() throws IOException {
        Film first = Films.film("a.mp4", Films.R25, null, 1000);
        Film second = Films.film("b.mp4", Films.R50, null, 1000);
        for (MarkerList list : List.of(
                Films.hostile(Films.R29_97),
                Films.selection("s", Films.chosen(first, 0, 10, "a"), Films.chosen(second, 0, 10, "b")))) {
            JsonNode read =
                    new ObjectMapper().readTree(NpmPackage.IIIF_PARSER.run(IIIF, text(ExportFormat.IIIF, list)));
            assertEquals("[]", read.path("warnings").toString());
            assertEquals(list.films().size(), read.path("canvases").asInt());
            assertEquals(
                    list.films().size() + list.markers().size(),
                    read.path("annotations").asInt());
        }
    }

    private static void collect(JsonNode node, List<String> ids) {
        if (node.has("id")) {
            ids.add(node.path("id").asText());
        }
        node.forEach(child -> collect(child, ids));
    }

    // ---- schema.org

    private static JsonArray expanded(MarkerList list) throws Exception {
        JsonDocument context = JsonDocument.of(new StringReader("{\"@context\":{\"@vocab\":\"" + SCHEMA + "\"}}"));
        return JsonLd.expand(JsonDocument.of(new StringReader(text(ExportFormat.JSON_LD, list))))
                .loader((address, options) -> {
                    assertEquals("https://schema.org", address.toString());
                    return context;
                })
                .get();
    }

    private static JsonValue value(JsonObject object, String property) {
        return object.getJsonArray(SCHEMA + property).getJsonObject(0).get("@value");
    }

    @Test
    void clipsAreExpandedWithTheirOffsetsAndLinks() throws Exception {
        Film film = Films.film("boat.mp4", Films.R29_97, "01:00:00;00", 3000);
        JsonObject video = expanded(
                        Films.whole(film, Films.scene(film, 0, 900, "the sea"), Films.event(film, 1, 10, "turns")))
                .getJsonObject(0);
        assertEquals(SCHEMA + "VideoObject", video.getJsonArray("@type").getString(0));
        assertEquals("\"PT100.100S\"", value(video, "duration").toString());
        JsonArray clips = video.getJsonArray(SCHEMA + "hasPart");
        assertEquals(2, clips.size());
        JsonObject clip = clips.getJsonObject(1);
        assertEquals(SCHEMA + "Clip", clip.getJsonArray("@type").getString(0));
        assertEquals("0.034", value(clip, "startOffset").toString());
        assertEquals("0.334", value(clip, "endOffset").toString());
        String page = "https://archive.example/search/?video=" + film.id();
        assertEquals("\"" + page + "&t=0.034\"", value(clip, "url").toString());
        assertEquals("\"" + page + "\"", value(video, "url").toString());
        assertEquals("\"" + film.media() + "\"", value(video, "contentUrl").toString());
        assertEquals("\"2026-05-01T10:00:00Z\"", value(video, "uploadDate").toString());
        assertEquals(OF_VIDEO, properties(video));
        clips.forEach(each -> assertEquals(OF_CLIP, properties(each.asJsonObject())));
    }

    private static Set<String> properties(JsonObject object) {
        return object.keySet().stream()
                .filter(key -> !key.startsWith("@"))
                .map(key -> key.substring(SCHEMA.length()))
                .collect(Collectors.toSet());
    }

    @Test
    void theVocabularyHasEveryPropertyThatIsUsed() throws IOException {
        String types = new String(NpmPackage.SCHEMA_DTS.file("dist/schema.d.ts"), StandardCharsets.UTF_8);
        assertTrue(vocabulary(types, "VideoObjectBase").containsAll(OF_VIDEO), "VideoObject");
        assertTrue(vocabulary(types, "ClipBase").containsAll(OF_CLIP), "Clip");
        assertFalse(vocabulary(types, "ClipBase").contains("contentUrl"), "a Clip has no file of its own");
    }

    /** The properties of a type and of those that it extends. */
    private static Set<String> vocabulary(String types, String type) {
        Matcher declared = Pattern.compile("interface " + type + " extends (\\w+)(.*?)\\n}", Pattern.DOTALL)
                .matcher(types);
        Set<String> properties = new HashSet<>();
        if (declared.find()) {
            Pattern.compile("\\n    \"(\\w+)\"\\?:")
                    .matcher(declared.group(2))
                    .results()
                    .forEach(property -> properties.add(property.group(1)));
            properties.addAll(vocabulary(types, declared.group(1)));
        }
        return properties;
    }

    @Test
    void clipsLeadToThePageOnWhichTheFilmIsWatched() throws IOException {
        Film film = Films.film("boat.mp4", Films.R25, null, 1000);
        MarkerList list = Films.whole(
                film,
                Films.scene(film, 500, 900, "the harbour"),
                Films.scene(film, 0, 500, ""),
                Films.event(film, 0, 50, "turns"),
                Films.event(film, 0, 25, "begins"),
                Films.event(film, 500, 510, "stops"),
                Films.scene(film, 950, 1000, ""));
        Addresses addresses = new Addresses(
                Films.ADDRESS,
                WatchPage.read("https://site.example/watch/{video}?t={start}").orElseThrow());
        JsonNode video =
                json(ExportFormat.JSON_LD, new MarkerList(list.title(), addresses, list.whole(), list.markers()));
        String page = "https://site.example/watch/" + film.id();
        assertEquals(page, video.path("url").asText());
        List<String> clips = new ArrayList<>();
        video.path("hasPart")
                .forEach(clip -> clips.add(clip.path("startOffset").asText() + " "
                        + clip.path("name").asText() + " " + clip.path("url").asText()));
        assertEquals(
                List.of(
                        "0.0 turns " + page + "?t=0",
                        "20.0 the harbour " + page + "?t=20",
                        "38.0 boat.mp4 " + page + "?t=38"),
                clips);
    }

    @Test
    void severalFilmsAreAGraph() throws Exception {
        Film first = Films.film("a.mp4", Films.R25, null, 1000);
        Film second = Films.film("b.mp4", Films.R50, null, 1000);
        assertEquals(
                2,
                expanded(Films.selection("s", Films.chosen(first, 0, 10, "a"), Films.chosen(second, 0, 10, "b")))
                        .size());
    }

    @Test
    void noLabelLeavesTheScriptElementThatHoldsIt() throws IOException {
        for (ExportFormat format : List.of(ExportFormat.JSON_LD, ExportFormat.IIIF, ExportFormat.OTIO)) {
            String text = text(format, Films.hostile(Films.R25));
            assertFalse(text.contains("<") || text.contains(">"), format::word);
        }
        JsonNode clips = json(ExportFormat.JSON_LD, Films.hostile(Films.R25)).path("hasPart");
        assertEquals(Films.HOSTILE.size(), clips.size());
        assertEquals(
                "</script><script>alert(1)</script> & <b>bold</b> ]]> <!-- -->",
                clips.path(5).path("name").asText());
    }
}
