package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedThingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is behind the red car?                            | the red car",
                "Which background does the yellow cross have?           | the yellow cross",
                "What does the camera do while the red bird is there?   | the red bird",
                "While the red bird is seen, how does the camera move?  | the red bird",
                "The box in the film is of what colour?                 | the box",
                "What is the colour of the box?                         | the box",
                "What is the car's colour?                              | the car",
                "The brown fish moves which way?                        | the brown fish",
                "At which place is a woman cooking?                     | a woman",
                "What is the dog in the kitchen doing?                  | the dog in the kitchen",
                "What is the dog doing in the kitchen?                  | the dog",
                "What is a man with a hat doing?                        | a man with a hat",
                "What is the man with glasses holding?                  | the man with glasses",
                "What does the man juggle?                              | the man",
                "What does the man give to the woman?                   | the man",
                "Which colour does the boat on the lake have?           | the boat on the lake",
                "What is written on the sign behind the counter?        | the sign behind the counter",
                "What colour is the car on the left?                    | the car",
                "Does the man wear a hat?                               | the man",
                "What’s THE DOG doing?                                  | the dog"
            })
    void aThingIsNamedByItsArticleWithWhatIsToldOfIt(String question, String thing) {
        assertEquals(Optional.of(thing), NamedThing.in(question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What does the camera do?",
                "Which background does the film have?",
                "What is the number of different things in the film?",
                "Which thing can be seen?",
                "Is there a dog in the kitchen?",
                "Where does the man put the cup?",
                "What happens after the man leaves?",
                "What follows the red car?",
                "When does the red car come?",
                "What does the man do at the end?",
                "How often does the dog bark?",
                "Wo ist der Hund?",
                "犬は何をしていますか",
                "the",
                "the the ?",
                ""
            })
    void whereNoOneThingIsNamedNothingIsLookedFor(String question) {
        assertEquals(Optional.empty(), NamedThing.in(question));
    }

    private static final List<String> COLOURS = List.of("red", "white", "black", "green", "orange");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "where a red ball is in the picture.                    | ball     | red",
                "The part with a White boat                             | boat     | white",
                "the seconds with the black ball.                       | ball     | black",
                "when the green heart is seen                           | heart    | green",
                "a red car drives from left to right                    | car      | red",
                "the small red car                                      | car      | red",
                "a red toy car in the background                        | toy car  | red",
                "red fire engine                                        | fire engine | red",
                "an orange star on the left, moving                     | star     | orange"
            })
    void theOneThingOfASearchIsToldWithItsColour(String search, String thing, String colour) {
        assertEquals(Optional.of(new ColouredThing(thing, colour)), NamedThing.coloured(search, COLOURS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a ball",
                "a blue ball",
                "a red and white ball",
                "a red ball beside a green one",
                "a red ball beside the house",
                "the dog with a red collar",
                "a dog with red ears",
                "a red background",
                "an orange",
                "a woman in red",
                "the red",
                "red",
                "Rotes Auto",
                "",
            })
    void whereItIsNotOneThingInOneColourNoColourIsAskedFor(String search) {
        assertEquals(Optional.empty(), NamedThing.coloured(search, COLOURS));
    }

    @Provide
    Arbitrary<String> questions() {
        Arbitrary<String> words = Arbitraries.of(List.of(
                "the",
                "a",
                "what",
                "does",
                "is",
                "dog",
                "red",
                "of",
                "in",
                "with",
                "doing",
                "chased",
                "camera",
                "car's",
                "have",
                ",",
                "?",
                "’",
                "-",
                "東京",
                "\uD83C\uDFAC",
                "\uD800"));
        return words.list().ofMaxSize(40).map(list -> String.join(" ", list));
    }

    @Property
    void whateverIsAskedTheThingIsInTheQuestionsWords(@ForAll("questions") String question) {
        NamedThing.in(question).ifPresent(thing -> {
            assertTrue(question.toLowerCase(Locale.ROOT).contains(thing), thing);
            assertTrue(thing.matches("(?:the|a) .*\\S"), thing);
        });
        NamedThing.coloured(question, COLOURS)
                .ifPresent(told -> assertTrue(
                        question.toLowerCase(Locale.ROOT).contains(told.colour() + " " + told.thing()),
                        told::toString));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the dog ",
                "does the dog bark of a cat ",
                "the ",
                "the dog of ",
                "dog ",
                "'s ",
                "a-",
                "?",
                "does the ",
                "what is the camera of the dog chasing ",
                "the part "
            })
    void aLongQuestionIsReadInTimeInProportion(String part) {
        String question = part.repeat(100_000 / part.length());
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> NamedThing.in("what is " + question));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> NamedThing.coloured("a red " + question, COLOURS));
    }
}
