package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CaptionHighlightsTest {

    private static final CaptionAnalyzer ANALYZER = new CaptionAnalyzer();

    @Test
    void everyInflectionAndEveryOccurrenceIsHighlightedAsItStandsInTheCaption() {
        assertEquals(
                List.of("Cars", "red", "car's", "CAR"),
                marked("the red car", "Cars pass; a red one, the car's roof, CAR"));
    }

    @Test
    void commonWordsAndWordsThatWereNotAskedForAreNot() {
        assertEquals(List.of("boat"), marked("a boat on the sea", "A boat on a lake in the sun"));
        assertEquals(List.of(), marked("the of and", "the man of the sea"));
        assertEquals(List.of(), marked("elephant", "A boat on a lake"));
        assertEquals(List.of(), marked("boat", ""));
    }

    @Test
    void whatTheCaptionDeniesIsNotThere() {
        assertEquals(List.of("man"), marked("a man with a hat", "A man without a hat"));
        assertEquals(List.of("man", "hat"), marked("a man with a hat", "A man without gloves wears a hat"));
        assertEquals(List.of("man"), marked("a man without a hat", "A man and a hat"));
    }

    @Test
    void offsetsCountUtf16UnitsWhateverStandsBefore() {
        assertEquals(List.of("boat"), marked("boat", "😀😀 boat 👨‍👩‍👧"));
        assertEquals(
                List.of(new CaptionHighlights.Range(5, 9)),
                new CaptionHighlights(CaptionQuery.parse("boat", ANALYZER), ANALYZER).in("😀😀 boat"));
        assertEquals(List.of("Café"), marked("cafe", "Café, bar"));
        assertEquals(List.of("ﬁlm"), marked("film", "a ﬁlm"));
        assertEquals(List.of("Straße"), marked("strasse", "Die Straße"));
        assertEquals(List.of("猫"), marked("猫", "黒い猫がいる"));
        assertEquals(List.of("𠮷"), marked("𠮷", "𠮷野家"));
    }

    @Test
    void halfACharacterInTheCaptionHarmsNothing() {
        assertEquals(List.of("boat"), marked("boat", "\uD83D boat \uDE00"));
    }

    @Property(tries = 2000)
    void rangesLieInTheCaptionInOrderAndEachHoldsAWantedWord(
            @ForAll("texts") String query, @ForAll("texts") String caption) {
        CaptionQuery parsed = CaptionQuery.parse(query, ANALYZER);
        Set<String> wanted =
                parsed.wanted().stream().map(CaptionQuery.Word::term).collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        int free = 0;
        for (CaptionHighlights.Range range : new CaptionHighlights(parsed, ANALYZER).in(caption)) {
            assertTrue(range.start() >= free && range.start() < range.end() && range.end() <= caption.length());
            assertFalse(cutsACharacter(caption, range.start()) || cutsACharacter(caption, range.end()));
            List<String> terms = terms(caption.substring(range.start(), range.end()));
            assertEquals(1, terms.size(), terms::toString);
            assertTrue(wanted.contains(terms.getFirst()), terms::toString);
            found.add(terms.getFirst());
            free = range.end();
        }
        Set<String> held = CaptionQuery.tokens(caption, ANALYZER, 1000).stream()
                .filter(token -> !token.denied())
                .map(token -> token.word().term())
                .filter(wanted::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(held, found);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(
                "red",
                "Cars",
                "car",
                "car's",
                "Straße",
                "café",
                "cafe\u0301",
                "without",
                "no",
                "not",
                "only",
                "a",
                "the",
                "hat",
                "hats",
                "猫",
                "犬",
                "𠮷",
                "😀",
                "👨‍👩‍👧",
                "ﬁlm",
                "film",
                "İstanbul",
                "ΣΊΣΥΦΟΣ",
                "or",
                "nor",
                "walks",
                "x");
        Arbitrary<String> between = Arbitraries.of(" ", " ", ", ", "", "\n", "\u00a0", "-", "' ", "\uD83D", ".");
        return Combinators.combine(words, between)
                .as((word, gap) -> word + gap)
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static boolean cutsACharacter(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }

    private static List<String> terms(String text) {
        return CaptionQuery.tokens(text, ANALYZER, 1000).stream()
                .map(token -> token.word().term())
                .toList();
    }

    private static List<String> marked(String query, String caption) {
        return new CaptionHighlights(CaptionQuery.parse(query, ANALYZER), ANALYZER)
                .in(caption).stream()
                        .map(range -> caption.substring(range.start(), range.end()))
                        .toList();
    }
}
