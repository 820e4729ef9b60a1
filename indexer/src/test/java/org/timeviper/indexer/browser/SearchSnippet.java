package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.export.marker.Label;

/** The search snippet in a real Chromium, before the real service. */
abstract class SearchSnippet extends Watching {

    @Test
    void aClickOnAMomentMakesThePlayerStandWithinHalfASecondOfItsStart() {
        open("/snippets/search.html");
        noteWhereThePlayerIsLed();
        String caption = lateScene(boat).path("caption").asText();
        search(caption);
        JsonNode found =
                json(given().queryParam("q", caption).get("/v1/search")).path("moments");
        int late = 0;
        while (late < found.size() && found.path(late).path("start").asDouble() < 1) {
            late++;
        }
        assertTrue(late < found.size(), "no moment begins later than its film");
        moments().nth(late).click();
        waitFor("() => !document.querySelector('tv-player').video.paused");
        assertEquals(found.path(late).path("start").asDouble(), ledTo(), 0.5);
        assertThat(moments().nth(late)).hasAttribute("aria-current", "true");
    }

    @Test
    void theKeyboardAloneLeadsFromTheFirstLetterToThePlayingMoment() {
        open("/snippets/search.html");
        page.keyboard().press("/");
        page.keyboard().type(firstWord().substring(0, 3));
        assertThat(field()).hasAttribute("aria-expanded", "true");
        page.keyboard().press("ArrowDown");
        assertThat(field()).hasAttribute("aria-activedescendant", "completion-0");
        String chosen = page.locator("tv-search #completion-0 .text").textContent();
        page.keyboard().press("Enter");
        assertThat(moments().first()).isVisible();
        assertEquals(chosen, field().inputValue());
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        waitFor("() => !document.querySelector('tv-player').video.paused");
    }

    /** A word of a caption that is long enough to be begun. */
    private String firstWord() {
        return Pattern.compile("[a-z]{4,}")
                .matcher(timeline(boat).path("scenes").path(0).path("caption").asText())
                .results()
                .map(result -> result.group())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void suggestionsAreThoseOfTheServiceAndGoAwayUnasked() {
        open("/snippets/search.html");
        String typed = firstWord().substring(0, 3);
        JsonNode told = json(given().queryParam("q", typed).get("/v1/suggest")).path("suggestions");
        field().pressSequentially(typed);
        Locator shown = page.locator("tv-search [role=option] .text");
        assertThat(shown).hasCount(told.size());
        assertThat(shown.first()).hasText(told.path(0).path("text").asText());
        page.keyboard().press("Escape");
        assertThat(page.locator("tv-search [role=listbox]")).isHidden();
        field().fill("");
        assertThat(page.locator("tv-search [role=listbox]")).isHidden();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "red car then[soon] white car|soon|14",
                "\"red car\" then|then|11",
                "🚗 red car then[soon] dog|soon|16"
            })
    void aMistakeIsShownWhereItIsInTheText(String query, String word, int place) {
        open("/snippets/search.html");
        search(query);
        Locator mistake = page.locator("tv-search .mistake");
        assertThat(mistake).isVisible();
        assertThat(mistake.locator("mark")).hasText(word);
        assertThat(mistake.locator("code")).hasText(query);
        assertThat(mistake).containsText("character " + place);
        assertThat(field()).hasAttribute("aria-invalid", "true");
        assertEquals(
                query.indexOf(word),
                number("() => document.querySelector('tv-search').shadowRoot.querySelector('input').selectionStart"));
        field().press("End");
        field().press("!");
        assertThat(mistake).isHidden();
    }

    @Test
    void facetsNarrowTheSearchAndSayHowManyFilmsAreLeft() {
        open("/snippets/search.html");
        search("stays");
        Locator collections = page.locator("tv-search fieldset").first();
        assertThat(collections).containsText("Collection");
        collections.getByText(Pattern.compile("^islands")).click();
        assertThat(collections.locator("[aria-pressed=true]")).containsText("islands");
        page.waitForFunction(
                "id => { const names = [...document.querySelector('tv-search').shadowRoot.querySelectorAll('.film b')].map(b => b.textContent);"
                        + " return names.length > 0 && names.every(name => name === 'island.mp4'); }",
                island);
        page.locator("tv-search .facets").getByText("Clear filters").click();
        assertThat(collections.locator("[aria-pressed=true]")).hasCount(0);
    }

