package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusExecutor;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Uploads;

/** Uploads that break off and go on, by tus' own client and by hand. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class ResumableUploadTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path UPLOADS = FreshLibrary.FOLDER.resolve("library").resolve("uploads");

    @Inject
    Library library;

    @Inject
    Uploads uploads;

    @Inject
    UploadFinishing finishing;

    @Inject
    LibraryDatabase database;

    // ---- the way of a film

    @Test
    void aFilmThatBreaksOffGoesOnWhereItStandsAndIsIndexedAsOneThatCameInOnePiece() throws Exception {
        byte[] film = film();
        TusURLMemoryStore known = new TusURLMemoryStore();
        TusUploader first = client(known).resumeOrCreateUpload(upload(film));
        first.setChunkSize(10_000);
        first.setRequestPayloadSize(20_000);
        for (int chunk = 0; chunk < 5; chunk++) {
            first.uploadChunk();
        }
        String address = first.getUploadURL().toString(); // and the client dies, its third request half sent
        long offset = offset(address);
        assertEquals(40_000, offset);
        view(address)
                .body("state", equalTo("RECEIVING"))
                .body("receivedBytes", equalTo(40_000))
                .body("video", nullValue());

        TusUploader second = client(known).resumeUpload(upload(film));
        assertEquals(address, second.getUploadURL().toString());
        assertEquals(offset, second.getOffset());
        second.setChunkSize(100_000);
        while (second.uploadChunk() > -1) {
            assertTrue(second.getOffset() <= film.length);
        }
        second.finish();

        String video = view(address)
                .body("state", equalTo("ACCEPTED"))
                .body("job", notNullValue())
                .extract()
                .path("video");
        finished(view(address).extract().path("job"));
        given().get("/v1/videos/{id}", video)
                .then()
                .statusCode(200)
                .body("name", equalTo("Boot, größer.mp4"))
                .body("collection", equalTo("news"))
                .body("tags", equalTo(List.of("harbour", "sport")))
                .body("language", equalTo("ja"))
                .body("metadata", equalTo(Map.of("rights", "owned", "series", "夜 = a,b")))
                .body("sizeBytes", equalTo(film.length));
        assertArrayEquals(film, given().get("/v1/videos/{id}/media", video).asByteArray());
        assertFalse(Files.exists(UPLOADS.resolve(id(address))));
        given().delete("/v1/videos/{id}", video).then().statusCode(204);
    }

    /** What tus' own client does when its line is cut again and again in the middle of a request: it asks how far it came, and goes on. */
    @Test
    void aClientWhoseLineIsCutInTheMiddleGoesOnUntilTheFilmIsThere() throws Exception {
        byte[] film = film();
        TusURLMemoryStore known = new TusURLMemoryStore();
        String[] address = {null};
        try (BrokenLine line = new BrokenLine(RestAssured.port, 3, 60_000)) {
            TusExecutor patient = new TusExecutor() {
                @Override
                protected void makeAttempt() throws ProtocolException, IOException {
                    TusUploader uploader = client(known, line.port()).resumeOrCreateUpload(upload(film));
                    uploader.setChunkSize(10_000);
                    address[0] = uploader.getUploadURL().getPath();
                    while (uploader.uploadChunk() > -1) {
                        pause(); // so that what is sent arrives before the line is cut
                    }
                    uploader.finish();
                }
            };
            patient.setDelays(IntStream.generate(() -> 500).limit(20).toArray());
            assertTrue(patient.makeAttempts());
            assertEquals(3, line.cuts());
        }
        String video =
                view(address[0]).body("state", equalTo("ACCEPTED")).extract().path("video");
        assertArrayEquals(film, given().get("/v1/videos/{id}/media", video).asByteArray());
        given().delete("/v1/videos/{id}", video).then().statusCode(204);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TusClient client(TusURLMemoryStore known) throws IOException {
        return client(known, RestAssured.port);
    }

    private static TusClient client(TusURLMemoryStore known, int port) throws IOException {
        TusClient client = new TusClient();
        client.setUploadCreationURL(
                URI.create("http://localhost:" + port + "/v1/uploads").toURL());
        client.enableResuming(known);
        return client;
    }

    private static TusUpload upload(byte[] film) {
        TusUpload upload = new TusUpload();
        upload.setInputStream(new ByteArrayInputStream(film));
        upload.setSize(film.length);
        upload.setFingerprint("the film");
        upload.setMetadata(Map.of(
                "filename",
                "Boot, größer.mp4",
                "collection",
                "news",
                "tags",
                "sport,harbour",
                "language",
                "jpn",
                "metadata",
                "{\"rights\":\"owned\",\"series\":\"夜 = a,b\"}"));
        return upload;
    }

    @Test
    void whatHasComeOfATransferThatBreaksOffIsKept() throws Exception {
        byte[] film = film();
        String address = begin(film.length);
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            write(socket, address, film, 0, 70_000, null);
            Thread.sleep(3000); // what is still on its way when the line breaks is lost, as it would be anywhere
        }
        Awaitility.await().atMost(PATIENCE).until(() -> offset(address) > 0);
        int offset = (int) offset(address);
        assertTrue(offset <= 70_000, () -> offset + " bytes");
        send(address, offset, Arrays.copyOfRange(film, offset, film.length))
                .then()
                .statusCode(204)
                .header("Upload-Offset", Integer.toString(film.length))
                .header("Upload-Video", "/v1/videos/" + id(address))
                .header("Upload-Job", startsWith("/v1/jobs/"));
        // Whoever did not hear the answer asks again.
        tus().head(address).then().statusCode(200).header("Upload-Video", "/v1/videos/" + id(address));
        send(address, film.length, new byte[0]).then().statusCode(204).header("Upload-Job", notNullValue());
        assertArrayEquals(
                film, given().get("/v1/videos/{id}/media", id(address)).asByteArray());
        given().delete("/v1/videos/{id}", id(address)).then().statusCode(204);
    }

    @Test
    void aFilmWhoseServiceDiedAfterTheLastByteIsTakenInWithoutItsClient() throws IOException {
        byte[] film = film();
        Upload whole = left(film);
        finishing.lookAfter();
        given().get("/v1/videos/{id}", whole.id()).then().statusCode(200).body("name", equalTo("left.mp4"));
        assertFalse(Files.exists(uploads.file(whole)));

        // And once more, as if it had died after the library had the film and before the upload was ended.
        uploads.remove(whole.id());
        Upload again = left(film, whole.id());
        finishing.lookAfter();
        assertTrue(uploads.upload(again.id()).orElseThrow().ended());
        assertFalse(Files.exists(uploads.file(again)));
        given().delete("/v1/videos/{id}", whole.id()).then().statusCode(204);
    }

    private Upload left(byte[] film) throws IOException {
        return left(film, UUID.randomUUID().toString());
    }

    private Upload left(byte[] film, String id) throws IOException {
        Instant now = Instant.now();
        Upload upload =
                new Upload(id, "left.mp4", Attributes.NONE, "", film.length, 0, now, now.plusSeconds(60), false, null);
        uploads.add(upload);
        assertTrue(uploads.begin(id, "writer", 0, now.plusSeconds(60)));
        assertTrue(uploads.append(upload, "writer", 0, ByteBuffer.wrap(film), now.plusSeconds(60)));
        return upload;
    }

    // ---- what is refused

    @Test
    void anotherOffsetIsRefusedWithTheOneThatIsRight() throws IOException {
        String address = begin(1000);
        send(address, 0, new byte[100]).then().statusCode(204).header("Upload-Offset", "100");
        problem(send(address, 0, new byte[100]), 409).body("detail", containsString("byte 100"));
        problem(send(address, 101, new byte[100]), 409);
        assertEquals(100, offset(address));
    }

    /** As when a proxy delays a request that its client has given up and sent again. */
    @Test
    void whatARequestStillSendsAfterAnotherHasSentTheSameIsNotWritten() throws Exception {
        byte[] film = film();
        byte[] mangled = film.clone();
        Arrays.fill(mangled, (byte) 7);
        String address = begin(film.length);
        try (Socket slow = new Socket("localhost", RestAssured.port)) {
            slow.setSoTimeout((int) PATIENCE.toMillis());
            write(slow, address, mangled, 0, mangled.length - 1, "sha1 " + digest("SHA-1", film));
            Awaitility.await().atMost(PATIENCE).until(() -> writer(address) != null);
            checked(address, 0, Arrays.copyOf(film, 50_000), "sha1 " + digest("SHA-1", Arrays.copyOf(film, 50_000)))
                    .then()
                    .statusCode(204);
            slow.getOutputStream().write(mangled, mangled.length - 1, 1);
            slow.getOutputStream().flush();
            String answer = new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertTrue(answer.contains(" 409 "), answer);
        }
        assertEquals(50_000, offset(address));
        byte[] there =
                Files.readAllBytes(uploads.file(uploads.upload(id(address)).orElseThrow()));
        assertArrayEquals(Arrays.copyOf(film, 50_000), Arrays.copyOf(there, 50_000));
        tus().delete(address).then().statusCode(204);
    }

    private String writer(String address) throws SQLException {
        try (Connection connection = database.source().getConnection();
                PreparedStatement query = connection.prepareStatement("select writer from uploads where id = ?")) {
            query.setString(1, id(address));
            try (ResultSet rows = query.executeQuery()) {
                assertTrue(rows.next());
                return rows.getString(1);
            }
        }
    }

    /** Begins a PATCH of a whole film, and sends a part of it. */
    private static void write(Socket socket, String address, byte[] film, int from, int to, String checksum)
            throws IOException {
        socket.getOutputStream()
                .write(("PATCH " + address
                                + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                                + (checksum == null ? "" : "Upload-Checksum: " + checksum + "\r\n")
                                + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + film.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(film, from, to - from);
        socket.getOutputStream().flush();
    }

    @Test
    void anUploadThatIsBeingTakenInIsNotEndedUnderItsHands() throws IOException {
        byte[] film = film();
        Upload whole = left(film);
        assertTrue(uploads.claim(whole.id(), "somebody"));
        problem(tus().delete("/v1/uploads/" + whole.id()), 409).body("detail", containsString("delete the video"));
        assertTrue(Files.exists(uploads.file(whole)));
        assertTrue(uploads.end(whole, "somebody", "enough"));
        tus().delete("/v1/uploads/" + whole.id()).then().statusCode(204);
    }

    @Test
    void anUnknownUploadIs404() {
        tus().head("/v1/uploads/x").then().statusCode(404).header("Tus-Resumable", "1.0.0");
        problem(send("/v1/uploads/" + UUID.randomUUID(), 0, new byte[1]), 404);
        problem(tus().delete("/v1/uploads/x"), 404).body("detail", containsString("'x'"));
        problem(given().get("/v1/uploads/x"), 404);
    }

    @Test
    void bytesThatAreNotWhatTheirChecksumSaysAreThrownAway() throws IOException {
        byte[] film = film();
        String address = begin(film.length);
        byte[] part = Arrays.copyOf(film, 5000);
        problem(checked(address, 0, part, "sha1 " + digest("SHA-1", new byte[] {1})), 460)
                .body("detail", containsString("Upload-Checksum"));
        assertEquals(0, offset(address));
        checked(address, 0, part, "sha1 " + digest("SHA-1", part)).then().statusCode(204);
        checked(address, 5000, part, "sha256 " + digest("SHA-256", part)).then().statusCode(204);
        assertEquals(10_000, offset(address));
        problem(checked(address, 10_000, part, "crc7 AAAA"), 400).body("detail", containsString("sha256"));
        problem(checked(address, 10_000, part, "sha1 ?"), 400);
    }

    @Test
    void anUploadOverTheLimitIsRefusedBeforeAByteIsSent() {
        problem(creating(FreshLibrary.MOST_BYTES + 1L, null), 413)
                .body("detail", containsString("timeviper.upload.max-size"));
        problem(creating(900_000_000_000_000_000L, null), 413);
    }

    @Test
    void moreThanWasSaidIsRefused() {
        String address = begin(1000);
        problem(send(address, 0, new byte[1001]), 413).body("detail", containsString("1000 bytes"));
        assertEquals(0, offset(address));
    }

    @Test
    void whatIsNoFilmIsRefusedAndNothingOfItIsKept() {
        byte[] notes = "These are notes.".getBytes(StandardCharsets.UTF_8);
        String address = begin(notes.length);
        problem(send(address, 0, notes), 422).body("detail", startsWith("film.mp4 is not a film"));
        view(address).body("state", equalTo("REFUSED")).body("problem", startsWith("film.mp4 is not a film"));
        tus().head(address).then().statusCode(410);
        assertFalse(Files.exists(UPLOADS.resolve(id(address))));
        problem(creating(0, "filename " + base64("empty.mp4")), 422)
                .body("detail", containsString("empty.mp4 is empty"));
    }

    @Test
    void anEndedUploadLeavesNothing() {
        String address = begin(1000);
        send(address, 0, new byte[100]);
        assertTrue(Files.exists(UPLOADS.resolve(id(address))));
        tus().delete(address).then().statusCode(204);
        tus().head(address).then().statusCode(404);
        assertFalse(Files.exists(UPLOADS.resolve(id(address))));
    }

    @Test
    void whatTheProtocolAsksForIsAskedFor() {
        problem(given().header("Upload-Length", 5).post("/v1/uploads"), 412).header("Tus-Version", "1.0.0");
        problem(tus().post("/v1/uploads"), 400).body("detail", containsString("Upload-Length"));
        problem(tus().header("Upload-Length", "-1").post("/v1/uploads"), 400);
        problem(creating(5, "filename ???"), 400).body("detail", containsString("'filename'"));
        problem(creating(5, "a YQ==,a YQ=="), 400).body("detail", containsString("twice"));
        problem(creating(5, "language " + base64("no language")), 400).body("detail", containsString("'language'"));
        problem(
                tus().header("Upload-Offset", 0)
                        .contentType("text/plain")
                        .body("x")
                        .patch(begin(5)),
                415);
        problem(tus().contentType(UploadsEndpoint.BYTES).body(new byte[1]).patch(begin(5)), 400)
                .body("detail", containsString("Upload-Offset"));
        given().options("/v1/uploads")
                .then()
                .statusCode(204)
                .header("Tus-Version", "1.0.0")
                .header("Tus-Max-Size", Integer.toString(FreshLibrary.MOST_BYTES))
                .header("Tus-Extension", containsString("expiration"))
                .header("Tus-Checksum-Algorithm", containsString("sha1"));
    }

    @Test
    void metadataThatCannotBeTakenIsRefusedBeforeAnythingComes() {
        problem(creating(10, "metadata " + base64("[1]")), 400).body("detail", containsString("'metadata'"));
        problem(creating(10, "metadata " + base64("{\"a b\":\"c\"}")), 400).body("detail", containsString("'a b'"));
        problem(creating(10, "metadata " + base64("{\"a\":\"b\\nc=d\"}")), 400)
                .body("detail", containsString("'metadata.a'"));
    }

    @Test
    void aFileNameCannotLeadOutOfTheFolder() throws IOException {
        Response begun = creating(10, "filename " + base64("../../..\\evil/../x.sh/../../y"));
        String id = id(begun.header("Location"));
        try (Stream<Path> files = Files.list(UPLOADS.resolve(id))) {
            assertEquals(
                    List.of("original.bin"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
        given().get("/v1/uploads/{id}", id).then().body("name", equalTo("y"));
    }

    // ---- the usual

    private static String begin(long size) {
        String address = creating(size, "filename " + base64("film.mp4") + ",own")
                .then()
                .statusCode(201)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Expires", notNullValue())
                .extract()
                .header("Location");
        tus().head(address)
                .then()
                .statusCode(200)
                .header("Upload-Length", Long.toString(size))
                .header("Upload-Metadata", "filename " + base64("film.mp4") + ",own")
                .header("Cache-Control", "no-store");
        return address;
    }

    private static Response creating(long size, String metadata) {
        RequestSpecification request = tus().header("Upload-Length", size);
        return (metadata == null ? request : request.header("Upload-Metadata", metadata)).post("/v1/uploads");
    }

    private static Response send(String address, long offset, byte[] bytes) {
        return tus().header("Upload-Offset", offset)
                .contentType(UploadsEndpoint.BYTES)
                .body(bytes)
                .patch(address);
    }

    private static Response checked(String address, long offset, byte[] bytes, String checksum) {
        return tus().header("Upload-Offset", offset)
                .header("Upload-Checksum", checksum)
                .contentType(UploadsEndpoint.BYTES)
                .body(bytes)
                .patch(address);
    }

    private static RequestSpecification tus() {
        return given().header("Tus-Resumable", "1.0.0");
    }

    private static long offset(String address) {
        return Long.parseLong(
                tus().head(address).then().statusCode(200).extract().header("Upload-Offset"));
    }

    private static ValidatableResponse view(String address) {
        return given().get("/v1/uploads/{id}", id(address)).then().statusCode(200);
    }

    private static String id(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static void finished(String job) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> given().get("/v1/jobs/{id}", job).<String>path("state"),
                        state -> !state.matches("QUEUED|RUNNING"));
        given().get("/v1/jobs/{id}", job).then().body("state", equalTo("DONE"));
    }

    private static byte[] film() throws IOException {
        try (var film = ResumableUploadTest.class.getResourceAsStream("/samples/boat.mp4")) {
            return film.readAllBytes();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static ValidatableResponse problem(Response response, int status) {
        return ExpectedProblem.problem(response, status).header("Tus-Resumable", "1.0.0");
    }
}
