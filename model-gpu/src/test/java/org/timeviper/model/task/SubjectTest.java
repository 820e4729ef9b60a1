package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a red car drives from left to right              | a red car",
                "a yellow ring enters from the left and stays.    | a yellow ring",
                "A white cross stays                              | A white cross",
                "an orange bus stops                              | an orange bus",
                "a title card                                     | a title card",
                "colour bars                                      | colour bars",
                "a texture without any thing that I know          | a texture",
                "a man riding a wave on top of a surfboard        | a man",
                "a cat on a sofa                                  | a cat",
                "a black and white dog runs across a field        | a black and white dog",
                "a man and a woman sit at a table                 | a man",
                "a man slowly opens a door                        | a man",
                "a blue butterfly lands on a flower               | a blue butterfly",
                "a bird perched on a branch                       | a bird",
                "a herd of elephants walking through tall grass   | a herd of elephants",
                "a picture of a dog                               | a picture of a dog",
                "a tall building stands behind the trees          | a tall building",
                "a red sports car is parked by the road           | a red sports car",
                "the man opens the door                           | the man",
                "two red boxes                                    | two red boxes",
                "people walking down the street                   | people",
                "two men walk                                     | two men walk"
            })
    void aSentenceTellsOfWhatStandsBeforeItsVerbOrTheFirstWordThatLeadsOn(String sentence, String subject) {
        assertEquals(subject, Subject.of(sentence));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "...", "\n\t", "(\"?!\")"})
    void whereThereAreNoWordsItTellsOfNothing(String sentence) {
        assertEquals("", Subject.of(sentence));
    }

    @Test
    void anyWordsHaveASubjectThatTheyBeginWith() {
        Random random = new Random(8);
        String letters = "a of and s the ing ly ed \u0000\uD83C\uDFAC\u00A0.,$\\E(*";
        for (int i = 0; i < 2000; i++) {
            String sentence = random.ints(random.nextInt(40), 0, letters.length())
                    .mapToObj(at -> letters.substring(at, at + 1))
                    .collect(Collectors.joining());
            String plain = sentence.replaceAll("\\s+", " ").strip();
            assertTrue(plain.contains(Subject.of(sentence)), sentence);
        }
    }
}
