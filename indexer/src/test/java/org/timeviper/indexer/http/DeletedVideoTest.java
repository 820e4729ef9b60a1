package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.indexer.pipeline.Publishing;
import org.timeviper.indexer.search.SentenceEmbedder;

/** A deleted video is gone from every file of the library's folder: its identity, its name, what was said of it, its captions, its pictures, and what was asked about it. */
@QuarkusTest
@TestProfile(DeletedVideoTest.SoonPurged.class)
class DeletedVideoTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path FOLDER = folder();
    private static final Path DUE = FOLDER.resolve("index").resolve("purge-due");

    private static final String NAME = "zyxommatinae.mp4";
    private static final String COLLECTION = "qwertzuiop-collection";
    private static final String TAG = "petiolatum-tag";
    private static final String META_KEY = "zygodactylous-key";
    private static final String META_VALUE = "ovoviviparous-value";

    /** In a value that is too long for the index to hold it as it is. */
    private static final String LONG_META_WORD = "pterylography";

    private static final String WORD = "xylophagous";

    /** In what a step has found, which is long, and is kept apart by the database. */
    private static final String LONG_WORD = "hymenopterous";

    /** In a question, of which the video's part of the answer is kept in a conversation. */
    private static final String ASKED_WORD = "zymurgical";

    @Inject
    Library library;

    @Inject
    LibraryDatabase database;

    @Inject
    Publishing publishing;

    @Inject
    SentenceEmbedder embedder;

    /** A service that purges a second after a deletion. */
    public static final class SoonPurged implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "timeviper.data", FOLDER.toString(),
                    "timeviper.purge-after", "1s",
                    "quarkus.http.test-port", "0");
        }
    }

    @Test
    void nothingOfADeletedVideoIsLeftInAnyFile() throws IOException, SQLException {
        String other = indexed("other.mp4", "other-collection", "other-tag", "rights=owned");
        String id = indexed(
                NAME,
                COLLECTION,
                TAG,
                META_KEY + "=" + META_VALUE,
                "summary=" + (LONG_META_WORD + " at length. ").repeat(30));
        String caption = "A " + WORD + " beetle.";
        List<StoredScene> scenes = new ArrayList<>(library.scenes(id));
        scenes.add(new StoredScene(id, scenes.size(), 1, 4, "event", caption, 0.9, 3, 75, embedder.embed(caption)));
        library.replaceScenes(id, scenes);
        store(id, "\"" + ("A " + LONG_WORD + " result. ").repeat(50) + "\"");
        publishing.publish(id);
        given().queryParam("q", WORD).get("/v1/search").then().body("moments[0].video", equalTo(id));
        given().contentType(ContentType.JSON)
                .body("{\"description\":\"a beetle\"}")
                .post("/v1/videos/{id}/ground", id)
                .then()
                .statusCode(200);
        String conversation = asked(ASKED_WORD, "new", id, other);
        asked("other", conversation, other);
        assertTrue(Files.isDirectory(FOLDER.resolve("seen").resolve(id)), "what the model has seen is kept");
        assertEquals(Set.copyOf(words(id)), found(id), "what is looked for must be seen while it is there");

        given().delete("/v1/videos/{id}", id).then().statusCode(204);

        given().queryParam("q", WORD).get("/v1/search").then().statusCode(200).body("moments.video", not(hasItem(id)));
        assertFalse(Files.exists(FOLDER.resolve("media").resolve(id)));
        assertFalse(Files.exists(FOLDER.resolve("seen").resolve(id)));
        given().get("/v1/conversations/{id}", conversation)
                .then()
                .statusCode(200)
                .body("turns.question", equalTo(List.of("Is there other?")));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertEquals(Set.of(), found(id)));
        Awaitility.await().atMost(PATIENCE).until(() -> !Files.exists(DUE));
        given().queryParam("q", "beetle").get("/v1/search").then().statusCode(200);
        given().get("/v1/videos/{id}", other)
                .then()
                .statusCode(200)
                .body("tags", equalTo(List.of("other-tag")))
                .body("metadata.rights", equalTo("owned"));
        given().get("/v1/videos/{id}/timeline", other).then().statusCode(200);
    }

    /** @return the conversation */
    private static String asked(String word, String conversation, String... videos) {
        String hits = Stream.of(videos)
                .map(video -> "{\"video\":\"" + video + "\",\"start\":20,\"end\":22}")
                .collect(Collectors.joining(","));
        return given().contentType(ContentType.JSON)
                .accept(ContentType.JSON)
                .body("{\"question\":\"Is there " + word + "?\",\"conversation\":\"" + conversation + "\",\"hits\":["
                        + hits + "]}")
                .post("/v1/ask")
                .path("conversation");
    }

    /** As a step of indexing does, of which the library takes nothing any more once the job has ended. */
    private void store(String id, String result) throws SQLException {
        try (Connection connection = database.source().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into step_results values (?, 'describe', 99, ?, current_timestamp, 1)")) {
            insert.setString(1, id);
            insert.setString(2, result);
            insert.executeUpdate();
        }
    }

    @Test
    void aVideoThatIsDeletedWhileItIsSampledLeavesNoFileAndIsPurged() throws IOException {
        Path film = TestFilm.of(64, 48).write(Files.createTempFile(Path.of("target"), "long", ".mp4"), 1200);
        Response accepted =
                given().multiPart("file", "long.mp4", Files.readAllBytes(film)).post("/v1/videos");
        Files.delete(film);
        String id = accepted.path("video.id");
        Path media = FOLDER.resolve("media").resolve(id);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(
                        media.resolve("frames-" + accepted.path("job.id")).resolve("frame-000005.jpg")));

        given().delete("/v1/videos/{id}", id).then().statusCode(204);

        Awaitility.await().atMost(PATIENCE).until(() -> Files.notExists(media));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertEquals(Set.of(), holding(List.of(id))));
        Awaitility.await().atMost(PATIENCE).until(() -> Files.notExists(DUE) && Files.notExists(media));
    }

    /** Which of the video's words any file holds, in its bytes or in its path. */
    private static Set<String> found(String id) throws IOException {
        return holding(words(id));
    }

    private static List<String> words(String id) {
        return List.of(id, NAME, COLLECTION, TAG, META_KEY, META_VALUE, LONG_META_WORD, WORD, LONG_WORD, ASKED_WORD);
    }

    private static Set<String> holding(List<String> words) throws IOException {
        Set<String> found = new TreeSet<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(FOLDER)) {
            files = all.toList();
        }
        for (Path file : files) {
            String text = file + " " + bytes(file);
            for (String word : words) {
                if (text.contains(word)) {
                    found.add(word);
                }
            }
        }
        return found;
    }

    private static String bytes(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (NoSuchFileException e) {
            return ""; // merged away since the folder was read
        }
    }

    private static String indexed(String name, String collection, String tag, String... metadata) throws IOException {
        byte[] film;
        try (var sample = DeletedVideoTest.class.getResourceAsStream("/samples/boat.mp4")) {
            film = sample.readAllBytes();
        }
        RequestSpecification form = given().header("Idempotency-Key", "upload-of-" + name)
                .multiPart("file", name, film)
                .multiPart("collection", collection)
                .multiPart("tags", tag);
        for (String pair : metadata) {
            form.multiPart("metadata", pair);
        }
        Response accepted = form.post("/v1/videos");
        assertEquals(201, accepted.statusCode(), accepted::asString);
        Awaitility.await().atMost(PATIENCE).until(() -> given().get("/v1/jobs/{id}", accepted.<String>path("job.id"))
                .<String>path("state")
                .equals("DONE"));
        return accepted.path("video.id");
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target"), "library-").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
