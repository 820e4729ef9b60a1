package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;

class WindowDescriptionTest {

    @Test
    void resultsOfVersionsThatKnewNothingOfUnsureOnesAreReadAsSure() throws JsonProcessingException {
        WindowDescription read = new ObjectMapper().readValue("""
                {"window":{"start":0.0,"end":30.0},"events":[{"span":{"start":1.0,"end":4.0},"text":"a ball rolls","confidence":0.7}],
                 "captions":{"detailed":"A ball.","background":"Grey.","brief":"A ball.","mainObject":"A ball.","camera":"Static.",
                 "confidence":0.6},"framesSeen":30,"framesTotal":750}""", WindowDescription.class);
        assertEquals(
                new TimedCaption(new Span(1, 4), "a ball rolls", 0.7, false),
                read.events().getFirst());
        assertFalse(read.captions().unsure());
        String written = new ObjectMapper().writeValueAsString(read);
        assertEquals(read, new ObjectMapper().readValue(written, WindowDescription.class));
    }
}
