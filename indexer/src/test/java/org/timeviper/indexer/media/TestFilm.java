package org.timeviper.indexer.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;

/**
 * A film made for a test by a real encoder. Unless it is painted otherwise, each of its pictures is of one grey that tells its second: {@link #grey}.
 *
 * <pre>{@code
 * TestFilm.of(64, 48).sound().write(file, 10);
 * }</pre>
 */
public final class TestFilm {

    private static final int SOUND_RATE = 44_100;
    private static final int DARKEST = 30;
    private static final int STEP = 20;

    /** Paints what is on screen at a second of film. */
    @FunctionalInterface
    public interface Painting {
        void paint(Graphics2D screen, double second);
    }

    private final int width;
    private final int height;
    private double rate = 10;
    private int codec = avcodec.AV_CODEC_ID_MPEG4;
    private int pixelFormat = avutil.AV_PIX_FMT_YUV420P;
    private double pixelAspect;
    private boolean sound;
    private String timecode;
    private String reel;
    private Painting painting;

    private TestFilm(int width, int height) {
        this.width = width;
        this.height = height;
        this.painting = filled(second -> grey((int) second));
    }

    /** A film of ten frames a second in MPEG-4, without sound. */
    public static TestFilm of(int width, int height) {
        return new TestFilm(width, height);
    }

    /** @return the colour of a film's pictures during a second, of 0 to 10 */
    public static Color grey(int second) {
        int level = DARKEST + STEP * Math.clamp(second, 0, 10);
        return new Color(level, level, level);
    }

    private Painting filled(DoubleFunction<Color> colour) {
        return (screen, second) -> {
            screen.setColor(colour.apply(second));
            screen.fillRect(0, 0, width, height);
        };
    }

    public TestFilm rate(double framesASecond) {
        this.rate = framesASecond;
        return this;
    }

    /** @param id FFmpeg's number of it */
    public TestFilm codec(int id) {
        this.codec = id;
        this.pixelFormat = id == avcodec.AV_CODEC_ID_MJPEG ? avutil.AV_PIX_FMT_YUVJ420P : avutil.AV_PIX_FMT_YUV420P;
        return this;
    }

    /** @param ratio how wide a pixel is for its height */
    public TestFilm pixelAspect(double ratio) {
        this.pixelAspect = ratio;
        return this;
    }

    public TestFilm sound() {
        this.sound = true;
        return this;
    }

    /** @param label what the file says is the timecode of its first frame */
    public TestFilm timecode(String label) {
        this.timecode = label;
        return this;
    }

    /** @param name what the file says is its source */
    public TestFilm reel(String name) {
        this.reel = name;
        return this;
    }

    public TestFilm painted(Painting picture) {
        this.painting = picture;
        return this;
    }

    /** Writes it with a picture at each frame. */
    public Path write(Path file, double seconds) {
        int frames = (int) Math.round(seconds * rate);
        return write(file, IntStream.range(0, frames).mapToDouble(i -> i / rate).toArray());
    }

    /** Writes it with pictures at these seconds only, each taken to the nearest multiple of the frame's length. */
    public Path write(Path file, double... seconds) {
        BufferedImage screen = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D brush = screen.createGraphics();
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height, sound ? 1 : 0);
                Java2DFrameConverter frames = new Java2DFrameConverter()) {
            recorder.setVideoCodec(codec);
            recorder.setPixelFormat(pixelFormat);
            recorder.setFrameRate(rate);
            recorder.setVideoBitrate(1_000_000);
            recorder.setGopSize(12);
            recorder.setAspectRatio(pixelAspect);
            recorder.setSampleRate(SOUND_RATE);
            if (timecode != null) {
                recorder.setVideoMetadata("timecode", timecode);
            }
            if (reel != null) {
                recorder.setVideoMetadata("reel_name", reel);
            }
            recorder.start();
            for (double second : seconds) {
                painting.paint(brush, second);
                recorder.setTimestamp(Math.round(second * 1e6));
                recorder.record(frames.convert(screen));
            }
            if (sound) {
                recorder.recordSamples(
                        SOUND_RATE, 1, silence(DoubleStream.of(seconds).max().orElse(1)));
            }
            return file;
        } catch (FrameRecorder.Exception e) {
            throw new UncheckedIOException(e);
        } finally {
            brush.dispose();
        }
    }

    /** Writes a file with a sound track alone. */
    public static Path soundOnly(Path file, double seconds) {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 1)) {
            recorder.setSampleRate(SOUND_RATE);
            recorder.start();
            recorder.recordSamples(SOUND_RATE, 1, silence(seconds));
            return file;
        } catch (FrameRecorder.Exception e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ShortBuffer silence(double seconds) {
        return ShortBuffer.allocate((int) Math.round(seconds * SOUND_RATE));
    }

    /** @return the bytes of a film that ships with the service */
    public static byte[] shipped(String name) {
        try (InputStream film = TestFilm.class.getResourceAsStream("/samples/" + name)) {
            return film.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