    @Test
    void aTabIsAFilterThatThePageSets() {
        openWritten(
                "<tv-search tabs='All|Sea:collection=sea|Islands:collection=islands' tab=Islands query=stays></tv-search>");
        assertThat(page.locator("tv-search [role=tab][aria-selected=true]")).hasText("Islands");
        assertThat(page.locator("tv-search .film b").first()).hasText("island.mp4");
        page.locator("tv-search [role=tab]").nth(2).press("ArrowLeft");
        assertThat(page.locator("tv-search [role=tab][aria-selected=true]")).hasText("Sea");
        assertThat(page.locator("tv-search .film b").first()).hasText("boat.mp4");
    }

    @Test
    void whatThePageHasSetIsNarrowedByFacetsAndTabsAndNeverWidened() {
        String names =
                "() => [...new Set([...document.querySelector('tv-search').shadowRoot.querySelectorAll('.film b')].map(b => b.textContent))].sort().join()";
        openWritten("<tv-search collection='sea,islands' query=stays></tv-search>");
        page.waitForFunction("() => (" + names + ")() === 'boat.mp4,island.mp4'");
        page.locator("tv-search fieldset")
                .first()
                .getByText(Pattern.compile("^islands"))
                .click();
        page.waitForFunction("() => (" + names + ")() === 'island.mp4'");
        openWritten(
                "<tv-search collection=sea tabs='All|Both:collection=sea&collection=islands|Islands:collection=islands' tab=Both query=stays></tv-search>");
        page.waitForFunction("() => (" + names + ")() === 'boat.mp4'");
        page.locator("tv-search [role=tab]").nth(1).press("ArrowRight");
        assertThat(page.locator("tv-search [role=tab][aria-selected=true]")).hasText("Islands");
        page.waitForFunction("() => (" + names + ")() === 'boat.mp4'");
    }

    @Test
    void boundsOfThePageItsTabAndTheReaderHoldTogetherAndTheTightestCounts() {
        openWritten("<tv-search min-confidence=0.4 min-duration=5 video=" + boat + " query=stays tabs='All"
                + "|Tight:minConfidence=0.55&minDuration=10&maxDuration=300|Loose:minConfidence=0.1&maxDuration=900&video="
                + island
                + "' tab=Tight></tv-search>");
        assertThat(moments().first()).isVisible();
        Locator sure = page.locator("tv-search [data-facet=minConfidence]");
        Locator length = page.locator("tv-search [data-facet=length]");
        assertEquals("0.55 10 300 " + boat, bounds(() -> length.selectOption("")));
        assertEquals("0.55 10 300 " + boat, bounds(() -> sure.selectOption("0.5")));
        assertEquals("0.7 10 300 " + boat, bounds(() -> sure.selectOption("0.7")));
        assertEquals("0.7 10 60 " + boat, bounds(() -> length.selectOption("0-60")));
        Locator tabs = page.locator("tv-search [role=tab]");
        assertEquals("0.7 5 60 " + boat, bounds(() -> tabs.nth(2).click()));
        assertEquals("0.4 5 60 " + boat, bounds(() -> sure.selectOption("")));

        assertEquals("0.55 10 60 " + boat, bounds(() -> tabs.nth(1).click()));
        List<String> asked = searches();
        length.selectOption("600-");
        assertThat(page.locator("tv-search .empty")).containsText("Nothing");
        assertEquals(List.of(), asked);
        page.locator("tv-search .facets").getByText("Clear filters").click();
        assertThat(moments().first()).isVisible();
    }

    /** What the service is asked for: how sure, how long at least and at most, and in which film. */
    private String bounds(Runnable choice) {
        String asked = page.waitForRequest("**/v1/search?*", choice).url();
        return parameters(asked, "minConfidence", "minDuration", "maxDuration", "video");
    }

    /** The addresses of all searches from now on. */
    private List<String> searches() {
        List<String> asked = new ArrayList<>();
        page.onRequest(request -> {
            if (request.url().contains("/v1/search?")) {
                asked.add(request.url());
            }
        });
        return asked;
    }

    private static String parameters(String address, String... names) {
        return Stream.of(names)
                .map(name -> Pattern.compile("[?&]" + name + "=([^&]*)")
                        .matcher(address)
                        .results()
                        .map(result -> result.group(1))
                        .collect(Collectors.joining("+")))
                .collect(Collectors.joining(" "));
    }

