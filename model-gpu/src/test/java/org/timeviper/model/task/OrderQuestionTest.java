package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderQuestionTest {

    private static final Optional<Span> UNSEEN = Optional.empty();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Which thing comes first?                               | FIRST  |                    | thing | false",
                "What is the first thing in the film?                   | FIRST  |                    | thing | false",
                "What is the first event?                               | FIRST  |                    | event | true",
                "Which of these appears last in the video?              | LAST   |                    | ''    | false",
                "Which red car comes last?                              | LAST   |                    | red car | false",
                "Which thing is seen right after the pink house?        | AFTER  | the pink house     | thing | false",
                "What happens immediately after a man opens a door?     | AFTER  | a man opens a door | ''    | true",
                "After the black bottle, which thing comes?             | AFTER  | the black bottle   | thing | false",
                "Just before the goal, what happens?                    | BEFORE | the goal           | ''    | true",
                "What comes before the title card?                      | BEFORE | the title card     | ''    | false"
            })
    void questionsForAnOrderAreRead(
            String question, OrderQuestion.Place place, String other, String noun, boolean event) {
        assertEquals(
                Optional.of(
                        new OrderQuestion(place, Optional.ofNullable(other), new OrderQuestion.Wanted(noun, event))),
                OrderQuestion.of(question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is the colour of the car after the man leaves?",
                "What is the first word on the sign?",
                "What does the camera do while the blue flower is there?",
                "How many things come after the title card?",
                "Why does the woman appear happy after the call?",
                "Which thing can be seen?"
            })
    void otherQuestionsAreLeftToTheModel(String question) {
        assertEquals(Optional.empty(), OrderQuestion.of(question));
    }

    @Test
    void theFirstAndTheLastAreThoseThatBeginFirstAndLast() {
        List<Optional<Span>> found = List.of(at(20), at(5), UNSEEN, at(60));
        assertEquals(List.of(1), asked("Which thing comes first?").answers(found));
        assertEquals(List.of(3), asked("Which thing comes last?").answers(found));
    }

    @Test
    void theNextAfterAThingIsTheEarliestThatBeginsLaterAndTheNextBeforeItTheLatestThatBeginsSooner() {
        List<Optional<Span>> found = List.of(at(50), at(5), at(20), at(40), at(30));
        assertEquals(List.of(3), asked("What comes after the red ball?").answers(found));
        assertEquals(List.of(2), asked("What comes before the red ball?").answers(found));
        assertEquals(
                List.of("a", "b", "the red ball"),
                asked("What comes after the red ball?").sought(List.of("a", "b")));
    }

    @Test
    void whatBeginsAtOnceIsNotOrdered() {
        assertEquals(List.of(0, 2), asked("Which thing comes first?").answers(List.of(at(5.5), at(9), at(5), UNSEEN)));
    }

    @Test
    void whereNoneThatIsSeenCanBeRightItIsOneThatIsNot() {
        assertEquals(
                List.of(1, 2), asked("What comes after the red ball?").answers(List.of(at(5), UNSEEN, UNSEEN, at(30))));
        assertEquals(List.of(0, 1), asked("What comes after the red ball?").answers(List.of(at(5), at(6), at(30))));
    }

    @Test
    void whatIsNotSeenIsNotKnownToBeTheAnswer() {
        assertEquals(List.of(), asked("What comes after the red ball?").known(List.of(at(5), UNSEEN, at(30))));
        assertEquals(List.of(), asked("What comes after the red ball?").known(List.of(at(5), at(9), UNSEEN)));
        assertEquals(List.of(1), asked("What comes after the red ball?").known(List.of(at(5), at(40), at(30))));
        assertEquals(List.of(), asked("Which thing comes first?").known(List.of(UNSEEN)));
    }

    @Test
    void withoutTheOtherThingTimesTellNothing() {
        assertEquals(List.of(0, 1), asked("What comes after the red ball?").answers(List.of(at(5), at(9), UNSEEN)));
    }

    private static OrderQuestion asked(String question) {
        return OrderQuestion.of(question).orElseThrow();
    }

    private static Optional<Span> at(double start) {
        return Optional.of(new Span(start, start + 8));
    }
}
