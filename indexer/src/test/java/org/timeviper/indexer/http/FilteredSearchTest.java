package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.timeviper.indexer.http.ExpectedProblem.problem;
import static org.timeviper.indexer.http.WrittenFilms.MAY;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.Attributes;

/** What is said of videos, and how searches are narrowed down by it, over HTTP against the whole service. Most films here are rows whose captions the test wrote. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class FilteredSearchTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    WrittenFilms films;

    @Inject
    SceneIndex index;

    /** Films that came over HTTP. */
    private final List<String> uploaded = new ArrayList<>();

    @AfterEach
    void tidy() {
        films.delete();
        uploaded.forEach(id -> given().delete("/v1/videos/{id}", id).then().statusCode(204));
    }

    // ---- what is said of a video

    @Test
    void whatIsSaidAtTheUploadIsShownAndSearchesFindTheFilmByIt() throws IOException {
        Response accepted = given().multiPart("file", "boat.mp4", sample("boat.mp4"))
                .multiPart("collection", "ニュース", "text/plain; charset=UTF-8")
                .multiPart("tags", "sea, 船,", "text/plain; charset=UTF-8")
                .multiPart("tags", "calm")
                .multiPart("language", "JA")
                .multiPart("metadata", "series=夜のニュース = 1", "text/plain; charset=UTF-8")
                .multiPart("metadata", " {\"rights\":\"owned\",\"year\":2026}")
                .multiPart("metadata", " ")
                .post("/v1/videos");
        assertEquals(201, accepted.statusCode(), accepted.asString());
        String id = accepted.path("video.id");
        uploaded.add(id);
        accepted.then()
                .body("video.collection", equalTo("ニュース"))
                .body("video.tags", equalTo(List.of("calm", "sea", "船")))
                .body("video.language", equalTo("ja"))
                .body("video.metadata", equalTo(Map.of("rights", "owned", "series", "夜のニュース = 1", "year", "2026")));
        finished(accepted.path("job.id"));
        String caption = given().get("/v1/videos/{id}/timeline", id)
                .then()
                .body("video.tags", hasSize(3))
                .extract()
                .path("scenes[0].caption");
        assertEquals(
                List.of(id),
                found(given().queryParam("q", caption)
                        .queryParam("collection", "ニュース")
                        .queryParam("tag", "船", "calm")
                        .queryParam("language", "ja")
                        .queryParam("meta", "series:夜のニュース = 1", "rights:owned")));
        assertEquals(List.of(), found(given().queryParam("q", caption).queryParam("tag", "船", "storm")));
        assertEquals(List.of(), found(given().queryParam("q", caption).queryParam("meta", "rights:sold")));
    }

    @Test
    void anUploadOfWhichTooMuchIsSaidIsRefusedBeforeTheFilmIsRead() {
        RequestSpecification many = given().multiPart("file", "notes.mp4", new byte[] {1});
        IntStream.range(0, 101).forEach(i -> many.multiPart("tags", "tag " + i));
        problem(many.post("/v1/videos"), 400)
                .body("detail", containsString("'tags'"))
                .body("detail", containsString("101"));
        problem(uploading("language", "japanese"), 400).body("detail", containsString("'language'"));
        problem(uploading("collection", "c".repeat(201)), 400).body("detail", containsString("'collection'"));
        problem(uploading("tags", "t".repeat(101)), 400).body("detail", containsString("'tags'"));
        problem(uploading("tags", "a\u0007b"), 400).body("detail", containsString("control characters"));
        RequestSpecification keys = given().multiPart("file", "notes.mp4", new byte[] {1});
        IntStream.range(0, 65).forEach(i -> keys.multiPart("metadata", "key" + i + "=v"));
        problem(keys.post("/v1/videos"), 400).body("detail", containsString("at most 64 keys (it has 65)"));
        problem(uploading("metadata", "rights"), 400).body("detail", containsString("'metadata' takes key=value"));
        problem(uploading("metadata", "rights="), 400).body("detail", containsString("'metadata.rights'"));
        problem(uploading("metadata", "two words=v"), 400).body("detail", containsString("'two words'"));
        problem(uploading("metadata", "=v"), 400).body("detail", containsString("1 to 64"));
        problem(uploading("metadata", "rights=" + "v".repeat(1025)), 400).body("detail", containsString("1025"));
        problem(uploading("metadata", "{\"rights\":\"owned\""), 400).body("detail", containsString("JSON object"));
        problem(uploading("metadata", "{\"rights\":{\"owned\":true}}"), 400)
                .body("detail", containsString("JSON object"));
        problem(uploading("metadata", "{\"a\":\"1\",\"a\":\"2\"}"), 400)
                .body("detail", containsString("each key once"));
        problem(uploading("metadata", "{\"a\\ud83d\":\"1\"}"), 400).body("detail", containsString("'a\uFFFD'"));
        problem(uploading("metadata", "{\"a\":\"\\ud83d\"}"), 400).body("detail", containsString("'metadata.a'"));
        problem(
                        given().multiPart("file", "notes.mp4", new byte[] {1})
                                .multiPart("metadata", "a=1")
                                .multiPart("metadata", "{\"a\":\"2\"}")
                                .post("/v1/videos"),
                        400)
                .body("detail", containsString("'a' twice"));
    }

    @Test
    void theMostMetadataFitsIntoAForm() {
        RequestSpecification most = given().multiPart("file", "notes.mp4", "no film".getBytes());
        IntStream.range(0, 64)
                .forEach(i -> most.multiPart(
                        "metadata", "k".repeat(62) + (10 + i) + "=" + "字".repeat(1024), "text/plain; charset=UTF-8"));
        problem(most.post("/v1/videos"), 422).body("detail", containsString("notes.mp4"));
    }

    @Test
    void aHundredLongTagsFitIntoOneField() {
        String tags = String.join(
                ",",
                IntStream.range(0, 100)
                        .mapToObj(i -> "字".repeat(97) + (100 + i))
                        .toList());
        problem(uploading("tags", tags), 422).body("detail", containsString("notes.mp4"));
    }

    private static Response uploading(String field, String value) {
        return given().multiPart("file", "notes.mp4", "no film".getBytes())
                .multiPart(field, value, "text/plain; charset=UTF-8")
                .post("/v1/videos");
    }

    @Test
    void whatIsSaidAtAnImportIsShownAndChecked() {
        problem(importing("\"language\":\"klingon\""), 400).body("detail", containsString("'language'"));
        problem(importing("\"tags\":[\"a,b\"]"), 400).body("detail", containsString("comma"));
        problem(importing("\"tags\":[null]"), 400).body("detail", containsString("'tags'"));
        problem(importing("\"tags\":\"sport\""), 400).body("detail", containsString("tags"));
        problem(importing("\"metadata\":{\"a b\":\"c\"}"), 400).body("detail", containsString("'a b'"));
        problem(importing("\"metadata\":[\"a\"]"), 400).body("detail", containsString("metadata"));
        Response accepted = importing(
                "\"collection\":\"archive\",\"tags\":[\"snow\",\"snow\"],\"language\":\"en-gb\",\"metadata\":{\"id\":\" ABC-123 \",\"series\":null}");
        assertEquals(201, accepted.statusCode(), accepted.asString());
        uploaded.add(accepted.path("video.id"));
        accepted.then()
                .body("video.collection", equalTo("archive"))
                .body("video.tags", equalTo(List.of("snow")))
                .body("video.language", equalTo("en-GB"))
                .body("video.metadata", equalTo(Map.of("id", "ABC-123")));
        finished(accepted.path("job.id"));
    }

    private static Response importing(String said) {
        return given().contentType(ContentType.JSON)
                .body("{\"path\":\"2026/winter.mp4\"," + said + "}")
                .post("/v1/videos/import");
    }

    @Test
    void aChangeIsInTheIndexWhenItIsAnswered() {
        String id = films.add("a", new Attributes("news", List.of("x"), "en"), "a zebra crosses", "a zebra runs");
        change(id, "{\"tags\":[\"y\",\"z\"],\"language\":\"fr\"}")
                .then()
                .statusCode(200)
                .body("collection", equalTo("news"))
                .body("tags", equalTo(List.of("y", "z")))
                .body("language", equalTo("fr"));
        assertEquals(List.of(id), scenesOf(zebras().queryParam("tag", "y", "z").queryParam("language", "fr")));
        assertEquals(List.of(), scenesOf(zebras().queryParam("tag", "x")));
        change(id, "{\"collection\":\"\",\"tags\":[],\"language\":\"\"}")
                .then()
                .statusCode(200)
                .body("collection", nullValue())
                .body("tags", hasSize(0))
                .body("language", nullValue());
        given().get("/v1/videos/{id}", id).then().body("tags", hasSize(0));
        assertEquals(List.of(), scenesOf(zebras().queryParam("collection", "news")));
        assertEquals(
                2,
                index.page("", SceneFilter.NONE.in(id), Optional.empty(), 10)
                        .scenes()
                        .size());
    }

    @Test
    void aChangeOfMetadataIsMergedAndInTheIndexWhenItIsAnswered() {
        Map<String, String> before = Map.of("rights", "licensed", "series", "News", "id", "ABC-123");
        String id = films.add("a", new Attributes("news", List.of("x"), "en", before), "a zebra crosses");
        change(id, "{\"metadata\":{\"rights\":\"owned\",\"series\":null,\"unknown\":null,\"year\":\"2026\"}}")
                .then()
                .statusCode(200)
                .body("metadata", equalTo(Map.of("id", "ABC-123", "rights", "owned", "year", "2026")))
                .body("tags", equalTo(List.of("x")));
        assertEquals(List.of(id), scenesOf(zebras().queryParam("meta", "rights:owned", "id:ABC-123", "year:2026")));
        assertEquals(List.of(), scenesOf(zebras().queryParam("meta", "rights:licensed")));
        assertEquals(List.of(), scenesOf(zebras().queryParam("meta", "series:News")));
        for (String none : List.of("{\"metadata\":{}}", "{\"metadata\":null}", "{\"tags\":[\"y\"]}")) {
            change(id, none).then().statusCode(200).body("metadata.rights", equalTo("owned"));
        }
        String one = "{\"metadata\":{\"rights\":\"sold\",\"a b\":\"c\"}}";
        problem(change(id, one), 400).body("detail", containsString("'a b'"));
        String more =
                IntStream.range(0, 62).mapToObj(i -> "\"k" + i + "\":\"v\"").collect(Collectors.joining(","));
        problem(change(id, "{\"metadata\":{" + more + "}}"), 400).body("detail", containsString("it has 65"));
        given().get("/v1/videos/{id}", id).then().body("metadata.rights", equalTo("owned"));
        change(id, "{\"metadata\":{\"id\":null,\"rights\":null,\"year\":null}}")
                .then()
                .body("metadata", equalTo(Map.of()));
        assertEquals(List.of(), scenesOf(zebras().queryParam("meta", "rights:owned")));
        assertEquals(List.of(id), scenesOf(zebras().queryParam("tag", "y")));
    }

    @Test
    void aChangeThatCannotBeTakenChangesNothing() {
        String id = films.add("a", new Attributes("news", List.of("x"), "en"), "a zebra crosses");
        problem(change(id, "{\"collection\":\"art\",\"language\":\"nothing at all\"}"), 400)
                .body("detail", containsString("'language'"));
        problem(change(id, "{\"colour\":\"red\"}"), 400).body("detail", containsString("colour"));
        problem(change(id, ""), 400);
        given().get("/v1/videos/{id}", id).then().body("collection", equalTo("news"));
        assertEquals(List.of(id), scenesOf(zebras().queryParam("collection", "news")));
        problem(change(UUID.randomUUID().toString(), "{}"), 404);
        problem(change("no-uuid", "{\"tags\":[]}"), 404);
    }

    @Test
    void whatIsNotPublishedIsNotPublishedByAChange() {
        String id = films.addUnpublished("a", Attributes.NONE, MAY, 60, "a zebra crosses");
        change(id, "{\"tags\":[\"x\"]}").then().statusCode(200).body("tags", equalTo(List.of("x")));
        assertEquals(List.of(), scenesOf(zebras()));
    }

    private static Response change(String id, String body) {
        return given().contentType(ContentType.JSON).body(body).patch("/v1/videos/{id}", id);
    }

    // ---- filters

    @Test
    void searchesAreNarrowedDownByEveryFilter() {
        String a = films.add(
                "a",
                new Attributes(
                        "news", List.of("x", "y"), "en", Map.of("rights", "owned", "url", "https://example.org/a:b")),
                MAY,
                30,
                "a zebra crosses the road");
        String b = films.add(
                "b",
                new Attributes("art", List.of("x"), "ja", Map.of("rights", "licensed", "note", "字".repeat(1024))),
                MAY.plus(Duration.ofDays(1)),
                90,
                "a zebra runs");
        String c = films.add("c", Attributes.NONE, MAY.plus(Duration.ofDays(2)), 7200, "a zebra sleeps");
        assertEquals(List.of(a, b, c), narrowed(Map.of()));
        assertEquals(List.of(a), narrowed(Map.of("collection", List.of("news"))));
        assertEquals(List.of(a, b), narrowed(Map.of("collection", List.of("news", "art"))));
        assertEquals(List.of(a), narrowed(Map.of("tag", List.of("x", "y"))));
        assertEquals(List.of(a, b), narrowed(Map.of("tag", List.of("x"))));
        assertEquals(List.of(b), narrowed(Map.of("language", List.of("JA", "fr"))));
        assertEquals(List.of(a), narrowed(Map.of("meta", List.of("rights:owned"))));
        assertEquals(List.of(a, b), narrowed(Map.of("meta", List.of("rights:owned", "rights: licensed "))));
        assertEquals(List.of(a), narrowed(Map.of("meta", List.of("url:https://example.org/a:b", "rights:owned"))));
        assertEquals(List.of(), narrowed(Map.of("meta", List.of("url:https://example.org/a:b", "rights:licensed"))));
        assertEquals(List.of(b), narrowed(Map.of("meta", List.of("note:" + "字".repeat(1024)))));
        assertEquals(List.of(), narrowed(Map.of("meta", List.of("note:" + "字".repeat(1023)))));
        assertEquals(List.of(), narrowed(Map.of("meta", List.of("RIGHTS:owned"))));
        assertEquals(List.of(b, c), narrowed(Map.of("from", List.of("2026-05-02"))));
        assertEquals(List.of(a, b), narrowed(Map.of("to", List.of("2026-05-02"))), "a date counts as a whole");
        assertEquals(List.of(b), narrowed(Map.of("from", List.of("2026-05-02"), "to", List.of("2026-05-02"))));
        assertEquals(List.of(a), narrowed(Map.of("to", List.of("2026-05-02T12:00:00Z"))), "a time is not in it");
        assertEquals(List.of(b, c), narrowed(Map.of("from", List.of("2026-05-02T21:00:00+09:00"))));
        assertEquals(List.of(b, c), narrowed(Map.of("minDuration", List.of("90"))));
        assertEquals(List.of(a, b), narrowed(Map.of("maxDuration", List.of("90.0"))));
        assertEquals(List.of(b), narrowed(Map.of("minDuration", List.of("30.5"), "maxDuration", List.of("7199.9"))));
        assertEquals(List.of(a, b, c), narrowed(Map.of("minConfidence", List.of("0.9"))));
        assertEquals(List.of(), narrowed(Map.of("minConfidence", List.of("0.91"))));
        assertEquals(List.of(b), narrowed(Map.of("video", List.of(b), "tag", List.of("x"))));
        assertEquals(List.of(), narrowed(Map.of("video", List.of(b), "tag", List.of("y"))));
    }

    /** The videos that a search and a listing find, which must agree. */
    private List<String> narrowed(Map<String, List<String>> parameters) {
        RequestSpecification search = zebras();
        RequestSpecification listing = zebras();
        parameters.forEach((name, values) -> {
            search.queryParam(name, values);
            listing.queryParam(name, values);
        });
        List<String> found = found(search);
        List<String> listed = scenesOf(listing);
        // Other classes' films are found, too, by what their scenes have in common with any other.
        found.retainAll(films.all());
        listed.retainAll(films.all());
        Collections.sort(listed);
        Collections.sort(found);
        assertEquals(listed, found);
        return found;
    }

    @Test
    void aMomentTellsHowSureTheModelIsOfItsCaption() {
        String a = films.add("a", Attributes.NONE, "a zebra crosses");
        zebras().get("/v1/search")
                .then()
                .statusCode(200)
                .body("moments[0].video", equalTo(a))
                .body("moments[0].confidence", is(0.9f));
    }

    @Test
    void anEmptyAnswerSaysThatItIsTheFilters() {
        films.add("a", Attributes.NONE, "a zebra crosses");
        zebras().queryParam("tag", "nobody has this")
                .get("/v1/search")
                .then()
                .statusCode(200)
                .body("confident", is(false))
                .body("message", containsString("filters"));
    }

    @Test
    void anEmptyFieldOfASearchFormCountsAsNotGiven() {
        String a = films.add("a", new Attributes("news", List.of("x"), "en"), "a zebra crosses");
        Map<String, List<String>> empty = new HashMap<>();
        for (String parameter : List.of(
                "collection",
                "tag",
                "language",
                "from",
                "to",
                "minDuration",
                "maxDuration",
                "minConfidence",
                "meta",
                "video")) {
            empty.put(parameter, List.of(""));
        }
        assertEquals(List.of(a), narrowed(empty));
        empty.put("tag", List.of("", "x"));
        assertEquals(List.of(a), narrowed(empty));
        empty.put("tag", List.of("", "y"));
        assertEquals(List.of(), narrowed(empty));
    }

    @Test
    void aFilterThatCannotBeReadIsNamed() {
        for (String path : List.of("/v1/search", "/v1/scenes")) {
            bad(path, "from", "yesterday", "'from' takes a date");
            bad(path, "from", "2026-02-30", "'from'");
            bad(path, "from", "2026-05-01T10:00", "'from'");
            bad(path, "from", "+999999999-01-01", "'from'");
            bad(path, "to", "2026-13-01", "'to'");
            bad(path, "to", "999999999-12-31T00:00:00Z", "'to'");
            bad(path, "minDuration", "-1", "'minDuration'");
            bad(path, "minDuration", "NaN", "'minDuration'");
            bad(path, "maxDuration", "Infinity", "'maxDuration'");
            bad(path, "maxDuration", "long", "'maxDuration' must be a number");
            bad(path, "minConfidence", "1.1", "'minConfidence' must be a number between 0 and 1 (it is 1.1)");
            bad(path, "minConfidence", "-0.1", "'minConfidence'");
            bad(path, "minConfidence", "NaN", "'minConfidence'");
            bad(path, "minConfidence", "high", "'minConfidence' must be a number");
            bad(path, "language", "klingon", "'language'");
            bad(path, "collection", "c".repeat(201), "'collection'");
            bad(path, "tag", "a,b", "'tag'");
            bad(path, "tag", "a\u0000b", "'tag'");
            bad(path, "meta", "rights", "'meta' takes a key and a value such as rights:owned (it is 'rights')");
            bad(path, "meta", "r".repeat(79) + "😀", "'meta' takes a key");
            bad(path, "meta", ":owned", "'metadata' takes keys");
            bad(path, "meta", "two words:owned", "(one is 'two words')");
            bad(path, "meta", "rights:", "'metadata.rights' must not be blank");
            bad(path, "meta", "rights:a\u0000b", "'metadata.rights'");
            bad(path, "meta", "rights:" + "v".repeat(1025), "'metadata.rights'");
            problem(
                            zebras().queryParam("from", "2026-05-02")
                                    .queryParam("to", "2026-05-01")
                                    .get(path),
                            400)
                    .body("detail", containsString("'from' must be before 'to'"));
            problem(
                            zebras().queryParam("minDuration", 9)
                                    .queryParam("maxDuration", 8)
                                    .get(path),
                            400)
                    .body("detail", containsString("'minDuration'"));
            problem(
                            zebras().queryParam("from", "2026-05-02")
                                    .queryParam("size", "many")
                                    .get(path),
                            400)
                    .body("detail", containsString("'size' must be a number"));
            problem(
                            zebras().queryParam(
                                            "tag",
                                            IntStream.range(0, 101).boxed().toList())
                                    .get(path),
                            400)
                    .body("detail", containsString("'tag'"));
        }
    }

    private static void bad(String path, String parameter, String value, String detail) {
        problem(zebras().queryParam(parameter, value).get(path), 400).body("detail", containsString(detail));
    }

    // ---- facets and highlights

    @Test
    void facetsAreCountedWhenAskedFor() {
        films.add("a", new Attributes("news", List.of("x", "y"), "en"), "a zebra crosses", "a zebra runs");
        films.add("b", new Attributes("news", List.of("y"), ""), "a zebra crosses");
        films.add("c", new Attributes("art", List.of("z"), "en"), "a giraffe");
        zebras().get("/v1/search").then().body("facets", nullValue());
        zebras().queryParam("facets", true)
                .get("/v1/search")
                .then()
                .body("facets.videos", equalTo(2))
                .body("facets.collections", equalTo(List.of(Map.of("value", "news", "videos", 2))))
                .body(
                        "facets.tags",
                        equalTo(List.of(Map.of("value", "y", "videos", 2), Map.of("value", "x", "videos", 1))))
                .body("facets.languages.value", equalTo(List.of("en")));
        zebras().queryParam("facets", true)
                .queryParam("tag", "x")
                .get("/v1/search")
                .then()
                .body("facets.videos", equalTo(1));
    }

    @Test
    void highlightsAreWhereTheCaptionHoldsTheWords() {
        String caption = "🦓 Zebras cross; a zebra’s stripes, no car.";
        films.add("a", Attributes.NONE, caption);
        for (String path : List.of("moments", "scenes")) {
            Response response = given().queryParam("q", "show me a zebra")
                    .get(path.equals("moments") ? "/v1/search" : "/v1/scenes");
            List<Map<String, Integer>> ranges = response.path(path + "[0].highlights");
            assertEquals(
                    List.of("Zebras", "zebra’s"),
                    ranges.stream()
                            .map(range -> caption.substring(range.get("start"), range.get("end")))
                            .toList());
        }
        given().queryParam("q", "crossing elephant")
                .queryParam("collection", "none")
                .get("/v1/search")
                .then()
                .body("moments", hasSize(0));
    }

    // ---- all scenes, page by page

    @Test
    void aWalkThroughAllScenesGivesEachOnceWhateverChangesMeanwhile() {
        List<String> expected = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            String[] captions =
                    IntStream.range(0, 40).mapToObj(i -> "a zebra, scene " + i).toArray(String[]::new);
            String id = films.add(name, new Attributes("walk", List.of(), ""), captions);
            IntStream.range(0, 40).forEach(i -> expected.add(id + " " + (double) i));
        }
        List<String> walked = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            RequestSpecification request =
                    zebras().queryParam("collection", "walk").queryParam("size", 25);
            Response page = (cursor == null ? request : request.queryParam("cursor", cursor)).get("/v1/scenes");
            assertEquals(200, page.statusCode(), page.asString());
            List<String> videos = page.path("scenes.video");
            List<Float> starts = page.path("scenes.start");
            IntStream.range(0, videos.size()).forEach(i -> walked.add(videos.get(i) + " " + (double) starts.get(i)));
            cursor = page.path("next");
            change(films.all().get(pages++ % 3), "{\"collection\":\"elsewhere\"}")
                    .then()
                    .statusCode(200);
        } while (cursor != null);
        assertEquals(5, pages);
        Collections.sort(expected);
        assertEquals(walked.size(), walked.stream().distinct().count());
        assertEquals(expected, walked.stream().sorted().toList());
        assertEquals(List.of(), scenesOf(zebras().queryParam("collection", "walk")));
    }

    @Test
    void withoutWordsEverySceneIsListedWithItsLinks() {
        String id = films.add("a", Attributes.NONE, "a zebra crosses", "an empty road");
        given().queryParam("video", id)
                .get("/v1/scenes")
                .then()
                .statusCode(200)
                .body("scenes.caption", equalTo(List.of("a zebra crosses", "an empty road")))
                .body("scenes[1].highlights", hasSize(0))
                .body("scenes[1].name", equalTo("a"))
                .body("scenes[1].kind", equalTo("scene"))
                .body("scenes[1].play", equalTo("/v1/videos/" + id + "/media#t=1,2"))
                .body("scenes[1].thumbnail", notNullValue())
                .body("next", nullValue());
        given().queryParam("q", "the of")
                .queryParam("video", id)
                .get("/v1/scenes")
                .then()
                .body("scenes", hasSize(2));
    }

    @Test
    void aCursorThatIsNoneAndAPageOfNoSizeAreRefused() {
        for (String cursor : List.of("x", "!!!", "a".repeat(32_001), "\u0000")) {
            problem(given().queryParam("cursor", cursor).get("/v1/scenes"), 400)
                    .body("detail", containsString("'cursor'"));
        }
        problem(given().queryParam("cursor", "AAAAAAAAAAAAAAAA").get("/v1/scenes"), 410)
                .body("type", equalTo("/problems/cursor-expired"))
                .body("detail", containsString("Begin with the first page"));
        problem(given().queryParam("size", 0).get("/v1/scenes"), 400).body("detail", containsString("'size'"));
        problem(given().queryParam("size", 1001).get("/v1/scenes"), 400).body("detail", containsString("'size'"));
        problem(given().queryParam("q", "x".repeat(1001)).get("/v1/scenes"), 400)
                .body("detail", containsString("'q'"));
    }

    @Test
    void theContractNamesTheParameters() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .body(
                        "paths.'/v1/search'.get.parameters.name",
                        hasNames("collection", "meta", "minDuration", "minConfidence", "facets"))
                .body("paths.'/v1/scenes'.get.parameters.name", hasNames("cursor", "tag", "to"))
                .body("paths.'/v1/videos/{id}'.patch", notNullValue())
                .body("paths.'/v1/videos'.get.parameters.name", hasNames("tag", "meta"))
                .body(
                        "paths.'/v1/search'.get.parameters.find { it.name == 'meta' }.schema",
                        equalTo(Map.of("type", "array", "items", Map.of("type", "string"))))
                .body(
                        "components.schemas.MetadataFilter.additionalProperties",
                        equalTo(Map.of("type", "array", "items", Map.of("type", "string"))))
                .body("components.schemas.MetadataFilter.properties", nullValue());
    }

    private static Matcher<Iterable<String>> hasNames(String... names) {
        return hasItems(names);
    }

    // ---- the usual

    private static RequestSpecification zebras() {
        return given().queryParam("q", "zebra");
    }

    private static List<String> found(RequestSpecification search) {
        Response response = search.queryParam("size", 100).get("/v1/search");
        assertEquals(200, response.statusCode(), response.asString());
        return new ArrayList<>(
                response.<List<String>>path("moments.video").stream().distinct().toList());
    }

    private static List<String> scenesOf(RequestSpecification listing) {
        Response response = listing.queryParam("size", 1000).get("/v1/scenes");
        assertEquals(200, response.statusCode(), response.asString());
        return new ArrayList<>(
                response.<List<String>>path("scenes.video").stream().distinct().toList());
    }

    private static void finished(String job) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> given().get("/v1/jobs/{id}", job).<String>path("state"),
                        state -> !state.matches("QUEUED|RUNNING"));
        given().get("/v1/jobs/{id}", job).then().body("problem", nullValue());
    }

    private static byte[] sample(String name) throws IOException {
        try (var film = FilteredSearchTest.class.getResourceAsStream("/samples/" + name)) {
            return film.readAllBytes();
        }
    }
}
