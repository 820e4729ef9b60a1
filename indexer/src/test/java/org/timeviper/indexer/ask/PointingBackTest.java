package org.timeviper.indexer.ask;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which questions need those before them to be understood. */
class PointingBackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What colour is it?",
                "And where do they go?",
                "Who is there?",
                "Is there a boat there?",
                "Is that a boat?",
                "What is behind that?",
                "And the second one?",
                "Which one is larger?",
                "What is the red one?",
                "What happens then?",
                "what comes next",
                "And what else?",
                "Is it’s door open?",
                "Is the same man seen?",
                "それは何色ですか？",
                "そこに誰がいますか",
                "もう一つは？"
            })
    void whatStandsForAThingIsSeen(String question) {
        assertTrue(PointingBack.standsForAThing(question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Is there a boat?",
                "Were there any dogs?",
                "What colour is the car that turns left?",
                "Is one man seen?",
                "Does the visitor sit?",
                "What is next to the house?",
                "And the door?",
                "車は何色ですか？",
                ""
            })
    void whatStandsForItselfIsSeen(String question) {
        assertFalse(PointingBack.standsForAThing(question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "And the door?",
                "but who",
                "What about the roof?",
                "How about  red?",
                "Then what",
                "では、屋根は？",
                "次は？"
            })
    void whatGoesOnIsSeen(String question) {
        assertTrue(PointingBack.goesOn(question));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Andrew sits where?", "What is seen?", "The house and the door?", "Sofas?", "車は？"})
    void whatBeginsAnewIsSeen(String question) {
        assertFalse(PointingBack.goesOn(question));
    }
}
