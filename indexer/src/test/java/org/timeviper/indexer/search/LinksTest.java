package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LinksTest {

    @Test
    void aPlayLinkIsAMediaFragment() {
        assertEquals("/v1/videos/v/media#t=3,9.5", Links.play("v", 3, 9.5));
        assertEquals("/v1/videos/v/media#t=0,10000000", Links.play("v", 0, 1e7));
        assertEquals("/v1/videos/v/thumbnail?t=0.333", Links.thumbnail("v", 1 / 3.0));
        assertEquals("/v1/videos/v/thumbnail?t=0", Links.thumbnail("v", 0.0001));
    }
}
