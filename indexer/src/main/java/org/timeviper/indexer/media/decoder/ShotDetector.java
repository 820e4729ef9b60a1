package org.timeviper.indexer.media.decoder;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.timeviper.indexer.media.Shot;

/**
 * Finds edits in a stream of pictures. A cut is a step in colour histogram and layout that stands out from the last second; a fade is a passage through black;
 * a dissolve is a large change over about a second without any step (twin comparison).
 *
 * <p>Costs some microseconds a picture: it looks at every fourth pixel of every fourth row.
 */
final class ShotDetector {

    private static final int BINS = 16;
    private static final int BLOCKS = 6;
    private static final double LEAST_SHOT_SECONDS = 0.6;
    private static final double CUT = 0.28;
    private static final double STANDS_OUT = 4.0;
    private static final double GRADUAL = 0.35;
    private static final double GRADUAL_SECONDS = 1.0;
    private static final double BLACK = 14;

    /** What is kept of a picture: share of pixels by channel and level, mean brightness by block. */
    private record Look(double second, float[] histogram, float[] blocks, double brightness) {

        /** @return 0 for the same picture, about 1 for a wholly different one */
        double distance(Look other) {
            double colours = 0;
            for (int i = 0; i < histogram.length; i++) {
                colours += Math.abs(histogram[i] - other.histogram[i]);
            }
            double layout = 0;
            for (int i = 0; i < blocks.length; i++) {
                layout += Math.abs(blocks[i] - other.blocks[i]);
            }
            return 0.5 * (colours / 6) + 0.5 * Math.min(1, layout / blocks.length / 64);
        }
    }

    private record Edit(double second, String transition) {}

    private final int window;
    private final Deque<Look> recent = new ArrayDeque<>();
    private final Deque<Double> steps = new ArrayDeque<>();
    private final List<Edit> edits = new ArrayList<>();
    private double blackSince = -1;

    ShotDetector(double frameRate) {
        this.window = (int) Math.max(4, Math.round(frameRate * GRADUAL_SECONDS));
    }

    void accept(double second, BufferedImage picture) {
        Look look = look(second, picture);
        if (!recent.isEmpty()) {
            judge(look, recent.getLast().distance(look));
        }
        recent.addLast(look);
        if (recent.size() > window) {
            recent.removeFirst();
        }
    }

    private void judge(Look look, double step) {
        double usual = steps.stream().mapToDouble(x -> x).average().orElse(0);
        if (look.brightness() < BLACK) {
            blackSince = blackSince < 0 ? look.second() : blackSince;
            if (step > CUT) {
                edit(look.second(), "cut");
            }
        } else if (blackSince >= 0) {
            edit(blackSince + (look.second() - blackSince) / 2, step > CUT ? "cut" : "fade");
            blackSince = -1;
            recent.clear();
        } else if (step > CUT && step > STANDS_OUT * usual) {
            edit(look.second(), "cut");
            recent.clear();
            steps.clear();
        } else if (recent.size() == window && dissolved(look)) {
            edit((recent.getFirst().second() + look.second()) / 2, "dissolve");
            recent.clear();
        }
        steps.addLast(step);
        if (steps.size() > window) {
            steps.removeFirst();
        }
    }

    /** A change of nearly the whole picture whose halfway picture is the mean of both ends: so a blend, not something that moves through. */
    private boolean dissolved(Look look) {
        Look first = recent.getFirst();
        if (first.distance(look) < GRADUAL) {
            return false;
        }
        Iterator<Look> looks = recent.iterator();
        Look middle = first;
        for (int i = 0; i <= window / 2 && looks.hasNext(); i++) {
            middle = looks.next();
        }
        int changed = 0;
        double change = 0;
        double residue = 0;
        for (int i = 0; i < look.blocks().length; i++) {
            double whole = Math.abs(look.blocks()[i] - first.blocks()[i]);
            changed += whole > 8 ? 1 : 0;
            change += whole;
            residue += Math.abs(middle.blocks()[i] - (first.blocks()[i] + look.blocks()[i]) / 2);
        }
        return changed > 0.6 * look.blocks().length && residue < 0.25 * change;
    }

    private void edit(double second, String transition) {
        double last = edits.isEmpty() ? 0 : edits.get(edits.size() - 1).second();
        if (second - last >= LEAST_SHOT_SECONDS) {
            edits.add(new Edit(second, transition));
        }
    }

    /** @return the shots from 0 to {@code end} seconds, without gaps */
    List<Shot> finish(double end) {
        List<Shot> shots = new ArrayList<>();
        double start = 0;
        String transition = "start";
        for (Edit edit : edits) {
            if (end - edit.second() >= LEAST_SHOT_SECONDS) {
                shots.add(new Shot(start, edit.second(), transition));
                start = edit.second();
                transition = edit.transition();
            }
        }
        shots.add(new Shot(start, end, transition));
        return shots;
    }

    private static Look look(double second, BufferedImage picture) {
        byte[] bgr = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        int width = picture.getWidth();
        int height = picture.getHeight();
        int stride = Math.max(1, Math.min(width, height) / 48);
        float[] histogram = new float[3 * BINS];
        float[] blocks = new float[BLOCKS * BLOCKS];
        int[] counts = new int[BLOCKS * BLOCKS];
        double total = 0;
        int seen = 0;
        for (int y = 0; y < height; y += stride) {
            for (int x = 0; x < width; x += stride) {
                int at = (y * width + x) * 3;
                int b = bgr[at] & 0xff;
                int g = bgr[at + 1] & 0xff;
                int r = bgr[at + 2] & 0xff;
                histogram[b * BINS / 256]++;
                histogram[BINS + g * BINS / 256]++;
                histogram[2 * BINS + r * BINS / 256]++;
                double light = 0.299 * r + 0.587 * g + 0.114 * b;
                int block = y * BLOCKS / height * BLOCKS + x * BLOCKS / width;
                blocks[block] += (float) light;
                counts[block]++;
                total += light;
                seen++;
            }
        }
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] /= seen;
        }
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] /= Math.max(1, counts[i]);
        }
        return new Look(second, histogram, blocks, total / seen);
    }
}
