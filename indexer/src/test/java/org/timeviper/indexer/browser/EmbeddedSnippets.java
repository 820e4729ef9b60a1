package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.timeviper.api.Moment;
import org.timeviper.api.SearchFacets;
import org.timeviper.api.SearchResults;

/** The snippets on a page of another site than the service's, in a real Chromium. */
abstract class EmbeddedSnippets extends Watching {

    private static final Path PACKAGE = Path.of("../ui-snippets");

    private Platform platform;

    @BeforeEach
    void startThePlatform() throws IOException {
        platform = new Platform(address.toString(), PACKAGE);
    }

    @AfterEach
    void endThePlatform() {
        platform.close();
    }

    /** A page of the platform; {@code SERVICE} stands for the service's address. */
    private void openOn(String name, String html) {
        page.navigate(platform.publish(name, html.replace("SERVICE", address.toString()))
                .toString());
        page.waitForFunction("() => customElements.get('tv-upload')");
    }

    private static final String PASTED = """
            <script type="module" src="SERVICE/timeviper/joined.js"></script>
            <tv-search service="SERVICE"></tv-search>
            <tv-player service="SERVICE"></tv-player>
            <tv-ask service="SERVICE"></tv-ask>
            """;

    @Test
    void whatAPageOfAnotherSiteFindsThePlayerStandsAtWithinHalfASecondOfItsStart() {
        openOn(Platform.KNOWN, PASTED);
        noteWhereThePlayerIsLed();
        String caption = lateScene(boat).path("caption").asText();
        search(caption);
        assertThat(moments().first()).isVisible();
        JsonNode found =
                json(given().queryParam("q", caption).get("/v1/search")).path("moments");
        int late = 0;
        while (found.path(late).path("start").asDouble() < 1) {
            late++;
        }
        double start = found.path(late).path("start").asDouble();
        assertTrue(start >= 1, "no moment begins later than its film");

        Locator picture = moments().nth(late).locator(".picture");
        picture.hover();
        assertThat(picture.locator(".preview")).isVisible();
        assertTrue(((String) picture.locator(".preview > i").evaluate("cell => cell.style.backgroundImage"))
                .contains(address + "/v1/videos/"));
        assertEquals(
                true,
                picture.locator("img").evaluate("async img => { await img.decode(); return img.naturalWidth > 0; }"));

        moments().nth(late).click();
        assertEquals(start, ledTo(), 0.5);
        waitFor("() => !document.querySelector('tv-player').video.paused");
        everyTrackHasCues();
    }

    private void everyTrackHasCues() {
        waitFor("() => document.querySelector('tv-player').video.textTracks.length === 3");
        page.evaluate(
                "() => [...document.querySelector('tv-player').video.textTracks].forEach(track => { track.mode = 'hidden'; })");
        waitFor(
                "() => [...document.querySelector('tv-player').video.textTracks].every(track => track.cues?.length > 0)");
    }

    @Test
    void anAnswerStreamsToAPageOfAnotherSiteAndEnterOnItsCitationPlaysIt() {
        openOn(Platform.KNOWN, PASTED);
        page.evaluate("""
                (video) => {
                  const ask = document.querySelector('tv-ask');
                  ask.hits = [{ video, start: 20, end: 22 }];
                  window.seen = new Set();
                  new MutationObserver(() => {
                    if (!ask.shadowRoot.querySelector('[aria-busy]')) window.seen.add('all');
                    else if (ask.shadowRoot.querySelector('.part')) window.seen.add('a part');
                    else if (ask.shadowRoot.textContent.includes('Looking again at boat.mp4')) window.seen.add('where it looks');
                  }).observe(ask.shadowRoot, { subtree: true, childList: true, attributes: true });
                }
                """, boat);
        page.locator("tv-ask [role=group] button").last().click();
        page.locator("tv-ask input").fill("What is seen?");
        page.evaluate("() => window.seen.clear()");
        page.keyboard().press("Enter");
        noteWhereThePlayerIsLed();
        page.locator("tv-ask .part").first().press("Enter");
        assertEquals(20, ledTo(), 0.5);
        assertThat(page.locator("tv-ask [role=log]:not([aria-busy]) .answer"))
                .not()
                .isEmpty();
        assertEquals(List.of("where it looks", "a part", "all"), page.evaluate("() => [...window.seen]"));
    }

