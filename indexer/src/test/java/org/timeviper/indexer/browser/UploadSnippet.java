package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.http.BrokenLine;
import org.timeviper.indexer.media.TestFilm;

/** The snippet that uploads, in a real Chromium, before the real service. */
abstract class UploadSnippet extends Watching {

    private static final int SLICE = 8 << 20;

    /** Bytes of a film that goes in two slices. */
    private static final int LARGE = 14 << 20;

    @TempDir
    Path folder;

    /** What went over the wire for the films: {@code POST}, {@code HEAD}, {@code PATCH 8388608}, … */
    private final List<String> wire = new ArrayList<>();

    private final List<String> uploads = new ArrayList<>();

    @BeforeEach
    void listen() {
        page.onRequest(request -> {
            if (request.url().contains("/v1/uploads")) {
                String offset = request.headers().get("upload-offset");
                wire.add(request.method() + (offset == null ? "" : " " + offset));
            }
        });
        page.onResponse(response -> {
            if (response.url().endsWith("/v1/uploads") && response.status() == 201) {
                uploads.add(response.headers().get("location"));
            }
        });
    }

    /** Other tests count the films. What is still on its way when a test ends must not arrive after them. */
    @AfterEach
    void removeTheFilms() {
        page.close();
        uploads.stream().map(UploadSnippet::id).forEach(id -> given().header("Tus-Resumable", "1.0.0")
                .delete("/v1/uploads/{id}", id));
        List<String> films = given().get("/v1/videos?size=500").path("videos.id");
        films.stream().filter(id -> !id.equals(boat) && !id.equals(island)).forEach(id -> given().delete(
                        "/v1/videos/{id}", id));
    }

    private static String id(String upload) {
        return upload.substring(upload.lastIndexOf('/') + 1);
    }

    private Path small(String name) {
        return TestFilm.of(64, 48).write(folder.resolve(name), 1);
    }

    /** A film with a box of padding behind it, of bytes that differ from slice to slice. */
    private Path large(String name) throws IOException {
        byte[] film = Files.readAllBytes(small(name));
        ByteBuffer padded = ByteBuffer.allocate(LARGE).put(film);
        padded.putInt(LARGE - film.length).put("free".getBytes(StandardCharsets.US_ASCII));
        while (padded.hasRemaining()) {
            padded.put((byte) (padded.position() / 1000));
        }
        return Files.write(folder.resolve(name), padded.array());
    }

    private void choose(Path... films) {
        page.locator("tv-upload input[type=file]").setInputFiles(films);
    }

    private Locator row(String name) {
        return page.locator("tv-upload li").filter(new Locator.FilterOptions().setHasText(name));
    }

    private Locator cancel(String name) {
        return row(name).locator("[part=cancel]");
    }

    /** Lets no slice from this one on reach the service, nor fail, until it is answered otherwise. */
    private List<Route> hold(long offset) {
        List<Route> held = new ArrayList<>();
        page.route("**/v1/uploads/*", route -> {
            String at = route.request().headers().get("upload-offset");
            if (at != null && Long.parseLong(at) >= offset) {
                held.add(route);
            } else {
                route.resume();
            }
        });
        return held;
    }

    private void letGo() {
        page.unroute("**/v1/uploads/*");
    }

    /** Waits until this, and nothing else, has gone over the wire. */
    private void goesOverTheWire(String... requests) {
        try {
            page.waitForCondition(() -> wire.size() >= requests.length);
        } catch (PlaywrightException tooFew) {
            assertEquals(List.of(requests), wire);
        }
        assertEquals(List.of(requests), wire);
    }

    /** It is stored, byte for byte; that it is described, too, is not waited for. */
    private void arrived(Path film) throws IOException {
        String name = film.getFileName().toString();
        assertThat(row(name)).hasClass(Pattern.compile("indexing|done"), patiently());
        String video = id(uploads.getLast());
        assertArrayEquals(
                Files.readAllBytes(film),
                given().get("/v1/videos/{id}/media", video).asByteArray());
    }

    private static LocatorAssertions.HasClassOptions patiently() {
        return new LocatorAssertions.HasClassOptions().setTimeout(60_000);
    }

