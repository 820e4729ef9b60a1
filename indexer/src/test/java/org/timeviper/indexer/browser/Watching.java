package org.timeviper.indexer.browser;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.timeviper.indexer.media.TestFilm;

/** What the tests of the snippets share: two films that ship, indexed by the service itself, and a page in a real browser that must not complain. */
abstract class Watching {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One for all, which whoever runs them starts and ends. */
    static Chromium chromium;

    /** The two films, once some test has needed them. */
    static String boat;

    static String island;

    URI address;

    private final List<String> complaints = new ArrayList<>();
    Page page;

    @BeforeEach
    void openAPage() {
        address = URI.create(RestAssured.baseURI + ":" + RestAssured.port);
        if (boat == null) {
            boat = indexed("boat.mp4", TestFilm.shipped("boat.mp4"), "sea", "water,day");
        }
        if (island == null) {
            island = indexed("island.mp4", TestFilm.shipped("island.mp4"), "islands", "day");
        }
        page = chromium.page();
        page.onPageError(complaints::add);
    }

    @AfterEach
    void closeThePage() {
        page.close();
        assertEquals(List.of(), complaints);
    }

    /** A film that the service has been given and has described. */
    static String indexed(String name, byte[] film, String collection, String tags) {
        Response accepted = given().multiPart("file", name, film)
                .multiPart("collection", collection)
                .multiPart("tags", tags)
                .multiPart("language", "en")
                .post("/v1/videos");
        assertEquals(201, accepted.statusCode(), accepted.asString());
        String job = accepted.path("job.id");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> given().get("/v1/jobs/{id}", job).<String>path("state"),
                        state -> !state.matches("QUEUED|RUNNING"));
        assertEquals("DONE", given().get("/v1/jobs/{id}", job).path("state"));
        return accepted.path("video.id");
    }

    void open(String path) {
        page.navigate(address.resolve(path).toString());
        page.waitForFunction("() => ['tv-search', 'tv-player', 'tv-timeline'].every(name => customElements.get(name))");
    }

    /** A page that a test writes itself, on the service's site. */
    void openWritten(String html) {
        page.route(
                "**/written.html",
                route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                        .setContentType("text/html;charset=UTF-8")
                        .setBody("<!doctype html><html lang=en><meta charset=utf-8><title>written</title><body>" + html
                                + "<script type=module src=/timeviper/joined.js></script>")));
        open("/written.html");
    }

    /** Keeps what the pages that are opened from now on are told by events of these kinds. */
    void listen(String... types) {
        page.addInitScript("window.told = {}; for (const type of '" + String.join(" ", types) + "'.split(' ')) {"
                + " told[type] = []; document.addEventListener(type, ({ detail }) => told[type].push(detail)); }");
    }

    /** Waits until the page has been told something by events of a kind. @return what it was told last */
    JsonNode told(String type) {
        page.waitForFunction("type => window.told[type].length > 0", type);
        return read((String) page.evaluate("type => JSON.stringify(window.told[type].at(-1))", type));
    }

    void search(String query) {
        field().fill(query);
        field().press("Enter");
    }

    Locator field() {
        return page.locator("tv-search input[type=search]");
    }

    Locator moments() {
        return page.locator("tv-search .moment");
    }

    JsonNode timeline(String video) {
        return json(given().get("/v1/videos/{id}/timeline", video));
    }

    /** The caption of a scene that begins late in its film, so that standing there is no accident. */
    JsonNode lateScene(String video) {
        JsonNode scenes = timeline(video).path("scenes");
        return scenes.path(scenes.size() - 1);
    }

    static JsonNode json(Response response) {
        return read(response.asString());
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the page's player keep the second that it is led to first, from which it plays on as soon as it stands there. */
    void noteWhereThePlayerIsLed() {
        page.evaluate("() => { const { video } = document.querySelector('tv-player'); delete video.led;"
                + " video.addEventListener('seeking', () => { video.led ??= video.currentTime; }); }");
    }

    /** Waits until the player stands where it was led to. @return the second */
    double ledTo() {
        waitFor("() => { const { video } = document.querySelector('tv-player');"
                + " return video.led !== undefined && !video.seeking; }");
        return number("() => document.querySelector('tv-player').video.led");
    }

    double number(String script) {
        return ((Number) page.evaluate(script)).doubleValue();
    }

    void waitFor(String script) {
        page.waitForFunction(script);
    }
}
