package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.junit.jupiter.api.Test;

class CaptionAnalyzerTest {

    private final CaptionAnalyzer analyzer = new CaptionAnalyzer();

    @Test
    void inflectionsOfAWordAreOneTerm() {
        assertEquals(terms("move circle enter"), terms("moving circles entered"));
        assertEquals(terms("move circle enter"), terms("moves Circle's entering"));
        assertEquals(terms("run"), terms("running"));
        assertEquals(terms("fly"), terms("flies"));
        assertEquals(terms("fly"), terms("flying"));
        assertEquals(terms("person walk"), terms("persons walking"));
    }

    @Test
    void wordsOfPlaceAndDirectionStay() {
        assertEquals(List.of("left", "under", "behind", "up"), terms("to the left under behind up"));
    }

    @Test
    void accentsDoNotMatter() {
        assertEquals(terms("cafe"), terms("Café"));
    }

    @Test
    void aDeniedThingIsATermOfItsOwn() {
        assertEquals(List.of("man", "!hat"), terms("a man without a hat"));
        assertEquals(List.of("man", "hat"), terms("a man with a hat"));
        assertEquals(List.of("!peopl", "street"), terms("no people on the street"));
        assertEquals(List.of("car", "!move"), terms("the car isn't moving"));
        assertEquals(List.of("car", "!move"), terms("the car is not moving"));
    }

    @Test
    void theDenialCoversAdjectivesAndAlternativesAndNoMore() {
        assertEquals(List.of("man", "!red", "!hat", "walk"), terms("a man without a red hat walks"));
        assertEquals(List.of("man", "!hat", "!glove", "walk"), terms("a man without a hat or gloves walks"));
        assertEquals(List.of("man", "!hat", "dog"), terms("a man with no hat and a dog"));
        assertEquals(List.of("!car", "!truck", "road"), terms("neither cars nor trucks on the road"));
    }

    @Test
    void notOnlyDeniesNothing() {
        assertEquals(List.of("onli", "red", "car", "blue"), terms("not only red cars but blue"));
    }

    @Test
    void takenOutWordsLeaveNoPlace() {
        assertEquals(List.of(1, 1, 1), increments("hat under the table"));
        assertEquals(List.of(1, 1), increments("a man without a hat"));
    }

    private List<String> terms(String text) {
        return read(text).stream().map(Token::term).toList();
    }

    private List<Integer> increments(String text) {
        return read(text).stream().map(Token::increment).toList();
    }

    private record Token(String term, int increment) {}

    private List<Token> read(String text) {
        List<Token> read = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("caption", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            PositionIncrementAttribute increment = tokens.addAttribute(PositionIncrementAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                read.add(new Token(term.toString(), increment.getPositionIncrement()));
            }
            tokens.end();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return read;
    }
}
