package org.timeviper.indexer.media.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void evenTimestampsAreCountedFromTheFirst() {
        Timeline timeline = new Timeline(10);
        assertEquals(0, timeline.next(50), 1e-9);
        assertEquals(0.1, timeline.next(50.1), 1e-9);
        assertEquals(60.1, timeline.next(110.1), 1e-9);
        assertEquals(List.of(), timeline.sentences());
    }

    @Test
    void afterALeapTheSecondsGoOnFromThePictureBefore() {
        Timeline timeline = new Timeline(10);
        timeline.next(0);
        timeline.next(5);
        assertEquals(5.1, timeline.next(90_000), 1e-9);
        assertEquals(5.6, timeline.next(90_000.5), 1e-9);
        assertEquals(5.7, timeline.next(5.2), 1e-9);
        assertTrue(timeline.sentences().getFirst().contains("2 times"), timeline.sentences()::toString);
    }

    @Property
    void secondsNeverRunBackAndNeverLeap(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -1e13, max = 1e13) Double> leaps,
            @ForAll @DoubleRange(min = 1, max = 1000) double rate) {
        Timeline timeline = new Timeline(rate);
        double before = timeline.next(leaps.getFirst());
        assertEquals(0, before);
        for (double timestamp : leaps) {
            double second = timeline.next(timestamp);
            assertTrue(second >= before && second <= before + Timeline.MOST_STILL_SECONDS, () -> before(timestamp));
            before = second;
        }
        assertTrue(timeline.end() > before + 1e-4 && timeline.end() <= before + 1, () -> before(timeline.end()));
    }

    @Test
    void theLastPictureStaysAsLongAsTheOneBefore() {
        Timeline timeline = new Timeline(10);
        timeline.next(0);
        timeline.next(0.3);
        assertEquals(0.6, timeline.end(), 1e-9);
        timeline.next(60);
        assertEquals(61, timeline.end(), 1e-9);
    }

    @Test
    void aFilmWhosePicturesAllHaveOneTimeStillLasts() {
        Timeline timeline = new Timeline(10);
        timeline.next(7);
        assertEquals(0.1, timeline.end(), 1e-9);
        timeline.next(7);
        assertEquals(0.1, timeline.end(), 1e-9);
    }

    private static String before(double timestamp) {
        return "at the timestamp " + timestamp;
    }
}
