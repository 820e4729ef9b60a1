package org.timeviper.model.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FilmDecodingTest {

    /** What {@code timeviper bench decode --json} prints. */
    private static final String TOLD = """
            [{"film":"a.mp4","codec":"h264","width":64,"height":48,"frames":300,"decodeSeconds":2.0,"timesRealTime":6.0,"pictures":12,"readSeconds":0.1},
             {"film":"b.mp4","codec":"h264","width":64,"height":48,"frames":100,"decodeSeconds":0.5,"timesRealTime":8.0,"pictures":4,"readSeconds":0.1}]
            """;

    @Test
    void filmsAreDecodedOneAfterTheOther() throws IOException {
        FilmDecoding decoding = FilmDecoding.parse(TOLD.getBytes(StandardCharsets.UTF_8));
        assertEquals(new FilmDecoding(2, 400, 2.5, 16), decoding);
        assertEquals(160, decoding.framesASecond());
        assertEquals(6.4, decoding.timesRealTime());
    }
}
