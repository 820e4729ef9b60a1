package org.timeviper.indexer.media.decoder.shots;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.media.decoder.shots.CutFinder.Cut;
import org.timeviper.indexer.media.decoder.shots.StretchFinder.Shape;
import org.timeviper.indexer.media.decoder.shots.StretchFinder.Stretch;

/** The odds of edits are those that {@code edits.py}, which learned them, has for the same film, which a formula gives. */
class RecordedEditsTest {

    private static final double RATE = 25;
    private static final int WIDTH = 48;
    private static final int HEIGHT = 27;
    private static final int SIDE = 4;
    private static final double ANY = -1e9;
    private static final double EXACT = 2e-3;

    private final EditOdds.Learned learned = EditOdds.Learned.read();
    private JsonNode recorded;

    @BeforeEach
    void readTheRecording() throws IOException {
        try (InputStream in = RecordedEditsTest.class.getResourceAsStream("edits-recorded.json")) {
            recorded = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void everyStepHasTheRecordedOdds() {
        CutFinder finder = new CutFinder(RATE, learned.cut(), ANY, 0);
        film(finder::accept);
        List<Cut> cuts = finder.finish();
        assertEquals(recorded.get("cuts").size(), cuts.size());
        for (int i = 0; i < cuts.size(); i++) {
            JsonNode cut = recorded.get("cuts").get(i);
            assertEquals(cut.get(0).doubleValue(), cuts.get(i).second(), 1e-9);
            assertEquals(cut.get(1).doubleValue(), cuts.get(i).odds(), EXACT);
        }
    }

    @Test
    void everyStretchHasTheRecordedWeight() {
        StretchFinder finder = new StretchFinder(RATE, learned.dissolve(), ANY);
        film(finder::accept);
        List<Stretch> stretches = finder.finish().stream()
                .filter(stretch -> stretch.shape() == Shape.DISSOLVE)
                .sorted(Comparator.comparingDouble(Stretch::centre))
                .toList();
        assertEquals(recorded.get("stretches").size(), stretches.size());
        for (int i = 0; i < stretches.size(); i++) {
            JsonNode stretch = recorded.get("stretches").get(i);
            assertEquals(stretch.get(0).doubleValue(), stretches.get(i).centre(), 1e-9);
            assertEquals(stretch.get(1).doubleValue(), stretches.get(i).half(), 1e-9);
            assertEquals(stretch.get(2).doubleValue(), stretches.get(i).weight(), EXACT);
        }
    }

    private static void film(Consumer<Look> to) {
        for (int t = 0; t < 85; t++) {
            to.accept(Look.of(t / RATE, picture(t)));
        }
    }

    /** Each cell of a look is a square of one colour. */
    private static BufferedImage picture(int t) {
        BufferedImage picture = new BufferedImage(WIDTH * SIDE, HEIGHT * SIDE, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bytes = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bytes.length; i++) {
            int channel = i % 3;
            int x = i / 3 % (WIDTH * SIDE) / SIDE;
            int y = i / 3 / (WIDTH * SIDE) / SIDE;
            bytes[i] = (byte) Math.rint(level(x, y, channel, t));
        }
        return picture;
    }

    private static double level(int x, int y, int channel, int t) {
        double share = Math.clamp((t - 24) / 20.0, 0, 1);
        return t < 60
                ? wave(0, x, y, channel, t) * (1 - share) + wave(1, x, y, channel, t) * share
                : wave(2, x, y, channel, t);
    }

    private static double wave(int shot, int x, int y, int channel, int t) {
        return 128 + 100 * Math.sin(0.11 * (shot + 2) * (x + 0.2 * t) + 0.17 * (3 - shot) * y + channel + 2 * shot);
    }
}
