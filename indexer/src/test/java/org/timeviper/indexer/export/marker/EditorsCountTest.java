package org.timeviper.indexer.export.marker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.media.FrameRate;

class EditorsCountTest {

    @Test
    void markersOfAUsualRateStayWhatTheyAre() {
        for (FrameRate rate : FrameRate.USUAL) {
            Film film = Films.film("a.mov", rate, null, 100);
            MarkerList list = Films.whole(film, Films.scene(film, 3, 7, "a"));
            EditorsCount counted = EditorsCount.of(list);
            assertEquals(list, counted.list());
            assertEquals(Optional.empty(), counted.remark(film));
        }
    }

    @Test
    void aFilmOfHalfTheRateShowsEachFrameTwice() {
        Film film = Films.film("a.mov", Films.R12_5, "01:00:00:00", 100);
        EditorsCount counted =
                EditorsCount.of(Films.whole(film, Films.scene(film, 0, 33, "a"), Films.scene(film, 33, 100, "b")));
        Film usual = counted.list().whole();
        assertEquals(Films.R25, usual.rate());
        assertEquals(200, usual.frames());
        assertEquals(90_000, usual.firstCount());
        assertEquals(
                List.of(new FrameSpan(0, 66), new FrameSpan(66, 200)),
                counted.list().markers().stream().map(Marker::span).toList());
        assertEquals(Optional.of("Frame rate 25/2 is counted at 25"), counted.remark(usual));
        assertEquals(Films.R12_5, counted.rate(usual));
    }

    @Test
    void theTimecodeOfAFilmIsTheOneThatEditingSystemsCount() {
        Film film = Films.film("a.mov", Films.R12_5, "01:00:00:00", 100_000);
        assertEquals("01:00:00:24", film.timecode(12));
        assertEquals("02:00:00:00", film.timecode(45_000));
        assertEquals(
                "00:01:00:00", Films.film("b.mov", Films.R29_83, null, 100_000).timecode(1790));
    }

    /** In exact halves of frames: nothing moves by more than half a frame of the usual rate, but to stay within the film, and to last. */
    @Property(tries = 500)
    void whateverTheRateSpansKeepToTheirTime(
            @ForAll @IntRange(min = 1, max = 120_000) int numerator,
            @ForAll @IntRange(min = 500, max = 1001) int denominator,
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 1, max = 5_000) Long> lengths) {
        FrameRate rate = new FrameRate(numerator, denominator);
        long frames = lengths.stream().mapToLong(Long::longValue).sum();
        Film film = Films.film("a.mov", rate, null, frames);
        List<Marker> scenes = new ArrayList<>();
        long at = 0;
        for (long length : lengths) {
            scenes.add(Films.scene(film, at, at + length, "x"));
            at += length;
        }
        MarkerList counted = EditorsCount.of(Films.whole(film, scenes.toArray(Marker[]::new)))
                .list();
        FrameRate usual = counted.whole().rate();
        assertTrue(FrameRate.USUAL.contains(usual), usual::toString);
        double own = frames / rate.perSecond();
        assertTrue(counted.whole().frames() <= Math.max(1, own * usual.perSecond() + 1e-6));
        for (int i = 0; i < scenes.size(); i++) {
            FrameSpan before = scenes.get(i).span();
            FrameSpan after = counted.markers().get(i).span();
            assertTrue(after.end() <= counted.whole().frames());
            double start = before.start() / rate.perSecond() * usual.perSecond();
            double end = before.end() / rate.perSecond() * usual.perSecond();
            assertTrue(Math.abs(after.start() - start) <= 0.5 + 1e-6
                    || after.end() == counted.whole().frames());
            assertTrue(Math.abs(after.end() - end) <= 0.5 + 1e-6
                    || after.length() == 1
                    || after.end() == counted.whole().frames());
            if (i > 0 && usual.perSecond() >= rate.perSecond()) {
                long previous = counted.markers().get(i - 1).span().end();
                assertTrue(
                        previous == after.start() || previous == counted.whole().frames());
            }
        }
    }
}