    @Test
    void aPageThatReadsPicturesOfTheFilmGetsItInRangesItMayRead() {
        openOn(
                Platform.KNOWN,
                "<script type=module src=SERVICE/timeviper/joined.js></script>"
                        + "<video id=mine crossorigin controls></video><tv-player service=SERVICE for='#mine'></tv-player>");
        Response media = page.waitForResponse(
                response -> response.url().endsWith("/media") && response.status() == 206,
                () -> page.evaluate(
                        "id => document.querySelector('tv-player').show({ video: id, start: 11, end: 14 })", boat));
        assertEquals(platform.origin(Platform.KNOWN), media.headerValue("access-control-allow-origin"));
        waitFor("() => { const at = document.querySelector('#mine').currentTime; return at >= 10.5 && at < 16; }");
        everyTrackHasCues();
        assertEquals("pixels bytes 100-199", page.evaluate("""
                        async (id) => {
                          const pixels = new OffscreenCanvas(4, 4).getContext('2d');
                          pixels.drawImage(document.querySelector('#mine'), 0, 0, 4, 4);
                          pixels.getImageData(0, 0, 4, 4);
                          const part = await fetch(document.querySelector('#mine').src, { headers: { Range: 'bytes=100-199' } });
                          return `pixels ${part.headers.get('Content-Range').split('/')[0]}`;
                        }
                        """, boat));
        // First as a mere picture, which a cache keeps for an hour, then as one that the page may read.
        assertEquals(List.of(true, true), page.evaluate("""
                        async (src) => {
                          const load = async (properties) => {
                            const image = Object.assign(new Image(), properties, { src });
                            await image.decode();
                            return image.naturalWidth > 0;
                          };
                          return [await load({}), await load({ crossOrigin: 'anonymous' })];
                        }
                        """, address + "/v1/videos/" + boat + "/thumbnail?t=3"));
    }

    @Test
    void aPageOfASiteThatIsNotLetInSaysSoAndWhatToDo() {
        openOn(
                Platform.STRANGER,
                PASTED.replace("<tv-player", "<tv-player video=" + boat) + "<tv-library service=SERVICE></tv-library>");
        search("a boat");
        page.locator("tv-ask input").fill("What is seen?");
        page.keyboard().press("Enter");
        String origin = platform.origin(Platform.STRANGER);
        for (String place : List.of("tv-search", "tv-player", "tv-ask", "tv-library")) {
            Locator said = page.locator(place + " [role=alert]");
            assertThat(said).containsText(address + " does not let pages of " + origin);
            assertThat(said).containsText("QUARKUS_HTTP_CORS_ORIGINS=" + origin);
        }
    }

    @Test
    void whatTheNpmPackageExportsRegistersEveryElement() throws IOException {
        openOn(
                Platform.KNOWN,
                "<script type=importmap nonce=platform>" + importMap() + "</script>"
                        + "<tv-search service=SERVICE query=stays></tv-search>" + """
                        <script type=module nonce=platform>
                          import * as all from 'timeviper-ui-snippets';
                          import * as joined from 'timeviper-ui-snippets/joined.js';
                          import { TvSearch } from 'timeviper-ui-snippets/tv-search.js';
                          window.exported = Object.keys(all).sort();
                          window.same = TvSearch === all.TvSearch && joined.TvSearch === all.TvSearch && TvSearch === customElements.get('tv-search');
                        </script>
                        """);
        waitFor("() => window.exported");
        assertEquals(
                List.of("TvAsk", "TvLibrary", "TvPlayer", "TvSearch", "TvTimeline", "TvUpload", "addTexts", "join"),
                page.evaluate("() => window.exported"));
        assertEquals(true, page.evaluate("() => window.same"));
        assertEquals(
                List.of(),
                page.evaluate("() => window.exported.filter(name => name.startsWith('Tv'))"
                        + ".filter(name => !customElements.get(`tv-${name.slice(2).toLowerCase()}`))"));
        assertThat(moments().first()).isVisible();
    }

    @Test
    void whatTheServiceSaysOfMomentsAndResultsIsTyped() throws IOException {
        String types = Files.readString(PACKAGE.resolve("timeviper.d.ts"));
        assertEquals(components(Moment.class), typed(types, "Moment"));
        assertEquals(components(SearchResults.class), typed(types, "Results"));
        assertEquals(components(SearchFacets.class), typed(types, "Facets"));
    }

    private static Set<String> components(Class<? extends Record> record) {
        return Stream.of(record.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The properties of an interface, and of the one that it extends. */
    private static Set<String> typed(String types, String name) {
        Matcher found = Pattern.compile("interface " + name + "( extends (\\w+))? \\{(.*?)\n\\}", Pattern.DOTALL)
                .matcher(types);
        assertTrue(found.find(), name);
        Set<String> properties = found.group(2) == null ? new TreeSet<>() : typed(types, found.group(2));
        Pattern.compile("^  (\\w+):", Pattern.MULTILINE)
                .matcher(found.group(3))
                .results()
                .forEach(property -> properties.add(property.group(1)));
        return properties;
    }

    /** What package.json exports, as a browser takes it. */
    private static String importMap() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode described = json.readTree(PACKAGE.resolve("package.json").toFile());
        ObjectNode imports = json.createObjectNode();
        for (Map.Entry<String, JsonNode> each : described.path("exports").properties()) {
            String name = described.path("name").asText() + each.getKey().substring(1);
            String file = each.getValue().path("default").asText();
            if (!file.isEmpty()) {
                imports.put(
                        withoutPattern(name), "/modules" + withoutPattern(file).substring(1));
            }
        }
        return json.createObjectNode().set("imports", imports).toString();
    }

    /** {@code ./*.js} leads where {@code ./} does. */
    private static String withoutPattern(String path) {
        return path.endsWith("*.js") ? path.substring(0, path.length() - "*.js".length()) : path;
    }
}
