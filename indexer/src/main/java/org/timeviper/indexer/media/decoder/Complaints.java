package org.timeviper.indexer.media.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;

/** Counts what FFmpeg complains of, by the second of film at which it does: JavaCV alone passes damaged pictures on in silence. */
final class Complaints extends LogCallback {

    /** A stretch with damage. */
    private record Damage(double start, double end, int count) {}

    private static final double SAME_STRETCH_SECONDS = 2;
    private static final int MOST_KEPT = 8000;

    private final List<Damage> damages = new ArrayList<>();
    private volatile double second;
    private final StringBuilder said = new StringBuilder();

    /** Tells how far the decoding is. */
    void at(double second) {
        this.second = second;
    }

    @Override
    public synchronized void call(int level, BytePointer message) {
        String text =
                message == null || message.isNull() ? "" : message.getString().strip();
        if (text.isEmpty()) {
            return;
        }
        if (said.length() < MOST_KEPT) {
            said.append(text).append('\n');
        }
        Damage open = damages.isEmpty() ? null : damages.get(damages.size() - 1);
        if (open != null && second - open.end() <= SAME_STRETCH_SECONDS) {
            damages.set(damages.size() - 1, new Damage(open.start(), second, open.count() + 1));
        } else {
            damages.add(new Damage(second, second, 1));
        }
    }

    /** @return FFmpeg's own words so far, a line each; the first few thousand characters of them */
    synchronized String said() {
        return said.toString();
    }

    /** Forgets what was said while the file was opened, which concerns no picture. */
    synchronized void clear() {
        damages.clear();
    }

    /** @return a sentence for each damaged stretch */
    synchronized List<String> sentences() {
        return damages.stream()
                .map(damage -> String.format(
                        Locale.ROOT,
                        "The film is damaged between %.1f and %.1f s (%d decoding errors): what is seen there may be wrong.",
                        damage.start(),
                        damage.end(),
                        damage.count()))
                .toList();
    }
}
