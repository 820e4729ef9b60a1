package org.timeviper.indexer.media.decoder;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameGrabber.ImageMode;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.Slate;
import org.timeviper.indexer.media.UnreadableMedia.Kind;

/** One film opened through JavaCV, decoded from its first picture to its last, scaled to at most {@value #LONGEST_SIDE} pixels. */
final class FilmDecoder implements AutoCloseable {

    /** Longest side of the pictures it gives, in pixels. */
    static final int LONGEST_SIDE = 384;

    /** What may be opened: nothing that names other files or addresses, as a playlist does, for the decoder would open those too. */
    private static final String CONTAINERS = String.join(
            ",",
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,asf,ogg,mxf,gxf,nut,dv,ivf,rm,wtv",
            "h264,hevc,vvc,obu,av1,m4v,h263,h261,vc1,mjpeg,mjpeg_2000,yuv4mpegpipe,apng",
            "mp3,wav,w64,flac,aac,ac3,eac3,dts,aiff,au,caf,amr,ape,wv,tta",
            "png_pipe,jpeg_pipe,bmp_pipe,webp_pipe,tiff_pipe,gif,svg_pipe,ico");

    private static final Set<String> STILL_PICTURES =
            Set.of("png_pipe", "jpeg_pipe", "bmp_pipe", "webp_pipe", "tiff_pipe", "gif", "svg_pipe", "ico");

    private final FFmpegFrameGrabber grabber;
    private int fullWidth;
    private int fullHeight;

    /** What a film without any picture is. */
    private final Unusable withoutPictures;

    private FilmDecoder(FFmpegFrameGrabber grabber, Unusable withoutPictures) {
        this.grabber = grabber;
        this.withoutPictures = withoutPictures;
    }

    static FilmDecoder open(Path film, long maxPixels, Complaints complaints) {
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(film.toFile());
        grabber.setOption("format_whitelist", CONTAINERS);
        Unusable withoutPictures = new Unusable(
                Kind.NO_PICTURES, "has a video stream without a single picture: upload the whole film again");
        return open(
                new FilmDecoder(grabber, withoutPictures),
                said -> unopened(film, grabber, said),
                maxPixels,
                complaints);
    }

    /**
     * Opens numbered JPEG pictures as a film.
     *
     * @param pattern where they lie, with {@code %05d} or the like for the number; a percent sign elsewhere is doubled
     * @param rate pictures a second, as a decimal number
     * @param first the first picture's number
     */
    static FilmDecoder openPictures(String pattern, String rate, String first, long maxPixels, Complaints complaints) {
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(pattern);
        grabber.setFormat("image2");
        grabber.setOption("format_whitelist", "image2");
        grabber.setOption("framerate", rate);
        grabber.setOption("start_number", first);
        Unusable undecodable = new Unusable(
                Kind.NO_PICTURES, "holds no picture that can be decoded: unpack the film's pictures again");
        return open(
                new FilmDecoder(grabber, undecodable),
                said -> tooLarge(said.toLowerCase(Locale.ROOT)) ? tooLargePicture() : undecodable,
                maxPixels,
                complaints);
    }

    /** @param unopened what is wrong, by FFmpeg's words, when it does not open */
    private static FilmDecoder open(
            FilmDecoder decoder, Function<String, Unusable> unopened, long maxPixels, Complaints complaints) {
        FFmpegFrameGrabber grabber = decoder.grabber;
        grabber.setOption("protocol_whitelist", "file");
        grabber.setVideoOption("max_pixels", Long.toString(maxPixels));
        grabber.setVideoOption("threads", "2");
        grabber.setPixelFormat(avutil.AV_PIX_FMT_BGR24);
        grabber.setImageMode(ImageMode.COLOR);
        grabber.setImageScalingFlags(swscale.SWS_AREA);
        try {
            grabber.start();
        } catch (FrameGrabber.Exception e) {
            Unusable fault = unopened.apply(complaints.said() + " " + e.getMessage());
            fault.initCause(e);
            close(grabber);
            throw fault;
        }
        try {
            decoder.refuseWhatIsNoFilm(maxPixels, complaints.said());
            decoder.scale();
            complaints.clear();
            return decoder;
        } catch (Unusable e) {
            decoder.close();
            throw e;
        }
    }

