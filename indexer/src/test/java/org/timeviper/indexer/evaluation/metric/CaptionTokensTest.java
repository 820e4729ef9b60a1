package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionTokensTest {

    /** What Stanford's tokenizer gives for the same texts, run as coco-caption runs it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A man, in a red shirt, rides a horse. | a man in a red shirt rides a horse",
                "The man's dog doesn't eat. | the man 's dog does n't eat",
                "They're gonna play; I can't and you cannot. | they 're gon na play i ca n't and you can not",
                "The dogs' toys | the dogs toys",
                "A black-and-white dog - a mother-in-law's | a black-and-white dog a mother-in-law 's",
                "3.5 miles, 1,000 people at 10:30 | 3.5 miles 1,000 people at 10:30",
                "Mr. Smith meets Dr. Jones in the U.S. today | mr. smith meets dr. jones in the u.s. today",
                "\"What?\" she said... (quietly) | what she said -lrb- quietly -rrb-",
                "What?! No!! [loud] | what ?! no !! -lsb- loud -rsb-",
                "A bird's-eye view | a bird 's eye view",
                "The so-called \"red\" car's 'blue' | the so-called red car 's blue",
                "word:word word;word word,word | word word word word word word",
                "It ends.The next | it ends.the next",
                "a — dash – here -- too | a dash here too",
                "-2 to +2 degrees, 5-10 people | -2 to +2 degrees 5-10 people",
                "Rock 'n' roll of the '90s at 10am, the 2nd | rock 'n' roll of the '90s at 10am the 2nd",
                "vitamin b. by O'Neil, d'you see? | vitamin b. by o'neil d'you see",
                "On Mar. 5 at St. No. 5, in Mass. | on mar. 5 at st. no. 5 in mass",
                "user@example.com @name #tag a*b | user@example.com @name #tag a * b",
                "The letter o's shape | the letter o 's shape",
                "underscore_word red/white 1/2 | underscore_word red/white 1/2",
                "as'smooth and consistent' | as smooth and consistent",
                "$5 & 50% | $ 5 & 50 %",
                "It’s five o'clock | it 's five o'clock",
                "a 3-year-old's t-shirt | a 3-year-old 's t-shirt",
                "See http://example.org/a?b=c. | see http://example.org/a?b=c",
            })
    void wordsAreTakenApartAsInThePennTreebank(String caption, String tokens) {
        assertEquals(tokens, String.join(" ", CaptionTokens.of(caption)));
    }

    @Test
    void japaneseFallsIntoCharactersAndKeepsNoPunctuation() {
        assertEquals(
                List.of("赤", "い", "車", "が", "ス", "タ", "ー", "ト", "す", "る", "bmw", "2", "台"),
                CaptionTokens.of("赤い車が「スタート」する。BMW 2台"));
    }

    @Test
    void lettersWithMarksAreTheSameHoweverTheyAreWritten() {
        assertEquals(List.of("café", "naïve"), CaptionTokens.of("Cafe\u0301, nai\u0308ve"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n\t", ".", "…—“” « » -- ' \" ` _", "。、「」", "\u200B\uFE0F"})
    void aTextWithoutWordsHasNoTokens(String text) {
        assertEquals(List.of(), CaptionTokens.of(text));
    }

    @Property(tries = 500)
    void anyTextIsTakenApartAndTokensHoldNoSpace(@ForAll @StringLength(max = 200) String text) {
        for (String token : CaptionTokens.of(text)) {
            assertTrue(!token.isBlank() && token.chars().noneMatch(Character::isWhitespace), token);
        }
    }

    @Property(tries = 200)
    void caseAndSpaceMakeNoDifference(@ForAll @AlphaChars @StringLength(max = 30) String word) {
        assertEquals(CaptionTokens.of(word + " x"), CaptionTokens.of("\n" + word.toUpperCase(Locale.ROOT) + " \t x "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "a.", "a-", "'", "%", "a@", "!", "www.", "1,", "n't", "あ", "a'", "a%", "a@a", "o'", "a.a", "-",
                "+1"
            })
    void aLongTextOfOneKindTakesNoTimeToSpeakOf(String piece) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> CaptionTokens.of(piece.repeat(20_000))
                .size());
    }
}
