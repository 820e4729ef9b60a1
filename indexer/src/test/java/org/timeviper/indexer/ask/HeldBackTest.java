package org.timeviper.indexer.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeldBackTest {

    private final StringBuilder heard = new StringBuilder();

    @Test
    void wordsAreHeardAsSoonAsTheyCannotBecomeTheSentence() {
        HeldBack words = new HeldBack("I can't see that.", false, heard::append);
        words.onText("I can");
        assertEquals("", heard.toString());
        words.onText(" see a boat");
        assertEquals("I can see a boat", heard.toString());
        words.onText(".");
        assertEquals("I can see a boat.", heard.toString());
    }

    @Test
    void wordsOfWhichTheModelMayNotBeSureAreHeardWhenTheyAreReleasedOrNever() {
        HeldBack words = new HeldBack("I can't see that.", true, heard::append);
        words.onText("A boat");
        words.onText(" and a house.");
        assertEquals("", heard.toString());
        words.release();
        assertEquals("A boat and a house.", heard.toString());
    }
}
