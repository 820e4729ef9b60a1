package org.timeviper.model.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A colour that people name, by hue, saturation and value as the starter's films are labelled. */
public enum Tone {
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
    GREY;

    private static final Pattern NO_LETTERS = Pattern.compile("\\P{L}+");

    /** @return the only colour that is named in English words; empty if none is, or several are */
    public static Optional<Tone> named(String words) {
        Set<String> said = Set.copyOf(
                NO_LETTERS.splitAsStream(words.toLowerCase(Locale.ROOT)).toList());
        List<Tone> named = Arrays.stream(values())
                .filter(tone -> said.contains(tone.word()) || tone == GREY && said.contains("gray"))
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /** @return its English name */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the colour of a pixel; each 0 to 255 */
    static Tone of(int red, int green, int blue) {
        int value = Math.max(red, Math.max(green, blue));
        int range = value - Math.min(red, Math.min(green, blue));
        double saturation = value == 0 ? 0 : 255.0 * range / value;
        if (value < 64) {
            return BLACK;
        }
        if (saturation < 42) {
            return value > 205 ? WHITE : GREY;
        }
        double hue = hue(red, green, blue, value, range);
        if (hue >= 8 && hue < 48 && value < 165) {
            return BROWN;
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
            return saturation < 130 && value > 170 ? PINK : RED;
        }
        if (hue < 40) {
            return ORANGE;
        }
        if (hue < 68) {
            return YELLOW;
        }
        if (hue < 165) {
            return GREEN;
        }
        if (hue < 256) {
            return BLUE;
        }
        return hue < 300 ? PURPLE : PINK;
    }
}