    @Test
    void whatThePageSetsLaterIsSearchedOnceAndLeavesWhatIsBeingTyped() {
        List<String> asked = searches();
        listen("tv-results");
        openWritten("<tv-search tabs='All|Islands:collection=islands'></tv-search>");
        assertEquals(List.of(), asked);
        // As frameworks do: one after the other, in one go.
        searchedOnce("search.setAttribute('min-confidence', '0.2'); search.setAttribute('query', 'stays');"
                + " search.setAttribute('tab', 'Islands');");
        assertThat(page.locator("tv-search [role=tab][aria-selected=true]")).hasText("Islands");
        assertThat(field()).hasValue("stays");
        field().fill("half a wo");
        searchedOnce("search.removeAttribute('tab'); search.setAttribute('tag', 'day');");
        assertThat(field()).hasValue("half a wo");
        assertThat(field()).isFocused();
        // What a page hears of a search and says again is no other search.
        page.evaluate(
                "() => document.addEventListener('tv-results', ({ target, detail }) => target.setAttribute('query', detail.query))");
        searchedOnce("search.search('moves');");
        searchedOnce("search.setAttribute('query', 'stays'); search.search('appears');");
        searchedOnce("search.setAttribute('tabs', 'Islands:collection=islands');");
        assertEquals(
                List.of(
                        "stays islands  0.2",
                        "stays  day 0.2",
                        "moves  day 0.2",
                        "appears  day 0.2",
                        "appears islands day 0.2"),
                asked.stream()
                        .map(address -> parameters(address, "q", "collection", "tag", "minConfidence"))
                        .toList());
        page.evaluate("() => document.querySelector('tv-search').removeAttribute('query')");
        assertThat(moments()).hasCount(0);
        assertEquals(5, asked.size());
    }

    /** Lets a page do something to its search, and waits for what is found, and a little for what should not be. */
    private void searchedOnce(String script) {
        page.evaluate(
                "(script) => { window.told['tv-results'] = []; new Function('search', script)(document.querySelector('tv-search')); }",
                script);
        told("tv-results");
        page.waitForTimeout(100);
    }

    @Test
    void theSlashLeadsToTheFirstSearchThatIsSeenUnlessThePageKeepsIt() {
        openWritten(
                "<div hidden><tv-search id=away></tv-search></div><tv-search id=first></tv-search><tv-search id=second></tv-search>"
                        + "<p contenteditable>text</p><button>plain</button>");
        Locator plain = page.locator("body > button");
        plain.press("Control+/");
        assertThat(plain).isFocused();
        plain.press("/");
        assertThat(page.locator("#first input[type=search]")).isFocused();
        page.keyboard().press("/");
        assertThat(page.locator("#first input[type=search]")).hasValue("/");
        page.locator("body > p").press("/");
        assertThat(page.locator("body > p")).isFocused();
        page.evaluate("() => document.querySelector('#first').setAttribute('hide', 'shortcut')");
        assertThat(page.locator("#first kbd")).hasCount(0);
        plain.press("/");
        assertThat(page.locator("#second input[type=search]")).isFocused();
        page.evaluate("() => document.body.addEventListener('keydown', (event) => event.preventDefault())");
        plain.press("/");
        assertThat(plain).isFocused();
    }

    @Test
    void theMomentsThatAreFoundAreExportedAsTheyAreShownOrOnlyThoseThatAreSelected() throws IOException {
        openWritten("<tv-search query=stays formats='otio csv'></tv-search>");
        assertThat(moments().first()).isVisible();
        List<String> captions = page.locator("tv-search .moment .caption").allTextContents();
        assertTrue(captions.size() > 1);
        List<String> clips =
                captions.stream().map(caption -> new Label(caption).within(120)).toList();
        assertEquals(clips, exported("otio"));
        page.locator("tv-search .pick").nth(1).check();
        assertThat(page.locator("tv-search [part=export]")).containsText("1 selected");
        assertEquals(clips.subList(1, 2), exported("otio"));
    }

