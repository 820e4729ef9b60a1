package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.media.FrameRate;
import org.timeviper.indexer.media.TestFilm;

/** The timeline snippet in a real Chromium, before the real service. */
abstract class TimelineSnippet extends Watching {

    private static final String SELECTION = "() => JSON.stringify(document.querySelector('tv-timeline').selection)";

    @TempDir
    Path folder;

    private final List<String> added = new ArrayList<>();

    /** Others look at the same library. */
    @AfterEach
    void removeTheFilms() {
        added.forEach(video -> given().delete("/v1/videos/{id}", video));
    }

    private String add(Path film) throws IOException {
        added.add(indexed(film.getFileName().toString(), Files.readAllBytes(film), "masters", "counted"));
        return added.getLast();
    }

    private void openTimeline() {
        openTimeline(boat);
    }

    private void openTimeline(String video) {
        openWritten("<tv-player video='" + video + "'></tv-player><tv-timeline video='" + video + "'></tv-timeline>");
        assertThat(blocks().first()).isVisible();
    }

    private Locator blocks() {
        return page.locator("tv-timeline .block");
    }

    private Locator canvas() {
        return page.locator("tv-timeline .canvas");
    }

    private JsonNode selection() {
        return read((String) page.evaluate(SELECTION));
    }

    @Test
    void everySceneAndEventIsABlockThatCoversNoOther() {
        openTimeline();
        assertThat(blocks()).hasCount(timeline(boat).path("scenes").size());
        assertEquals(
                true,
                page.evaluate(
                        "() => [...document.querySelector('tv-timeline').shadowRoot.querySelectorAll('.lane')].every(lane => {"
                                + " const boxes = [...lane.children].map(block => block.scene).sort((a, b) => a.start - b.start);"
                                + " return boxes.every((box, at) => at === 0 || boxes[at - 1].end <= box.start + 1e-6); })"));
    }

