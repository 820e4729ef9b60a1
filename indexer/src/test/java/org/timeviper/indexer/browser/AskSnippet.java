package org.timeviper.indexer.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The snippet that asks, in a real Chromium, before the real service. */
abstract class AskSnippet extends Watching {

    private static final String CONVERSATION = "() => document.querySelector('tv-ask').conversation";

    private Locator turns() {
        return page.locator("tv-ask .turn");
    }

    private void ask(String question) {
        int before = turns().count();
        page.locator("tv-ask input").fill(question);
        page.keyboard().press("Enter");
        assertThat(turns()).hasCount(before + 1);
        answered();
    }

    private void answered() {
        assertThat(page.locator("tv-ask [role=log]:not([aria-busy])")).isVisible();
        assertThat(page.locator("tv-ask .problem")).hasCount(0);
    }

    private String conversation() {
        return (String) page.evaluate(CONVERSATION);
    }

    /** Found moments confine the questions, so that what they are put to is known. */
    private void openConfined() {
        openWritten("<tv-ask></tv-ask><tv-player></tv-player>");
        page.evaluate("video => { document.querySelector('tv-ask').hits = [{ video, start: 20, end: 22 }]; }", boat);
        page.locator("tv-ask [role=group] button").last().click();
    }

    @Test
    void questionsFollowOneAnotherAndANewConversationBeginsByTheKeyboardAlone() {
        listen("tv-conversation");
        openConfined();
        ask("What is seen?");
        String first = conversation();
        assertEquals(first, told("tv-conversation").path("conversation").asText());
        ask("What colour is it?");
        assertEquals(first, conversation());
        assertEquals("", page.locator("tv-ask input").inputValue());
        assertThat(page.locator("tv-ask h3").first()).hasText("What is seen?");
        given().get("/v1/conversations/{id}", first)
                .then()
                .body("turns.question", equalTo(List.of("What is seen?", "What colour is it?")));

        page.locator("tv-ask [part=new]").focus();
        page.keyboard().press("Enter");
        assertThat(turns()).hasCount(0);
        assertThat(page.locator("tv-ask [part=new]")).isHidden();
        assertThat(page.locator("tv-ask input")).isFocused();
        assertTrue(told("tv-conversation").path("conversation").isNull());
        page.keyboard().type("What is seen?");
        page.keyboard().press("Enter");
        assertThat(turns()).hasCount(1);
        answered();
        assertNotEquals(first, conversation());
        assertEquals(
                conversation(), told("tv-conversation").path("conversation").asText());
    }

    @Test
    void aConversationIsShownAgainWithItsCitationsAndGoneOnWith() {
        openConfined();
        ask(asserted());
        String id = conversation();
        String answer = page.locator("tv-ask .answer").textContent();
        openWritten("<tv-ask lang=ja conversation=" + id + "></tv-ask><tv-player></tv-player>");
        assertThat(page.locator("tv-ask .answer")).hasText(answer);
        assertThat(page.locator("tv-ask .answer :lang(en)")).hasText(answer);
        assertThat(page.locator("tv-ask .part :lang(en)").first()).not().isEmpty();
        ask("And now?");
        assertEquals(id, conversation());
        noteWhereThePlayerIsLed();
        page.locator("tv-ask .part").first().click();
        assertEquals(20, ledTo(), 0.5);
    }

    @Test
    void whatIsNotSaidIsNotSaidInTheReadersLanguage() {
        openConfined();
        page.evaluate("() => { document.documentElement.lang = 'ja'; }");
        page.locator("tv-ask [role=group] button").last().click();
        ask(refused());
        assertThat(page.locator("tv-ask .answer")).hasText(Pattern.compile("^この映像(では|から).*確"));
        assertThat(page.locator("tv-ask .part .words").first()).containsText("この映像");
        page.evaluate("() => { document.documentElement.lang = 'en'; }");
        assertThat(page.locator("tv-ask .answer")).containsText("this footage");
    }

    /** A question that the model does not answer of those seconds. */
    private static String refused() {
        return firstOf(
                refusal -> refusal != null,
                "What does the sign say?",
                "Who is on the left?",
                "What is the number on the door?",
                "What colour is the car?",
                "How many people dance?",
                "Where is the bottle?");
    }

    /** A question that the model has an answer to. */
    private static String asserted() {
        return firstOf(
                Objects::isNull,
                "Is there a boat?",
                "What colour is the boat?",
                "Where does it take place?",
                "Is there a cat?",
                "Is there a person?",
                "Does the camera move?");
    }

