package org.timeviper.indexer.media.decoder;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacv.Frame;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.SampleProgress;
import org.timeviper.indexer.media.SampleRecord;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.Slate;
import org.timeviper.indexer.media.decoder.shots.ShotDetector;

/**
 * One pass over a film: writes the picture that is on screen at every {@code i/fps} seconds, and feeds every frame to the shot detector. Times are counted from
 * the first picture.
 */
final class Sampling {

    private static final float QUALITY = 0.9f;
    private static final double LONGEST_SECONDS = 48 * 3600.0;
    private static final double MICROSECONDS = 1e6;
    private static final double EPSILON = 1e-4;

    private final FilmDecoder decoder;
    private final double fps;
    private final Path directory;
    private final Complaints complaints;
    private final List<Double> times = new ArrayList<>();
    private final ShotDetector shots;
    private final Timeline timeline;
    private final Slate slate;
    private final FrameSpacing spacing;
    private long told = System.nanoTime();

    Sampling(FilmDecoder decoder, double fps, Path directory, Complaints complaints) {
        this.decoder = decoder;
        this.fps = fps;
        this.directory = directory;
        this.complaints = complaints;
        this.shots = new ShotDetector(decoder.frameRate());
        this.timeline = new Timeline(decoder.frameRate());
        this.slate = decoder.slate();
        this.spacing = new FrameSpacing(slate.rate());
    }

    SampleRecord run(SampleProgress progress) throws IOException {
        double claimed = decoder.probe().durationSeconds();
        BufferedImage onScreen = null;
        double last = 0;
        long count = 0;
        for (Frame frame = decoder.next(); frame != null && last < LONGEST_SECONDS; frame = decoder.next()) {
            last = timeline.next(frame.timestamp / MICROSECONDS);
            complaints.at(last);
            spacing.accept(last);
            while (onScreen != null && times.size() / fps < last - EPSILON) {
                write(onScreen);
                tell(progress, claimed);
            }
            onScreen = picture(frame, onScreen);
            shots.accept(last, onScreen);
            count++;
            tell(progress, claimed);
        }
        if (onScreen == null) {
            throw decoder.withoutPictures();
        }
        double end = timeline.end();
        while (times.size() / fps < end - EPSILON) {
            write(onScreen);
        }
        MediaInfo info = decoder.info(end, count, slate.variable(spacing.variable()));
        return new SampleRecord(info, fps, times, shots.finish(end), warnings(claimed, end));
    }

    /** Tells now and then, also while one picture stays for long: who hears nothing takes the decoder for stuck. */
    private void tell(SampleProgress progress, double claimed) {
        double second = times.size() / fps;
        if (System.nanoTime() - told > 200_000_000L) {
            told = System.nanoTime();
            progress.decoded(second, Math.max(claimed, second));
        }
    }

    private List<String> warnings(double claimed, double end) {
        List<String> warnings = new ArrayList<>(complaints.sentences());
        warnings.addAll(timeline.sentences());
        if (end > LONGEST_SECONDS) {
            warnings.add("The film lasts longer than 48 hours: only those are sampled.");
        }
        if (Math.abs(claimed - end) > Math.max(2, 0.05 * end)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "The file claims to last %.1f s; its pictures last %.1f s, which is what counts.",
                    claimed,
                    end));
        }
        return warnings;
    }

    /** Copies a BGR frame; the frame's memory is the decoder's and is used again for the next one. */
    private static BufferedImage picture(Frame frame, BufferedImage old) {
        int width = frame.imageWidth;
        int height = frame.imageHeight;
        boolean fits = old != null && old.getWidth() == width && old.getHeight() == height;
        BufferedImage image = fits ? old : new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        ByteBuffer source = (ByteBuffer) frame.image[0];
        for (int y = 0; y < height; y++) {
            source.get(y * frame.imageStride, pixels, y * width * 3, width * 3);
        }
        return image;
    }

    private void write(BufferedImage image) throws IOException {
        Path file = directory.resolve(SampledFilm.pictureName(times.size()));
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(QUALITY);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(turned(image, decoder.quarterTurns()), null, null), parameters);
        } finally {
            writer.dispose();
        }
        times.add(times.size() / fps);
    }

    private static BufferedImage turned(BufferedImage image, int quarters) {
        BufferedImage out = image;
        for (int i = 0; i < quarters; i++) {
            BufferedImage next = new BufferedImage(out.getHeight(), out.getWidth(), BufferedImage.TYPE_3BYTE_BGR);
            for (int y = 0; y < out.getHeight(); y++) {
                for (int x = 0; x < out.getWidth(); x++) {
                    next.setRGB(out.getHeight() - 1 - y, x, out.getRGB(x, y));
                }
            }
            out = next;
        }
        return out;
    }
}
