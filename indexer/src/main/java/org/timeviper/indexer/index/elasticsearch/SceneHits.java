package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.query_dsl.FieldAndFormat;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.core.search.InnerHits;
import co.elastic.clients.json.JsonData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneSchema;

/** Reads scenes out of the inner hits of videos. */
final class SceneHits {

    private static final SceneSchema SCHEMA = SceneDsl.SCHEMA;
    private static final List<String> FIELDS = List.of(
            SCHEMA.id(),
            SCHEMA.video(),
            SCHEMA.name(),
            SCHEMA.collection(),
            SCHEMA.tags(),
            SCHEMA.language(),
            SCHEMA.metadata(),
            SCHEMA.created(),
            SCHEMA.duration(),
            SCHEMA.start(),
            SCHEMA.end(),
            SCHEMA.kind(),
            SCHEMA.confidence(),
            SCHEMA.framesSeen(),
            SCHEMA.framesTotal());

    private SceneHits() {}

    /** Inner hits that {@link #read} can read. */
    static InnerHits.Builder wanted(int size) {
        return new InnerHits.Builder()
                .size(size)
                .source(source -> source.fetch(false))
                .storedFields(SCHEMA.caption())
                .docvalueFields(FIELDS.stream()
                        .map(name -> FieldAndFormat.of(field -> field.field(name)))
                        .toList());
    }

    /** Inner hits of which only {@link #id} can be read. */
    static InnerHits.Builder identities(int size) {
        return new InnerHits.Builder()
                .size(size)
                .source(source -> source.fetch(false))
                .docvalueFields(field -> field.field(SCHEMA.id()));
    }

    /** Hands over every inner hit with its score, video by video. */
    static void forEach(SearchResponse<Void> response, BiConsumer<Hit<JsonData>, Double> hit) {
        for (Hit<Void> video : response.hits().hits()) {
            video.innerHits()
                    .get(SceneDsl.PATH)
                    .hits()
                    .hits()
                    .forEach(scene -> hit.accept(scene, scene.score() == null ? 0 : scene.score()));
        }
    }

    static String id(Hit<JsonData> hit) {
        return text(hit, SCHEMA.id());
    }

    static Scene read(Hit<JsonData> hit) {
        IndexedVideo video = new IndexedVideo(
                text(hit, SCHEMA.video()),
                text(hit, SCHEMA.name()),
                text(hit, SCHEMA.collection()),
                texts(hit, SCHEMA.tags()),
                text(hit, SCHEMA.language()),
                texts(hit, SCHEMA.metadata()),
                Instant.ofEpochMilli(Long.parseLong(text(hit, SCHEMA.created()))),
                number(hit, SCHEMA.duration()));
        return new Scene(
                id(hit),
                video,
                number(hit, SCHEMA.start()),
                number(hit, SCHEMA.end()),
                text(hit, SCHEMA.kind()),
                text(hit, SCHEMA.caption()),
                number(hit, SCHEMA.confidence()),
                (long) number(hit, SCHEMA.framesSeen()),
                (long) number(hit, SCHEMA.framesTotal()));
    }

    private static String text(Hit<JsonData> hit, String field) {
        List<String> values = texts(hit, field);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static List<String> texts(Hit<JsonData> hit, String field) {
        JsonData values = hit.fields().get(field);
        List<String> read = new ArrayList<>();
        if (values != null) {
            values.toJson().asJsonArray().forEach(value -> read.add(string(value)));
        }
        return read;
    }

    private static String string(jakarta.json.JsonValue value) {
        return value instanceof jakarta.json.JsonString text ? text.getString() : value.toString();
    }

    private static double number(Hit<JsonData> hit, String field) {
        return Double.parseDouble(text(hit, field));
    }
}