    private static String firstOf(Predicate<String> refusal, String... questions) {
        return Stream.of(questions)
                .filter(question -> refusal.test(given().contentType(ContentType.JSON)
                        .accept(ContentType.JSON)
                        .body(Map.of(
                                "question", question, "hits", List.of(Map.of("video", boat, "start", 20, "end", 22))))
                        .post("/v1/ask")
                        .path("refusal")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whyOpensTheSecondsThatTheAnswerLookedAt() {
        openConfined();
        ask("What is seen?");
        Locator why = page.locator("tv-ask .why").first();
        assertThat(why).hasAttribute("aria-expanded", "false");
        why.press("Enter");
        assertThat(page.locator("tv-ask .bars i")).hasCount(2);
        assertThat(page.locator("tv-ask .places")).isVisible();
        page.evaluate(EveryFace.axe());
        assertEquals(List.of(), page.evaluate(EveryFace.AXE));
        why.press("Enter");
        assertThat(page.locator("tv-ask .looked")).isHidden();
    }

    @Test
    void anAnswerThatIsStillComingShutsNobodyOut() {
        openConfined();
        page.evaluate(EveryFace.axe());
        page.evaluate("""
                (run) => {
                  const root = document.querySelector('tv-ask').shadowRoot;
                  window.whileComing = new Promise((resolve) => {
                    const observer = new MutationObserver(() => {
                      if (!root.textContent.includes('Looking again at boat.mp4')) return;
                      observer.disconnect();
                      resolve(eval(run)());
                    });
                    observer.observe(root, { subtree: true, childList: true });
                  });
                }
                """, EveryFace.AXE);
        ask("What is seen?");
        assertEquals(List.of(), page.evaluate("() => window.whileComing"));
    }

    @Test
    void howManyOfTheMomentsFoundAreAskedAboutIsSaid() {
        openWritten("<tv-ask></tv-ask>");
        page.evaluate(
                "video => { document.querySelector('tv-ask').hits = Array.from({ length: 10 }, (_, at) => ({ video, start: at, end: at + 1 })); }",
                boat);
        Locator confined = page.locator("tv-ask [role=group] button").last();
        assertThat(confined).hasText("the 8 best of 10 moments found");
        confined.click();
        page.locator("tv-ask input").fill("What is seen?");
        Request asked = page.waitForRequest("**/v1/ask", () -> page.keyboard().press("Enter"));
        assertEquals(8, asked.postData().split("\"start\"").length - 1);
        page.evaluate("() => document.querySelector('tv-ask').newConversation()");
        page.evaluate(
                "video => { document.querySelector('tv-ask').hits = [{ video, start: 1, end: 2 }, { video, start: 5, end: 6 }]; }",
                boat);
        assertThat(page.locator("tv-ask [role=group] button").last()).hasText("the 2 moments found");
    }

    @Test
    void aConversationThatHasEndedIsSaidAndTheNextQuestionBeginsAnother() {
        openConfined();
        ask("What is seen?");
        String id = conversation();
        given().delete("/v1/conversations/{id}", id).then().statusCode(204);
        page.locator("tv-ask input").fill("And now?");
        page.keyboard().press("Enter");
        assertThat(page.locator("tv-ask .problem")).containsText("has ended");
        page.locator("tv-ask input").fill("What is seen?");
        page.keyboard().press("Enter");
        waitFor("() => document.querySelector('tv-ask').conversation");
        assertNotEquals(id, conversation());
    }

    @Test
    void aQuestionThatComesBeforeTheServiceHasNoticedThatOneIsDroppedIsAskedAgain() {
        openConfined();
        ask("What is seen?");
        AtomicInteger tries = new AtomicInteger();
        page.route("**/v1/ask", route -> {
            if (tries.incrementAndGet() == 2) {
                route.fulfill(new Route.FulfillOptions().setStatus(409).setBody("{\"detail\":\"under way\"}"));
            } else if (tries.get() > 2) {
                route.resume();
            } // and the first one hangs
        });
        page.locator("tv-ask input").fill("What is dropped?");
        page.keyboard().press("Enter");
        page.locator("tv-ask input").fill("What colour is it?");
        Request[] last = new Request[1];
        page.onRequestFinished(request -> last[0] = request);
        page.keyboard().press("Enter");
        assertThat(turns()).hasCount(2);
        answered();
        assertEquals(3, tries.get());
        assertTrue(last[0].postData().contains("What colour is it?"));
        assertThat(page.locator("tv-ask h3").last()).hasText("What colour is it?");
    }
}
