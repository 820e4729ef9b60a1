package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.api.Problem;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.Refusal;
import org.timeviper.indexer.search.QuerySyntax;
import org.timeviper.search.lucene.TemporalExpression;

/** What holds for every snippet: it can be read by everybody, by day and by night, in both languages, on a phone, and by a screen reader. */
abstract class EveryFace extends Watching {

    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");

    static final String AXE = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
            + ".filter(each => each.impact === 'serious' || each.impact === 'critical')"
            + ".map(each => each.id + ': ' + each.help + ' ' + each.nodes.slice(0, 3).map(node => node.target.flat().join(' > ')).join(' | '))";

    static String axe() {
        try (InputStream script = EveryFace.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, LIGHT", "/, DARK",
        "/snippets/search.html, LIGHT", "/snippets/search.html, DARK",
        "/snippets/player.html, LIGHT", "/snippets/player.html, DARK",
        "/snippets/timeline.html, LIGHT", "/snippets/timeline.html, DARK",
        "/snippets/ask.html, LIGHT", "/snippets/ask.html, DARK",
        "/snippets/upload.html, LIGHT", "/snippets/upload.html, DARK",
        "/snippets/library.html, LIGHT", "/snippets/library.html, DARK"
    })
    void nobodyIsShutOut(String path, ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        open(path);
        use();
        page.evaluate(axe());
        assertEquals(List.of(), page.evaluate(AXE));
    }

    /** Brings up as much as the page has: results, facets, the open help, a film, a selection. */
    private void use() {
        if (page.locator("tv-search").count() > 0) {
            if (page.locator("tv-search [aria-controls=help]").count() > 0) {
                page.locator("tv-search [aria-controls=help]").click();
            }
            search("a boat");
            moments().first().click();
        } else if (page.locator("tv-library").count() > 0
                && page.locator("tv-player").count() > 0) {
            page.locator("tv-library .open").first().click();
        }
        if (page.locator("tv-timeline").count() > 0) {
            page.locator("tv-timeline .block").first().click();
        }
        if (page.locator("tv-player").count() > 0
                && (page.locator("tv-search").count() > 0
                        || page.locator("tv-library").count() > 0)) {
            assertThat(page.locator("tv-player [role=slider]")).isVisible();
        }
    }

    @Test
    void aMistakeAndAnEmptyListShutNobodyOutEither() {
        open("/snippets/search.html");
        search("\"red car\" then");
        assertThat(page.locator("tv-search .mistake")).isVisible();
        page.evaluate(axe());
        assertEquals(List.of(), page.evaluate(AXE));
        field().fill("b");
        field().press("End");
        page.keyboard().type("o");
        assertThat(page.locator("tv-search [role=listbox]")).isVisible();
        assertEquals(List.of(), page.evaluate(AXE));
    }

    @Test
    void theSystemSaysLightOrDarkAndTheThemeAttributeSaysItBetter() {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        openWritten("<tv-search></tv-search>");
        String dark = ground();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        String light = ground();
        assertNotEquals(dark, light);
        page.evaluate("() => document.querySelector('tv-search').setAttribute('theme', 'dark')");
        assertEquals(dark, ground());
        page.evaluate("() => document.querySelector('tv-search').style.setProperty('--tv-page', 'rgb(1, 2, 3)')");
        assertEquals("rgb(1, 2, 3)", ground());
    }

    private String ground() {
        return (String) page.evaluate("() => getComputedStyle(document.querySelector('tv-search')).backgroundColor");
    }

    @Test
    void thePagesButtonTurnsAllComponentsToTheOtherSide() {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        open("/");
        String light = ground();
        page.locator("#theme").click();
        assertNotEquals(light, ground());
    }