    @Test
    void aFilmThatIsDroppedIsSentTakenInWithWhatThePageSaysOfItAndSearchable() throws IOException {
        openWritten(
                "<tv-upload collection=news tags='harbour, sport' language=ja metadata='{\"rights\":\"owned\"}'></tv-upload>");
        page.evaluate(
                "() => { window.told = []; for (const type of ['tv-upload-progress', 'tv-accepted', 'tv-indexed'])"
                        + " document.addEventListener(type, ({ detail }) => told.push([type, detail.sent ?? detail.video.name].join(' '))); }");
        Path film = small("größer.mp4");
        drop(film);
        assertThat(row("größer.mp4")).hasClass("done", patiently());
        arrived(film);
        assertEquals(List.of("POST", "PATCH 0"), wire);
        given().get("/v1/videos/{id}", id(uploads.getFirst()))
                .then()
                .body("name", equalTo("größer.mp4"))
                .body("collection", equalTo("news"))
                .body("tags", equalTo(List.of("harbour", "sport")))
                .body("metadata", equalTo(Map.of("rights", "owned")))
                .body("language", equalTo("ja"));
        List<?> told = (List<?>) page.evaluate("() => told");
        assertEquals("tv-upload-progress 0", told.getFirst());
        assertEquals("tv-upload-progress " + Files.size(film), told.get(told.size() - 3));
        assertEquals(
                List.of("tv-accepted größer.mp4", "tv-indexed größer.mp4"), told.subList(told.size() - 2, told.size()));
        assertThat(row("größer.mp4").locator("button:visible")).hasCount(0);
        shutsNobodyOut();
        assertEquals(0, number("() => localStorage.length"));
    }

    private void drop(Path film) throws IOException {
        JSHandle dragged = page.evaluateHandle(
                "([name, bytes]) => { const dragged = new DataTransfer();"
                        + " dragged.items.add(new File([Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0))], name, { type: 'video/mp4' })); return dragged; }",
                List.of(film.getFileName().toString(), Base64.getEncoder().encodeToString(Files.readAllBytes(film))));
        page.locator("tv-upload .drop").dispatchEvent("drop", Map.of("dataTransfer", dragged));
    }

    @Test
    void metadataThatCannotBeReadAreToldToTheReaderAndToTheAuthorOfThePage() {
        List<String> told = new ArrayList<>();
        page.onConsoleMessage(message -> told.add(message.type() + ": " + message.text()));
        openWritten("<tv-upload metadata='{\"rights\":7}'></tv-upload>");
        choose(small("unsaid.mp4"));
        assertThat(row("unsaid.mp4")).hasClass("failed");
        assertThat(row("unsaid.mp4")).containsText("JSON object of texts");
        assertEquals(List.of(), wire);
        assertTrue(
                told.stream()
                        .anyMatch(line -> line.startsWith("error: tv-upload: ") && line.contains("{\"rights\":7}")),
                told.toString());
    }

