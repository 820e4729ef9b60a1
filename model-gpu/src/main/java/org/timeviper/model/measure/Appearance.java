package org.timeviper.model.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What frames show of light and colours, as far as it is plain. The bounds of light and of the main colour are those by which the starter's films are labelled; those of
 * colourlessness lie where neither drawn films nor photographs, in colour, tinted or without colour, were told wrongly.
 *
 * @param light {@code dark} or {@code bright}, if nearly all frames are
 * @param colouring colour or none
 * @param tone the colour that fills most of the pictures, if one clearly does
 * @param black whether nothing is to be seen
 * @param bars whether they are colour bars
 */
public record Appearance(
        Optional<String> light, Colouring colouring, Optional<String> tone, boolean black, boolean bars) {

    private static final double DARK = 70;
    private static final double BRIGHT = 175;
    private static final double NEARLY_ALL = 0.8;

    /** No picture is lighter than this on average: as black as the detection of fades has it. */
    private static final double BLACK = 14;

    /** Of a pixel without colour, by how much its channels differ at most, and of one with colour at least. */
    private static final int PALE = 12;

    private static final int COLOURED = 40;

    /** What is neither so dark nor so bright that a tint could be lost. */
    private static final int MIDDLE_FROM = 60;

    private static final int MIDDLE_TO = 150;

    /** How much colours must differ, as a share of the light, where nothing is grey: a tint makes all alike. */
    private static final double VARIED = 0.16;

    /** How colours are there. */
    public enum Colouring {
        /** In colour, plainly. */
        COLOUR,
        /** Without any colour. */
        BLACK_AND_WHITE,
        /** Not plain: little colour, or all of one tint. */
        UNCLEAR
    }

    /** @param frames at least one */
    public static Appearance of(List<Miniature> frames) {
        double[] lightness = frames.stream().mapToDouble(Appearance::lightness).toArray();
        return new Appearance(
                light(lightness),
                colouring(frames),
                Tones.main(frames),
                Arrays.stream(lightness).allMatch(light -> light < BLACK),
                frames.stream().filter(ColourBars::fill).count() >= NEARLY_ALL * frames.size());
    }

    private static double lightness(Miniature frame) {
        double sum = 0;
        for (int i = 0; i < Miniature.PIXELS; i++) {
            sum += frame.light(i);
        }
        return sum / Miniature.PIXELS;
    }

    private static Optional<String> light(double[] lightness) {
        if (Arrays.stream(lightness).filter(light -> light < DARK).count() >= NEARLY_ALL * lightness.length) {
            return Optional.of("dark");
        }
        boolean bright =
                Arrays.stream(lightness).filter(light -> light > BRIGHT).count() >= NEARLY_ALL * lightness.length;
        return bright ? Optional.of("bright") : Optional.empty();
    }

    private static Colouring colouring(List<Miniature> frames) {
        long pale = 0;
        long coloured = 0;
        long greyInTheMiddle = 0;
        double all = (double) frames.size() * Miniature.PIXELS;
        ChannelSpread spread = new ChannelSpread();
        for (Miniature frame : frames) {
            for (int i = 0; i < Miniature.PIXELS; i++) {
                int range = range(frame, i);
                double light = frame.light(i);
                pale += range <= PALE ? 1 : 0;
                coloured += range > COLOURED ? 1 : 0;
                greyInTheMiddle += range <= PALE && light > MIDDLE_FROM && light < MIDDLE_TO ? 1 : 0;
                spread.add(frame, i, light);
            }
        }
        if (pale >= 0.999 * all) {
            return Colouring.BLACK_AND_WHITE;
        }
        boolean plain = coloured >= 0.005 * all && (greyInTheMiddle >= 0.01 * all || spread.most() >= VARIED);
        return plain ? Colouring.COLOUR : Colouring.UNCLEAR;
    }

    private static int range(Miniature frame, int pixel) {
        int red = frame.red(pixel);
        int green = frame.green(pixel);
        int blue = frame.blue(pixel);
        return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
    }
}
