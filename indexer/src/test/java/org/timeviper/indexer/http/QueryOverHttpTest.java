package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;
import static org.timeviper.indexer.http.WrittenFilms.MAY;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.Attributes;

/** Expressions, similar moments, suggestions and lists of videos, over HTTP against the whole service. The films are rows whose captions the test wrote. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class QueryOverHttpTest {

    private static final String ZEBRA = "a zebra drinks at a pond";
    private static final String LION = "a lion sleeps under a tree";

    @Inject
    WrittenFilms films;

    @AfterEach
    void tidy() {
        films.delete();
    }

    // ---- expressions

    @Test
    void anExpressionIsAskedForAsTextAndAsJsonWithTheSameAnswer() {
        String id = films.add(
                "savanna",
                new Attributes("", List.of(), "", Map.of("rights", "owned", "series", "a:b")),
                ZEBRA,
                "an empty plain",
                LION);
        String typed = "\"zebra\" then[5s] \"lion\"";
        Response asText = given().queryParam("q", typed).get("/v1/search");
        asText.then()
                .statusCode(200)
                .body("query", equalTo(typed))
                .body("confident", is(true))
                .body("moments.video", equalTo(List.of(id)))
                .body("moments[0].parts.query", equalTo(List.of("zebra", "lion")))
                .body("moments[0].parts.caption", equalTo(List.of(ZEBRA, LION)))
                .body("moments[0].caption", equalTo(ZEBRA + " → " + LION));
        Response asJson = searching("{\"query\":" + then("zebra", "lion", 5) + "}");
        asJson.then().statusCode(200).body("query", equalTo(typed));
        assertEquals(asText.<List<Object>>path("moments"), asJson.<List<Object>>path("moments"));
        searching("{\"query\":" + then("zebra", "lion", 0.5) + "}").then().body("moments", hasSize(0));
        given().queryParam("q", "\"zebra\" near \"lion\"")
                .get("/v1/search")
                .then()
                .body("query", equalTo("\"zebra\" near[30s] \"lion\""))
                .body("moments.video", equalTo(List.of(id)));
        searching("{\"query\":{\"words\":\"zebra\"},\"filter\":{\"tags\":[\"none\"]},\"size\":3,\"facets\":true}")
                .then()
                .statusCode(200)
                .body("moments", hasSize(0))
                .body("facets.videos", equalTo(0));
        searchingZebrasWith("{\"rights\":[\"licensed\",\"owned\"],\"series\":[\"a:b\"],\"id\":[],\"year\":null}")
                .then()
                .statusCode(200)
                .body("moments.video", equalTo(List.of(id)))
                .body("facets.videos", equalTo(1));
        searchingZebrasWith("{\"rights\":[\"owned\"],\"series\":[\"a\"]}")
                .then()
                .body("moments", hasSize(0));
        problem(searchingZebrasWith("{\"a b\":[\"c\"]}"), 400).body("detail", containsString("'metadata' takes keys"));
        problem(searchingZebrasWith("{\"rights\":[\" \"]}"), 400).body("detail", containsString("'metadata.rights'"));
        problem(searchingZebrasWith("{\"rights\":\"owned\"}"), 400).body("detail", containsString("rights"));
        problem(
                        searchingZebrasWith("{\"rights\":["
                                + IntStream.range(0, 101)
                                        .mapToObj(i -> "\"" + i + "\"")
                                        .collect(Collectors.joining(","))
                                + "]}"),
                        400)
                .body("detail", containsString("'metadata' may be given 100 times"));
        searching(
                        "{\"query\":{\"within\":{\"of\":{\"while\":{\"first\":{\"words\":\"lion\"},\"second\":{\"words\":\"tree\"}}},"
                                + "\"from\":0,\"to\":60}}}")
                .then()
                .body("query", equalTo("\"lion\" while \"tree\" within[0s..60s]"))
                .body("moments.video", equalTo(List.of(id)));
    }

    private static Response searchingZebrasWith(String metadata) {
        return searching(
                "{\"query\":{\"words\":\"zebra\"},\"filter\":{\"metadata\":" + metadata + "},\"facets\":true}");
    }

    @Test
    void anOrdinarySentenceIsSearchedForAsAlways() {
        films.add("savanna", Attributes.NONE, ZEBRA);
        given().queryParam("q", "a zebra drinks, what happens then")
                .get("/v1/search")
                .then()
                .statusCode(200)
                .body("query", equalTo("a zebra drinks, what happens then"))
                .body("moments", hasSize(1))
                .body("moments[0].parts", hasSize(0));
        given().queryParam("q", "\"zebra")
                .get("/v1/search")
                .then()
                .statusCode(200)
                .body("moments", hasSize(1));
    }

    @Test
    void whatHoldsAtTooManyPlacesIsRefusedInWords() {
        String[] captions = new String[1400];
        Arrays.setAll(captions, i -> i % 2 == 0 ? ZEBRA : LION);
        films.add("savanna", Attributes.NONE, captions);
        String query = "zebra near[1h] lion near[1h] ".repeat(15) + "zebra near[1h] lion";
        problem(given().queryParam("q", query).get("/v1/search"), 400)
                .body("title", equalTo("Invalid query"))
                .body("detail", containsString("rarer things"));
    }

    @Test
    void anExpressionThatCannotBeReadNamesThePlace() {
        refused("\"red car then[1s] dog", "'q' cannot be read. At character 1", "not closed");
        refused("\"red car\" then", "At character 11", "Nothing stands after 'then'");
        refused("red car then[soon] white car", "At character 14", "'soon' is no length of time");
    }

    private static void refused(String typed, String... told) {
        ValidatableResponse problem = problem(given().queryParam("q", typed).get("/v1/search"), 400);
        for (String part : told) {
            problem.body("detail", containsString(part));
        }
    }

    @Test
    void aTreeThatCannotBeTakenNamesThePart() {
        problem(searching("{\"query\":{}}"), 400).body("detail", containsString("'query' takes exactly one of"));
        problem(searching("{\"query\":{\"words\":\"a\",\"then\":" + then("a", "b", 1) + "}}"), 400);
        problem(searching("{\"query\":{\"then\":{\"first\":{},\"second\":{\"words\":\"b\"}}}}"), 400)
                .body("detail", containsString("'query.then.first'"));
        problem(searching("{\"query\":{\"then\":{\"first\":{\"words\":\"a\"}}}}"), 400)
                .body("detail", containsString("'second'"));
        problem(searching("{\"query\":" + then("a", "b", -1) + "}"), 400)
                .body("detail", containsString("'withinSeconds'"));
        problem(searching("{\"query\":" + then("a", "b", 1e12) + "}"), 400)
                .body("detail", containsString("'query.then' cannot be taken"));
        problem(searching("{\"query\":{\"words\":\" \"}}"), 400).body("detail", containsString("'query.words'"));
        problem(searching("{\"query\":{\"words\":\"" + "a".repeat(1001) + "\"}}"), 400)
                .body("detail", containsString("'words'"));
        problem(searching("{\"query\":{\"words\":\"a\"},\"size\":0}"), 400).body("detail", containsString("'size'"));
        problem(searching("{\"query\":{\"words\":\"a\"},\"filter\":{\"from\":\"soon\"}}"), 400)
                .body("detail", containsString("'from'"));
        problem(searching("{\"query\":{\"sentence\":\"a\"}}"), 400).body("detail", containsString("sentence"));
        problem(searching("{\"query\":\"a\"}"), 400);
        problem(searching("{}"), 400).body("detail", containsString("'query'"));
        problem(searching("{\"query\":{\"words\":\"a\"},\"filter\":{\"video\":\"x\"}}"), 404);
    }

    @Test
    void aTreeOfAnyDepthIsRefusedInWords() {
        for (int depth : new int[] {40, 90, 300, 600}) {
            String tree = "{\"words\":\"a\"}";
            StringBuilder before = new StringBuilder();
            StringBuilder after = new StringBuilder();
            for (int i = 0; i < depth; i++) {
                before.append("{\"then\":{\"second\":{\"words\":\"b\"},\"first\":");
                after.append("}}");
            }
            problem(searching("{\"query\":" + before + tree + after + "}"), 400)
                    .body("detail", containsString(depth > 100 ? "nesting" : "it may have 64"));
        }
    }

    private static String then(String first, String second, double within) {
        return "{\"then\":{\"first\":{\"words\":\"" + first + "\"},\"second\":{\"words\":\"" + second
                + "\"},\"withinSeconds\":" + within + "}}";
    }

    @Test
    void aSearchIsReadPageByPageHoweverItIsAsked() {
        String one = films.add("one", Attributes.NONE, ZEBRA, "an empty plain", "an empty road", "an empty sky", ZEBRA);
        films.add("two", Attributes.NONE, "an empty road", ZEBRA);
        Response first = given().queryParams("q", "zebra", "size", 2).get("/v1/search");
        first.then()
                .body("moments", hasSize(2))
                .body("from", is(0))
                .body("total", is(3))
                .body("totalExact", is(true));
        String next = first.path("next");
        Response second =
                given().queryParams("q", "zebra", "size", 2, "cursor", next).get("/v1/search");
        second.then().body("moments", hasSize(1)).body("from", is(2)).body("next", nullValue());
        Response asJson = searching("{\"query\":{\"words\":\"zebra\"},\"size\":2,\"cursor\":\"" + next + "\"}");
        assertEquals(second.<List<Object>>path("moments"), asJson.<List<Object>>path("moments"));
        problem(given().queryParams("q", "lion", "cursor", next).get("/v1/search"), 400)
                .body("detail", containsString("'cursor' cannot be used. The cursor belongs to another search"));
        problem(searching("{\"query\":{\"words\":\"zebra\"},\"cursor\":\"none\"}"), 400)
                .body("detail", containsString("begin with the first page"));
        Response like = similar(one, Map.of("start", "0", "end", "1", "limit", "1"));
        Response liker = similar(one, Map.of("start", "0", "end", "1", "limit", "1", "cursor", like.path("next")));
        assertNotEquals(like.<List<Object>>path("moments"), liker.<List<Object>>path("moments"));
        problem(similar(one, Map.of("start", "1", "cursor", like.path("next"))), 400)
                .body("detail", containsString("another search"));
    }

    private static Response searching(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/search");
    }

    // ---- similar moments

    @Test
    void momentsLikeOneAreFoundInOtherFilmsAndNotInItself() {
        String one = films.add("one", new Attributes("zoo", List.of("x"), ""), ZEBRA, "an empty road");
        String other =
                films.add("other", new Attributes("zoo", List.of("y"), ""), "a lamp", "zebras drink from a pond");
        given().queryParam("start", 0)
                .queryParam("end", 1)
                .get("/v1/videos/{id}/similar", one)
                .then()
                .statusCode(200)
                .body("query", equalTo(ZEBRA))
                .body("confident", is(true))
                .body("moments[0].video", equalTo(other))
                .body("moments[0].start", equalTo(1f))
                .body("moments.caption", not(hasItem(ZEBRA)));
        given().queryParam("start", 0.5)
                .queryParam("tag", "x")
                .queryParam("limit", 1)
                .get("/v1/videos/{id}/similar", one)
                .then()
                .statusCode(200)
                .body("moments.video", equalTo(List.of(one)))
                .body("moments[0].caption", equalTo("an empty road"));
    }

    @Test
    void aStretchThatIsNoneIsRefused() {
        String one = films.add("one", Attributes.NONE, ZEBRA);
        problem(similar(one, Map.of()), 400).body("detail", containsString("'start'"));
        problem(similar(one, Map.of("start", "5", "end", "4")), 400).body("detail", containsString("'end'"));
        problem(similar(one, Map.of("start", "61")), 400).body("detail", containsString("60.000"));
        problem(similar(one, Map.of("start", "-1")), 400).body("detail", containsString("'start'"));
        problem(similar(one, Map.of("start", "soon")), 400).body("detail", containsString("'start' must be a number"));
        problem(similar(one, Map.of("start", "NaN")), 400);
        problem(similar(one, Map.of("start", "1", "limit", "101")), 400).body("detail", containsString("'limit'"));
        problem(similar(one, Map.of("start", "1", "from", "soon")), 400).body("detail", containsString("'from'"));
        problem(similar("nobody", Map.of("start", "1")), 404);
        problem(similar(one, Map.of("start", "1", "video", "nobody")), 404)
                .body("detail", containsString("to search in"));
        assertEquals(200, similar(one, Map.of("start", "0", "video", "")).statusCode());
        String unfinished = films.addUnpublished("two", Attributes.NONE, MAY, 60, ZEBRA);
        problem(similar(unfinished, Map.of("start", "1")), 409).body("detail", containsString("not indexed yet"));
    }

    @Test
    void aVideoToSearchInIsOneThatIsThereOrNotGiven() {
        films.add("one", Attributes.NONE, ZEBRA);
        for (String path : List.of("/v1/search", "/v1/exports")) {
            assertEquals(200, inVideo(path, "").statusCode(), path);
            problem(inVideo(path, "nobody"), 404).body("detail", containsString("'nobody' to search in"));
        }
    }

    private static Response inVideo(String path, String video) {
        String filter = "\"filter\":{\"video\":\"" + video + "\"}";
        return given().contentType(ContentType.JSON)
                .body(
                        path.endsWith("exports")
                                ? "{\"format\":\"csv\",\"search\":{\"q\":\"zebra\"," + filter + "}}"
                                : "{\"query\":{\"words\":\"zebra\"}," + filter + "}")
                .post(path);
    }

    private static Response similar(String id, Map<String, String> parameters) {
        return given().queryParams(parameters).get("/v1/videos/{id}/similar", id);
    }

    // ---- suggestions

    @Test
    void whatIsTypedIsCompleted() {
        films.add("Zoo day.mp4", new Attributes("", List.of("zoology"), ""), ZEBRA);
        given().queryParam("q", "zeb")
                .get("/v1/suggest")
                .then()
                .statusCode(200)
                .body("suggestions[0].text", equalTo("zebra"))
                .body("suggestions[0].kind", equalTo("words"))
                .body("suggestions[0].videos", equalTo(1));
        given().queryParam("q", "zoo")
                .get("/v1/suggest")
                .then()
                .body("suggestions.text", hasItems("zoology", "Zoo day.mp4"))
                .body("suggestions.kind", hasItems("tag", "title"));
        given().get("/v1/suggest").then().statusCode(200).body("suggestions", hasSize(0));
        problem(given().queryParam("q", "a".repeat(1001)).get("/v1/suggest"), 400)
                .body("detail", containsString("'q'"));
        problem(given().queryParam("q", "a").queryParam("limit", 21).get("/v1/suggest"), 400)
                .body("detail", containsString("'limit'"));
    }

    // ---- lists of videos

    @Test
    void videosAreSortedFilteredAndPaged() {
        String a = films.add(
                "Beach 100%.mp4",
                new Attributes("sea", List.of("x", "y"), "en", Map.of("rights", "owned", "series", "News")),
                MAY,
                30,
                ZEBRA);
        String b = films.add(
                "attic.mp4",
                new Attributes("home", List.of("x"), "ja", Map.of("rights", "sold")),
                MAY.plus(Duration.ofDays(1)),
                90,
                LION);
        String c = films.addUnpublished("Cellar_1.mp4", Attributes.NONE, MAY.plus(Duration.ofDays(2)), 7200, LION);
        assertEquals(List.of(c, b, a), listed(Map.of()));
        assertEquals(List.of(a, b, c), listed(Map.of("sort", "created")));
        assertEquals(List.of(b, a, c), listed(Map.of("sort", "name")));
        assertEquals(List.of(c, a, b), listed(Map.of("sort", "-NAME")));
        assertEquals(List.of(c, b, a), listed(Map.of("sort", "-duration")));
        assertEquals(List.of(b), listed(Map.of("sort", "name", "size", "1")));
        assertEquals(List.of(a, c), listed(Map.of("sort", "name", "from", "1")));
        assertEquals(List.of(b), listed(Map.of("name", "ATTIC")));
        assertEquals(List.of(a), listed(Map.of("name", "0%")), "a percent sign is no pattern");
        assertEquals(List.of(c), listed(Map.of("name", "_")), "nor is an underscore");
        assertEquals(List.of(), listed(Map.of("name", "no such name")));
        assertEquals(List.of(c), listed(Map.of("state", "indexing")));
        assertEquals(List.of(a), listed(Map.of("collection", "sea")));
        assertEquals(List.of(b, a), listed(Map.of("tag", "x")));
        assertEquals(List.of(a), listed(Map.of("tag", List.of("x", "y"))));
        assertEquals(List.of(b), listed(Map.of("language", "JA")));
        assertEquals(List.of(b, a), listed(Map.of("meta", List.of("rights:owned", "rights:sold"))));
        assertEquals(List.of(a), listed(Map.of("meta", List.of("rights:owned", "rights:sold", "series:News"))));
        assertEquals(List.of(), listed(Map.of("meta", List.of("rights:sold", "series:News"))));
        problem(given().queryParam("meta", "rights").get("/v1/videos"), 400).body("detail", containsString("'meta'"));
        assertEquals(List.of(c, b), listed(Map.of("createdFrom", "2026-05-02")));
        assertEquals(List.of(b), listed(Map.of("createdFrom", "2026-05-02", "createdTo", "2026-05-02")));
        assertEquals(List.of(c, b), listed(Map.of("minDuration", "90")));
        assertEquals(List.of(b, a), listed(Map.of("maxDuration", "90", "name", "", "sort", "")));
        given().queryParam("tag", "x")
                .queryParam("size", 1)
                .get("/v1/videos")
                .then()
                .body("total", equalTo(2));
        String unknown = films.addUnpublished("Just in.mp4", Attributes.NONE, MAY, 0);
        assertTrue(listed(Map.of()).contains(unknown));
        assertFalse(listed(Map.of("maxDuration", "60")).contains(unknown), "its length is not known");
        problem(
                        given().queryParam("minDuration", 9)
                                .queryParam("maxDuration", 1)
                                .get("/v1/videos"),
                        400)
                .body("detail", containsString("'minDuration' must not be more than 'maxDuration'"));
        problem(
                        given().queryParam("createdFrom", "2026-05-03")
                                .queryParam("createdTo", "2026-05-01")
                                .get("/v1/videos"),
                        400)
                .body("detail", containsString("'createdFrom' must be before 'createdTo'"));
        problem(given().queryParam("sort", "colour").get("/v1/videos"), 400)
                .body("detail", containsString("created, name, duration"));
        problem(given().queryParam("state", "lost").get("/v1/videos"), 400).body("detail", containsString("'state'"));
        problem(given().queryParam("createdTo", "soon").get("/v1/videos"), 400)
                .body("detail", containsString("'createdTo'"));
        problem(given().queryParam("name", "a\u0000").get("/v1/videos"), 400).body("detail", containsString("'name'"));
        problem(given().queryParam("size", 0).get("/v1/videos"), 400).body("detail", containsString("'size'"));
        problem(given().queryParam("from", "soon").get("/v1/videos"), 400).body("detail", containsString("'from'"));
    }

    /** The films of the test that are listed. */
    private List<String> listed(Map<String, Object> parameters) {
        Response response = given().queryParams(parameters).get("/v1/videos");
        assertEquals(200, response.statusCode(), response.asString());
        return response.<List<String>>path("videos.id").stream()
                .filter(films.all()::contains)
                .toList();
    }

    // ---- models

    @Test
    void whatThePresentModelHasNotDescribedIsQueuedOnce() {
        String one = films.add("one", Attributes.NONE, ZEBRA);
        String two = films.add("two", Attributes.NONE, LION);
        assertEquals(Set.of(one, two), Set.copyOf(listed(Map.of("stale", "true"))));
        assertEquals(List.of(), listed(Map.of("stale", "false")));
        problem(given().get("/v1/videos?stale=perhaps"), 400)
                .body("detail", containsString("'stale' takes one of true, false"));
        problem(given().post("/v1/videos/reindex?size=0"), 400).body("detail", containsString("'size'"));
        reindex(1).body("jobs.videoId", equalTo(List.of(one))).body("left", is(1));
        String job = reindex(10)
                .body("jobs.videoId", equalTo(List.of(two)))
                .body("left", is(0))
                .extract()
                .path("jobs[0].id");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/v1/jobs/{id}", job).path("state"), "FAILED"::equals);
        reindex(10).body("jobs", hasSize(0)).body("left", is(0));
        given().get("/v1/videos/{id}", two).then().body("state", is("READY")).body("model", nullValue());
    }

    private static ValidatableResponse reindex(int size) {
        return given().queryParam("size", size)
                .post("/v1/videos/reindex")
                .then()
                .statusCode(202);
    }

    // ---- the contract

    @Test
    void theContractTellsOfAllOfThem() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .body("paths.'/v1/search'.get.description", containsString("then[10s]"))
                .body("paths.'/v1/search'.post.requestBody", notNullValue())
                .body("components.schemas.QueryExpression.properties.keySet()", hasItems("words", "then", "while"))
                .body("paths.'/v1/videos/{id}/similar'.get.parameters.name", hasItems("start", "limit", "tag"))
                .body("paths.'/v1/suggest'.get.parameters.name", hasItems("q", "limit"))
                .body("paths.'/v1/videos'.get.parameters.name", hasItems("sort", "createdFrom", "from"));
    }
}
