package org.timeviper.indexer.export.marker;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.media.FrameRate;
import org.timeviper.indexer.media.Slate;

/**
 * How SMPTE 12M labels frames: {@code HH:MM:SS:FF}, anew after 24 hours. At 29.97 and 59.94 frames a second the label falls behind the clock by 3.6 s an hour unless labels
 * are left out: in drop-frame counting the first two (four) of each minute but every tenth. No frame is ever left out.
 *
 * @param nominal labels a second: 24 for 23.976, 30 for 29.97
 * @param drop whether labels are left out
 */
public record TimecodeCounting(int nominal, boolean drop) {

    private static final Pattern LABEL = Pattern.compile("(\\d{2}):(\\d{2}):(\\d{2})([:;.])(\\d{2,3})");

    /** @throws IllegalArgumentException when labels are to be left out at a rate for which no rule says which */
    public TimecodeCounting {
        if (nominal < 1 || drop && nominal != 30 && nominal != 60) {
            throw new IllegalArgumentException(
                    "There is no " + (drop ? "drop-frame " : "") + "timecode of " + nominal + " frames a second.");
        }
    }

    /** @return whether labels may be left out at this rate */
    public static boolean droppable(FrameRate rate) {
        return rate.denominator() == 1001 && (rate.nominal() == 30 || rate.nominal() == 60);
    }

    /** @return the labels of a rate, left out where the rule allows it and it is wanted */
    public static TimecodeCounting of(FrameRate rate, boolean drop) {
        return new TimecodeCounting(rate.nominal(), drop && droppable(rate));
    }

    /**
     * @return as a film's own timecode is counted; without one that a frame bears, drop-frame where the rate knows that, as the label then keeps to the clock. A rate that no editing
     *     system has is counted at the usual one
     */
    public static TimecodeCounting of(Slate slate) {
        FrameRate rate = slate.rate().usual();
        boolean straight = slate.timecode() != null
                && !writtenAsDrop(slate.timecode())
                && of(rate, false).bears(slate.timecode());
        return of(rate, !straight);
    }

    /** @return the timecode of a film's first frame as exports count it; empty where its file says none, or one that no frame bears */
    public static Optional<String> first(Slate slate) {
        TimecodeCounting counting = of(slate);
        return Optional.ofNullable(slate.timecode())
                .filter(counting::bears)
                .map(label -> counting.label(counting.frame(label)));
    }

    private boolean bears(String label) {
        try {
            frame(label);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private int dropped() {
        return drop ? nominal / 15 : 0;
    }

    private long framesOfTenMinutes() {
        return nominal * 600L - 9L * dropped();
    }

    /** @return how many frames have a label of their own: those of 24 hours */
    public long framesOfDay() {
        return framesOfTenMinutes() * 144;
    }

    /** @return the label of a frame, counted from {@code 00:00:00:00} */
    public String label(long frame) {
        long within = Math.floorMod(frame, framesOfDay());
        long tens = within / framesOfTenMinutes();
        long rest = within % framesOfTenMinutes();
        long minutes = rest < dropped() ? 0 : (rest - dropped()) / (nominal * 60L - dropped());
        long number = within + dropped() * (9 * tens + minutes);
        return String.format(
                Locale.ROOT,
                nominal > 100 ? "%02d:%02d:%02d%c%03d" : "%02d:%02d:%02d%c%02d",
                number / nominal / 3600,
                number / nominal / 60 % 60,
                number / nominal % 60,
                drop ? ';' : ':',
                number % nominal);
    }

    /**
     * @param label a label; which of {@code :}, {@code ;} and {@code .} stands before its frames does not matter
     * @return the frame that bears it, counted from {@code 00:00:00:00}
     * @throws IllegalArgumentException when no frame bears it
     */
    public long frame(String label) {
        Matcher parts = LABEL.matcher(label);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + label + "' is no timecode: it is written HH:MM:SS:FF.");
        }
        int hours = Integer.parseInt(parts.group(1));
        int minutes = Integer.parseInt(parts.group(2));
        int seconds = Integer.parseInt(parts.group(3));
        int frames = Integer.parseInt(parts.group(5));
        boolean leftOut = minutes % 10 != 0 && seconds == 0 && frames < dropped();
        if (hours > 23 || minutes > 59 || seconds > 59 || frames >= nominal || leftOut) {
            throw new IllegalArgumentException(
                    "No frame bears the timecode " + label + " at " + nominal + " frames a second.");
        }
        long allMinutes = hours * 60L + minutes;
        long number = (allMinutes * 60 + seconds) * nominal + frames;
        return number - dropped() * (allMinutes - allMinutes / 10);
    }

    /** @return the frame that bears {@code 01:00:00:00}, at which programmes begin */
    public long hour() {
        return frame("01:00:00:00");
    }

    private static boolean writtenAsDrop(String label) {
        Matcher parts = LABEL.matcher(label);
        return parts.matches() && !parts.group(4).equals(":");
    }
}
