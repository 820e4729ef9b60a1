package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JapaneseCaptionTest {

    private static final CaptionAnalyzer ANALYZER = CaptionLanguage.of("ja").analyzer();

    @Test
    void inflectionsOfAWordAreOneTerm() {
        assertEquals(List.of("走る"), terms("走っている"));
        assertEquals(List.of("走る"), terms("走った"));
        assertEquals(List.of("人", "歩く"), terms("人が歩きます"));
        assertEquals(terms("大きい犬"), terms("大きかった犬"));
    }

    @Test
    void aCompoundIsItsParts() {
        assertEquals(List.of("高速", "道路"), terms("高速道路"));
        assertEquals(List.of("車", "道路", "走る"), terms("車が道路を走る"));
    }

    @Test
    void waysToWriteAWordDoNotMatter() {
        assertEquals(terms("コンピュータ"), terms("コンピューター"));
        assertEquals(terms("ガラス"), terms("ｶﾞﾗｽ"));
        assertEquals(List.of("abc"), terms("ＡＢＣ"));
        assertEquals(List.of("人"), terms("人々"));
        assertEquals(terms("時時"), terms("時々"));
    }

    @Test
    void latinWordsAmongJapaneseOnesAreWords() {
        assertEquals(List.of("iphone", "持つ", "男", "cafe"), terms("iPhoneを持つ男とCafé"));
        assertEquals(List.of("a", "チーム", "3", "人"), terms("Aチームの３人"));
    }

    @Test
    void wordsOfPlaceStay() {
        assertEquals(List.of("机", "下", "猫"), terms("机の下の猫"));
        assertEquals(List.of("右", "左"), terms("右から左へ"));
    }

    @Test
    void aThingThatIsNotThereIsDenied() {
        assertEquals(List.of("!帽子", "男"), terms("帽子のない男"));
        assertEquals(List.of("!帽子", "男"), terms("帽子なしの男"));
        assertEquals(List.of("!帽子", "男"), terms("帽子無しの男"));
        assertEquals(List.of("!帽子"), terms("帽子がありません"));
        assertEquals(List.of("!車"), terms("車が見えない"));
        assertEquals(List.of("!人"), terms("人はいません"));
        assertEquals(List.of("!人"), terms("人がいなかった"));
        assertEquals(List.of("!人", "道路"), terms("誰もいない道路"));
        assertEquals(List.of("!車"), terms("車を見ることができない"));
        assertEquals(List.of("!人"), terms("人の姿が見えない"));
        assertEquals(List.of("!車", "一", "台"), terms("車が一台もいない"));
    }

    @Test
    void aThingThatIsNotWornIsDenied() {
        assertEquals(List.of("!帽子", "男"), terms("帽子をかぶっていない男"));
        assertEquals(List.of("!帽子", "男"), terms("帽子をかぶらない男"));
        assertEquals(List.of("!帽子", "歩く", "男"), terms("帽子をかぶらずに歩く男"));
        assertEquals(List.of("!帽子"), terms("帽子をかぶっていませんでした"));
        assertEquals(List.of("男", "!帽子", "眼鏡", "かける"), terms("男は帽子はかぶっていないが、眼鏡はかけている"));
        assertEquals(List.of("!ヘルメット", "人"), terms("ヘルメットを着用していない人"));
        assertEquals(List.of("!マスク", "女性"), terms("マスクをしていない女性"));
    }

    @Test
    void whatIsDeniedIsTheThingAndNotThePlace() {
        assertEquals(List.of("道路", "!車"), terms("道路には車はいない"));
        assertEquals(List.of("!車", "道路"), terms("車は道路にいない"));
        assertEquals(List.of("道路", "上", "!車"), terms("道路の上に車がいない"));
    }

    @Test
    void aThingThatDoesNotActIsThereAllTheSame() {
        assertEquals(List.of("車", "!動く"), terms("車が動いていない"));
        assertEquals(List.of("!動く", "車"), terms("動いていない車"));
        assertEquals(List.of("!赤", "車"), terms("赤くない車"));
    }

    @Test
    void theDenialCoversAdjectivesAndAlternativesAndNoMore() {
        assertEquals(List.of("!赤", "!帽子", "男"), terms("赤い帽子のない男"));
        assertEquals(List.of("!赤", "!白", "!帽子", "男"), terms("赤と白の帽子をかぶっていない男"));
        assertEquals(List.of("!交通", "!標識"), terms("交通標識がない"));
        assertEquals(List.of("!帽子", "!手袋", "男"), terms("帽子も手袋も着けていない男"));
        assertEquals(List.of("!車", "!人", "道"), terms("車や人がいない道"));
        assertEquals(List.of("!眼鏡", "女性", "帽子", "かぶる", "男"), terms("眼鏡をかけていない女性と帽子をかぶった男"));
        assertEquals(List.of("!猫", "犬"), terms("猫がいない。犬がいる。"));
        assertEquals(List.of("!赤", "青", "車"), terms("赤ではなく青の車"));
    }

    @Test
    void notOnlyAndPerhapsAndQuestionsDenyNothing() {
        assertEquals(List.of("車", "人", "歩く"), terms("車だけでなく人も歩く"));
        assertEquals(List.of("男"), terms("男しかいない"));
        assertEquals(List.of("車"), terms("車はいませんか"));
        assertTrue(terms("車がいるかもしれない").contains("車"));
        assertTrue(terms("車が見えなくなる").contains("車"));
    }

    @Test
    void neitherTakenOutWordsNorPunctuationLeaveAPlace() {
        assertEquals(
                List.of(0, 1),
                Captions.read("帽子をかぶっていない男", ANALYZER).stream()
                        .map(Captions.Token::position)
                        .toList());
        assertEquals(
                List.of(0, 1),
                Captions.read("男。 犬", ANALYZER).stream()
                        .map(Captions.Token::position)
                        .toList());
    }

    @Test
    void offsetsPointIntoTheTextAsTyped() {
        String text = "ｶﾞﾗｽ、帽子のない男";
        assertEquals(
                List.of("ｶﾞﾗｽ", "帽子", "男"),
                Captions.read(text, ANALYZER).stream()
                        .map(token -> text.substring(token.start(), token.end()))
                        .toList());
    }

    @Test
    void aColourBelongsToItsThing() {
        assertEquals(Map.of("トラック", Set.of("red"), "車", Set.of("blue")), colours("赤いトラックの前に青い車が止まっている"));
        assertEquals(Map.of("車", Set.of("red")), colours("真っ赤な大きい車"));
        assertEquals(Map.of("車", Set.of("red")), colours("赤くて大きい車"));
        assertEquals(Map.of("シャツ", Set.of("red", "white")), colours("赤と白のシャツ"));
        assertEquals(Map.of("車", Set.of("red")), colours("車は赤い。犬が走る"));
        assertEquals(Map.of("丸", Set.of("red"), "四角", Set.of("blue")), colours("赤い丸と青い四角"));
        assertEquals(Map.of("四角", Set.of("red"), "丸", Set.of("blue")), colours("赤い四角と青い丸"));
        assertEquals(Map.of("車", Set.of("orange")), colours("オレンジ色の車"));
        assertEquals(Map.of(), colours("赤い帽子のない男"));
    }

    @Test
    void anotherColourOfTheSameThingIsADifference() {
        assertTrue(differ("赤い車", "青い車が走る"));
        assertFalse(differ("赤い車", "赤の車が走る"));
        assertFalse(differ("赤い車", "青い車の後ろを赤い車が走る"));
        assertFalse(differ("グレーの猫", "灰色の猫"));
        assertFalse(differ("赤い車", "車が走る"));
    }

    @Test
    void aColourHasOneTermForAdjectiveAndNoun() {
        assertEquals(List.of("赤", "車"), terms("赤い車"));
        assertEquals(List.of("赤", "車"), terms("赤の車"));
        assertEquals(List.of("赤", "車"), terms("赤色の車"));
        assertEquals(List.of("黄色", "車"), terms("黄色い車"));
    }

    @Test
    void aManWithoutAHatIsNotAManWithAHat() throws IOException {
        List<String> captions = List.of("帽子をかぶった男が歩く", "帽子をかぶっていない男が歩く", "男が犬と歩く");
        assertEquals(List.of("帽子をかぶった男が歩く", "男が犬と歩く"), found("帽子の男", captions));
        assertEquals(List.of("帽子をかぶっていない男が歩く", "男が犬と歩く"), found("帽子のない男", captions));
    }

    @Test
    void aDenialAloneFindsWhatDeniesTheSame() throws IOException {
        assertEquals(List.of("誰もいない通り"), found("人はいません", List.of("人々が通りを渡る", "誰もいない通り", "車")));
    }

    @Test
    void anAdjectiveNarrowsWhatIsDenied() throws IOException {
        List<String> captions = List.of("赤い車のある道路", "青い車のある道路", "青いバスのいない道路");
        assertEquals(List.of("青い車のある道路", "青いバスのいない道路"), found("赤い車のない道路", captions));
        assertTrue(found("青い車", captions).contains("青い車のある道路"));
    }

    @Test
    void oneCharacterFindsItsWord() throws IOException {
        List<String> captions = List.of("犬が走る", "赤い車が二台通る", "猫が寝ている");
        assertEquals(List.of("赤い車が二台通る"), found("車", captions));
        assertEquals(List.of("赤い車が二台通る"), found("赤", captions));
        assertEquals(List.of("猫が寝ている"), found("寝る", captions));
    }

    @Test
    void wordsThatStandTogetherCountMore() throws IOException {
        assertEquals("赤い丸と青い四角", found("赤い丸", List.of("赤い四角と青い丸", "赤い丸と青い四角")).getFirst());
    }

    @Test
    void aQueryOfCommonWordsSaysSo() {
        assertTrue(CaptionQuery.parse("これはそれです。", ANALYZER).onlyCommonWords());
        assertTrue(CaptionQuery.parse("　、。！ ", ANALYZER).onlyCommonWords());
        assertFalse(CaptionQuery.parse("左", ANALYZER).onlyCommonWords());
        assertFalse(CaptionQuery.parse("人がいない", ANALYZER).onlyCommonWords());
    }

    private static List<String> terms(String text) {
        return Captions.terms(text, ANALYZER);
    }

    private static Map<String, Set<String>> colours(String text) {
        return ColouredThings.of(text, ANALYZER).colours();
    }

    private static boolean differ(String query, String caption) {
        return ColouredThings.of(query, ANALYZER).differFrom(ColouredThings.of(caption, ANALYZER));
    }

    private static List<String> found(String query, List<String> captions) throws IOException {
        return Captions.found(query, captions, ANALYZER);
    }
}