    private static Unusable unopened(Path film, FFmpegFrameGrabber grabber, String said) {
        boolean calledMp4 = film.getFileName().toString().matches("(?i).*\\.(mp4|mov|m4v|3gp)");
        boolean mp4 = Mp4Boxes.startLike(film);
        String lower = said.toLowerCase(Locale.ROOT);
        if (!mp4 && calledMp4) {
            return notMedia();
        } else if (mp4 && Mp4Boxes.cutOff(film)
                || lower.contains("end of file")
                || said.contains(" " + avutil.AVERROR_EOF() + ":")) {
            return new Unusable(Kind.TRUNCATED, "is cut off: its index is missing. Upload the whole file again");
        } else if (tooLarge(lower)) {
            return tooLargePicture();
        } else if (streamWithoutDecoder(grabber) || lower.contains("could not find decoder")) {
            return unknownCodec();
        }
        return notMedia();
    }

    private static Unusable unknownCodec() {
        return new Unusable(
                Kind.UNKNOWN_CODEC, "uses a codec that cannot be decoded here: re-encode it, for example as H.264");
    }

    private static boolean tooLarge(String said) {
        return said.contains("exceeds specified max pixel count")
                || said.replace("picture size 0x0 is invalid", "").contains("picture size");
    }

    private static Unusable tooLargePicture() {
        return new Unusable(
                Kind.TOO_LARGE_PICTURE, "has a picture larger than is allowed here: scale it down and upload it again");
    }

    private static Unusable notMedia() {
        return new Unusable(Kind.NOT_MEDIA, "is not a film that can be read (no known container): upload a video file");
    }

    /** JavaCV passes over a stream whose codec FFmpeg does not know, and says only that it found none. */
    private static boolean streamWithoutDecoder(FFmpegFrameGrabber grabber) {
        AVFormatContext container = grabber.getFormatContext();
        if (container == null || container.isNull()) {
            return false;
        }
        for (int i = 0; i < container.nb_streams(); i++) {
            AVCodecParameters stream = container.streams(i).codecpar();
            if (stream.codec_type() == avutil.AVMEDIA_TYPE_VIDEO
                    && avcodec.avcodec_find_decoder(stream.codec_id()) == null) {
                return true;
            }
        }
        return false;
    }

    private void refuseWhatIsNoFilm(long maxPixels, String said) {
        boolean noVideo = grabber.getVideoStream() < 0 && grabber.getVideoCodec() == 0;
        if (noVideo && streamWithoutDecoder(grabber)) {
            throw unknownCodec();
        }
        if (noVideo || coverOfASong()) {
            throw new Unusable(
                    Kind.NO_VIDEO,
                    (grabber.hasAudio() ? "holds sound only" : "holds no pictures") + ": upload a file with video");
        }
        if ((long) grabber.getImageWidth() * grabber.getImageHeight() > maxPixels) {
            throw tooLargePicture();
        }
        if (grabber.getImageWidth() <= 0 || grabber.getImageHeight() <= 0) {
            throw tooLarge(said.toLowerCase(Locale.ROOT)) ? tooLargePicture() : withoutPictures();
        }
        for (String format : grabber.getFormat() == null
                ? new String[0]
                : grabber.getFormat().split(",")) {
            if (STILL_PICTURES.contains(format)) {
                throw new Unusable(Kind.NO_VIDEO, "is a still picture, not a film: upload a video file");
            }
        }
    }

    private boolean coverOfASong() {
        int stream = grabber.getVideoStream();
        return stream >= 0
                && (grabber.getFormatContext().streams(stream).disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC)
                        != 0;
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
        return info(seconds, Math.round(seconds * rate), slate());
    }

    /** @return how the headers say that frames are counted */
    Slate slate() {
        return new SlateReading(grabber.getFormatContext(), grabber.getVideoStream()).slate(frameRate());
    }

    /** @return the film's description with this length, in seconds, count of frames and way of counting them */
    MediaInfo info(double seconds, long frames, Slate slate) {
        boolean lying = quarterTurns() % 2 == 1;
        return new MediaInfo(
                seconds,
                lying ? fullHeight : fullWidth,
                lying ? fullWidth : fullHeight,
                frameRate(),
                frames,
                String.valueOf(grabber.getVideoCodecName()),
                String.valueOf(grabber.getFormat()),
                grabber.hasAudio(),
                slate);
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
            throw new Unusable(
                    Kind.NO_PICTURES, "cannot be decoded (" + e.getMessage() + "): re-encode it and upload it again");
        }
    }

    /** @return the error for a film of which no picture came */
    Unusable withoutPictures() {
        return withoutPictures;
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
