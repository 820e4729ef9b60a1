package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PorterStemmerTest {

    /** Examples of Porter's paper, or of everyday captions. */
    @ParameterizedTest
    @CsvSource({
        "caresses, caress",
        "ponies, poni",
        "cats, cat",
        "agreed, agre",
        "feed, feed",
        "plastered, plaster",
        "bled, bled",
        "motoring, motor",
        "sing, sing",
        "hopping, hop",
        "falling, fall",
        "filing, file",
        "running, run",
        "happy, happi",
        "sky, sky",
        "relational, relat",
        "conditional, condit",
        "hopefulness, hope",
        "electrical, electr",
        "adoption, adopt",
        "controlling, control",
        "rate, rate",
        "cease, ceas",
        "as, as",
        "café, café",
        "3-year-old, 3-year-old"
    })
    void endingsAreTakenOff(String word, String stem) {
        assertEquals(stem, PorterStemmer.stem(word));
    }

    /** Lucene's filter is Porter's own program. */
    @Property(tries = 5000)
    void itDoesWhatPortersOwnProgramDoes(@ForAll("words") String word) throws IOException {
        assertEquals(stemmedByLucene(word), PorterStemmer.stem(word));
    }

    private static String stemmedByLucene(String word) throws IOException {
        WhitespaceTokenizer tokenizer = new WhitespaceTokenizer();
        tokenizer.setReader(new StringReader(word));
        try (PorterStemFilter stemmed = new PorterStemFilter(tokenizer)) {
            stemmed.reset();
            stemmed.incrementToken();
            return stemmed.getAttribute(CharTermAttribute.class).toString();
        }
    }

    /** Beginnings of all shapes before all endings that the algorithm knows, and some that look like them. */
    @Provide
    Arbitrary<String> words() {
        Arbitrary<String> beginnings = Arbitraries.strings()
                .withChars("aeioybcdlmnrstvwxz")
                .ofMinLength(1)
                .ofMaxLength(7);
        Arbitrary<String> endings = Arbitraries.of(
                "", "s", "es", "sses", "ies", "ss", "eed", "ed", "ing", "ated", "bling", "izing", "lling", "tting", "y",
                "ational", "tional", "enci", "ancy", "izer", "bly", "ably", "alli", "ently", "eli", "ously", "ization",
                "ation", "ator", "alism", "iveness", "fulness", "ousness", "aliti", "ality", "iviti", "ivity", "biliti",
                "bility", "logi", "logy", "icate", "ative", "alize", "iciti", "icity", "ical", "ful", "ness", "al",
                "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "sion", "tion", "rion", "ou",
                "ism", "ate", "iti", "ity", "ous", "ive", "ize", "e", "ll", "lle", "ion", "ings", "edly");
        return Combinators.combine(beginnings, endings).as(String::concat);
    }
}
