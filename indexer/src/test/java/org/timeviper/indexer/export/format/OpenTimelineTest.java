package org.timeviper.indexer.export.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Films;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.media.FrameRate;

/** OpenTimelineIO. No registry serves a reader of it for the JVM, so each object is held to the fields that its schema lists; what they mean is read here by code of this project alone. */
class OpenTimelineTest {

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Timeline.1", Set.of("OTIO_SCHEMA", "name", "tracks", "metadata"),
            "Stack.1", Set.of("OTIO_SCHEMA", "name", "children", "markers", "effects", "metadata"),
            "Track.1", Set.of("OTIO_SCHEMA", "name", "kind", "children", "markers", "effects", "metadata"),
            "Clip.1",
                    Set.of("OTIO_SCHEMA", "name", "source_range", "media_reference", "markers", "effects", "metadata"),
            "Gap.1", Set.of("OTIO_SCHEMA", "name", "source_range", "markers", "effects", "metadata"),
            "ExternalReference.1", Set.of("OTIO_SCHEMA", "name", "target_url", "available_range", "metadata"),
            "Marker.2", Set.of("OTIO_SCHEMA", "name", "color", "marked_range", "metadata"),
            "TimeRange.1", Set.of("OTIO_SCHEMA", "start_time", "duration"),
            "RationalTime.1", Set.of("OTIO_SCHEMA", "rate", "value"));

    /** What a schema lets be left out, as a list of nothing does. */
    private static final Set<String> OPTIONAL = Set.of("global_start_time");

    private static JsonNode parsed(MarkerList list) throws IOException {
        JsonNode timeline = new ObjectMapper().readTree(ExportFormat.OTIO.write(list));
        assertEquals("Timeline.1", timeline.path("OTIO_SCHEMA").asText());
        check(timeline);
        return timeline;
    }

    private static void check(JsonNode node) {
        if (node.has("OTIO_SCHEMA")) {
            Set<String> fields = new HashSet<>();
            node.fieldNames().forEachRemaining(fields::add);
            fields.removeAll(OPTIONAL);
            assertEquals(FIELDS.get(node.path("OTIO_SCHEMA").asText()), fields);
        }
        if (node.path("OTIO_SCHEMA").asText().equals("RationalTime.1")) {
            assertTrue(node.path("value").isDouble() && node.path("rate").isDouble(), node::toString);
            assertEquals(
                    Math.rint(node.path("value").asDouble()), node.path("value").asDouble());
        }
        node.forEach(OpenTimelineTest::check);
    }

    private static JsonNode clips(JsonNode timeline) {
        return timeline.path("tracks").path("children").path(0).path("children");
    }

    private static void assertRange(double start, double duration, FrameRate rate, JsonNode range) {
        assertEquals(start, range.path("start_time").path("value").asDouble());
        assertEquals(duration, range.path("duration").path("value").asDouble());
        assertEquals(
                (double) rate.numerator() / rate.denominator(),
                range.path("start_time").path("rate").asDouble());
        assertEquals(
                (double) rate.numerator() / rate.denominator(),
                range.path("duration").path("rate").asDouble());
    }

    @Test
    void timesAreFramesFromTheFilesTimecodeOn() throws IOException {
        for (FrameRate rate : Films.RATES) {
            Film film = Films.film("a b.mov", rate, "01:00:00:00", 3000);
            JsonNode timeline = parsed(Films.whole(
                    film,
                    Films.scene(film, 0, 900, "the sea"),
                    Films.scene(film, 900, 3000, "a boat"),
                    Films.event(film, 1000, 1010, "turns")));
            double hour = 3600.0 * rate.nominal();
            assertEquals(hour, timeline.path("global_start_time").path("value").asDouble());
            assertEquals(2, clips(timeline).size());
            JsonNode clip = clips(timeline).path(1);
            assertEquals("a boat", clip.path("name").asText());
            assertRange(hour + 900, 2100, rate, clip.path("source_range"));
            assertRange(hour, 3000, rate, clip.path("media_reference").path("available_range"));
            assertEquals(
                    "./a%20b.mov",
                    clip.path("media_reference").path("target_url").asText());
            assertEquals("turns", clip.path("markers").path(1).path("name").asText());
            assertRange(hour + 1000, 10, rate, clip.path("markers").path(1).path("marked_range"));
        }
    }

    @Test
    void filmsOfSeveralRatesKeepTheirOwn() throws IOException {
        Film pal = Films.film("pal.mov", Films.R25, null, 1000);
        Film ntsc = Films.film("ntsc.mov", Films.R29_97, "10:00:00;00", 1000);
        JsonNode clips =
                clips(parsed(Films.selection("s", Films.chosen(ntsc, 30, 90, "b"), Films.chosen(pal, 0, 50, "a"))));
        assertRange(ntsc.firstCount() + 30, 60, Films.R29_97, clips.path(0).path("source_range"));
        assertRange(0, 50, Films.R25, clips.path(1).path("source_range"));
    }

    @Test
    void hostileLabelsComeBackAsTheyWere() throws IOException {
        MarkerList list = Films.hostile(Films.R25);
        JsonNode clips = clips(parsed(list));
        assertEquals(list.markers().size(), clips.size());
        for (int i = 0; i < clips.size(); i++) {
            assertEquals(
                    list.markers().get(i).label().text(),
                    clips.path(i).path("markers").path(0).path("name").asText());
        }
    }

    @Test
    void soundLiesBesideThePictureAndNothingBesideSilence() throws IOException {
        Film loud = Films.film("loud.mov", Films.R25, "10:00:00:00", 100);
        Film silent = Films.silent("silent.mov", Films.R25, 100);
        JsonNode tracks = parsed(
                        Films.selection("s", Films.chosen(silent, 5, 15, "a"), Films.chosen(loud, 20, 50, "b")))
                .path("tracks")
                .path("children");
        assertEquals(2, tracks.size());
        assertEquals("Video", tracks.path(0).path("kind").asText());
        assertEquals("Audio", tracks.path(1).path("kind").asText());
        JsonNode heard = tracks.path(1).path("children");
        assertEquals("Gap.1", heard.path(0).path("OTIO_SCHEMA").asText());
        assertRange(0, 10, Films.R25, heard.path(0).path("source_range"));
        JsonNode seen = tracks.path(0).path("children").path(1);
        assertEquals(seen.path("source_range"), heard.path(1).path("source_range"));
        assertEquals(seen.path("media_reference"), heard.path(1).path("media_reference"));
        assertEquals(1, seen.path("markers").size());
        assertEquals(0, heard.path(1).path("markers").size());
        assertEquals(
                1, parsed(Films.whole(silent)).path("tracks").path("children").size());
    }

    @Test
    void aRateThatNoEditingSystemHasIsCountedAtAUsualOneAndSaid() throws IOException {
        Film half = Films.film("half.mov", Films.R12_5, "01:00:00:00", 1000);
        JsonNode timeline = parsed(Films.selection("s", Films.chosen(half, 13, 26, "a")));
        assertEquals(90_000, timeline.path("global_start_time").path("value").asDouble());
        JsonNode clip = clips(timeline).path(0);
        assertRange(90_026, 26, Films.R25, clip.path("source_range"));
        assertRange(90_000, 2000, Films.R25, clip.path("media_reference").path("available_range"));
        assertEquals("25/2", clip.at("/media_reference/metadata/timeviper/rate").asText());
    }

    @Test
    void aListOfNothingIsAnEmptyTrack() throws IOException {
        assertEquals(0, clips(parsed(Films.selection("s"))).size());
    }
}
