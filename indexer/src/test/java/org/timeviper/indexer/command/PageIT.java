package org.timeviper.indexer.command;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.JobView;
import org.timeviper.api.Moment;
import org.timeviper.api.Scene;
import org.timeviper.indexer.browser.Chromium;

/** The page in a real Chromium, before a real service that has indexed a film that ships. */
class PageIT {

    private static final double MINUTE = 60_000;

    @TempDir
    private static Path folder;

    private static List<Path> films;
    private static PackagedApp.Service service;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void serveAFilm() throws Exception {
        films = DemoScript.shipped().unpack(folder.resolve("films"));
        PackagedApp.Result indexed = PackagedApp.run(
                folder.resolve("library"), "index", films.getFirst().toString());
        assertEquals(0, indexed.code(), indexed.err());
        service = PackagedApp.serve(folder.resolve("library"));
        chromium = Chromium.start();
    }

    @AfterAll
    static void end() {
        if (chromium != null) {
            chromium.close();
        }
        if (service != null) {
            service.close();
        }
    }

    @BeforeEach
    void openThePage() {
        page = chromium.page();
        page.onPageError(complaints::add);
        page.navigate(service.address().toString());
    }

    @AfterEach
    void closeThePage() {
        page.close();
        assertEquals(List.of(), complaints);
    }

    private void search(String query) {
        page.locator("tv-search input[type=search]").fill(query);
        page.keyboard().press("Enter");
    }

    private double playsAt() {
        return ((Number) page.locator("tv-player video").evaluate("video => video.currentTime")).doubleValue();
    }

    @Test
    void theWordsOfTheQueryAreMarkedInTheCaption() {
        ServiceClient client = new ServiceClient(service.address());
        String caption = client.timeline(client.videos().getLast().id())
                .scenes()
                .getLast()
                .caption();
        Moment best = client.search(caption, 10).moments().getFirst();
        search(caption);
        Locator shown = page.locator("tv-search .moment .caption").first();
        assertThat(shown).hasText(best.caption());
        assertEquals(
                best.highlights().stream()
                        .map(range -> best.caption().substring(range.start(), range.end()))
                        .toList(),
                shown.locator("mark").allTextContents());
        assertTrue(best.highlights().size() > 1);
    }

