package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.timeviper.search.lucene.CompletionTerms.Completion;
import org.timeviper.search.lucene.CompletionTerms.Kind;

class CompletionTermsTest {

    private static final CaptionAnalyzer ENGLISH = CaptionLanguage.ENGLISH.analyzer();

    private static Set<String> terms(CaptionAnalyzer analyzer, String name, List<String> tags, String... captions) {
        return CompletionTerms.of(
                new IndexedVideo("v", name, "", tags, "", Instant.EPOCH, 1), List.of(captions), analyzer);
    }

    private static Set<String> words(CaptionAnalyzer analyzer, String caption) {
        return terms(analyzer, "", List.of(), caption).stream()
                .map(term -> CompletionTerms.read(term).text())
                .collect(Collectors.toSet());
    }

    @Example
    void captionsGiveTheirWordsAndPairsAsTheyAreWritten() {
        assertEquals(
                Set.of("two", "two red", "red", "red cars", "cars", "pass", "house", "cars pass"),
                words(ENGLISH, "Two red cars pass the house"));
        assertEquals(Set.of("man", "walks", "man walks"), words(ENGLISH, "A man walks without a hat."));
        assertEquals(Set.of("red", "green", "car"), words(ENGLISH, "Red, green: a car"));
        assertTrue(words(CaptionLanguage.JAPANESE.analyzer(), "赤い車が通る").contains("赤い車"));
    }

    @Example
    void titlesAreKnownByEachOfTheirWordsAndTagsAsAWhole() {
        Set<String> terms = terms(ENGLISH, "Coast Road.mp4", List.of("Sea View"));
        for (String typed : List.of("coast", "Coast R", "road", "mp4")) {
            assertEquals(Set.of(new Completion(Kind.TITLE, "Coast Road.mp4")), completing(terms, Kind.TITLE, typed));
        }
        assertEquals(Set.of(new Completion(Kind.TAG, "Sea View")), completing(terms, Kind.TAG, " sea  v"));
        assertEquals(Set.of(), completing(terms, Kind.TAG, "view"));
        assertEquals(Set.of(), completing(terms, Kind.WORDS, "sea"));
    }

    @Example
    void whatIsKeptOfManyCaptionsIsTheSameInEveryProcess() {
        List<String> things = List.of("car", "boat", "man", "dog", "house", "ball", "tree", "lamp", "road", "bird");
        assertEquals(
                things,
                terms(ENGLISH, "", List.of(), things.toArray(String[]::new)).stream()
                        .map(term -> CompletionTerms.read(term).text())
                        .toList());
    }

    @Example
    void theLastWordsOfAScriptWithoutSpacesAreFoundWhereTheyBegin() {
        CaptionAnalyzer japanese = CaptionLanguage.JAPANESE.analyzer();
        assertEquals(List.of(2, 4), CompletionTerms.lastWords("青い空と赤い", japanese));
        assertEquals(List.of(4, 6), CompletionTerms.lastWords("red 赤い車", japanese));
        assertEquals(List.of(0), CompletionTerms.lastWords("車", japanese));
        assertEquals(List.of(), CompletionTerms.lastWords("red ca", japanese));
        assertEquals(List.of(), CompletionTerms.lastWords("赤い ", japanese));
    }

    private static Set<Completion> completing(Set<String> terms, Kind kind, String typed) {
        return terms.stream()
                .filter(term -> term.startsWith(CompletionTerms.prefix(kind, typed)))
                .map(CompletionTerms::read)
                .collect(Collectors.toSet());
    }

    @Example
    void whatIsNoTermIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> CompletionTerms.read(""));
        assertThrows(IllegalArgumentException.class, () -> CompletionTerms.read("xyz"));
    }

    @Property(tries = 300)
    void whateverAVideoIsCalledItsTermsAreShortEnoughToKeepAndReadBack(
            @ForAll String name, @ForAll @Size(max = 3) List<String> tags, @ForAll String caption) {
        for (String term : terms(ENGLISH, name, tags, caption)) {
            assertTrue(term.length() <= 2 + 100 + Math.max(name.length(), 300), term);
            assertTrue(CompletionTerms.read(term).text().length() <= term.length());
        }
    }
}