    /** What the clips of a saved OpenTimelineIO file are called, in their order. */
    private List<String> exported(String format) throws IOException {
        page.locator("tv-search [part=format]").selectOption(format);
        Download download = page.waitForDownload(
                () -> page.locator("tv-search [part=export]").click());
        assertTrue(download.suggestedFilename().endsWith("." + format), download.suggestedFilename());
        JsonNode clips = new ObjectMapper()
                .readTree(download.path().toFile())
                .path("tracks")
                .path("children")
                .path(0)
                .path("children");
        return StreamSupport.stream(clips.spliterator(), false)
                .map(clip -> clip.path("name").asText())
                .toList();
    }

    @Test
    void hoveringShowsTheSecondUnderThePointerFromTheStoryboard() {
        open("/snippets/search.html");
        search(lateScene(boat).path("caption").asText());
        Locator picture = moments().first().locator(".picture");
        String before = picture.locator(".at").textContent();
        picture.hover(new Locator.HoverOptions().setPosition(3, 20));
        Locator cell = picture.locator(".preview > i");
        assertThat(picture.locator(".preview")).isVisible();
        String early = (String) cell.evaluate("cell => cell.style.backgroundImage + cell.style.backgroundPosition");
        assertTrue(early.contains("/storyboard.jpg"), early);
        int width = (int) picture.boundingBox().width;
        picture.hover(new Locator.HoverOptions().setPosition(width - 3, 20));
        page.waitForFunction(
                "early => { const cell = document.querySelector('tv-search').shadowRoot.querySelector('.preview > i');"
                        + " return cell.style.backgroundImage + cell.style.backgroundPosition !== early; }",
                early);
        assertNotEquals(before, picture.locator(".at").textContent());
        page.mouse().move(1, 1);
        assertThat(picture.locator(".preview")).isHidden();
        assertThat(picture.locator(".at")).hasText(before);
    }

    @Test
    void moreAreShownBelowThoseThatAreThereAndTheFocusIsAtTheFirstNewOne() {
        openWritten("<tv-search size=1 query=stays></tv-search>");
        assertThat(moments()).hasCount(1);
        String first = moments().first().textContent();
        Request asked = page.waitForRequest(
                "**/v1/search?*", () -> page.locator("tv-search .more button").press("Enter"));
        assertTrue(asked.url().contains("cursor=") && asked.url().contains("size=1&"), asked.url());
        assertThat(moments()).hasCount(2);
        assertThat(moments().first()).hasText(first);
        assertThat(moments().nth(1)).not().hasText(first);
        assertThat(moments().nth(1)).isFocused();
        page.evaluate("() => document.querySelector('tv-search').setAttribute('size', 100)");
        page.locator("tv-search .more button").press("Enter");
        assertThat(page.locator("tv-search .more")).hasCount(0);
    }

    @Test
    void momentsLikeOneThatWasFoundAreShownAndTheWayBack() {
        open("/snippets/search.html");
        search("stays");
        assertThat(moments().first()).isVisible();
        int all = moments().count();
        Request asked = page.waitForRequest(
                "**/similar?*",
                () -> page.locator("tv-search .actions button").first().click());
        assertTrue(asked.url().contains("start="));
        assertThat(page.locator("tv-search .summary h2")).containsText("Like");
        page.locator("tv-search .summary > button").click();
        assertThat(moments()).hasCount(all);
    }

    @Test
    void whatGoesWrongIsToldAndCanBeTriedAgain() {
        open("/snippets/search.html");
        page.route("**/v1/search?*", Route::abort);
        search("boat");
        Locator problem = page.locator("tv-search [role=alert]");
        assertThat(problem).containsText("does not answer");
        page.unroute("**/v1/search?*");
        problem.locator("button").click();
        assertThat(moments().first()).isVisible();
    }

    @Test
    void nothingFoundIsSaidWithAWayOut() {
        open("/snippets/search.html");
        page.route(
                "**/v1/search?*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"query\":\"x\",\"confident\":false,\"moments\":[],\"tookMillis\":1}")));
        search("zeppelin");
        assertThat(page.locator("tv-search .empty")).containsText("other words");
    }

    @Test
    void partsThatAPageHidesAreNotThere() {
        openWritten("<tv-search hide='verify help facets similar suggestions button' examples='a|b'></tv-search>");
        search("stays");
        assertThat(moments().first()).isVisible();
        for (String part :
                List.of(".facets:not([hidden])", ".actions", ".below label", "form > .primary", ".below .apart *")) {
            assertThat(page.locator("tv-search " + part)).hasCount(0);
        }
        assertThat(page.locator("tv-search .below .quiet")).hasCount(2);
    }
}
