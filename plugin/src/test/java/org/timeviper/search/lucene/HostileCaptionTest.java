package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostileCaptionTest {

    private static final Map<CaptionLanguage, CaptionAnalyzer> ANALYZERS = new EnumMap<>(CaptionLanguage.class);

    static {
        for (CaptionLanguage language : CaptionLanguage.values()) {
            ANALYZERS.put(language, language.analyzer());
        }
    }

    private static final List<String> PIECES = List.of(
            "帽子",
            "車",
            "人",
            "男",
            "赤い",
            "赤",
            "の",
            "ない",
            "なし",
            "を",
            "かぶって",
            "い",
            "いない",
            "は",
            "が",
            "も",
            "に",
            "で",
            "だけ",
            "しか",
            "か",
            "する",
            "こと",
            "ん",
            "ません",
            "着用",
            "見え",
            "々",
            "ゝ",
            "ー",
            "ｶﾞ",
            "Ａ",
            "。",
            "、",
            " ",
            "　",
            "\n",
            "without ",
            "no ",
            "not ",
            "or ",
            "red ",
            "hat ",
            "'s ",
            "l'",
            "’",
            "sin ",
            "rojo ",
            "sombrero ",
            "ohne ",
            "а",
            "ё",
            "İ",
            "ß",
            "ﬁ",
            "!",
            "!!",
            "\u0000",
            "\u0007",
            "\u200b",
            "\ud83d\ude00",
            "\ud800",
            "\udc00",
            "e\u0301",
            "\u202e",
            "\ufeff",
            "1",
            "①",
            "〇");

    @Property(tries = 3000)
    void tokensAreWhole(@ForAll CaptionLanguage language, @ForAll("texts") String text) {
        checkTokens(text, ANALYZERS.get(language));
    }

    @Property(tries = 1000)
    void queriesOfWhateverTextAreBuilt(@ForAll CaptionLanguage language, @ForAll("texts") String text) {
        CaptionQuery query = CaptionQuery.parse(text, ANALYZERS.get(language));
        assertTrue(query.wanted().stream().noneMatch(word -> word.term().isEmpty()));
        query.toQuery("caption");
        ColouredThings.of(text, ANALYZERS.get(language));
    }

    @Property(tries = 500)
    void anAnalyzerForgetsTheTextBefore(@ForAll CaptionLanguage language, @ForAll("texts") String text) {
        List<Captions.Token> first = Captions.read(text, language.analyzer());
        CaptionAnalyzer used = ANALYZERS.get(language);
        Captions.read("帽子を no not", used);
        assertEquals(first, Captions.read(text, used));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(PIECES).list().ofMaxSize(40).map(chosen -> String.join("", chosen));
        Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(60);
        return Arbitraries.frequencyOf(Tuple.of(4, pieces), Tuple.of(1, anything));
    }

    @ParameterizedTest
    @EnumSource
    void aHundredThousandCharactersWithoutSpacesTakeBoundedTime(CaptionLanguage language) {
        for (String piece : List.of("a", "車", "ア", "!", "\ud800", "\ud83d\ude00", "\u0000", "l'", "İ", "о")) {
            checkInTime(piece, language);
        }
    }

    @Test
    void aHundredThousandJapaneseCharactersTakeBoundedTime() {
        for (String piece :
                List.of("あ", "ｱ", "々", "ゝ", "ー", "1", "\udc00", "帽子のない", "車も", "赤い", "ない", "姿の", "見ることができない", "を")) {
            checkInTime(piece, CaptionLanguage.JAPANESE);
        }
    }

    private static void checkInTime(String piece, CaptionLanguage language) {
        String text = piece.repeat(100_000 / piece.length());
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> checkTokens(text, ANALYZERS.get(language)),
                () -> "\"%s\" over and over in %s".formatted(piece, language));
    }

    @ParameterizedTest
    @EnumSource
    void anIndexTakesWhateverCharactersThereAre(CaptionLanguage language) throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("hat 帽子 ");
        for (int i = 0; i < 20_000; i++) {
            text.append((char) random.nextInt(0x10000));
        }
        assertEquals(
                List.of(text.toString()), Captions.found("hat 帽子", List.of(text.toString()), ANALYZERS.get(language)));
    }

    private static void checkTokens(String text, CaptionAnalyzer analyzer) {
        int position = 0;
        int start = 0;
        for (Captions.Token token : Captions.read(text, analyzer)) {
            assertFalse(token.term().isEmpty());
            assertFalse(token.term().equals("!"));
            assertTrue(token.position() >= position, "positions go on");
            assertTrue(token.start() >= start && token.end() >= token.start() && token.end() <= text.length());
            position = token.position();
            start = token.start();
        }
    }
}