    @Test
    void thePageSpeaksJapaneseAndKeepsWhatIsShown() {
        open("/");
        search("a boat");
        assertThat(moments().first()).isVisible();
        int found = moments().count();
        page.locator("#language").selectOption("ja");
        assertThat(page.locator("html")).hasAttribute("lang", "ja");
        assertThat(moments()).hasCount(found);
        assertEquals("a boat", field().inputValue());
        for (String element : List.of("tv-search", "tv-player", "tv-ask", "tv-timeline", "tv-library", "tv-upload")) {
            String text = (String) page.evaluate(
                    "name => { const root = document.querySelector(name).shadowRoot; return root.textContent + [...root.querySelectorAll('[aria-label], [placeholder]')]"
                            + ".map(each => each.getAttribute('aria-label') + each.getAttribute('placeholder')).join(); }",
                    element);
            assertTrue(JAPANESE.matcher(text).find(), element + ": " + text);
        }
        assertThat(page.locator("tv-search form button")).hasText("検索");
        moments().first().click();
        assertThat(page.locator("tv-player [role=slider]")).isVisible();
        page.evaluate(axe());
        assertEquals(List.of(), page.evaluate(AXE));
        captionsAreEnglish();
        search("\"red car\" then");
        assertThat(page.locator("tv-search .mistake p")).hasText("11 文字目が読み取れません。then の後に探すものがありません。そこに書いてください。");
    }

    private void captionsAreEnglish() {
        for (String caption : List.of(
                "tv-search .caption",
                "tv-player .caption",
                "tv-player .scenes span:not(.time)",
                "tv-timeline .block:not(.hit)")) {
            assertThat(page.locator(caption).first()).not().isEmpty();
            assertThat(page.locator(caption + ":not(:lang(en))")).hasCount(0);
        }
        assertThat(page.locator("tv-search form button:lang(ja)")).hasCount(1);
        assertEquals("en", page.evaluate("() => document.querySelector('tv-player').video.textTracks[0].language"));
    }

    @Test
    void coloursThatTheSystemForcesLeaveMatchesScenesStrengthAndButtonsToBeSeen() {
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        open("/");
        use();
        assertThat(page.locator("tv-timeline .block.hit").first()).isVisible();
        assertEquals("", page.evaluate("""
                        () => {
                          const style = (name, selector) => getComputedStyle(document.querySelector(name).shadowRoot.querySelector(selector));
                          const ground = (name, selector) => style(name, selector).backgroundColor;
                          const edge = (name, selector) => parseFloat(style(name, selector).borderRightWidth) >= 1
                            && style(name, selector).borderRightColor !== getComputedStyle(document.body).backgroundColor;
                          const page = getComputedStyle(document.body).backgroundColor;
                          const seen = {
                            heat: ground('tv-player', '.heat i') !== page,
                            scenes: edge('tv-player', '.blocks i:not([data-now])'),
                            matches: ground('tv-timeline', '.block.hit') !== page,
                            blocks: edge('tv-timeline', '.block.scene'),
                            meter: ground('tv-search', '.meter i.on') !== page,
                            button: edge('tv-search', '.primary'),
                            chosen: ground('tv-ask', '[aria-pressed=true]') !== ground('tv-ask', '[aria-pressed=false]'),
                          };
                          return Object.keys(seen).filter((each) => !seen[each]).join();
                        }
                        """));
    }

    @Test
    void everyTargetIsLargeEnoughToBeHitAndEveryPartCanBeStyled() {
        open("/");
        use();
        page.locator("tv-library .film").first().isVisible();
        assertThat(page.locator("tv-player .matches")).isVisible();
        assertEquals("", page.evaluate("""
                        () => ['tv-search', 'tv-player', 'tv-ask', 'tv-timeline', 'tv-library', 'tv-upload']
                          .flatMap((name) => [...document.querySelector(name).shadowRoot.querySelectorAll('button:not(.block), input, select, summary')])
                          .map((each) => each.closest('label') ?? each)
                          .filter((each) => each.checkVisibility() && !each.closest('.unseen-text'))
                          .map((each) => [each, each.getBoundingClientRect()])
                          .filter(([, { width, height }]) => width > 1 && (width < 23.99 || height < 23.99))
                          .map(([each, { width, height }]) => `${each.getRootNode().host.localName} ${each.localName}.${each.className} ${width}x${height}`)
                          .join()
                        """));
        page.addStyleTag(
                new Page.AddStyleTagOptions()
                        .setContent(
                                "tv-search::part(button) { text-transform: uppercase; }"
                                        + " tv-player::part(heat) { height: 33px; } tv-timeline::part(block hit) { border-radius: 7px; }"));
        assertThat(page.locator("tv-search form [part=button]")).hasCSS("text-transform", "uppercase");
        assertThat(page.locator("tv-player .heat")).hasCSS("height", "33px");
        assertThat(page.locator("tv-timeline .block.hit").first()).hasCSS("border-radius", "7px");
    }

