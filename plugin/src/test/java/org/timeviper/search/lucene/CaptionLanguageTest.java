package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CaptionLanguageTest {

    @ParameterizedTest
    @EnumSource
    void aLanguageIsFoundByItsCode(CaptionLanguage language) {
        assertEquals(language, CaptionLanguage.of(language.code()));
        assertEquals(language, CaptionLanguage.of(language.code().toUpperCase(Locale.ROOT)));
        assertEquals(language, language.analyzer().language());
    }

    @Test
    void anUnknownLanguageIsRefusedWithThoseThereAre() {
        String message = assertThrows(IllegalArgumentException.class, () -> CaptionLanguage.of("tlh"))
                .getMessage();
        assertTrue(message.contains("\"tlh\""), message);
        Arrays.stream(CaptionLanguage.values())
                .forEach(language -> assertTrue(message.contains(language.code() + " ("), message));
        assertThrows(IllegalArgumentException.class, () -> CaptionLanguage.of(""));
        assertThrows(IllegalArgumentException.class, () -> CaptionLanguage.of(null));
    }

    @Test
    void identitiesOfLanguagesDiffer() {
        assertEquals(
                CaptionLanguage.values().length,
                Arrays.stream(CaptionLanguage.values())
                        .map(CaptionLanguage::identity)
                        .distinct()
                        .count());
        assertEquals(CaptionAnalyzer.VERSION, CaptionLanguage.ENGLISH.version());
        assertEquals(CaptionLanguage.ENGLISH, new CaptionAnalyzer().language());
    }

    @ParameterizedTest
    @CsvSource({
        "en, without a red hat, a man with a red hat, a man without a red hat",
        "ja, 赤い帽子のない, 赤い帽子の男, 赤い帽子のない男",
        "de, ohne roten Hut, ein Mann mit rotem Hut, ein Mann ohne roten Hut",
        "fr, sans chapeau rouge, un homme avec un chapeau rouge, un homme sans chapeau rouge",
        "es, sin sombrero rojo, un hombre con un sombrero rojo, un hombre sin sombrero rojo",
        "it, senza cappello rosso, un uomo con un cappello rosso, un uomo senza cappello rosso",
        "pt, sem chapéu vermelho, um homem com um chapéu vermelho, um homem sem chapéu vermelho",
        "nl, zonder rode hoed, een man met een rode hoed, een man zonder rode hoed",
        "sv, utan röd hatt, en man med en röd hatt, en man utan röd hatt",
        "da, uden rød hat, en mand med en rød hat, en mand uden rød hat",
        "no, uten rød hatt, en mann med en rød hatt, en mann uten rød hatt",
        "fi, ilman punaista hattua, mies jolla on punaista hattua, mies ilman punaista hattua",
        "ru, без красной шляпы, мужчина в красной шляпе, мужчина без красной шляпы"
    })
    void withAHatIsNotWithoutOne(String code, String query, String with, String without) throws IOException {
        CaptionAnalyzer analyzer = CaptionLanguage.of(code).analyzer();
        assertEquals(List.of(without), Captions.found(query, List.of(with, without), analyzer));
        assertEquals(
                List.of(with),
                Captions.found(with, List.of(with, without), analyzer).stream()
                        .limit(1)
                        .toList());
        assertEquals(
                2, CaptionQuery.parse(query, analyzer).denied().getFirst().size(), "the colour is denied with the hat");
    }

    @ParameterizedTest
    @CsvSource({
        "en, a red car and a white house, car, hous",
        "ja, 赤い車と白い家, 車, 家",
        "de, ein rotes Auto und das weiße Haus, auto, haus",
        "fr, une voiture rouge et une maison blanche, voitur, maison",
        "es, un coche rojo y una casa blanca, coch, cas",
        "it, una macchina rossa e una casa bianca, macchin, cas",
        "pt, um carro vermelho e uma casa branca, carr, cas",
        "nl, een rode auto en een wit huis, auto, huis",
        "sv, en röd bil och ett vitt hus, bil, hus",
        "da, en rød bil og et hvidt hus, bil, hus",
        "no, en rød bil og et hvitt hus, bil, hus",
        "fi, punainen auto ja valkoinen talo, auto, talo",
        "ru, красная машина и белый дом, машин, дом"
    })
    void aColourBelongsToItsThing(String code, String text, String red, String white) {
        assertEquals(
                Map.of(red, Set.of("red"), white, Set.of("white")),
                ColouredThings.of(text, CaptionLanguage.of(code).analyzer()).colours());
    }

    @ParameterizedTest
    @CsvSource({
        "de, Häuser, Haus",
        "de, Straße, STRASSE",
        "fr, l’homme, hommes",
        "fr, café, cafes",
        "es, niños, nino",
        "it, l'albero, alberi",
        "pt, cachorros, cachorro",
        "nl, auto's, auto",
        "sv, bilar, bilen",
        "da, biler, bilen",
        "no, bilene, biler",
        "fi, autossa, auton",
        "ru, машины, машина",
        "ru, зелёный, зеленая"
    })
    void inflectionsOfAWordAreOneTerm(String code, String one, String other) {
        CaptionAnalyzer analyzer = CaptionLanguage.of(code).analyzer();
        assertEquals(Captions.terms(one, analyzer), Captions.terms(other, analyzer));
        assertEquals(1, Captions.terms(one, analyzer).size());
    }

    @ParameterizedTest
    @CsvSource({
        "de, hinter, das Auto hinter dem Haus",
        "fr, sur, un chat sur la table",
        "es, sobre, un gato sobre la mesa",
        "nl, onder, een kat onder de tafel",
        "sv, under, en katt under bordet",
        "ru, человек, человек идёт"
    })
    void wordsOfPlaceAndPeopleStayThoughListsCallThemCommon(String code, String word, String text) throws IOException {
        assertEquals(
                List.of(text),
                Captions.found(word, List.of(text), CaptionLanguage.of(code).analyzer()));
    }

    @ParameterizedTest
    @CsvSource({
        "de, Nicht nur rote Autos",
        "fr, pas seulement une voiture rouge",
        "es, no solo un coche rojo",
        "nl, niet alleen een rode auto",
        "ru, не только красная машина"
    })
    void notOnlyDeniesNothing(String code, String text) {
        assertEquals(
                List.of(),
                CaptionQuery.parse(text, CaptionLanguage.of(code).analyzer()).denied());
    }

    @ParameterizedTest
    @EnumSource
    void aPieceOfAWordIsNormalisedLikeTheWord(CaptionLanguage language) {
        assertEquals(new BytesRef("abc"), language.analyzer().normalize("caption", "ABC"));
    }

    @Test
    void widthsOfJapaneseDoNotMatterInAPieceOfAWord() {
        assertEquals(new BytesRef("ガラ"), CaptionLanguage.JAPANESE.analyzer().normalize("caption", "ｶﾞﾗ"));
    }

    @Test
    void anAnalyzerThatOnlyPassesTokensOnWillDo() {
        Analyzer wrapped = new PerFieldAnalyzerWrapper(CaptionLanguage.JAPANESE.analyzer());
        assertEquals(
                Map.of("車", Set.of("red")), ColouredThings.of("赤い車", wrapped).colours());
        assertEquals(
                2, CaptionQuery.parse("赤い帽子のない男", wrapped).denied().getFirst().size());
    }
}
