package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QueryTextTest {

    @Test
    void whatIsOnlyPoliteIsLeftOut() {
        assertEquals("a red car turns left", understood("Show me the scene where a red car turns left"));
        assertEquals("people dancing", understood("please find all clips of people dancing"));
        assertEquals("a dog", understood("find a dog"));
        assertEquals("a dog", understood("search for a dog"));
    }

    @Test
    void allElseStaysAsTyped() {
        assertEquals("Find", understood("Find"));
        assertEquals("a show in a circus", understood("a show in a circus"));
        assertEquals("show jumping", understood("show jumping"));
        assertEquals("give way sign", understood("give way sign"));
        assertEquals("findings on a desk", understood("findings on a desk"));
        assertEquals("red car", understood("  red \n\t car "));
    }

    private static String understood(String typed) {
        return QueryText.of(typed).text();
    }
}
