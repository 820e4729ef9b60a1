package org.timeviper.indexer.media.decoder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameGrabber.ImageMode;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.indexer.media.UnreadableMedia.Kind;

/** One film opened through JavaCV, decoded from its first picture to its last, scaled to at most {@value #LONGEST_SIDE} pixels. */
final class FilmDecoder implements AutoCloseable {

    /** Longest side of the pictures it gives, in pixels. */
    static final int LONGEST_SIDE = 384;

    private static final Set<String> STILL_PICTURES = Set.of(
            "image2", "png_pipe", "jpeg_pipe", "bmp_pipe", "webp_pipe", "tiff_pipe", "gif", "svg_pipe", "ico", "tty");

    private static final Set<String> MP4_BOXES = Set.of("ftyp", "moov", "mdat", "free", "wide", "skip", "pnot", "styp");

    private final Path film;
    private final FFmpegFrameGrabber grabber;
    private int fullWidth;
    private int fullHeight;

    private FilmDecoder(Path film, FFmpegFrameGrabber grabber) {
        this.film = film;
        this.grabber = grabber;
    }

    static FilmDecoder open(Path film, long maxPixels, Complaints complaints) {
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(film.toFile());
        grabber.setOption("protocol_whitelist", "file");
        grabber.setVideoOption("max_pixels", Long.toString(maxPixels));
        grabber.setVideoOption("threads", "2");
        grabber.setPixelFormat(avutil.AV_PIX_FMT_BGR24);
        grabber.setImageMode(ImageMode.COLOR);
        grabber.setImageScalingFlags(swscale.SWS_AREA);
        try {
            grabber.start();
        } catch (FrameGrabber.Exception e) {
            close(grabber);
            throw unopened(film, complaints.last() + " " + e.getMessage(), e);
        }
        FilmDecoder decoder = new FilmDecoder(film, grabber);
        try {
            decoder.refuseWhatIsNoFilm(maxPixels);
            decoder.scale();
            complaints.clear();
            return decoder;
        } catch (UnreadableMedia e) {
            decoder.close();
            throw e;
        }
    }

    private static UnreadableMedia unopened(Path film, String said, Exception cause) {
        String name = film.getFileName().toString();
        String lower = said.toLowerCase(Locale.ROOT);
        UnreadableMedia fault;
        if (!startsLikeMp4(film) && name.matches("(?i).*\\.(mp4|mov|m4v|3gp)")) {
            fault = notMedia(name);
        } else if (lower.contains("moov atom not found")
                || lower.contains("end of file")
                || lower.contains("truncat")) {
            fault = new UnreadableMedia(
                    Kind.TRUNCATED, name + " is cut off: its index is missing. Upload the whole file again");
        } else if (lower.contains("picture size")
                || lower.contains("max_pixels")
                || lower.contains("invalid video size")) {
            fault = tooLarge(name);
        } else if (lower.contains("decoder")
                && (lower.contains("not found") || lower.contains("unknown") || lower.contains("could not"))) {
            fault = new UnreadableMedia(
                    Kind.UNKNOWN_CODEC,
                    name + " uses a codec that cannot be decoded here: re-encode it, for example as H.264");
        } else {
            fault = notMedia(name);
        }
        fault.initCause(cause);
        return fault;
    }

    private static UnreadableMedia notMedia(String name) {
        return new UnreadableMedia(
                Kind.NOT_MEDIA, name + " is not a film that can be read (no known container): upload a video file");
    }

    /** FFmpeg believes the name of a file; its first box tells the truth. */
    private static boolean startsLikeMp4(Path film) {
        try (InputStream in = Files.newInputStream(film)) {
            byte[] start = in.readNBytes(8);
            return start.length == 8 && MP4_BOXES.contains(new String(start, 4, 4, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return false;
        }
    }

    private static UnreadableMedia tooLarge(String name) {
        return new UnreadableMedia(
                Kind.TOO_LARGE_PICTURE,
                name + " has a picture larger than is allowed here: scale it down and upload it again");
    }

    private void refuseWhatIsNoFilm(long maxPixels) {
        String name = film.getFileName().toString();
        if (grabber.getVideoStream() < 0 && grabber.getVideoCodec() == 0
                || grabber.getImageWidth() <= 0
                || grabber.getImageHeight() <= 0) {
            throw new UnreadableMedia(
                    Kind.NO_VIDEO,
                    name + (grabber.hasAudio() ? " holds sound only" : " holds no pictures")
                            + ": upload a file with video");
        }
        if ((long) grabber.getImageWidth() * grabber.getImageHeight() > maxPixels) {
            throw tooLarge(name);
        }
        for (String format : grabber.getFormat() == null
                ? new String[0]
                : grabber.getFormat().split(",")) {
            if (STILL_PICTURES.contains(format)) {
                throw new UnreadableMedia(
                        Kind.NO_VIDEO, name + " is a still picture or text, not a film: upload a video file");
            }
        }
    }

    private void scale() {
        int width = shownWidth();
        int height = grabber.getImageHeight();
        double factor = Math.min(1, (double) LONGEST_SIDE / Math.max(width, height));
        grabber.setImageWidth(Math.max(2, (int) Math.round(width * factor)));
        grabber.setImageHeight(Math.max(2, (int) Math.round(height * factor)));
        fullWidth = width;
        fullHeight = height;
    }

    /** Width after pixels are made square. */
    private int shownWidth() {
        double aspect = grabber.getAspectRatio();
        boolean usual = !(aspect > 0.2 && aspect < 5);
        return usual ? grabber.getImageWidth() : (int) Math.max(2, Math.round(grabber.getImageWidth() * aspect));
    }

    /** @return quarter turns clockwise that the picture needs, 0 to 3 */
    int quarterTurns() {
        double rotation = grabber.getDisplayRotation();
        return Double.isNaN(rotation) ? 0 : Math.floorMod(Math.round(-rotation / 90), 4);
    }

    /** @return what the headers claim */
    MediaInfo probe() {
        double seconds = Math.max(0, grabber.getLengthInTime() / 1e6);
        double rate = frameRate();
        return info(seconds, Math.round(seconds * rate));
    }

    /** @return the film's description with this length, in seconds, and count of frames */
    MediaInfo info(double seconds, long frames) {
        boolean lying = quarterTurns() % 2 == 1;
        return new MediaInfo(
                seconds,
                lying ? fullHeight : fullWidth,
                lying ? fullWidth : fullHeight,
                frameRate(),
                frames,
                String.valueOf(grabber.getVideoCodecName()),
                String.valueOf(grabber.getFormat()),
                grabber.hasAudio());
    }

    double frameRate() {
        double rate = grabber.getVideoFrameRate();
        return rate > 0 && rate < 1000 ? rate : 25;
    }

    /** @return the next picture, valid until the next call; null at the end */
    Frame next() {
        try {
            return grabber.grabImage();
        } catch (FrameGrabber.Exception e) {
            throw new UnreadableMedia(
                    Kind.NO_PICTURES,
                    film.getFileName() + " cannot be decoded (" + e.getMessage()
                            + "): re-encode it and upload it again");
        }
    }

    /** @return the error for a film of which no picture came */
    UnreadableMedia withoutPictures() {
        return new UnreadableMedia(
                Kind.NO_PICTURES,
                film.getFileName() + " has a video stream without a single picture: upload the whole film again");
    }

    @Override
    public void close() {
        close(grabber);
    }

    private static void close(FFmpegFrameGrabber grabber) {
        try {
            grabber.close();
        } catch (FrameGrabber.Exception e) {
            throw new IllegalStateException("FFmpeg could not be closed", e);
        }
    }
}