    /** As a person does it: the browser itself hands the folder over. */
    private void dropFolder(Path dropped) {
        BoundingBox box = page.locator("tv-upload .drop").boundingBox();
        JsonObject data = new JsonObject();
        data.add("items", new JsonArray());
        data.add("files", new JsonArray());
        data.getAsJsonArray("files").add(dropped.toAbsolutePath().toString());
        data.addProperty("dragOperationsMask", 1);
        CDPSession session = page.context().newCDPSession(page);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            JsonObject event = new JsonObject();
            event.addProperty("type", type);
            event.addProperty("x", box.x + box.width / 2);
            event.addProperty("y", box.y + box.height / 2);
            event.add("data", data);
            session.send("Input.dispatchDragEvent", event);
        }
        session.detach();
    }

    @Test
    void theFilmsOfADroppedFolderAndOfThoseInItAreSentAndTheRestIsToldInOneLine() throws IOException {
        Path reel = Files.createDirectories(folder.resolve("reel"));
        Path day = Files.createDirectories(reel.resolve("day 1"));
        Path first = small("reel/first.mp4");
        Path second = small("reel/day 1/second.mov");
        Files.writeString(day.resolve("notes.txt"), "a boat");
        Files.writeString(day.resolve(".DS_Store"), "of the system");
        openWritten("<tv-upload></tv-upload>");
        dropFolder(reel);
        assertThat(page.locator("tv-upload li")).hasCount(2);
        assertThat(page.locator("tv-upload [part=left]")).hasText("One file is no film, and was left out.");
        for (Path film : List.of(first, second)) {
            assertThat(row(film.getFileName().toString())).hasClass(Pattern.compile("indexing|done"), patiently());
        }
    }

    /** A browser tells of a hundred at a time. */
    @Test
    void aLargeFolderIsReadToItsEndAndNoMoreIsTakenThanIsSaid() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < 250; i++) {
            Files.writeString(many.resolve("%03d.mp4".formatted(i)), "x");
        }
        openWritten("<tv-upload></tv-upload>");
        page.evaluate("() => addEventListener('drop', event => { event.preventDefault(); event.stopPropagation();"
                + " window.dropped = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry()); }, true)");
        dropFolder(many);
        waitFor("() => window.dropped");
        String taken = "async ([wanted, most]) => { const { filesIn } = await import('/timeviper/dropped.js');"
                + " const { files, others, more } = await filesIn(dropped, file => file.name > wanted, most);"
                + " return [files.length, files.at(-1).name, others, more].join(' '); }";
        assertEquals("250 249.mp4 0 false", page.evaluate(taken, List.of("", 1000)));
        assertEquals("149 249.mp4 101 false", page.evaluate(taken, List.of("100.mp4", 1000)));
        assertEquals("20 019.mp4 0 true", page.evaluate(taken, List.of("", 20)));
    }

    /** The line is cut in the middle of a slice. */
    @Test
    void whatBreaksOffGoesOnFromWhereTheServiceSaysThatItStands() throws IOException {
        Path film = large("cut.mp4");
        try (BrokenLine line = new BrokenLine(address.getPort(), 1, 5 << 20)) {
            address = URI.create("http://localhost:" + line.port());
            open("/snippets/upload.html");
            List<Long> stood = new ArrayList<>();
            page.onResponse(response -> {
                if (response.request().method().equals("HEAD")) {
                    stood.add(Long.parseLong(response.headers().get("upload-offset")));
                }
            });
            choose(film);
            arrived(film);
            assertEquals(1, line.cuts());
            assertEquals(1, stood.size());
            long offset = stood.getFirst();
            assertTrue(offset > 4 << 20 && offset < SLICE, "kept " + offset);
            assertEquals(
                    List.of("POST", "PATCH 0", "HEAD", "PATCH " + offset, "PATCH " + (offset + SLICE)),
                    wire,
                    "nothing that had arrived is sent again");
        }
    }

    @Test
    void theSameFileChosenAgainOnAPageThatWasReloadedGoesOn() throws IOException {
        Path film = large("reloaded.mp4");
        open("/snippets/upload.html");
        hold(SLICE);
        choose(film);
        goesOverTheWire("POST", "PATCH 0", "PATCH " + SLICE);
        page.reload();
        letGo();
        wire.clear();
        choose(film);
        assertThat(row("reloaded.mp4").locator("[part=note]")).containsText("8.4 MB of it had arrived");
        arrived(film);
        assertEquals(List.of("HEAD", "PATCH " + SLICE), wire);

        // It is forgotten then: who chooses the film once more adds it once more.
        wire.clear();
        hold(0);
        choose(film);
        goesOverTheWire("POST", "PATCH 0");
    }

    @Test
    void anUploadThatTheServiceHasForgottenBeginsAnewAndSoDoesOneOfWhichSomethingElseIsSaid() {
        Path film = small("forgotten.mp4");
        open("/snippets/upload.html");
        hold(0);
        choose(film);
        goesOverTheWire("POST", "PATCH 0");
        given().header("Tus-Resumable", "1.0.0")
                .delete(uploads.getFirst())
                .then()
                .statusCode(204);
        page.reload();
        wire.clear();
        choose(film);
        goesOverTheWire("HEAD", "POST", "PATCH 0");

        page.reload();
        wire.clear();
        page.evaluate("() => document.querySelector('tv-upload').setAttribute('collection', 'news')");
        choose(film);
        goesOverTheWire("HEAD", "DELETE", "POST", "PATCH 0");
    }

    @Test
    void theKeyboardAloneChoosesAFilmAndCancelsItsUpload() {
        Path film = small("cancelled.mp4");
        List<FileChooser> choosers = new ArrayList<>();
        page.onFileChooser(choosers::add); // before the page is opened: it takes a while to hold
        open("/snippets/upload.html");
        hold(0);
        Locator button = page.locator("tv-upload [part=button]");
        assertThat(button).isVisible();
        page.keyboard().press("Tab");
        assertThat(button).isFocused();
        page.keyboard().press("Enter");
        page.waitForCondition(() -> !choosers.isEmpty());
        choosers.getFirst().setFiles(film);
        goesOverTheWire("POST", "PATCH 0");
        button.focus();
        page.keyboard().press("Tab");
        assertThat(cancel("cancelled.mp4")).isFocused();
        assertThat(cancel("cancelled.mp4")).hasAttribute("aria-label", "Cancel cancelled.mp4");
        page.keyboard().press("Enter");
        assertThat(row("cancelled.mp4")).hasClass("stopped");
        assertThat(row("cancelled.mp4")).isFocused();
        goesOverTheWire("POST", "PATCH 0", "HEAD", "DELETE");
        given().get(uploads.getFirst()).then().statusCode(404);
        assertEquals(0, number("() => localStorage.length"));
    }

    @Test
    void aFilmThatIsBeingDescribedIsCancelledByItsJobAndCanBeDescribedAfterAll() throws IOException {
        open("/snippets/upload.html");
        choose(Files.write(folder.resolve("described.mp4"), TestFilm.shipped("snow.mp4")));
        assertThat(row("described.mp4")).hasClass("indexing", patiently());
        cancel("described.mp4").press("Enter");
        assertThat(row("described.mp4")).hasClass("stopped", patiently());
        assertThat(row("described.mp4").locator("[part=retry]")).isFocused();
        String job = given().get(uploads.getFirst()).path("job");
        given().get("/v1/jobs/{id}", job).then().body("state", equalTo("CANCELLED"));
        row("described.mp4").locator("[part=retry]").press("Enter");
        assertThat(row("described.mp4")).hasClass("indexing");
        page.waitForCondition(
                () -> given().get("/v1/jobs/{id}", job).<String>path("state").matches("QUEUED|RUNNING"));
    }

    /** Time is the browser's, and is put forward. */
    @Test
    void aBusyServiceIsAskedAgainWhenItSaysAndGivenUpAfterMinutes() {
        AtomicInteger asked = new AtomicInteger();
        page.clock().install();
        open("/snippets/upload.html");
        page.route("**/v1/uploads", route -> {
            asked.incrementAndGet();
            route.fulfill(new Route.FulfillOptions().setStatus(503).setHeaders(Map.of("Retry-After", "100")));
        });
        choose(small("busy.mp4"));
        assertThat(row("busy.mp4")).containsText("the service is busy, trying again");
        assertEquals(1, asked.get());
        page.clock().runFor(99_000);
        assertEquals(1, asked.get());
        for (int tries = 2; tries <= 3; tries++) {
            page.waitForResponse("**/v1/uploads", () -> page.clock().runFor(2_000))
                    .finished();
            assertEquals(tries, asked.get());
            page.clock().runFor(99_000);
        }
        page.clock().runFor(2_000);
        assertThat(row("busy.mp4")).hasClass("failed");
        assertThat(row("busy.mp4")).containsText("try again in a while.");
        page.unroute("**/v1/uploads");
        row("busy.mp4").locator("[part=retry]").press("Enter");
        page.waitForCondition(() -> !uploads.isEmpty());
        assertThat(row("busy.mp4")).not().hasClass("failed");
    }

    /** Time is the browser's, and is put forward. */
    @Test
    void aServiceThatSaysNothingIsAskedAgainAfterAMinute() {
        Queue<Route> asked = new ConcurrentLinkedQueue<>();
        page.clock().install();
        open("/snippets/upload.html");
        page.route("**/v1/uploads", asked::add);
        choose(small("silent.mp4"));
        page.waitForCondition(() -> asked.size() == 1);
        page.clock().runFor(50_000);
        assertThat(row("silent.mp4")).hasClass("waiting");
        page.clock().runFor(10_000);
        assertThat(row("silent.mp4")).containsText("no connection, trying again");
        page.clock().runFor(2_000);
        page.waitForCondition(() -> asked.size() == 2);
        asked.forEach(Route::abort);
        page.unroute("**/v1/uploads");
    }

    @Test
    void whatCannotBeAddedIsSaidInWords() throws IOException {
        open("/snippets/upload.html");
        Path notes = Files.writeString(folder.resolve("notes.txt"), "no film");
        choose(notes, Files.createFile(folder.resolve("empty.mp4")));
        assertThat(row("notes.txt")).containsText("not a video");
        assertThat(row("empty.mp4")).containsText("empty");
        assertEquals(List.of(), wire, "nothing of them is sent");

        choose(Files.writeString(folder.resolve("no-film.mp4"), "no film"));
        assertThat(row("no-film.mp4")).containsText("cannot read this as a video");
        assertThat(row("no-film.mp4").locator("small")).containsText("no film that can be read");
        assertThat(row("no-film.mp4").locator("button:visible")).hasCount(0);
        page.evaluate("() => { document.documentElement.lang = 'ja'; }");
        assertThat(row("no-film.mp4").locator("small")).containsText("映像として読み取れないファイルです");
        page.evaluate("() => { document.documentElement.lang = 'en'; }");

        choose(sparse("large.mp4", 22L << 30));
        assertThat(row("large.mp4")).containsText("too large: it has 24 GB, and the service takes 21 GB at most");
        refuseWith(507);
        choose(small("room.mp4"));
        assertThat(row("room.mp4")).containsText("no room");
        assertThat(row("room.mp4").locator("[part=retry]")).hasAttribute("aria-label", "Try again: room.mp4");
        assertThat(page.locator("tv-upload [role=log]")).containsText("room.mp4: The service has no room");
    }

    /** A file of that many bytes that takes no room. */
    private Path sparse(String name, long bytes) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
        return file;
    }

    private void refuseWith(int status) {
        page.route("**/v1/uploads", route -> route.fulfill(new Route.FulfillOptions().setStatus(status)));
    }

    /** On another site than the service's, and with nothing that may be kept. */
    @Test
    void aPageOfAnotherOriginThatMayKeepNothingUploadsAndGoesOn() throws IOException {
        Path film = large("elsewhere.mp4");
        page.addInitScript(
                "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })");
        String service = address.toString();
        address = URI.create("http://127.0.0.1:" + address.getPort());
        openWritten("<tv-upload service='" + service + "'></tv-upload>");
        List<Route> held = hold(SLICE);
        choose(film);
        goesOverTheWire("POST", "PATCH 0", "PATCH " + SLICE);
        page.waitForCondition(() -> !held.isEmpty());
        held.getFirst().abort();
        assertThat(row("elsewhere.mp4")).containsText("no connection, trying again");
        letGo();
        arrived(film);
        assertEquals(List.of("POST", "PATCH 0", "PATCH " + SLICE, "HEAD", "PATCH " + SLICE), wire);
    }

    @Test
    void rowsOfEveryKindShutNobodyOut() throws IOException {
        open("/snippets/upload.html");
        hold(0);
        choose(Files.writeString(folder.resolve("notes.txt"), "no film"));
        refuseWith(507);
        choose(small("room.mp4"));
        assertThat(row("room.mp4")).hasClass("failed");
        page.unroute("**/v1/uploads");
        choose(small("shown.mp4"), small("waiting.mp4"), small("stopped.mp4"));
        goesOverTheWire("POST", "POST", "PATCH 0");
        cancel("stopped.mp4").click();
        shutsNobodyOut();
        assertThat(row("shown.mp4").locator("[role=progressbar]")).hasAttribute("aria-label", "shown.mp4");
        page.setViewportSize(360, 800);
        assertTrue(number("() => document.documentElement.scrollWidth") <= 360);
        page.evaluate("() => { document.documentElement.lang = 'ja'; }");
        assertThat(row("notes.txt")).containsText("映像ではない");
        assertThat(cancel("shown.mp4")).hasText("キャンセル");
        assertTrue(number("() => document.documentElement.scrollWidth") <= 360);
        page.evaluate("() => document.querySelector('tv-upload').setAttribute('hide', 'cancel hint')");
        assertThat(page.locator("tv-upload [part=cancel]:visible, tv-upload [part=hint]"))
                .hasCount(0);
    }

    private void shutsNobodyOut() {
        page.evaluate(EveryFace.axe());
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            assertEquals(List.of(), page.evaluate(EveryFace.AXE));
        }
    }
}
