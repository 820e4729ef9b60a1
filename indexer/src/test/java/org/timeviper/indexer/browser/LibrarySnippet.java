package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.media.TestFilm;

/** The library snippet in a real Chromium, before the real service. */
abstract class LibrarySnippet extends Watching {

    /** Milliseconds that a job may take on a busy machine. */
    private static final double PATIENCE = 120_000;

    @TempDir
    Path folder;

    private final List<String> added = new ArrayList<>();

    /** Others look at the same library. */
    @AfterEach
    void leaveTheLibraryAsItWas() {
        added.forEach(video -> given().delete("/v1/videos/{id}", video));
        restore(boat, "sea", List.of("day", "water"));
        restore(island, "islands", List.of("day"));
    }

    private static void restore(String video, String collection, List<String> tags) {
        Response now = given().get("/v1/videos/{id}", video);
        if (!collection.equals(now.path("collection")) || !tags.equals(now.path("tags"))) {
            say(video, Map.of("collection", collection, "tags", tags));
        }
        Map<String, String> metadata = now.path("metadata");
        if (!metadata.isEmpty()) {
            Map<String, String> gone = new HashMap<>();
            metadata.keySet().forEach(key -> gone.put(key, null));
            say(video, Map.of("metadata", gone));
        }
    }

    private static void say(String video, Map<String, Object> change) {
        given().contentType(ContentType.JSON)
                .body(change)
                .patch("/v1/videos/{id}", video)
                .then()
                .statusCode(200);
    }

    private String add(String name, byte[] film) {
        Response accepted = given().multiPart("file", name, film).post("/v1/videos");
        assertEquals(201, accepted.statusCode(), accepted.asString());
        added.add(accepted.path("video.id"));
        return added.getLast();
    }

    private String addSmall(String name) throws IOException {
        return add(name, Files.readAllBytes(TestFilm.of(64, 48).write(folder.resolve(name), 1)));
    }

    private Locator films() {
        return page.locator("tv-library .film");
    }

    private Locator film(String name) {
        return page.locator("tv-library .film", new Page.LocatorOptions().setHasText(name));
    }

    private Locator names() {
        return page.locator("tv-library .film b");
    }

    private Locator dialog() {
        return page.locator("tv-library dialog");
    }

    private Locator named(String name) {
        return page.locator("tv-library [name=" + name + "]");
    }

    private Locator metadata(String part) {
        return page.locator("tv-library [data-metadata=" + part + "]");
    }

    private Locator chosen() {
        return page.locator("tv-library .chosen");
    }

    private void narrow(String filter, String value) {
        page.locator("tv-library [data-filter=" + filter + "]").fill(value);
        page.keyboard().press("Enter");
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
    }

    private void shutsNobodyOut() {
        page.evaluate(EveryFace.axe());
        assertEquals(List.of(), page.evaluate(EveryFace.AXE));
    }

    @Test
    void filmsAreFoundByNameAndByWhatIsSaidOfThemAndTheFiltersAreToldInWords() {
        open("/snippets/library.html");
        assertThat(films()).hasCount(2);
        page.locator("tv-library [type=search]").fill("ISL");
        assertThat(names()).hasText(new String[] {"island.mp4"});
        assertThat(chosen()).containsText("name has “ISL”");

        page.locator("tv-library [aria-controls=narrow]").click();
        narrow("tag", "water");
        assertThat(page.locator("tv-library .empty")).containsText("No film matches");
        chosen().getByText("name has").click();
        assertThat(names()).hasText(new String[] {"boat.mp4"});
        narrow("language", "en");
        assertThat(chosen()).containsText("in English");
        narrow("collection", "islands");
        assertThat(films()).hasCount(0);
        page.locator("tv-library .empty button").click();
        assertThat(films()).hasCount(2);
        assertThat(chosen()).isHidden();

        page.locator("tv-library [data-filter=state]").selectOption("FAILED");
        assertThat(films()).hasCount(0);
    }

    @Test
    void filmsAreSortedAsTheReaderSaysAndMoreAreListedBelowThoseThatAreThere() {
        openWritten("<tv-library page-size=1 sort=name></tv-library>");
        assertThat(names()).hasText(new String[] {"boat.mp4"});
        page.locator("tv-library [part=sort]").selectOption("-name");
        assertThat(names()).hasText(new String[] {"island.mp4"});
        assertThat(page.locator("tv-library .more")).containsText("1 of 2");
        page.locator("tv-library [part=more]").press("Enter");
        assertThat(names()).hasText(new String[] {"island.mp4", "boat.mp4"});
        assertThat(films().last().locator(".open")).isFocused();
        assertThat(page.locator("tv-library .more")).isHidden();
        page.locator("tv-library [part=sort]").selectOption("-duration");
        assertThat(names()).hasText(new String[] {"boat.mp4"});
    }