    @Test
    void aCaptionIsTextWhateverItHolds() {
        String caption = "😀 <img src=x onerror=\"window.harmed = true\"> a <b>red</b> & blue car";
        int red = caption.indexOf("red");
        page.route(
                "**/v1/search?*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(
                                "{\"query\":\"red\",\"confident\":true,\"moments\":[{\"video\":\"x\",\"name\":\"x\",\"start\":0,\"end\":1,"
                                        + "\"caption\":\"" + caption.replace("\"", "\\\"")
                                        + "\",\"highlights\":[{\"start\":" + red
                                        + ",\"end\":" + (red + 3)
                                        + "}],\"why\":\"\",\"matchedBy\":[],\"score\":1,\"thumbnail\":\"/icon.svg\","
                                        + "\"framesSeen\":1,\"framesTotal\":1}],\"tookMillis\":1}")));
        search("red");
        Locator shown = page.locator("tv-search .moment .caption").first();
        assertEquals(caption, shown.textContent());
        assertEquals(List.of("red"), shown.locator("mark").allTextContents());
        assertEquals(0, shown.locator("img, b").count());
        assertEquals(false, page.evaluate("() => 'harmed' in window"));
    }

    @Test
    void aClickOnAMomentPlaysItFromItsStart() {
        ServiceClient client = new ServiceClient(service.address());
        String id = client.videos().getLast().id();
        Scene late = client.timeline(id).scenes().getLast();
        // The first time that the player is told to seek is what the user sees begin.
        page.locator("tv-player video")
                .evaluate(
                        "video => video.addEventListener('seeking', () => { video.firstSeen ??= video.currentTime; })");
        search(late.caption());
        Locator moment = page.locator("tv-search .moment").first();
        double start = client.search(late.caption(), 10).moments().getFirst().start();
        moment.click();
        page.waitForFunction(
                "() => { const v = document.querySelector('tv-player').video; return !v.paused && v.currentTime > "
                        + (start - 0.5) + "; }");
        page.waitForFunction(
                "() => document.querySelector('tv-player').video.firstSeen !== undefined || " + (start == 0));
        double first = start == 0
                ? 0
                : ((Number) page.locator("tv-player video").evaluate("video => video.firstSeen")).doubleValue();
        assertEquals(start, first, 0.5);
        assertTrue(playsAt() >= start - 0.5);
        assertThat(moment).hasAttribute("aria-current", "true");
    }

    @Test
    void anUploadShowsItsProgressAndIsThenFound() {
        page.locator("tv-upload input[type=file]").setInputFiles(films.get(1));
        Locator row = page.locator("tv-upload li").first();
        assertThat(row.getByRole(com.microsoft.playwright.options.AriaRole.PROGRESSBAR))
                .isVisible();
        assertThat(row).containsText("searchable", new LocatorAssertions.ContainsTextOptions().setTimeout(2 * MINUTE));
        String name = films.get(1).getFileName().toString();
        assertThat(page.locator("tv-library li:has(b[title='" + name + "'])")).isVisible();

        ServiceClient client = new ServiceClient(service.address());
        String id = client.videos().getFirst().id();
        search(client.timeline(id).scenes().getFirst().caption());
        assertThat(page.locator("tv-search .moment")
                        .filter(new Locator.FilterOptions().setHasText(name))
                        .first())
                .isVisible();
    }

    /** Whoever uploads and whoever keeps the library need not be the same. */
    @Test
    void aFilmThatIsCancelledOrRemovedMeanwhileIsNotWaitedFor() {
        ServiceClient client = new ServiceClient(service.address());
        JobView cancelled = upload(client, films.get(2));
        client.cancelJob(cancelled.id());
        assertThat(page.locator("tv-upload li").first()).containsText("cancelled");
        JobView removed = upload(client, films.get(3));
        delete(removed.videoId());
        assertThat(page.locator("tv-upload li").first()).containsText("removed");
        delete(cancelled.videoId());
    }

    /** @return the job of a film that is uploaded, under way */
    private JobView upload(ServiceClient client, Path film) {
        page.locator("tv-upload input[type=file]").setInputFiles(film);
        assertThat(page.locator("tv-upload li").first())
                .containsText(Pattern.compile("reading|decoding|describing|pinning"));
        return client.jobs(null, null, 1).jobs().getFirst();
    }

    private void delete(String video) {
        page.evaluate("id => fetch(`/v1/videos/${id}`, {method: 'DELETE'})", video);
    }

    @Test
    void whatIsNoFilmIsRefusedInWords() throws Exception {
        page.locator("tv-upload input[type=file]")
                .setInputFiles(Files.writeString(folder.resolve("notes.mp4"), "no film"));
        assertThat(page.locator("tv-upload li.failed"))
                .containsText("notes.mp4", new LocatorAssertions.ContainsTextOptions().setTimeout(MINUTE));
    }

    @Test
    void anAnswerComesWithSecondsThatCanBePlayed() {
        page.locator("tv-ask input").fill(DemoScript.shipped().question());
        page.keyboard().press("Enter");
        Locator part = page.locator("tv-ask .part").first();
        assertThat(part).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(2 * MINUTE));
        part.click();
        page.waitForFunction(
                "() => { const v = document.querySelector('tv-player').video; return v.readyState > 0 && !v.paused; }");
    }

    @Test
    void theKeyboardAloneReachesAMoment() {
        page.keyboard().press("/");
        page.keyboard().type(DemoScript.shipped().searches().getFirst());
        page.keyboard().press("Enter");
        assertThat(page.locator("tv-search .moment").first()).isVisible();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.waitForFunction("() => !document.querySelector('tv-player').video.paused");
    }
}
