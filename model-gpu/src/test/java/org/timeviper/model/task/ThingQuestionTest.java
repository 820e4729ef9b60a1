package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThingQuestionTest {

    private static final Set<String> THINGS = Set.of("a dog", "water", "a man");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Is there a dog in the video?     | a dog",
                "is there water                   | water",
                "Are there any dogs in this clip? | a dog",
                "Does the film show a man?        | a man",
                "Can water be seen?               | water",
                "Do you see a dog?                | a dog",
                "Is there a red dog in the video? |",
                "Is there a dog on a beach?       |",
                "Is there a cat in the video?     |",
                "Is the dog there in the video?   |",
                "Is there a dog, and who owns it? |",
                "What does the dog do?            |",
            })
    void onlyWhetherAKnownThingIsSeenAtAllIsSuchAQuestion(String question, String thing) {
        assertEquals(
                Optional.ofNullable(thing), ThingQuestion.of(question, THINGS).map(ThingQuestion::thing));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a red box", " a red box. ", "a red box!?"})
    void whetherWhatADescriptionTellsIsThereIsAskedInItsOwnWords(String description) {
        assertEquals(
                "Is there a red box in the video?",
                ThingQuestion.about(description).text());
    }
}