    @Test
    void whatThePageSaysAlwaysHoldsAndPartsThatItHidesAreNotThere() {
        openWritten(
                "<tv-library collection=islands hide='find sort pick edit describe remove jobs more title'></tv-library>");
        assertThat(names()).hasText(new String[] {"island.mp4"});
        assertThat(page.locator("tv-library [data-filter=collection]")).hasCount(0);
        assertThat(page.locator("tv-library :is(.acts, .pick, [part=sort], [type=search], h2)"))
                .hasCount(0);
    }

    @Test
    void aTagThatIsGivenToAFilmIsFoundInTheFacetsOfTheSearch() {
        listen("tv-changed", "tv-open");
        openWritten("<tv-search query=stays></tv-search><tv-library></tv-library>");
        Locator facet = page.locator("tv-search [data-facet='tag:harbour']");
        assertThat(moments().first()).isVisible();
        assertThat(facet).hasCount(0);
        Locator edit = film("boat.mp4").locator("[part=edit]");
        edit.press("Enter");
        assertThat(named("collection")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("End");
        page.keyboard().type(", harbour");
        page.keyboard().press("Enter");
        assertThat(dialog()).hasCount(0);
        assertThat(film("boat.mp4")).containsText("harbour");
        assertThat(film("boat.mp4").locator("[part=edit]")).isFocused();
        assertTrue(told("tv-changed").path("video").path("tags").toString().contains("harbour"));
        film("boat.mp4").locator(".open").click();
        assertEquals(boat, told("tv-open").path("video").path("id").asText());
        facet.click();
        assertThat(page.locator("tv-search .film b").first()).hasText("boat.mp4");
        assertThat(page.locator("tv-search .film b", new Page.LocatorOptions().setHasText("island.mp4")))
                .hasCount(0);
    }

    @Test
    void whatSomebodyElseHasChangedIsShownBeforeItIsReplacedAndWhatIsNotTouchedStays() {
        say(boat, Map.of("metadata", Map.of("rights", "owned")));
        open("/snippets/library.html");
        film("boat.mp4").locator("[part=edit]").click();
        named("collection").fill("ports");
        metadata("value").fill("licensed");
        say(boat, Map.of("tags", List.of("night"), "collection", "rivers", "metadata", Map.of("by", "Ann")));
        page.locator("tv-library [part=confirm]").click();
        assertThat(page.locator("tv-library .notice")).containsText("rivers");
        assertThat(page.locator("tv-library .notice")).containsText("night");
        given().get("/v1/videos/{id}", boat).then().body("collection", equalTo("rivers"));
        assertThat(named("collection")).hasValue("ports");
        assertThat(named("tags")).hasValue("night");
        assertThat(page.locator("tv-library .notice")).containsText("owned");
        shutsNobodyOut();
        page.locator("tv-library [part=confirm]").click();
        assertThat(dialog()).hasCount(0);
        given().get("/v1/videos/{id}", boat)
                .then()
                .body("collection", equalTo("ports"))
                .body("tags", equalTo(List.of("night")))
                .body("metadata", equalTo(Map.of("by", "Ann", "rights", "licensed")));
        assertThat(film("boat.mp4")).containsText("ports");
    }

    @Test
    void whatCannotBeTakenIsToldInTheDialogInTheServicesWords() {
        open("/snippets/library.html");
        film("boat.mp4").locator("[part=edit]").click();
        named("language").fill("no such language");
        page.locator("tv-library [part=confirm]").click();
        assertThat(dialog().locator("[role=alert].problem")).containsText("BCP 47");
        page.keyboard().press("Escape");
        assertThat(dialog()).hasCount(0);
        given().get("/v1/videos/{id}", boat).then().body("language", equalTo("en"));
    }

    @Test
    void whatAPlatformSaysInItsOwnKeysIsShownAndEditedKeyByKey() throws IOException {
        say(boat, Map.of("metadata", Map.of("rights", "owned", "series", "Evening News", "by", "Ann", "take", "3")));
        open("/snippets/library.html");
        Locator shown = film("boat.mp4").locator("[part=metadata]");
        assertThat(shown.locator("dl").first()).hasText("byAnnrightsownedseriesEvening News");
        shown.locator("summary").press("Enter");
        assertThat(shown.locator("details dd")).isVisible();
        shutsNobodyOut();
        film("boat.mp4").locator("[part=edit]").click();
        assertThat(metadata("key")).hasCount(4);
        metadata("value").nth(1).fill("licensed");
        metadata("drop").nth(2).press("Enter");
        assertThat(metadata("drop").nth(2)).isFocused();
        metadata("add").press("Enter");
        assertThat(metadata("key").last()).isFocused();
        page.keyboard().type("by");
        page.keyboard().press("Tab");
        page.keyboard().type("Berlin, Germany");
        page.keyboard().press("Enter");
        assertThat(dialog().locator(".problem")).containsText("The key by is there twice");
        metadata("key").last().fill("shot in");
        page.keyboard().press("Enter");
        assertThat(dialog().locator(".problem")).containsText("Keys of metadata have 1 to 64 letters");
        shutsNobodyOut();
        metadata("key").last().fill("shot");
        Request change = page.waitForRequest(request -> request.method().equals("PATCH"), () -> page.keyboard()
                .press("Enter"));
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                "{\"metadata\":{\"series\":null,\"rights\":\"licensed\",\"shot\":\"Berlin, Germany\"}}"),
                new ObjectMapper().readTree(change.postData()));
        assertThat(dialog()).hasCount(0);
        assertThat(shown).containsText("licensed");
        given().get("/v1/videos/{id}", boat)
                .then()
                .body(
                        "metadata",
                        equalTo(Map.of("by", "Ann", "rights", "licensed", "shot", "Berlin, Germany", "take", "3")));
    }

    @Test
    void aPageNarrowsLibraryAndSearchDownByMetadataAndATabWidensNothing() {
        say(boat, Map.of("metadata", Map.of("rights", "owned", "shot", "Berlin, Germany")));
        say(island, Map.of("metadata", Map.of("rights", "licensed")));
        openWritten("<tv-library meta='rights:owned, rights:bought, shot:Berlin, Germany'></tv-library>"
                + "<tv-search meta='rights:licensed' tabs='All|Owned:meta=rights:owned' query=stays></tv-search>");
        assertThat(names()).hasText(new String[] {"boat.mp4"});
        Locator found = page.locator("tv-search .film b", new Page.LocatorOptions().setHasNotText("island.mp4"));
        assertThat(moments().first()).isVisible();
        assertThat(found).hasCount(0);
        page.waitForResponse(
                "**/v1/search?**",
                () -> page.locator("tv-search [role=tab]").last().click());
        assertThat(moments().first()).isVisible();
        assertThat(found).hasCount(0);
        page.evaluate("() => document.querySelector('tv-library').setAttribute('meta', 'rights:licensed')");
        assertThat(names()).hasText(new String[] {"island.mp4"});
    }

    @Test
    void severalFilmsAreEditedAtOnceAndKeepWhatIsNotSaidOfThem() {
        open("/snippets/library.html");
        film("boat.mp4").locator(".pick").check();
        page.locator("tv-library [data-several=all]").click();
        assertThat(page.locator("tv-library .bar-picked b")).hasText("2 selected");
        page.locator("tv-library [data-several=edit]").click();
        named("add").fill("seen, archive");
        named("drop").fill("day");
        page.keyboard().press("Enter");
        assertThat(dialog()).hasCount(0);
        assertThat(film("island.mp4").locator(".said")).containsText("archive");
        given().get("/v1/videos/{id}", boat)
                .then()
                .body("tags", equalTo(List.of("archive", "seen", "water")))
                .body("collection", equalTo("sea"));
        given().get("/v1/videos/{id}", island)
                .then()
                .body("tags", equalTo(List.of("archive", "seen")))
                .body("collection", equalTo("islands"));
    }

    @Test
    void aFilmIsRemovedByTheKeyboardAloneOnceTheReaderHasSaidSo() throws IOException {
        String video = addSmall("doomed.mp4");
        open("/snippets/library.html");
        page.evaluate("() => addEventListener('tv-removed', ({ detail }) => { document.title = detail.video.name; })");
        Locator remove = film("doomed.mp4").locator("[part=remove]");
        remove.press("Enter");
        assertThat(dialog()).containsText("Remove doomed.mp4?");
        assertThat(page.locator("tv-library [part=dismiss]")).isFocused();
        page.keyboard().press("Escape");
        assertThat(dialog()).hasCount(0);
        assertThat(remove).isFocused();
        page.keyboard().press("Enter");
        assertThat(dialog()).containsText("Remove doomed.mp4?");
        given().contentType(ContentType.JSON)
                .body(Map.of("tags", List.of("changed-meanwhile")))
                .patch("/v1/videos/{id}", video);
        page.evaluate(
                "() => document.querySelector('tv-library').refresh()"); // the button behind the dialog is another now
        assertThat(film("doomed.mp4")).containsText("changed-meanwhile");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(film("doomed.mp4")).hasCount(0);
        assertThat(page).hasTitle("doomed.mp4");
        assertThat(films().first().locator("[part=remove]")).isFocused();
        given().get("/v1/videos/{id}", video).then().statusCode(404);
    }

    @Test
    void aFilmBecomesSearchableInTheListByItselfAndIsDescribedAgain() throws IOException {
        open("/snippets/library.html");
        assertThat(films()).hasCount(2);
        String video = addSmall("new.mp4");
        page.evaluate("() => document.querySelector('tv-library').refresh()");
        assertThat(film("new.mp4").locator(".open"))
                .isEnabled(new LocatorAssertions.IsEnabledOptions().setTimeout(PATIENCE));
        String first = given().get("/v1/videos/{id}", video).path("job");
        film("new.mp4").locator("[part=describe]").click();
        Awaitility.await().atMost(Duration.ofMillis((long) PATIENCE)).untilAsserted(() -> given().get(
                        "/v1/jobs?video={id}", video)
                .then()
                .body("total", equalTo(2))
                .body("jobs[1].id", equalTo(first))
                .body("jobs[0].state", equalTo("DONE")));
        assertThat(film("new.mp4").locator("[part=progress]")).hasCount(0);
        assertThat(film("new.mp4").locator("[part=describe]")).isVisible();
        assertThat(film("new.mp4").locator(".open")).isEnabled();
    }

    @Test
    void aFilmThatIsBeingDescribedShowsHowFarItIsCancelledAndGoesOn() {
        String video = add("morning.mp4", TestFilm.shipped("morning.mp4"));
        open("/snippets/library.html");
        Locator progress = film("morning.mp4").locator("[part=progress]");
        assertThat(progress).containsText(Pattern.compile("\\d %"), patiently());
        assertThat(progress.locator("[role=progressbar]")).hasAttribute("aria-valuenow", Pattern.compile("\\d+"));
        progress.locator("[part=cancel]").click();
        assertThat(film("morning.mp4")).containsText("was cancelled");
        given().get("/v1/videos/{id}", video).then().body("state", equalTo("CANCELLED"));
        film("morning.mp4").locator("[part=retry]").click();
        assertThat(progress).isVisible();
        given().get("/v1/videos/{id}", video).then().body("problem", nullValue());
    }

    @Test
    void aDamagedFilmSaysWhyItFailedAndIsTriedAgain() throws IOException {
        Path bare = TestFilm.of(64, 48).write(folder.resolve("bare.avi"), new double[0]);
        String video = add("bare.avi", Files.readAllBytes(bare));
        open("/snippets/library.html");
        Locator wrong = film("bare.avi").locator("[part=problem]");
        assertThat(wrong).containsText("No picture of the film can be read", patiently());
        String before = given().get("/v1/jobs?video={id}", video).path("jobs[0].updatedAt");
        wrong.locator("[part=retry]").click();
        assertThat(film("bare.avi").locator("[part=progress]")).isVisible();
        assertThat(wrong).containsText("No picture of the film can be read", patiently());
        String after = given().get("/v1/jobs?video={id}", video).path("jobs[0].updatedAt");
        assertTrue(after.compareTo(before) > 0, before + " " + after);
    }

    @Test
    void itsDialogsAndFiltersAreJapaneseInAJapanesePageAndShutNobodyOutAtNight() {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        open("/snippets/library.html");
        page.evaluate("() => { document.documentElement.lang = 'ja'; }");
        page.locator("tv-library [aria-controls=narrow]").click();
        narrow("tag", "day");
        assertThat(chosen()).containsText("タグ: day");
        film("boat.mp4").locator(".pick").check();
        assertThat(page.locator("tv-library .bar-picked b")).hasText("1 本を選択中");
        shutsNobodyOut();
        film("boat.mp4").locator("[part=edit]").click();
        assertThat(dialog().locator("h2")).hasText("boat.mp4を編集");
        assertThat(page.locator("tv-library [part=confirm]")).hasText("保存");
        assertEquals(List.of(), page.evaluate(EveryFace.AXE));
        page.keyboard().press("Escape");
        film("boat.mp4").locator("[part=remove]").click();
        assertThat(dialog().locator("h2")).hasText("boat.mp4を削除しますか？");
        assertEquals(List.of(), page.evaluate(EveryFace.AXE));
    }
}
