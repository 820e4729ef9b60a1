package org.timeviper.indexer.media.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.media.Slate;

/** The rate that headers tell by two numbers, of which either may be off. */
class SlateReadingTest {

    /** The average of the whole film, and the rate that FFmpeg found all timestamps to fit: where it found none, the clock's ticks. */
    @ParameterizedTest
    @CsvSource({
        "30000/1001, 90000/1,     30000/1001, false",
        "25/1,       50/1,        25,         false",
        "0/0,        24/1,        24,         false",
        "0/0,        90000/1,     25,         false",
        "25/2,       25/2,        25/2,       false",
        "2997/100,   30000/1001,  30000/1001, false",
        "18/1,       30/1,        30,         true",
        "500/17,     90000/1,     30000/1001, true",
        "500/17,     1000/1,      30000/1001, true",
        "500/17,     600/1,       30000/1001, true",
        "297/10,     600/1,       30000/1001, false",
        "23/1,       600/1,       24000/1001, true",
        "156/5,      30/1,        30,         true"
    })
    void theRateIsOneThatFilmsAreCountedAt(String average, String fitting, String rate, boolean variable) {
        AVFormatContext container = avformat.avformat_alloc_context();
        try {
            AVStream stream = avformat.avformat_new_stream(container, null);
            stream.codecpar().codec_type(avutil.AVMEDIA_TYPE_VIDEO);
            set(stream.avg_frame_rate(), average);
            set(stream.r_frame_rate(), fitting);
            Slate slate = new SlateReading(container, 0).slate(25);
            assertEquals(rate, slate.rate().toString());
            assertEquals(variable, slate.variable());
        } finally {
            avformat.avformat_free_context(container);
        }
    }

    private static void set(AVRational rate, String fraction) {
        String[] parts = fraction.split("/");
        rate.num(Integer.parseInt(parts[0])).den(Integer.parseInt(parts[1]));
    }
}
