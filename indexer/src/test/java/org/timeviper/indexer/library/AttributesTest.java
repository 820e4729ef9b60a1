package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {

    @ParameterizedTest
    @CsvSource({
        "en, en",
        "JA, ja",
        "pt-br, pt-BR",
        "zh-hant-tw, zh-Hant-TW",
        "eng, en",
        "deu-CH, de-CH",
        "iw, he",
        "ain, ain",
        "' ja ', ja",
        "de-CH-1996, de-CH-1996"
    })
    void aLanguageIsBroughtIntoItsCanonicalForm(String given, String canonical) {
        assertEquals(canonical, Attributes.language("language", given));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "japanese",
                "English",
                "en_GB",
                "xx",
                "e",
                "en-",
                "x-klingon",
                "12",
                "日本語",
                "en,ja",
                "-",
                "en-GB-GB"
            })
    void whatIsNoLanguageIsRefusedWithExamples(String given) {
        InvalidAttribute problem = assertThrows(InvalidAttribute.class, () -> Attributes.language("language", given));
        assertTrue(
                problem.getMessage().startsWith("'language'")
                        && problem.getMessage().contains("pt-BR"),
                problem.getMessage());
    }

    @Test
    void tagsComeOnceAndInOrderInOneForm() {
        assertEquals(
                List.of("Football", "caf\u00e9", "football", "サッカー"),
                new Attributes("", List.of(" サッカー", "football", "cafe\u0301", "Football", "caf\u00e9"), "").tags());
        assertEquals("caf\u00e9", new Attributes(" cafe\u0301 ", List.of(), "").collection());
    }

    @Test
    void nothingIsSaidByBlanks() {
        assertEquals(Attributes.NONE, new Attributes(" ", List.of(), "\t"));
    }

    @Test
    void limitsAreExactAndNamed() {
        List<String> most = IntStream.range(0, 100).mapToObj(i -> "tag " + i).toList();
        assertEquals(100, new Attributes("c".repeat(200), most, "").tags().size());
        assertEquals(1, new Attributes("", List.of("t".repeat(100)), "").tags().size());
        refused("'collection'", "201", "c".repeat(201), List.of());
        refused("'tags'", "101", "", List.of("t".repeat(101)));
        refused(
                "'tags'",
                "101",
                "",
                IntStream.range(0, 101).mapToObj(i -> "tag " + i).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\u007fb", "a\u0085b", "a\u2028b", "a\uD83D", "\uDE00b"})
    void whatCannotBeWrittenInALineIsRefused(String text) {
        refused("'collection'", "control characters", text, List.of());
        refused("'tags'", "control characters", "", List.of(text));
    }

    @Test
    void emojiAndWritingOfAllKindsAreTags() {
        List<String> tags = List.of("👨‍👩‍👧", "𠮷野家", "עברית", "a & b <c>", "'; drop table videos");
        assertEquals(tags.stream().sorted().toList(), new Attributes("", tags, "").tags());
    }

    @Test
    void aTagIsOneTag() {
        refused("'tags'", "comma", "", List.of("a,b"));
        refused("'tags'", "blank", "", List.of(" "));
    }

    private static void refused(String name, String reason, String collection, List<String> tags) {
        InvalidAttribute problem = assertThrows(InvalidAttribute.class, () -> new Attributes(collection, tags, ""));
        assertTrue(
                problem.getMessage().startsWith(name) && problem.getMessage().contains(reason), problem.getMessage());
    }
}