    @Test
    void everyLanguageSaysEverything() {
        open("/snippets/search.html");
        assertEquals("", page.evaluate("""
                        async () => {
                          const [en, ja] = await Promise.all(['en', 'ja'].map(async (name) => (await import(`/timeviper/texts/${name}.js`)).default));
                          const paths = (texts, before = '') => Object.entries(texts).flatMap(([key, value]) =>
                            value && typeof value === 'object' && !Array.isArray(value) ? paths(value, before + key + '.') : [before + key + ':' + typeof value]);
                          const [a, b] = [paths(en), paths(ja)];
                          return [...a.filter((key) => !b.includes(key)), ...b.filter((key) => !a.includes(key))].join();
                        }
                        """));
    }

    @Test
    void everyLanguageSaysWhateverTheServiceCanSayIsWrong() {
        open("/snippets/search.html");
        Map<String, List<String>> codes =
                Stream.of(ProblemCode.values()).collect(Collectors.toMap(ProblemCode::code, ProblemCode::parameters));
        List<String> refusals = Stream.of(Refusal.values()).map(Enum::name).toList();
        assertEquals(List.of(), page.evaluate("""
                        async ([codes, refusals]) => {
                          const wrong = [];
                          for (const language of ['en', 'ja']) {
                            const { problems, ask } = (await import(`/timeviper/texts/${language}.js`)).default;
                            for (const code of new Set([...Object.keys(codes), ...Object.keys(problems)])) {
                              const text = problems[code];
                              const given = codes[code] && Object.fromEntries(codes[code].map((name) => [name, `${name} 7`]));
                              const said = text && given && (typeof text === 'function' ? text(given) : text);
                              if (!said || /undefined/.test(said) || (typeof text === 'function') !== codes[code].length > 0) wrong.push(`${language}: ${code}`);
                              if (language === 'ja' && !/[\\u3040-\\u30ff]/.test(said)) wrong.push(`not Japanese: ${code}`);
                            }
                            if (Object.keys(ask.refusals).sort().join() !== [...refusals].sort().join()) wrong.push(`${language}: refusals`);
                          }
                          return wrong;
                        }
                        """, List.of(codes, refusals)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void everyExampleOfAQueryIsOneThatTheServiceReads(String language) {
        open("/snippets/search.html");
        List<?> examples = (List<?>) page.evaluate(
                "async language => (await import(`/timeviper/texts/${language}.js`)).default.search.grammar.map(([text]) => text)",
                language);
        assertEquals(5, examples.size());
        for (Object example : examples) {
            assertEquals(
                    language.equals("ja"), JAPANESE.matcher((String) example).find(), (String) example);
            assertFalse(
                    QuerySyntax.parse((String) example) instanceof TemporalExpression.Operand, "it relates nothing");
        }
    }

    @Test
    void aProblemWithoutAWordInThePagesLanguageIsToldInEnglishAndSaysSo() {
        openWritten("<tv-search lang=ja></tv-search>");
        page.route(
                "**/v1/search?**",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(400)
                        .setContentType(Problem.MEDIA_TYPE)
                        .setBody("{\"status\":400,\"detail\":\"It is Tuesday.\",\"code\":\"not-on-tuesdays\"}")));
        search("a boat");
        assertThat(page.locator("tv-search .problem p")).hasText("英語の説明: It is Tuesday.");
        assertThat(page.locator("tv-search .problem [lang=en]")).hasText("It is Tuesday.");
    }

    @Test
    void aLanguageThatAPageBringsIsSpokenAndWhatItLacksIsEnglish() {
        openWritten("<tv-search lang=de></tv-search>");
        assertThat(page.locator("tv-search form button")).hasText("Search");
        page.evaluate(
                "async () => (await import('/timeviper/texts.js')).addTexts('de', { search: { button: 'Suchen' } })");
        assertThat(page.locator("tv-search form button")).hasText("Suchen");
        assertThat(page.locator("tv-search [aria-controls=help]")).containsText("One thing after another");
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/snippets/search.html",
        "/snippets/player.html",
        "/snippets/timeline.html",
        "/snippets/library.html"
    })
    void nothingStandsOutOfAPhone(String path) {
        page.setViewportSize(400, 800);
        open(path);
        use();
        assertTrue(number("() => document.documentElement.scrollWidth") <= 400);
    }
}
