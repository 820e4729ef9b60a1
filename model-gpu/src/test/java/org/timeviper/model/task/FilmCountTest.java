package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.config.ModelConfig;

/** Which questions ask how many different things there are, and what the events of a film's parts come to, worked out by hand. */
class FilmCountTest {

    private static final String QUESTION = "What is the number of different things in the film?";

    @TempDir
    static Path folder;

    private static ModelConfig config(String confidence) {
        return StarterConfig.withConfidence(folder, confidence);
    }

    private static FilmCount asked(String confidence) {
        return FilmCount.of(config(confidence), QUESTION).orElseThrow();
    }

    private static FilmLook part(TimedCaption... events) {
        return new FilmLook(new Span(0, 60), Optional.empty(), List.of(events), Optional.empty());
    }

    private static FilmLook nothing(String words, double confidence) {
        return new FilmLook(
                new Span(0, 60), Optional.empty(), List.of(), Optional.of(new Answer(words, true, confidence, false)));
    }

    private static TimedCaption event(String text, double confidence) {
        return new TimedCaption(new Span(3, 9), text, confidence, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is the number of different things in the film?",
                "What is the total number of objects shown in this video?",
                "How many different things are there?",
                "How many things are seen in the film in all?",
                "How many objects can be seen?",
                "HOW MANY DISTINCT OBJECTS DOES THIS CLIP SHOW",
                "Count the different things in the video."
            })
    void howManyDifferentThingsThereAreIsCounted(String question) {
        assertTrue(FilmCount.of(config("{}"), question).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How many red cars are there?",
                "How many red things are there?",
                "How many people are seen in the film?",
                "How many things move?",
                "How many things are moving?",
                "How many things does the man carry?",
                "How many things are there in the first shot?",
                "How many things are there at the end?",
                "How many things are there at the same time?",
                "How many things are there after the red car leaves?",
                "How many things are on the table?",
                "How many shots are there?",
                "How many times does a thing appear?",
                "How many different colours are there?",
                "What is the number of the bus?",
                "What is the number of people in the film?",
                "What is the difference between the things in the film?",
                "Count the cars in the video.",
                "How many?",
                ""
            })
    void otherCountsAreNot(String question) {
        assertFalse(FilmCount.of(config("{}"), question).isPresent());
    }

    @Test
    void aModelThatIsNotToLookForThingsCountsInItsOwnWords() throws IOException {
        String starter = Files.readString(Path.of("starter", "config.json"));
        Path file = folder.resolve("plain.json");
        Files.writeString(file, starter.replace("\"locates_things\": true", "\"locates_things\": false"));
        assertEquals(Optional.empty(), FilmCount.of(ModelConfig.read(file), QUESTION));
    }

    @Test
    void aThingOfSeveralPartsIsOneAndACardIsNone() {
        Answer answer = asked("{}")
                .answer(List.of(
                        part(event("a red car drives from left to right", 0.5), event("a title card", 0.9)),
                        part(
                                event("a red car stays", 0.8),
                                event("a blue boat stays", 0.9),
                                event("a red boat leaves", 0.5))));
        assertEquals("3", answer.words());
        assertTrue(answer.shown());
        assertEquals(0.8 * 0.9 * 0.5, answer.confidence(), 1e-9);
    }

    @Test
    void howSureItIsIsReadByTheCurveOfCounts() {
        FilmCount asked = asked("{\"count\": {\"curve\": [[0.2, 0.1], [0.6, 0.5]], \"least\": 0.35}}");
        Answer sure = asked.answer(List.of(part(event("a red car stays", 0.5))));
        assertEquals(0.4, sure.confidence(), 1e-9);
        assertTrue(sure.shown());
        Answer unsure = asked.answer(List.of(part(event("a red car stays", 0.4))));
        assertEquals(VideoTasks.notSure(), unsure.text());
    }

    @Test
    void whereNothingIsListedTheSurestOfTheModelsOwnAnswersCounts() {
        FilmCount asked = asked("{}");
        assertEquals(
                "2", asked.answer(List.of(nothing("1", 0.4), nothing("2", 0.7))).words());
        assertEquals(
                "1",
                asked.answer(List.of(nothing("7", 0.9), part(event("a red car stays", 0.5))))
                        .words());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3;  2;  4;  1                       | 1",
                "(A) two;  (B) three;  (C) five      | 0",
                "There are 2 things.;  2 or 3;  23   | 0",
                "2;  two;  3                         |",
                "1;  3;  4                           |",
                "a red car;  a blue car              |"
            })
    void theOnlyOptionThatSaysTheNumberIsChosen(String options, Integer chosen) {
        List<String> all = List.of(options.split(";\\s*"));
        FilmLook look = part(event("a red car stays", 0.5), event("a blue boat stays", 0.9));
        Optional<Choice> choice = asked("{}").choose(List.of(look), all);
        assertEquals(Optional.ofNullable(chosen), choice.map(Choice::index));
        choice.ifPresent(one -> assertEquals(0.45, one.confidence(), 1e-9));
    }
}
