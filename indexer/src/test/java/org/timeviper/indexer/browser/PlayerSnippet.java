package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The player snippet around players of all kinds, in a real Chromium, before the real service. */
abstract class PlayerSnippet extends Watching {

    private static final String VIDEO_JS = "/META-INF/resources/webjars/video.js/7.21.7/dist/video.min.js";

    /** What a player that does not play has to say for itself. */
    private static final String STATE = """
            () => {
              const player = document.querySelector('tv-player');
              const { readyState, networkState, error, paused, seeking, currentTime, duration, src } = player.video ?? {};
              return JSON.stringify({ readyState, networkState, error: error?.message, paused, seeking, currentTime, duration, src,
                text: player.shadowRoot?.textContent.trim().slice(0, 300), visible: document.visibilityState });
            }""";

    private static final String OWN_ELEMENT = """
            <script>
              // As players' own elements are: they come late, hold a video in their shadow, and pass its interface on.
              const later = (millis, call) => customElements.whenDefined('tv-player').then(() => setTimeout(call, millis));
              later(300, () => customElements.define('own-player', class extends HTMLElement {
                constructor() {
                  super();
                  this.attachShadow({ mode: 'open' }).innerHTML = '<video controls></video>';
                  this.inner = this.shadowRoot.firstChild;
                  for (const type of ['timeupdate', 'seeking', 'seeked', 'loadedmetadata', 'error', 'durationchange'])
                    this.inner.addEventListener(type, () => this.dispatchEvent(new Event(type)));
                }
                play() { return this.inner.play(); }
                pause() { this.inner.pause(); }
                get paused() { return this.inner.paused; }
                get readyState() { return this.inner.readyState; }
                get duration() { return this.inner.duration; }
                get currentTime() { return this.inner.currentTime; }
                set currentTime(second) { this.inner.currentTime = second; }
                get src() { return this.inner.src; }
                set src(address) { this.inner.src = address; }
              }));
            </script>
            """;

    private void show(double start, double end) {
        page.evaluate(
                "([video, start, end]) => document.querySelector('tv-player').show({ video, start, end })",
                List.of(boat, start, end));
    }

    private void standsAt(double second) {
        page.waitForFunction(
                "second => { const video = document.querySelector('tv-player').video;"
                        + " return video.currentTime >= second - 0.5 && video.currentTime < second + 5 && !video.paused; }",
                second);
    }

    /** Of a player that plays by itself as soon as the page is there, and by now may be further on. */
    private void hasPlayedFrom(double second) {
        try {
            waitFor("() => document.querySelector('tv-player').video?.played.length > 0");
        } catch (TimeoutError e) {
            throw new AssertionError("the film has not begun to play: " + page.evaluate(STATE), e);
        }
        assertEquals(second, number("() => document.querySelector('tv-player').video.played.start(0)"), 0.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tv-player></tv-player>",
                "<video id=mine controls></video><tv-player for='#mine'></tv-player>",
                "<tv-player for='#mine'></tv-player><video id=mine controls></video>",
                "<tv-player><video controls></video></tv-player>",
                "<tv-player><div class=frame><video controls></video></div></tv-player>",
                OWN_ELEMENT + "<own-player id=mine></own-player><tv-player for='#mine'></tv-player>",
                OWN_ELEMENT + "<tv-player><own-player></own-player></tv-player>",
                OWN_ELEMENT + "<tv-player><own-frame><own-player></own-player></own-frame></tv-player>"
                        + "<script>later(100, () => customElements.define('own-frame', class extends HTMLElement {}));</script>"
            })
    void whateverPlayerThePageHasGoesToTheMoment(String html) {
        openWritten(html);
        show(11, 14);
        standsAt(11);
        Locator slider = page.locator("tv-player [role=slider]");
        slider.press("Home");
        waitFor("() => document.querySelector('tv-player').video.currentTime < 3");
    }

