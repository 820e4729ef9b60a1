package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.Strings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineSpansRequestTest {

    @Test
    void whatIsSentOrPrintedArrivesUnchanged() throws IOException {
        TimelineSpansRequest request = new TimelineSpansRequest(17);
        TimelineSpansRequest arrived = Requests.sent(request, TimelineSpansRequest::new);
        assertEquals(request, arrived);
        assertEquals(request.hashCode(), arrived.hashCode());
        assertEquals(request, parse(Strings.toString(request)));
        assertNotEquals(request, new TimelineSpansRequest(18));
    }

    @Test
    void aHundredIsTheDefault() throws IOException {
        assertEquals(new TimelineSpansRequest(100), parse("{'timeviper_spans': {}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            true                 | [timeviper_spans] has VALUE_BOOLEAN for [timeviper_spans]; expected an object with [size]
            {'field': 'a'}       | [timeviper_spans] has the unknown key [field]; expected are [size]
            {'size': 0}          | [timeviper_spans] has no usable number for [size]; expected a whole one from 1 to 10000
            {'size': 10001}      | [timeviper_spans] has no usable number for [size]; expected a whole one from 1 to 10000
            {'size': 1.5}        | [timeviper_spans] has no usable number for [size]; expected a whole one from 1 to 10000
            {'size': '5'}        | [timeviper_spans] has no usable number for [size]; expected a whole one from 1 to 10000
            """)
    void whatIsWrongIsNamed(String body, String message) {
        ParsingException refused =
                assertThrows(ParsingException.class, () -> parse("{'timeviper_spans': " + body + "}"));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    private static TimelineSpansRequest parse(String json) throws IOException {
        return Requests.parse(TimelineSpansRequest.NAME, json, TimelineSpansRequest::fromXContent);
    }
}
