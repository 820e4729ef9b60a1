package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    @Test
    void metadataComesInTheOrderOfItsKeysAndInOneForm() {
        assertEquals(
                "{ID.2_x=ABC-123, rights=caf\u00e9 = 1}",
                said(Map.of("rights", " cafe\u0301 = 1\t", "ID.2_x", "ABC-123"))
                        .metadata()
                        .toString());
    }

    @Test
    void theLimitsOfMetadataAreExactAndTheirBreachIsNamed() {
        Map<String, String> most = IntStream.range(0, 64)
                .mapToObj(i -> "k".repeat(62) + (i + 10))
                .collect(Collectors.toMap(key -> key, key -> " " + "字".repeat(1024) + " "));
        assertEquals(most.keySet(), said(most).metadata().keySet());
        refused(
                "'metadata'",
                "has 65",
                IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v")));
        refused("'metadata.rights'", "1025", Map.of("rights", "v".repeat(1025)));
        refused("'metadata.rights'", "blank", Map.of("rights", " \u3000"));
        refused("'metadata.rights'", "control characters", Map.of("rights", "a\u0000b"));
        refused("'metadata.rights'", "half characters", Map.of("rights", "a\uD83D"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "rights ",
                "sérié",
                "а", // Cyrillic
                "k\n",
                "a:b",
                "a=b",
                "a#b",
                "a/../b",
                "{",
                "$ref",
                "');drop table videos;--"
            })
    void whatIsNoKeyIsRefusedByItsName(String key) {
        refused("'metadata'", "(one is '" + key.replace('\n', '\uFFFD') + "')", Map.of(key, "v"));
    }

    @Test
    void aKeyThatCannotBeWrittenIsShownAsFarAsItCan() {
        refused("'metadata'", "(one is '\uFFFD\uFFFDb')", Map.of("\u0000\uD83Db", "v"));
        refused("'metadata'", "(one is '" + "k".repeat(64) + "…')", Map.of("k".repeat(65), "v"));
        refused("'metadata'", "(one is '" + "k".repeat(63) + "\uFFFD…')", Map.of("k".repeat(63) + "😀", "v"));
    }

    @Test
    void theTermsOfMetadataAreShortAndAsDistinctAsKeysAndValues() {
        String start = "字".repeat(100);
        Map<String, String> metadata = Map.of(
                "a",
                start,
                "b",
                start + "a",
                "c",
                start + "b",
                "d",
                "v".repeat(1024),
                "e",
                "d:e",
                "e.d",
                "e",
                "f",
                "#");
        List<String> terms = said(metadata).metadataTerms();
        assertTrue(terms.containsAll(List.of("a:" + start, "e:d:e", "e.d:e", "f:#")), terms::toString);
        assertTrue(terms.stream().allMatch(term -> term.length() <= 102), terms::toString);
        assertEquals(
                terms.size(),
                terms.stream().map(term -> term.substring(1)).distinct().count(),
                "long values differ though they begin alike");
        assertEquals(terms, said(metadata).metadataTerms());
        assertEquals(
                165,
                said(Map.of("k".repeat(64), start)).metadataTerms().getFirst().length(),
                "the column's width");
    }

    private static Attributes said(Map<String, String> metadata) {
        return new Attributes("", List.of(), "", metadata);
    }

    private static void refused(String name, String reason, Map<String, String> metadata) {
        InvalidAttribute problem = assertThrows(InvalidAttribute.class, () -> said(metadata));
        assertTrue(
                problem.getMessage().startsWith(name) && problem.getMessage().contains(reason), problem.getMessage());
    }

    private static void refused(String name, String reason, String collection, List<String> tags) {
        InvalidAttribute problem = assertThrows(InvalidAttribute.class, () -> new Attributes(collection, tags, ""));
        assertTrue(
                problem.getMessage().startsWith(name) && problem.getMessage().contains(reason), problem.getMessage());
    }
}
