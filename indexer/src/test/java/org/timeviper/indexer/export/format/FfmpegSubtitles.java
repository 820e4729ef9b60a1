package org.timeviper.indexer.export.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;

/** Subtitles as FFmpeg reads them. */
final class FfmpegSubtitles {

    /** One cue, its times in milliseconds. */
    record Cue(long start, long end, String text) {}

    private FfmpegSubtitles() {}

    /** @param demuxer FFmpeg's name for the format that the file must be found to be */
    static List<Cue> read(Path file, String demuxer) {
        AVFormatContext container = new AVFormatContext(null);
        assertEquals(
                0, avformat.avformat_open_input(container, file.toString(), (AVInputFormat) null, (AVDictionary) null));
        try {
            assertEquals(demuxer, container.iformat().name().getString());
            List<Cue> cues = new ArrayList<>();
            AVPacket packet = avcodec.av_packet_alloc();
            while (avformat.av_read_frame(container, packet) >= 0) {
                AVRational unit = container.streams(packet.stream_index()).time_base();
                byte[] text = new byte[packet.size()];
                new BytePointer(packet.data()).get(text);
                cues.add(new Cue(
                        packet.pts() * 1000 * unit.num() / unit.den(),
                        (packet.pts() + packet.duration()) * 1000 * unit.num() / unit.den(),
                        new String(text, StandardCharsets.UTF_8)));
                avcodec.av_packet_unref(packet);
            }
            avcodec.av_packet_free(packet);
            return cues;
        } finally {
            avformat.avformat_close_input(container);
        }
    }
}
