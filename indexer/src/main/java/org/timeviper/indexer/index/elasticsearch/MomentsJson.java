package org.timeviper.indexer.index.elasticsearch;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.timeviper.search.lucene.Evidence;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.TimedHit;

/** Reads what the plugin's aggregation found. */
final class MomentsJson {

    private MomentsJson() {}

    static List<FoundMoment<SceneHit>> read(JsonObject aggregation) {
        return list(aggregation.getJsonArray("moments"), value -> moment(value.asJsonObject()));
    }

    private static FoundMoment<SceneHit> moment(JsonObject moment) {
        List<TimedHit<SceneHit>> hits = list(moment.getJsonArray("hits"), value -> timed(value.asJsonObject()));
        return new FoundMoment<>(
                hits.getFirst(),
                real(moment, "start"),
                real(moment, "end"),
                hits,
                list(moment.getJsonArray("covered"), value -> timed(value.asJsonObject())));
    }

    /** Reads one of the rankings that moments are made of. */
    static List<ScoredScene> ranking(JsonObject aggregation, String name) {
        return list(aggregation.getJsonArray(name), value -> scored(value.asJsonObject()));
    }

    private static ScoredScene scored(JsonObject hit) {
        return new ScoredScene(
                scene(hit.getJsonObject("scene")),
                real(hit, "ranked_by"),
                real(hit, "cosine"),
                list(hit.getJsonArray("matched"), MomentsJson::text),
                real(hit, "coverage"),
                real(hit, "absence"));
    }

    private static TimedHit<SceneHit> timed(JsonObject hit) {
        return new SceneHit(
                        scored(hit),
                        hit.getBoolean("by_words"),
                        hit.getBoolean("by_meaning"),
                        hit.getBoolean("other_colour"),
                        new Evidence(real(hit, "evidence")))
                .timed(real(hit, "score"));
    }

    private static Scene scene(JsonObject scene) {
        JsonObject video = scene.getJsonObject("video");
        return new Scene(
                scene.getString("id"),
                new IndexedVideo(
                        video.getString("id"),
                        video.getString("name"),
                        video.getString("collection"),
                        list(video.getJsonArray("tags"), MomentsJson::text),
                        video.getString("language"),
                        list(video.getJsonArray("metadata"), MomentsJson::text),
                        Instant.ofEpochMilli(integer(video, "created")),
                        real(video, "duration")),
                real(scene, "start"),
                real(scene, "end"),
                scene.getString("kind"),
                scene.getString("caption"),
                real(scene, "confidence"),
                integer(scene, "frames_seen"),
                integer(scene, "frames_total"));
    }

    private static double real(JsonObject object, String name) {
        return object.getJsonNumber(name).doubleValue();
    }

    private static long integer(JsonObject object, String name) {
        return object.getJsonNumber(name).longValue();
    }

    private static String text(JsonValue value) {
        return ((JsonString) value).getString();
    }

    private static <T> List<T> list(JsonArray array, Function<JsonValue, T> read) {
        return array.stream().map(read).toList();
    }
}