    @Test
    void aSpanDrawnWithTheMouseIsExportedInTheFormatThatIsChosen() throws IOException {
        openTimeline();
        canvas().scrollIntoViewIfNeeded();
        BoundingBox box = canvas().boundingBox();
        page.mouse().move(box.x + box.width * 0.25, box.y + 12);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.4, box.y + 12);
        page.mouse().move(box.x + box.width * 0.5, box.y + 12);
        page.mouse().up();
        JsonNode chosen = selection();
        double length = timeline(boat).path("video").path("durationSeconds").asDouble();
        assertEquals(0.25 * length, chosen.path("start").asDouble(), 0.1);
        assertEquals(0.5 * length, chosen.path("end").asDouble(), 0.1);
        page.locator("tv-timeline select").selectOption("otio");
        exportsWhatIsAskedFor(
                "otio", () -> page.locator("tv-timeline [part=export]").click());
    }

    @Test
    void theKeyboardAloneSelectsAndExports() throws IOException {
        listen("tv-select");
        openTimeline();
        canvas().focus();
        for (int i = 0; i < 3; i++) {
            page.keyboard().press("ArrowRight");
        }
        page.keyboard().press("i");
        for (int i = 0; i < 4; i++) {
            page.keyboard().press("ArrowRight");
        }
        page.keyboard().press("o");
        assertEquals(3, selection().path("start").asDouble());
        assertEquals(7, selection().path("end").asDouble());
        page.keyboard().press("Shift+ArrowRight");
        page.keyboard().press("Shift+ArrowRight");
        assertEquals(7, selection().path("start").asDouble());
        assertEquals(9, selection().path("end").asDouble());
        page.keyboard().press("Alt+ArrowRight");
        page.keyboard().press("o");
        assertTrue(selection().path("end").asDouble() > 9
                && selection().path("end").asDouble() < 9.1);
        assertEquals(selection(), told("tv-select"));
        assertEquals(boat, selection().path("video").asText());
        exportsWhatIsAskedFor("edl", () -> page.keyboard().press("e"));
        page.keyboard().press("Escape");
        assertTrue(told("tv-select").isNull());
    }

    @Test
    void aPressOnTheTimelineIsToldAndAnExportThatThePageTakesIsNotSaved() {
        listen("tv-seek");
        openTimeline();
        List<Download> saved = new ArrayList<>();
        page.onDownload(saved::add);
        BoundingBox box = canvas().boundingBox();
        canvas().click(new Locator.ClickOptions().setPosition(box.width * 0.5, 12));
        assertEquals(boat, told("tv-seek").path("video").asText());
        assertEquals(
                timeline(boat).path("video").path("durationSeconds").asDouble() / 2,
                told("tv-seek").path("time").asDouble(),
                0.2);
        page.evaluate(
                "() => document.addEventListener('tv-exported', (event) => { event.preventDefault();"
                        + " const { format, selection, blob, name } = event.detail;"
                        + " blob.text().then(text => { window.taken = [format, selection.length, name, text].join('\\n'); }); })");
        blocks().first().click();
        page.locator("tv-timeline select").selectOption("csv");
        page.locator("tv-timeline [part=export]").click();
        waitFor("() => window.taken");
        String[] taken = ((String) page.evaluate("() => window.taken")).split("\n");
        assertEquals(List.of("csv", "1"), List.of(taken[0], taken[1]));
        assertTrue(taken[2].endsWith(".csv"), taken[2]);
        assertTrue(taken.length > 4, "a shot list has a line of names and a line a span");
        assertThat(page.locator("tv-timeline .said")).containsText("1 span");
        assertEquals(List.of(), saved);
    }

    private void exportsWhatIsAskedFor(String format, Runnable export) throws IOException {
        Request[] asked = new Request[1];
        Download download = page.waitForDownload(() -> {
            asked[0] = page.waitForRequest("**/v1/exports", export);
        });
        JsonNode body = new ObjectMapper().readTree(asked[0].postData());
        assertEquals(format, body.path("format").asText());
        assertEquals(selection().path("start"), body.path("selection").path(0).path("start"));
        String expected = given().contentType(ContentType.JSON)
                .body(asked[0].postData())
                .post("/v1/exports")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertTrue(download.suggestedFilename().endsWith("." + format), download.suggestedFilename());
        assertEquals(expected.length(), Files.size(download.path()), 4);
        assertThat(page.locator("tv-timeline .said")).containsText("1 span");
    }

    @Test
    void aBlockIsSelectedByClickAndByEnterAndSeveralAreExportedInOrder() {
        openTimeline();
        blocks().nth(1).click();
        assertThat(blocks().nth(1)).hasAttribute("aria-pressed", "true");
        page.locator("tv-timeline").getByText("Add to list").click();
        canvas().focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(blocks().first()).hasAttribute("aria-pressed", "true");
        page.keyboard().press("a");
        assertThat(page.locator("tv-timeline .list button")).hasCount(2);
        Request asked =
                page.waitForRequest("**/v1/exports", () -> page.keyboard().press("e"));
        assertEquals(2, asked.postData().split("\"start\"").length - 1);
    }

    @Test
    void zoomingKeepsThePlaceAndShowsFinerTimes() {
        openTimeline();
        page.evaluate("() => { document.querySelector('tv-timeline').selection = { start: 18, end: 19 }; }");
        double before = canvas().boundingBox().width;
        double place = page.locator("tv-timeline .chosen").boundingBox().x;
        double step = secondsBetweenTimes();
        page.locator("tv-timeline [aria-label='Zoom in']").click();
        page.locator("tv-timeline [aria-label='Zoom in']").click();
        assertEquals(4 * before, canvas().boundingBox().width, 8);
        assertEquals(place, page.locator("tv-timeline .chosen").boundingBox().x, 3);
        assertTrue(secondsBetweenTimes() <= step / 2, step + " and " + secondsBetweenTimes());
        page.locator("tv-timeline")
                .getByText("Fit", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertEquals(before, canvas().boundingBox().width, 2);
    }

    /** How far apart the times above the lanes are. */
    private double secondsBetweenTimes() {
        Locator times = page.locator("tv-timeline .ruler span");
        double pixels = times.nth(1).boundingBox().x - times.first().boundingBox().x;
        return pixels
                / canvas().boundingBox().width
                * timeline(boat).path("video").path("durationSeconds").asDouble();
    }

    @Test
    void timesThatAreTypedAreTakenAndWhatIsNoTimeIsSaid() {
        openTimeline();
        page.locator("tv-timeline [part=in]").fill("0:02.5");
        page.locator("tv-timeline [part=out]").fill("4");
        page.locator("tv-timeline [part=out]").press("Enter");
        assertEquals(2.5, selection().path("start").asDouble());
        assertEquals(4, selection().path("end").asDouble());
        page.locator("tv-timeline [part=out]").fill("soon");
        page.locator("tv-timeline [part=out]").press("Enter");
        assertThat(page.locator("tv-timeline .said")).containsText("1:23.5");
    }

    @Test
    void whatAFormatCannotSayIsToldInTheReadersWords() {
        openTimeline();
        page.locator("tv-timeline select").selectOption("youtube");
        blocks().first().click();
        page.locator("tv-timeline [part=export]").click();
        assertThat(page.locator("tv-timeline [role=alert]"))
                .containsText("three or more of at least ten seconds, and boat.mp4");
        page.evaluate("() => { document.documentElement.lang = 'ja'; }");
        page.locator("tv-timeline select").selectOption("youtube");
        blocks().first().click();
        page.locator("tv-timeline [part=export]").click();
        assertThat(page.locator("tv-timeline [role=alert]")).containsText("三つ以上必要ですが、boat.mp4");
    }

    /** Frame for frame what exports say, and where the half of a frame decides. */
    @Test
    void whatIsShownAsTimecodeIsWhatAnEditDecisionListSays() throws IOException {
        openTimeline();
        List<?> wrong = (List<?>) page.evaluate("""
                async (tables) => {
                  const { Timecode } = await import('/timeviper/timecode.js');
                  const wrong = [];
                  let looked = 0;
                  for (const { rate, start, duration, frames, spans, labels } of JSON.parse(tables)) {
                    const timecode = new Timecode(rate, start, duration);
                    const check = (expected, found, what) => {
                      looked += 1;
                      if (expected !== found) wrong.push(`${rate} from ${start}, ${what}: ${expected}, not ${found}`);
                    };
                    for (const [second, label] of Object.entries(frames)) {
                      check(label, timecode.at(Number(second)), second);
                      check(label, timecode.playing(Number(second)), `at ${second}`);
                      check(Number(second), timecode.read(label).second, label);
                    }
                    for (const [from, to, first, last] of spans) check(`${first} ${last}`, timecode.span(from, to).join(' '), `${from} to ${to}`);
                    for (const [label, frame] of Object.entries(labels)) check(frame, Number.isNaN(timecode.frame(label)) ? -1 : timecode.frame(label), label);
                  }
                  if (Timecode.of({ exactFrameRate: '25/2', startTimecode: '10:00:00:00', variableRate: false, durationSeconds: 4 })) wrong.push('12.5 is counted');
                  if (looked < 50000) wrong.push(`only ${looked}`);
                  return wrong.slice(0, 20);
                }""", new ObjectMapper().writeValueAsString(TimecodeTable.all()));
        assertEquals(List.of(), wrong);
    }

    /** Exports count a film of any other rate at one of these, which is another frame's label. */
    @Test
    void timecodeIsForRatesThatEditingSystemsHave() throws IOException {
        open("/snippets/timeline.html");
        List<String> usual = FrameRate.USUAL.stream().map(FrameRate::toString).toList();
        Object counted = page.evaluate("""
                async (rates) => {
                  const { Timecode } = await import('/timeviper/timecode.js');
                  return JSON.parse(rates).concat('25/2', '179/6').filter((exactFrameRate) => Timecode.of({ exactFrameRate, startTimecode: null, durationSeconds: 9 }));
                }""", new ObjectMapper().writeValueAsString(usual));
        assertEquals(usual, counted);
    }

    @Test
    void aFilmWithTimecodeIsReadAndSelectedInItAndTheEditDecisionListAgrees() throws IOException {
        Path master = TestFilm.of(64, 48)
                .rate(30_000 / 1001.0)
                .timecode("00:00:58;00")
                .write(folder.resolve("master.mov"), 4);
        openTimeline(add(master));
        assertThat(page.locator("tv-timeline .bar-top")).containsText("00:00:58;00 – 00:01:02;");
        assertThat(page.locator("tv-timeline .ruler")).containsText("00:00:59;00");
        assertThat(page.locator("tv-player .title")).containsText("00:00:58;00");
        type("0:00:59;28", "00:01:00:04");
        assertThat(page.locator("tv-timeline [part=in]")).hasValue("00:00:59;28");
        assertThat(page.locator("tv-timeline [part=out]")).hasValue("00:01:00;04");
        assertThat(page.locator("tv-timeline .long")).hasText("00:00:00;04");
        Download download = page.waitForDownload(
                () -> page.locator("tv-timeline [part=export]").click());
        String list = Files.readString(download.path());
        assertTrue(list.contains(" 00:00:59;28 00:01:00;04 "), list);

        says("00:01:00;01", "leaves it out, and goes on with 00:01:00;02");
        says("00:01:00;30", "go from 00 to 29");
        says("10:00:00;00", "not in this film, which goes from 00:00:58;00");
        says("00:00:61;00", "no time of day");
        says("soon", "1:23.5 or 00:00:58;00");
        type("0:01", "2.5");
        assertEquals(1, selection().path("start").asDouble());
        assertEquals(2.5, selection().path("end").asDouble());
        assertThat(page.locator("tv-timeline [part=in]")).hasValue("00:00:59;00");
    }

    private void type(String in, String out) {
        page.locator("tv-timeline [part=in]").fill(in);
        page.locator("tv-timeline [part=out]").fill(out);
        page.keyboard().press("Enter");
    }

    private void says(String out, String words) {
        page.locator("tv-timeline [part=out]").fill(out);
        page.keyboard().press("Enter");
        assertThat(page.locator("tv-timeline .said")).containsText(words);
    }

    @Test
    void theReaderSwitchesBetweenPlainTimesAndTimecodeByTheKeyboard() {
        openTimeline();
        Locator timecode = page.locator("tv-timeline")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Timecode"));
        assertThat(timecode).hasAttribute("aria-pressed", "false");
        type("1", "3");
        assertThat(page.locator("tv-timeline [part=out]")).hasValue("0:03.0");
        timecode.press("Enter");
        assertThat(timecode).isFocused();
        assertThat(timecode).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("tv-timeline [part=out]")).hasValue(Pattern.compile("00:00:03[:;]00"));
        assertThat(blocks().first()).hasAttribute("aria-label", Pattern.compile("^00:00:0\\d[:;]\\d\\d – "));
        page.evaluate("() => { document.documentElement.lang = 'ja'; }");
        assertThat(page.locator("tv-timeline [part=time]")).hasText("タイムコード");
        page.evaluate(EveryFace.axe());
        assertEquals(List.of(), page.evaluate(EveryFace.AXE));
        page.evaluate("() => document.querySelector('tv-timeline').setAttribute('time', 'plain')");
        assertThat(page.locator("tv-timeline [part=out]")).hasValue("0:03.0");
    }

    @Test
    void aFilmOfVariableRateHasPlainTimesAndSaysSo() throws IOException {
        Path phone = TestFilm.of(64, 48)
                .rate(30)
                .write(folder.resolve("phone.mp4"), 0, 1 / 30.0, 2 / 30.0, 5 / 30.0, 0.5, 1, 1.1, 2);
        openTimeline(add(phone));
        page.evaluate("() => document.querySelector('tv-timeline').setAttribute('time', 'timecode')");
        assertThat(page.locator("tv-timeline .bar-top")).containsText("Variable frame rate");
        assertThat(page.locator("tv-timeline [part=time]")).hasCount(0);
        type("0", "00:00:01:00");
        assertThat(page.locator("tv-timeline .said")).containsText("plain times only");
        type("0", "0:01");
        assertEquals(1, selection().path("end").asDouble());
    }
}
