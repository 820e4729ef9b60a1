package org.timeviper.indexer.http;

import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.timeviper.api.JobState;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.pipeline.Publishing;
import org.timeviper.indexer.search.SentenceEmbedder;

/** Films of the library whose captions a test writes, instead of the model: there is no picture behind them. Their identities are in the order in which they came. */
@Singleton
final class WrittenFilms {

    /** When they came, unless it is said. */
    static final Instant MAY = Instant.parse("2026-05-01T12:00:00Z");

    private final Library library;
    private final Publishing publishing;
    private final SentenceEmbedder embedder;
    private final List<String> written = new ArrayList<>();
    private int count;

    @Inject
    WrittenFilms(Library library, Publishing publishing, SentenceEmbedder embedder) {
        this.library = library;
        this.publishing = publishing;
        this.embedder = embedder;
    }

    /** A published film of a minute with a scene a second. */
    String add(String name, Attributes said, String... captions) {
        return add(name, said, MAY, 60, captions);
    }

    /** A published film with a scene a second. */
    String add(String name, Attributes said, Instant created, double seconds, String... captions) {
        String id = addUnpublished(name, said, created, seconds, captions);
        publishing.publish(id);
        library.finish(id, null, null);
        return id;
    }

    /** A film that is not published yet, with a scene a second. */
    String addUnpublished(String name, Attributes said, Instant created, double seconds, String... captions) {
        String id =
                String.format("%08x", count++) + UUID.randomUUID().toString().substring(8);
        Video video = new Video(
                id,
                name,
                Path.of("nowhere.mp4"),
                VideoState.INDEXING,
                seconds,
                320,
                240,
                25,
                1000,
                created,
                0,
                250,
                null,
                null,
                id,
                said,
                false,
                null,
                null);
        library.add(video, new Job(id, id, JobState.DONE, "publish", 100, null, null, null, created, created));
        written.add(id);
        library.replaceScenes(id, scenes(id, captions));
        return id;
    }

    private List<StoredScene> scenes(String id, String... captions) {
        Map<String, float[]> embedded =
                Arrays.stream(captions).distinct().collect(Collectors.toMap(caption -> caption, embedder::embed));
        List<StoredScene> scenes = new ArrayList<>();
        for (String caption : captions) {
            int second = scenes.size();
            scenes.add(new StoredScene(
                    id, second, second, second + 1, "scene", caption, 0.9, 1, 25, embedded.get(caption)));
        }
        return scenes;
    }

    /** @return the identities of all that are there, in the order in which they came */
    List<String> all() {
        return List.copyOf(written);
    }

    /** Deletes all of them. */
    void delete() {
        written.forEach(
                id -> RestAssured.given().delete("/v1/videos/{id}", id).then().statusCode(204));
        written.clear();
    }
}
