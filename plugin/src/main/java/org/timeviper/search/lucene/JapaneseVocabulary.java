package org.timeviper.search.lucene;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;

/** The word classes of Japanese that the dictionary does not tell, by basic forms. */
final class JapaneseVocabulary {

    /** Words too common to tell one caption from another: Lucene's list, which has no words of place. */
    static final CharArraySet COMMON = JapaneseAnalyzer.getDefaultStopSet();

    /** To be there, or to be seen: denied, they deny who or what would be. */
    static final Set<String> BEING = Set.of(
            "いる", "居る", "ある", "有る", "おる", "見える", "みえる", "見る", "見つかる", "見つける", "見当たる", "映る", "写る", "映す", "写す", "いらっしゃる",
            "存在", "登場", "確認", "現れる", "残る");

    /** To wear or to have on oneself: denied, they deny what would be worn, even where that is the sentence's topic. */
    static final Set<String> WEARING = Set.of(
            "かぶる", "被る", "着る", "着ける", "付ける", "つける", "はく", "履く", "穿く", "かける", "掛ける", "まとう", "纏う", "する", "さす", "差す", "持つ",
            "もつ", "着用", "装着", "所持");

    /** What a thing is seen by: 人の姿が見えない denies people. */
    static final Set<String> APPEARANCES = Set.of("姿", "影", "気配", "様子");

    /** Verbs whose denial denies nothing: かもしれない, なければならない. */
    static final Set<String> HEDGES = Set.of("しれる", "知れる", "なる", "いける", "違い", "間違い");

    /** Who is nobody once denied: 誰もいない. */
    private static final Map<String, String> NOBODY = Map.of("誰", "人", "だれ", "人");

    /** Forms of one word that the dictionary holds for two: 人々, its iteration mark already written out, and shapes as adjectives. */
    private static final Map<String, String> ONE_WORD = Map.of("人人", "人", "人びと", "人", "丸い", "丸", "四角い", "四角");

    private record Name(String term, Colour colour) {}

    private static final Map<String, Name> COLOURS = colours();

    private JapaneseVocabulary() {}

    static boolean isCommon(JapaneseWord word) {
        return COMMON.contains(word.base());
    }

    /** @return the class of the colour that the word names, 0 if it names none */
    static int colour(JapaneseWord word) {
        Name name = COLOURS.get(word.base());
        return name == null ? 0 : WordClass.of(name.colour());
    }

    /** @return the term of a word: of colours and shapes, one for the adjective and the noun */
    static String term(JapaneseWord word) {
        Name name = COLOURS.get(word.base());
        return name == null ? ONE_WORD.getOrDefault(word.base(), word.base()) : name.term();
    }

    /** @return the term of a word that is denied as a thing */
    static String deniedTerm(JapaneseWord word) {
        return NOBODY.getOrDefault(word.base(), term(word));
    }

    private static Map<String, Name> colours() {
        Map<String, Name> names = new HashMap<>();
        put(names, Colour.RED, "赤", "赤い", "赤色", "真っ赤", "真赤", "紅", "紅い", "紅色", "朱色");
        put(names, Colour.RED, "レッド");
        put(names, Colour.GREEN, "緑", "緑色", "みどり");
        put(names, Colour.GREEN, "グリーン");
        put(names, Colour.BLUE, "青", "青い", "青色", "真っ青", "蒼い", "紺", "紺色");
        put(names, Colour.BLUE, "水色");
        put(names, Colour.BLUE, "ブルー");
        put(names, Colour.YELLOW, "黄色", "黄色い", "黄");
        put(names, Colour.YELLOW, "イエロー");
        put(names, Colour.ORANGE, "オレンジ", "オレンジ色", "橙色", "橙", "だいだい色");
        put(names, Colour.PURPLE, "紫", "紫色");
        put(names, Colour.PURPLE, "パープル");
        put(names, Colour.PINK, "ピンク", "ピンク色", "桃色");
        put(names, Colour.BROWN, "茶色", "茶色い", "茶", "褐色");
        put(names, Colour.BROWN, "ブラウン");
        put(names, Colour.BLACK, "黒", "黒い", "黒色", "真っ黒");
        put(names, Colour.BLACK, "ブラック");
        put(names, Colour.WHITE, "白", "白い", "白色", "真っ白");
        put(names, Colour.WHITE, "ホワイト");
        put(names, Colour.GREY, "灰色", "鼠色", "ねずみ色");
        put(names, Colour.GREY, "グレー");
        put(names, Colour.GREY, "銀色", "シルバー");
        put(names, Colour.GOLD, "金色", "黄金", "ゴールド");
        put(names, Colour.CYAN, "シアン");
        put(names, Colour.MAGENTA, "マゼンタ");
        put(names, Colour.TEAL, "ターコイズ", "青緑");
        put(names, Colour.BEIGE, "ベージュ", "肌色");
        return Map.copyOf(names);
    }

    /** @param term the term of all these names */
    private static void put(Map<String, Name> names, Colour colour, String term, String... others) {
        names.put(term, new Name(term, colour));
        for (String other : others) {
            names.put(other, new Name(term, colour));
        }
    }
}
