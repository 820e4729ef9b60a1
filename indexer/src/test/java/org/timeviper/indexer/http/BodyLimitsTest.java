package org.timeviper.indexer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyLimitsTest {

    private static final int MIB = 1 << 20;

    @Test
    void aBodyLargerThanAnyThatCanBeTakenIsRefusedBeforeItIsRead() throws IOException {
        ObjectMapper json = new ObjectMapper();
        new BodyLimits().customize(json);
        assertEquals(1, json.readTree(body(24)).get("size").asInt());
        assertThrows(StreamConstraintsException.class, () -> json.readTree(body(33)));
    }

    /** An object with so many MiB of spaces in it. */
    private static InputStream body(int mib) {
        byte[] spaces = " ".repeat(MIB).getBytes(StandardCharsets.UTF_8);
        InputStream all = new SequenceInputStream(Collections.enumeration(IntStream.range(0, mib)
                .mapToObj(i -> (InputStream) new ByteArrayInputStream(spaces))
                .toList()));
        return new SequenceInputStream(
                new ByteArrayInputStream("{".getBytes(StandardCharsets.UTF_8)),
                new SequenceInputStream(all, new ByteArrayInputStream("\"size\":1}".getBytes(StandardCharsets.UTF_8))));
    }
}
