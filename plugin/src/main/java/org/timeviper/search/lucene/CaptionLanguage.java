package org.timeviper.search.lucene;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.ItalianStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.PortugueseStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;

/**
 * The languages that captions and queries may be in, each named by its ISO 639-1 code. A library has one: captions and queries of different languages do not meet
 * by their words.
 *
 * <p>All of them take off inflections, leave out common words but those of place and direction, know colours and which thing has them, and keep what is denied
 * apart, so that "a man without a hat" is not "a man with a hat". None knows synonyms, or divides German compounds. What a denial covers is told from the order of
 * the words, not from a parse: sentences with more than one clause between the denial and the denied thing are misread at times.
 */
public enum CaptionLanguage {
    /** Also takes off accents ("café", "cafe") and possessives. Denials stand before the thing: "no", "not", "without", "isn't" …. */
    ENGLISH("en", "English", CaptionAnalyzer.VERSION, EnglishAnalysis::new),

    /**
     * Words by Kuromoji and its dictionary, compounds divided, verbs and adjectives in their basic form; full-width and half-width forms, iteration marks and the
     * long mark at the end of katakana words do not matter; a colour or shape has one term for its adjective and its noun (赤い, 赤, 赤色; 丸い, 丸). Denials stand behind the thing:
     * 帽子のない, 帽子なし, 帽子をかぶっていない, 車が見えない, 人はいません; 車が動いていない denies the moving, not the car. Latin words are words too, and keep their
     * inflections. Does not know readings: 車 and くるま are two words.
     */
    JAPANESE("ja", "Japanese", 1, JapaneseAnalysis::new),

    /** ß and umlauts count as ss and plain vowels. Denials: "ohne", "kein", "nicht", "weder … noch" …; one at the end of the clause is not understood ("raucht der Mann nicht"). */
    GERMAN("de", "German", 1, () -> european(GermanStemmer::new, EuropeanVocabulary.german())),

    /** Elided articles and accents are taken off. Denials: "sans", "pas", "aucun", "ni" …. Colours stand behind the thing. */
    FRENCH(
            "fr",
            "French",
            1,
            () -> new StemmedAnalysis(
                    FrenchStemmer::new, EuropeanVocabulary.french(), FrenchAnalyzer.DEFAULT_ARTICLES, false)),

    /** Accents are taken off. Denials: "sin", "no", "ningún", "ni" …. Colours stand behind the thing. */
    SPANISH("es", "Spanish", 1, () -> european(SpanishStemmer::new, EuropeanVocabulary.spanish())),

    /** Elided articles and accents are taken off. Denials: "senza", "non", "nessuno", "né" …. Colours stand behind the thing. */
    ITALIAN(
            "it",
            "Italian",
            1,
            () -> new StemmedAnalysis(ItalianStemmer::new, EuropeanVocabulary.italian(), Elided.ITALIAN, false)),

    /** Accents are taken off. Denials: "sem", "não", "nenhum", "nem" …. Colours stand behind the thing. */
    PORTUGUESE("pt", "Portuguese", 1, () -> european(PortugueseStemmer::new, EuropeanVocabulary.portuguese())),

    /** Accents are taken off. Denials: "zonder", "geen", "niet", "noch" …. */
    DUTCH("nl", "Dutch", 1, () -> european(DutchStemmer::new, EuropeanVocabulary.dutch())),

    /** å, ä and ö are letters of their own. Denials: "utan", "inte", "ingen" …. */
    SWEDISH("sv", "Swedish", 1, () -> nordic(SwedishStemmer::new, EuropeanVocabulary.swedish())),

    /** æ, ø and å are letters of their own. Denials: "uden", "ikke", "ingen" …. */
    DANISH("da", "Danish", 1, () -> nordic(DanishStemmer::new, EuropeanVocabulary.danish())),

    /** Bokmål; æ, ø and å are letters of their own. Denials: "uten", "ikke", "ingen" …. */
    NORWEGIAN("no", "Norwegian", 1, () -> nordic(NorwegianStemmer::new, EuropeanVocabulary.norwegian())),

    /** ä and ö are letters of their own. Denials: "ilman", "ei"; the case that means "without" ("hatuton") is not understood, nor are rarer cases of colours. */
    FINNISH("fi", "Finnish", 1, () -> nordic(FinnishStemmer::new, EuropeanVocabulary.finnish())),

    /** ё and е are one letter. Denials: "без", "нет", "не", "ни"; one behind the thing is not understood ("машин нет"). */
    RUSSIAN("ru", "Russian", 1, () -> european(RussianStemmer::new, EuropeanVocabulary.russian()));

    private final String code;
    private final String title;
    private final int version;
    private final Supplier<Analysis> analysis;

    CaptionLanguage(String code, String title, int version, Supplier<Analysis> analysis) {
        this.code = code;
        this.title = title;
        this.version = version;
        this.analysis = analysis;
    }

    /**
     * Finds a language by its code.
     *
     * @param code ISO 639-1, in upper or lower case
     * @throws IllegalArgumentException if no language has it; the message lists those there are
     */
    public static CaptionLanguage of(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equalsIgnoreCase(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No analysis of captions for the language \"%s\". Name one of: %s.".formatted(code, known())));
    }

    private static String known() {
        return Arrays.stream(values())
                .map(language -> language.code + " (" + language.title + ")")
                .collect(Collectors.joining(", "));
    }

    /** @return the ISO 639-1 code, lower case */
    public String code() {
        return code;
    }

    /** @return the language's English name */
    public String title() {
        return title;
    }

    /** @return changes whenever the terms of some text of this language change: an index written with another version must be rebuilt */
    public int version() {
        return version;
    }

    /** @return what an index's captions were analysed by, to be kept with the index and compared: code and version, "ja-1" */
    public String identity() {
        return code + "-" + version;
    }

    /** @return a new analyzer of this language, which the caller may share between threads; the first Japanese one loads a dictionary */
    public CaptionAnalyzer analyzer() {
        return new CaptionAnalyzer(this);
    }

    Analysis analysis() {
        return analysis.get();
    }

    private static Analysis european(Supplier<? extends SnowballStemmer> stemmer, Vocabulary.Builder words) {
        return new StemmedAnalysis(stemmer, words, CharArraySet.EMPTY_SET, false);
    }

    private static Analysis nordic(Supplier<? extends SnowballStemmer> stemmer, Vocabulary.Builder words) {
        return new StemmedAnalysis(stemmer, words, CharArraySet.EMPTY_SET, true);
    }

    /** Articles and prepositions that lose their vowel before another, where Lucene does not publish its own. */
    private static final class Elided {
        static final CharArraySet ITALIAN = CharArraySet.unmodifiableSet(new CharArraySet(
                List.of(
                        "c", "l", "all", "dall", "dell", "nell", "sull", "coll", "pell", "gl", "agl", "dagl", "degl",
                        "negl", "sugl", "un", "m", "t", "s", "v", "d", "quell", "quest"),
                true));

        private Elided() {}
    }
}
