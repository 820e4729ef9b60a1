package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.config.ModelConfig;

/** Which questions ask for nothing but a background. */
class BackgroundQuestionTest {

    private static final ModelConfig STARTER = ModelConfig.read(Path.of("starter", "config.json"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Which background does the film have?                       |",
                "What background is there?                                  |",
                "What kind of setting is shown in this clip?                |",
                "What is the backdrop of the scene?                         |",
                "What does the background show?                             |",
                "Which background does the red car have?                    | the red car",
                "What kind of background does a red car have?               | a red car",
                "Which backdrop is behind the red car?                      | the red car",
                "Against which background is the red car seen?              | the red car",
                "What is the background of the red car?                     | the red car",
                "WHAT DOES THE BACKGROUND OF THE RED CAR SHOW               | the red car",
                "What is behind the red car?                                | the red car",
                "What is seen behind the man with glasses ?                 | the man with glasses"
            })
    void whatAsksForTheBackgroundOfTheFilmOrOfOneThingIsKnown(String question, String thing) {
        assertEquals(
                Optional.of(new BackgroundQuestion(Optional.ofNullable(thing))),
                BackgroundQuestion.of(STARTER, question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Who stands behind the car?",
                "Who is behind the red car?",
                "What is the dog behind the red car doing?",
                "What is behind the decision to leave?",
                "What is behind the man's decision?",
                "What is behind the door?",
                "What is behind the red curtain?",
                "What is behind the scenes?",
                "What is behind the camera?",
                "What is behind him?",
                "What is moving behind the red car?",
                "What colour is behind the red car?",
                "What drives behind the red car?",
                "Which thing is behind the red car?",
                "What is behind the red car and the blue boat?",
                "What is behind the red car at the end?",
                "What is behind the red car before the boat comes?",
                "What is behind the red car when it stops?",
                "Is there a tree behind the red car?",
                "How far behind the red car is the boat?",
                "Which background colour does the red car have?",
                "Which background music does the film have?",
                "What is the background music?",
                "What is in the background?",
                "Who is in the background?",
                "What is the person in the background doing?",
                "What colour is the background?",
                "What does the background look like at the end?",
                "Does the background change?",
                "Why is the background dark?",
                "When does the background change?",
                "What is the setting sun's colour?",
                "What is setting the table?",
                "Which background does the film have after the title card?",
                "Was ist hinter dem roten Auto?",
                "behind",
                ""
            })
    void otherQuestionsAreNot(String question) {
        assertEquals(Optional.empty(), BackgroundQuestion.of(STARTER, question));
    }

    @Provide
    Arbitrary<String> things() {
        Arbitrary<String> looks = Arbitraries.of("red ", "small ", "");
        Arbitrary<String> names =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(3).ofMaxLength(8);
        return looks.flatMap(look -> names.map(name -> "the " + look + name));
    }

    /** Whatever is named: a thing that is asked about is what would be looked for, and who is asked for is a person. */
    @Property(tries = 300)
    void aThingIsTheOneThatIsLookedFor(@ForAll("things") String thing) {
        String question = "Which background does " + thing + " have?";
        BackgroundQuestion.of(STARTER, question)
                .ifPresent(asked -> assertEquals(NamedThing.in(question), asked.thing()));
        for (String other : List.of("Who is behind " + thing + "?", "Is a dog behind " + thing + "?", thing)) {
            assertEquals(Optional.empty(), BackgroundQuestion.of(STARTER, other));
        }
    }
}
