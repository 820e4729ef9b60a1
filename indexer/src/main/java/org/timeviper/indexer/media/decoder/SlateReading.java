package org.timeviper.indexer.media.decoder;

import java.util.Collections;
import java.util.Comparator;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.timeviper.indexer.media.FrameRate;
import org.timeviper.indexer.media.Slate;

/** Reads from a film's headers how its frames are counted: the rate as a fraction, the timecode of the first frame and the reel. */
final class SlateReading {

    /** An average this near to the rate that all timestamps fit is that rate: a short film's last frame may be counted long or short. */
    private static final double SAME = 0.01;

    private static final double HIGHEST = 240;

    private static final int LONGEST_REEL = 200;

    private final AVFormatContext container;
    private final AVStream video;

    /**
     * @param container the opened film
     * @param chosen the number of its video stream; negative for the first there is
     */
    SlateReading(AVFormatContext container, int chosen) {
        this.container = container;
        int number = Math.max(0, chosen);
        while (container.streams(number).codecpar().codec_type() != avutil.AVMEDIA_TYPE_VIDEO
                && number + 1 < container.nb_streams()) {
            number++;
        }
        this.video = container.streams(number);
    }

    /** @param otherwise frames a second where the headers tell no rate that can be */
    Slate slate(double otherwise) {
        FrameRate average = usable(video.avg_frame_rate());
        FrameRate fitting = usable(video.r_frame_rate());
        if (average == null) {
            return slate(fitting == null ? FrameRate.near(otherwise) : fitting.cleaned(), false);
        }
        FrameRate cleaned = average.cleaned();
        if (FrameRate.USUAL.contains(cleaned)) {
            return slate(cleaned, false); // of interlaced film the other one counts fields
        }
        if (fitting == null || off(average, fitting) > SAME) {
            return onNoGrid(average);
        }
        return slate(fitting.cleaned(), -off(average, fitting) > SAME);
    }

    /**
     * A recorder that takes pictures when it can puts them on no grid, and FFmpeg then gives the clock's ticks for the rate that fits. An average is no rate that timecode can
     * count, so the frames are counted at the video rate that comes nearest.
     */
    private Slate onNoGrid(FrameRate average) {
        FrameRate nearest =
                Collections.min(FrameRate.USUAL, Comparator.comparingDouble(rate -> Math.abs(off(average, rate))));
        return slate(nearest, Math.abs(off(average, nearest)) > SAME);
    }

    /** How much higher one rate is than another, of the other; negative when it is lower. */
    private static double off(FrameRate rate, FrameRate other) {
        return rate.perSecond() / other.perSecond() - 1;
    }

    private Slate slate(FrameRate rate, boolean variable) {
        return new Slate(rate, variable, timecode(), reel());
    }

    private static FrameRate usable(AVRational rate) {
        boolean possible = rate.num() > 0 && rate.den() > 0 && (double) rate.num() / rate.den() <= HIGHEST;
        return possible ? new FrameRate(rate.num(), rate.den()) : null;
    }

    private String timecode() {
        String text = anywhere("timecode");
        return text != null && text.matches("\\d{2}:\\d{2}:\\d{2}[:;.]\\d{2,3}") ? text : null;
    }

    private String reel() {
        String text = anywhere("reel_name");
        String clean = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.isEmpty() ? null : clean.substring(0, Math.min(LONGEST_REEL, clean.length()));
    }

    /** With the picture, with the whole file, or with a track of its own. */
    private String anywhere(String key) {
        String text = entry(video.metadata(), key);
        if (text == null) {
            text = entry(container.metadata(), key);
        }
        for (int i = 0; text == null && i < container.nb_streams(); i++) {
            text = entry(container.streams(i).metadata(), key);
        }
        return text;
    }

    private static String entry(AVDictionary metadata, String key) {
        AVDictionaryEntry entry = metadata == null ? null : avutil.av_dict_get(metadata, key, null, 0);
        return entry == null || entry.isNull() ? null : entry.value().getString();
    }
}
