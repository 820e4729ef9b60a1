package org.timeviper.indexer.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In which words a question is searched for that follows others. */
class FollowUpTest {

    private static final Set<String> COMMON = Set.of(
            "what", "is", "the", "and", "it", "where", "its", "a", "on", "of", "there", "how", "about", "then", "in");

    private static FollowUp of(String question, String... before) {
        return FollowUp.of(question, List.of(before), FollowUpTest::words);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[^\\p{L}]+"))
                .filter(word -> !word.isEmpty() && !COMMON.contains(word.toLowerCase()))
                .toList();
    }

    @Test
    void aQuestionThatStandsForItselfIsSearchedForAsItIs() {
        assertEquals(new FollowUp(false, "Is there a boat?"), of("Is there a boat?", "What colour is the house?"));
    }

    @Test
    void aQuestionThatGoesOnIsSearchedForWithTheWordsOfTheOneBefore() {
        assertEquals(
                new FollowUp(false, "colour house And the door?"), of("And the door?", "What colour is the house?"));
    }

    @Test
    void aQuestionAboutItPointsBackAndTakesTheWordsAlong() {
        assertEquals(new FollowUp(true, "colour house Where is it?"), of("Where is it?", "What colour is the house?"));
    }

    @Test
    void aQuestionWithoutAWordThatCanBeSearchedForPointsBack() {
        assertEquals(new FollowUp(true, "boat What is on the?"), of("What is on the?", "Is there a boat?"));
    }

    @Test
    void wordsReachBackToTheLastQuestionThatStandsForItselfAndNoFurther() {
        assertEquals(
                new FollowUp(true, "colour house door Is it open?"),
                of("Is it open?", "Is there a boat?", "What colour is the house?", "And its door?"));
    }

    @Test
    void aWordThatIsSaidAgainIsSearchedForOnce() {
        assertEquals(
                new FollowUp(false, "house And the Colour of the door?"),
                of("And the Colour of the door?", "What colour is the house?", "And the house?"));
    }

    @Test
    void ofALongConversationTheLastThreeQuestionsCount() {
        assertEquals(
                new FollowUp(true, "c d e Where is it?"), of("Where is it?", "the b?", "And c?", "And d?", "And e?"));
    }
}