    private void serve(String name, byte[] script) {
        page.route(
                "**/" + name,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBodyBytes(script)));
    }

    @Test
    void videoJsOfTodayIsAskedThroughItsOwnPlayer() throws IOException {
        serve("video.min.js", NpmPackage.VIDEO_JS.file("dist/video.min.js"));
        videoJsIsAskedThroughItsOwnPlayer();
    }

    @Test
    void videoJsOfYesterdayIsAskedThroughItsOwnPlayer() throws IOException {
        try (InputStream script = getClass().getResourceAsStream(VIDEO_JS)) {
            serve("video.min.js", script.readAllBytes());
        }
        videoJsIsAskedThroughItsOwnPlayer();
    }

    private void videoJsIsAskedThroughItsOwnPlayer() {
        openWritten("<script src=/video.min.js></script><video id=mine class=video-js controls></video>"
                + "<tv-player for='#mine'></tv-player><script>window.theirs = videojs('mine');</script>");
        show(11, 14);
        standsAt(11);
        assertTrue(page.evaluate("() => window.theirs.currentSource().src")
                .toString()
                .endsWith(boat + "/media"));
        waitFor(
                "() => ['captions', 'chapters', 'descriptions'].every(kind => Array.from(window.theirs.remoteTextTracks()).some(track => track.kind === kind))");
        page.evaluate("id => document.querySelector('tv-player').show({ video: id, start: 2 })", island);
        waitFor("() => window.theirs.currentSource().src.includes('" + island + "')");
        assertEquals(3, number("() => window.theirs.remoteTextTracks().length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<tv-player>CHROME</tv-player>", "CHROME<tv-player for=media-controller></tv-player>"})
    void mediaChromeShowsTheMomentTheChaptersAndTheCaptions(String html) throws IOException {
        serve("media-chrome.js", NpmPackage.MEDIA_CHROME.file("dist/iife/index.js"));
        openWritten(html.replace(
                        "CHROME",
                        "<media-controller><video slot=media></video><media-control-bar><media-play-button></media-play-button>"
                                + "<media-time-range></media-time-range><media-captions-button></media-captions-button>"
                                + "</media-control-bar></media-controller>")
                + "<script src=/media-chrome.js></script>");
        show(11, 14);
        standsAt(11);
        waitFor("() => Number(document.querySelector('media-time-range').getAttribute('mediacurrenttime')) >= 10.5");
        chaptersAreThoseOf(boat);
        assertThat(page.locator("media-captions-button")).hasAttribute("mediasubtitleslist", Pattern.compile("en:.+"));
        page.locator("media-play-button").click();
        waitFor("() => document.querySelector('tv-player').video.paused");
        page.evaluate("id => document.querySelector('tv-player').show({ video: id, start: 2 })", island);
        chaptersAreThoseOf(island);
    }

    /** The chapters on media-chrome's own timeline. */
    private void chaptersAreThoseOf(String video) {
        String last = lateChapter(video);
        page.waitForFunction(
                "last => document.querySelector('media-time-range').mediaChaptersCues?.at(-1)?.text === last", last);
    }

    private static String lateChapter(String video) {
        String[] lines = given().queryParam("format", "vtt-chapters")
                .get("/v1/videos/{id}/export", video)
                .asString()
                .strip()
                .split("\n");
        return lines[lines.length - 1];
    }

    @Test
    void withoutControlsAClickOnThePictureStopsAndPlays() {
        openWritten("<tv-player hide=controls></tv-player>");
        show(3, 4);
        standsAt(3);
        Locator video = page.locator("tv-player video");
        assertEquals(false, video.evaluate("video => video.controls"));
        video.click();
        waitFor("() => document.querySelector('tv-player').video.paused");
        video.click();
        waitFor("() => !document.querySelector('tv-player').video.paused");
        page.evaluate("() => document.querySelector('tv-player').removeAttribute('hide')");
        assertEquals(true, video.evaluate("video => video.controls"));
    }

    @Test
    void captionsChaptersAndDescriptionsAreTracksOfTheVideo() {
        openWritten("<tv-player></tv-player>");
        show(2, 4);
        standsAt(2);
        page.evaluate(
                "() => [...document.querySelector('tv-player').video.textTracks].forEach(track => { track.mode = 'hidden'; })");
        waitFor("() => { const tracks = [...document.querySelector('tv-player').video.textTracks];"
                + " return tracks.length === 3 && tracks.every(track => track.cues?.length > 0); }");
        assertEquals(
                List.of("captions", "chapters", "descriptions"),
                page.evaluate(
                        "() => [...document.querySelector('tv-player').video.textTracks].map(track => track.kind)"));
    }

    @Test
    void theTimelineGlowsWhereTheSearchMatchedAndKeysLeadThere() {
        open("/snippets/player.html");
        String caption = lateScene(boat).path("caption").asText();
        search(caption);
        moments().first().click();
        JsonNode found = json(given().queryParam("q", caption)
                        .queryParam("facets", true)
                        .get("/v1/search"))
                .path("moments");
        String film = found.path(0).path("video").asText();
        List<Double> starts = new ArrayList<>();
        found.forEach(moment -> {
            if (moment.path("video").asText().equals(film)) {
                starts.add(moment.path("start").asDouble());
            }
        });
        Locator slider = page.locator("tv-player [role=slider]");
        assertThat(page.locator("tv-player .heat i")).hasCount(starts.size());
        slider.press("End");
        waitFor("() => document.querySelector('tv-player').video.currentTime > 25");
        slider.press("n");
        standsAt(Collections.min(starts));

        double last = Collections.max(starts);
        assertTrue(last > 5, "every match is at the beginning, where a player stands anyway");
        BoundingBox box = slider.boundingBox();
        double seconds = timeline(film).path("video").path("durationSeconds").asDouble();
        // Well inside of the match: the heat leads to where it begins, the lanes below it to the very second.
        double inside = (last + 1.5) / seconds * box.width;
        assertEquals(last, whereAClickLeads(inside, 4), 0.1);
        assertEquals(last + 1.5, whereAClickLeads(inside, box.height - 4), 0.2);
    }

    /** From the beginning, by a click on the timeline of the player, in seconds. */
    private double whereAClickLeads(double x, double y) {
        Locator slider = page.locator("tv-player [role=slider]");
        slider.press("Home");
        waitFor(
                "() => { const { video } = document.querySelector('tv-player'); return video.currentTime < 3 && !video.seeking; }");
        noteWhereThePlayerIsLed();
        slider.click(new Locator.ClickOptions().setPosition(x, y));
        return ledTo();
    }

    @Test
    void allThatASearchFindsInTheFilmGlowsAlsoWhatIsOnLaterPages() {
        List<Route> waiting = new ArrayList<>();
        openWritten("<tv-search size=1 query=stays></tv-search><tv-player></tv-player><tv-timeline></tv-timeline>");
        assertThat(moments()).hasCount(1);
        page.route("**/v1/search?*", waiting::add);
        moments().first().click();
        assertThat(page.locator("tv-player .matches")).containsText("1 match here");
        assertThat(page.locator("tv-timeline .block.hit")).hasCount(1);
        page.locator("tv-timeline .block.scene").last().focus();

        JsonNode all = json(given().queryParam("q", "stays")
                        .queryParam("size", 100)
                        .queryParam("video", timelinesFilm())
                        .get("/v1/search"))
                .path("moments");
        assertTrue(all.size() > 1, "there is only one");
        assertEquals(1, waiting.size());
        waiting.getFirst().resume();
        assertThat(page.locator("tv-player .heat i")).hasCount(all.size());
        assertThat(page.locator("tv-player .matches")).containsText(all.size() + " matches here");
        assertThat(page.locator("tv-timeline .block.hit")).hasCount(all.size());
        assertThat(page.locator("tv-timeline .block.scene").last()).isFocused();
        double last = 0;
        for (JsonNode moment : all) {
            last = Math.max(last, moment.path("start").asDouble());
        }
        page.locator("tv-player [role=slider]").press("Home");
        page.locator("tv-player [role=slider]").press("p");
        standsAt(last);
    }

    private String timelinesFilm() {
        return (String) page.evaluate("() => document.querySelector('tv-player').link.match(/video=([^#&]+)/)[1]");
    }

    @Test
    void whatThePlayerDoesIsToldToThePageAndItsLinksHaveTheFormThatThePageSets() {
        listen("tv-opened", "tv-time", "tv-copied");
        openWritten(
                "<tv-player autoplay link='https://site.example/watch/{video}?from={start}&to={end}#{fragment}' video='"
                        + boat + "#t=11,14'></tv-player>");
        hasPlayedFrom(11);
        assertEquals(boat, told("tv-opened").path("video").asText());
        assertEquals(
                timeline(boat).findValuesAsText("caption"),
                told("tv-opened").path("timeline").findValuesAsText("caption"));
        assertEquals(boat, told("tv-time").path("video").asText());
        waitFor("() => window.told['tv-time'].some(({ time }) => Math.abs(time - 11) <= 5)");
        assertEquals(
                timeline(boat).path("video").path("durationSeconds").asDouble(),
                told("tv-time").path("duration").asDouble());
        page.locator("tv-player [part=link]").click();
        assertEquals(
                "https://site.example/watch/" + boat + "?from=11&to=14#t=11,14",
                told("tv-copied").path("link").asText());
    }

    @Test
    void inAShadowTreeThePlayerIsTheOneInThereAndTheLanguageThatOfWhatIsAround() {
        openWritten(
                "<video id=mine></video><video id=outside></video><section lang=ja><div id=host></div></section><script>"
                        + "document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML ="
                        + " '<video id=mine></video><tv-player for=\"#mine\"></tv-player>';</script>");
        waitFor("() => { const tree = document.querySelector('#host').shadowRoot;"
                + " return tree.querySelector('tv-player').video === tree.querySelector('#mine'); }");
        assertThat(page.locator("tv-player .now")).containsText("場面");
        page.evaluate("() => { document.querySelector('section').lang = 'en'; }");
        assertThat(page.locator("tv-player .now")).containsText("moment");
        page.evaluate(
                "() => document.querySelector('#host').shadowRoot.querySelector('tv-player').setAttribute('for', '#outside')");
        waitFor(
                "() => document.querySelector('#host').shadowRoot.querySelector('tv-player').video === document.querySelector('#outside')");
    }

    @Test
    void aLinkToTheMomentLeadsBackToIt() {
        open("/");
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        show(7.25, 20);
        standsAt(7.25);
        page.locator("tv-player [part=link]").click();
        assertThat(page.locator("tv-player .found")).containsText("copied");
        String link = (String) page.evaluate("() => navigator.clipboard.readText()");
        assertTrue(link.matches(".*[?&]video=" + boat + ".*#t=7\\.25,20"), link);
        page.navigate("about:blank");
        page.navigate(link);
        page.waitForFunction("() => { const at = document.querySelector('tv-player')?.video?.currentTime;"
                + " return at >= 7.2 && at < 12; }");
    }

    @Test
    void aFragmentOfThePageIsAPlaceInTheFilm() {
        openWritten("<tv-player fragment video='" + boat + "#t=npt:0:05,8'></tv-player>");
        waitFor("() => Math.abs(document.querySelector('tv-player').video.currentTime - 5) < 0.5");
        assertEquals(true, page.evaluate("() => document.querySelector('tv-player').video.paused"));
        page.evaluate("() => { location.hash = '#t=12,15'; }");
        standsAt(12);
        page.evaluate(
                "() => { window.away = document.querySelector('tv-player'); window.away.remove(); location.hash = '#t=20,22'; }");
        page.evaluate("() => document.body.append(window.away)");
        standsAt(20);
        page.evaluate("() => { location.hash = '#t=3,5'; }");
        standsAt(3);
    }

    @Test
    void thePreviewAboveTheTimelineShowsPictureAndCaptionOfTheSecond() {
        openWritten("<tv-player></tv-player>");
        show(2, 4);
        standsAt(2);
        Locator slider = page.locator("tv-player [role=slider]");
        slider.hover();
        assertThat(page.locator("tv-player .peek")).isVisible();
        slider.hover(new Locator.HoverOptions().setPosition(40, 20));
        waitFor(
                "() => document.querySelector('tv-player').shadowRoot.querySelector('.peek i').style.backgroundImage.includes('storyboard.jpg')");
        assertThat(page.locator("tv-player .peek p")).containsText("0:0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<video id=mine></video><tv-player for='#mine'></tv-player><script>document.addEventListener('tv-source', (event) => {"
                        + " event.preventDefault(); event.detail.element.src = event.detail.media + '?mine'; });</script>",
                "<video id=mine src='/v1/videos/BOAT/media?mine'></video><tv-player keep-source for='#mine'></tv-player>"
            })
    void aPageMayBringItsOwnSourceForTheFilm(String html) {
        openWritten(html.replace("BOAT", boat));
        show(3, 4);
        standsAt(3);
        assertTrue(page.evaluate("() => document.querySelector('#mine').src")
                .toString()
                .endsWith("?mine"));
    }

    @Test
    void aFilmThatIsNotThereIsSaid() {
        openWritten("<tv-player video=nobody></tv-player>");
        assertThat(page.locator("tv-player .idle")).containsText("not in the library");
    }
}
