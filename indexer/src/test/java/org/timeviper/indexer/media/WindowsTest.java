package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.timeviper.model.task.Span;

class WindowsTest {

    private static List<Shot> shots(double... ends) {
        List<Shot> shots = new ArrayList<>();
        double start = 0;
        for (double end : ends) {
            shots.add(new Shot(start, end, start == 0 ? "start" : "cut"));
            start = end;
        }
        return shots;
    }

    @Test
    void shotsAreLookedAtTogetherAsLongAsTheyFit() {
        List<Shot> shots = shots(30, 52.4, 70, 130.5);
        assertEquals(List.of(new Span(0, 53), new Span(53, 70), new Span(70, 130.5)), Windows.looks(shots, 64));
        assertEquals(List.of(new Span(0, 130.5)), Windows.looks(shots, 600));
    }

    @Test
    void aShotThatIsLongerThanALookIsCutIntoEqualParts() {
        assertEquals(List.of(new Span(0, 50), new Span(50, 100)), Windows.looks(shots(100), 64));
        assertEquals(List.of(new Span(0, 0.9)), Windows.looks(shots(0.9), 0.5), "no border lies behind the end");
    }

    @Test
    void aStretchIsCutAtTheEditsThatLieInIt() {
        List<Shot> shots = shots(30, 52, 70, 130);
        assertEquals(List.of(new Span(20, 70), new Span(70, 90)), Windows.looks(shots, new Span(20, 90), 64));
        assertEquals(List.of(new Span(35, 45)), Windows.looks(shots, new Span(35, 45), 64));
        assertEquals(List.of(new Span(140, 150)), Windows.looks(shots, new Span(140, 150), 64));
    }

    @Test
    void ofScenesOnlyThoseThatAreTooShortAreJoined() {
        assertEquals(List.of(new Span(0, 37), new Span(37, 60)), Windows.scenes(shots(30, 34, 37, 60), 60));
    }

    @Test
    void ofAStretchThatCutsShotsThePartsWithinAreItsScenes() {
        List<Shot> shots = shots(30, 52, 70, 130);
        assertEquals(
                List.of(new Span(20, 30), new Span(30, 52), new Span(52, 70), new Span(70, 90)),
                Windows.scenes(shots, new Span(20, 90), 64));
        assertEquals(List.of(new Span(35, 45)), Windows.scenes(shots, new Span(35, 45), 64));
        assertEquals(List.of(new Span(140, 150)), Windows.scenes(shots, new Span(140, 150), 64));
    }

    @Property
    void windowsHaveNoGapsAreNotTooLongAndCutNoShotThatFits(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0.2, max = 200) Double> lengths,
            @ForAll @IntRange(min = 2, max = 100) int longest) {
        double[] ends = new double[lengths.size()];
        double at = 0;
        for (int i = 0; i < ends.length; i++) {
            at += lengths.get(i);
            ends[i] = at;
        }
        List<Shot> shots = shots(ends);
        for (List<Span> windows : List.of(Windows.looks(shots, longest), Windows.scenes(shots, longest))) {
            assertEquals(0, windows.getFirst().start());
            assertEquals(at, windows.getLast().end());
            for (int i = 1; i < windows.size(); i++) {
                double border = windows.get(i).start();
                assertEquals(windows.get(i - 1).end(), border);
                shots.stream()
                        .filter(shot -> shot.start() < border - 1 && shot.end() > border)
                        .forEach(shot -> assertTrue(
                                Math.ceil(shot.end()) - Math.ceil(shot.start()) > longest,
                                () -> border + " in " + shot));
            }
            windows.forEach(window -> assertTrue(window.length() <= longest, window::toString));
        }
    }
}
