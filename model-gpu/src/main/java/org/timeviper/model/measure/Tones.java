package org.timeviper.model.measure;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sorts pixels into the colours that people name, by hue, saturation and value as the starter's films are labelled. */
final class Tones {

    private static final double MOST = 0.45;
    private static final double CLEARLY = 0.6;

    private enum Tone {
        RED,
        ORANGE,
        YELLOW,
        GREEN,
        BLUE,
        PURPLE,
        PINK,
        BROWN,
        WHITE,
        BLACK,
        GREY
    }

    private Tones() {}

    /** @return the colour that fills most of the pictures, if one clearly does */
    static Optional<String> main(List<Miniature> frames) {
        Map<Tone, Integer> counts = new EnumMap<>(Tone.class);
        for (Miniature frame : frames) {
            for (int i = 0; i < Miniature.PIXELS; i++) {
                counts.merge(tone(frame.red(i), frame.green(i), frame.blue(i)), 1, Integer::sum);
            }
        }
        List<Map.Entry<Tone, Integer>> sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<Tone, Integer>comparingByValue().reversed())
                .toList();
        double all = (double) frames.size() * Miniature.PIXELS;
        double first = sorted.getFirst().getValue() / all;
        double second = sorted.size() > 1 ? sorted.get(1).getValue() / all : 0;
        return first >= MOST && second <= CLEARLY * first
                ? Optional.of(sorted.getFirst().getKey().name().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private static Tone tone(int red, int green, int blue) {
        int value = Math.max(red, Math.max(green, blue));
        int range = value - Math.min(red, Math.min(green, blue));
        double saturation = value == 0 ? 0 : 255.0 * range / value;
        if (value < 64) {
            return Tone.BLACK;
        }
        if (saturation < 42) {
            return value > 205 ? Tone.WHITE : Tone.GREY;
        }
        double hue = hue(red, green, blue, value, range);
        if (hue >= 8 && hue < 48 && value < 165) {
            return Tone.BROWN;
        }
        return byHue(hue, saturation, value);
    }

    /** In degrees. */
    private static double hue(int red, int green, int blue, int value, int range) {
        double sixths;
        if (value == red) {
            sixths = (double) (green - blue) / range;
        } else if (value == green) {
            sixths = 2 + (double) (blue - red) / range;
        } else {
            sixths = 4 + (double) (red - green) / range;
        }
        return (60 * sixths + 360) % 360;
    }

    private static Tone byHue(double hue, double saturation, int value) {
        if (hue < 12 || hue >= 345) {
            return saturation < 130 && value > 170 ? Tone.PINK : Tone.RED;
        }
        if (hue < 40) {
            return Tone.ORANGE;
        }
        if (hue < 68) {
            return Tone.YELLOW;
        }
        if (hue < 165) {
            return Tone.GREEN;
        }
        if (hue < 256) {
            return Tone.BLUE;
        }
        return hue < 300 ? Tone.PURPLE : Tone.PINK;
    }
}
