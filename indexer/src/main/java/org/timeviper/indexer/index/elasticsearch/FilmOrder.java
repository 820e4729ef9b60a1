package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.ScenePage;
import org.timeviper.indexer.index.UnusableCursor;
import org.timeviper.search.lucene.Scene;

/** Pages through scenes, video by video and in the order of their film, over a point in time of the cluster. */
final class FilmOrder {

    /** How long a point in time that nobody pages through any more is kept. */
    private static final Time KEPT = Time.of(time -> time.time("5m"));

    /** Videos that the first request of a page reads: if every scene answers, they hold more than it does. */
    private static final int FIRST_VIDEOS = 2;

    /** How many times as many the next request of the page reads: few scenes of a video answer. */
    private static final int MORE_VIDEOS = 4;

    /** Videos that one request reads at most. */
    private static final int MOST_VIDEOS = 100;

    /** Scenes that are skipped in a video at most: the cluster's own limit on how deep it looks into one. */
    private static final int MOST_SCENES = 200_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterConnection cluster;

    FilmOrder(ClusterConnection cluster) {
        this.cluster = cluster;
    }

    /**
     * Where a page ended.
     *
     * @param pointInTime the cluster's name for the view of the index
     * @param video the last video of which scenes were given
     * @param scenes how many of its scenes were given
     */
    private record Cursor(String pointInTime, String video, int scenes) {

        String write() {
            try {
                return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(this));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A cursor cannot be written", e);
            }
        }

        static Cursor read(String written) {
            try {
                byte[] json = Base64.getUrlDecoder().decode(written);
                Cursor cursor = JSON.readValue(new String(json, StandardCharsets.UTF_8), Cursor.class);
                if (cursor.pointInTime() != null && cursor.video() != null && cursor.scenes() >= 0) {
                    return cursor;
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw UnusableCursor.unknown(e);
            }
            throw UnusableCursor.unknown(null);
        }
    }

    ScenePage first(String alias, Query scenes, int size) {
        String pointInTime = cluster.send(
                        "read its scenes",
                        client ->
                                client.openPointInTime(open -> open.index(alias).keepAlive(KEPT)))
                .id();
        return page(new Cursor(pointInTime, "", 0), scenes, size);
    }

    ScenePage after(String written, Query scenes, int size) {
        return page(Cursor.read(written), scenes, size);
    }

    /** Reads the rest of the cursor's video, then the videos after it, until there is one scene more than the page holds. */
    private ScenePage page(Cursor cursor, Query scenes, int size) {
        List<Scene> found = new ArrayList<>();
        if (!cursor.video().isEmpty()) {
            Query rest = Query.of(both -> both.bool(bool ->
                    bool.filter(scenes).filter(SceneDsl.oneOf(SceneDsl.SCHEMA.video(), List.of(cursor.video())))));
            read(cursor, rest, Optional.empty(), cursor.scenes(), size + 1, 1, found);
        }
        String last = cursor.video();
        boolean more = true;
        for (int most = FIRST_VIDEOS; more && found.size() <= size; most = Math.min(MOST_VIDEOS, MORE_VIDEOS * most)) {
            int before = found.size();
            int videos = Math.min(most, size + 1 - before);
            SearchResponse<Void> response =
                    read(cursor, scenes, Optional.of(last), 0, size + 1 - before, videos, found);
            List<Hit<Void>> hits = response.hits().hits();
            more = hits.size() == videos;
            last = hits.isEmpty() ? last : hits.getLast().id();
        }
        return cut(cursor, found, size);
    }

    private ScenePage cut(Cursor from, List<Scene> found, int size) {
        if (found.size() <= size) {
            close(from.pointInTime());
            return new ScenePage(found, Optional.empty());
        }
        List<Scene> page = found.subList(0, size);
        String video = page.getLast().video().id();
        int ofVideo = (int)
                page.stream().filter(scene -> scene.video().id().equals(video)).count();
        int given = ofVideo + (video.equals(from.video()) ? from.scenes() : 0);
        return new ScenePage(page, Optional.of(new Cursor(from.pointInTime(), video, given).write()));
    }

    private SearchResponse<Void> read(
            Cursor cursor,
            Query scenes,
            Optional<String> afterVideo,
            int skipped,
            int wanted,
            int videos,
            List<Scene> found) {
        int most = Math.min(wanted, MOST_SCENES - skipped);
        SearchRequest.Builder request = new SearchRequest.Builder()
                .pit(view -> view.id(cursor.pointInTime()).keepAlive(KEPT))
                .allowPartialSearchResults(false)
                .trackTotalHits(total -> total.enabled(false))
                .source(source -> source.fetch(false))
                .size(videos)
                .sort(ascending("video"))
                .query(any -> any.nested(nested -> nested.path(SceneDsl.PATH)
                        .query(scenes)
                        .innerHits(SceneHits.wanted(most)
                                .from(skipped)
                                .sort(ascending(SceneDsl.SCHEMA.start()), ascending(SceneDsl.SCHEMA.id()))
                                .build())));
        afterVideo.filter(video -> !video.isEmpty()).ifPresent(video -> request.searchAfter(FieldValue.of(video)));
        SearchResponse<Void> response = search(request.build());
        SceneHits.forEach(response, (hit, score) -> found.add(SceneHits.read(hit)));
        return response;
    }

    private SearchResponse<Void> search(SearchRequest request) {
        try {
            return cluster.send("read its scenes", client -> client.search(request, Void.class));
        } catch (IndexUnavailable e) {
            if (ClusterConnection.status(e) == 404) {
                throw UnusableCursor.expired();
            }
            if (ClusterConnection.status(e) == 400) {
                throw UnusableCursor.unknown(e);
            }
            throw e;
        }
    }

    private void close(String pointInTime) {
        cluster.send("end a walk through its scenes", client -> client.closePointInTime(view -> view.id(pointInTime)));
    }

    private static SortOptions ascending(String field) {
        return SortOptions.of(sort -> sort.field(by -> by.field(field).order(SortOrder.Asc)));
    }
}
