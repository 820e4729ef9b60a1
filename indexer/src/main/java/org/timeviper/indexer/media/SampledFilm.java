package org.timeviper.indexer.media;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.timeviper.model.Frame;
import org.timeviper.model.FrameSource;

/** The pictures of a film at a rate, as {@link FilmReader#sample} left them in a folder. Immutable; opened again at any time. */
public final class SampledFilm {

    /** The file that makes a folder a finished sample. */
    public static final String RECORD = "sample.json";

    private final Path directory;
    private final SampleRecord sample;
    private final String fingerprint;

    private SampledFilm(Path directory, SampleRecord sample, String fingerprint) {
        this.directory = directory;
        this.sample = sample;
        this.fingerprint = fingerprint;
    }

    /**
     * @param directory the folder that {@link FilmReader#sample} wrote
     * @throws UnreadableMedia when it is unfinished or damaged
     */
    public static SampledFilm open(Path directory) {
        Path file = directory.resolve(RECORD);
        try {
            byte[] record = Files.readAllBytes(file);
            return new SampledFilm(
                    directory,
                    new ObjectMapper().readValue(record, SampleRecord.class),
                    UUID.nameUUIDFromBytes(record).toString());
        } catch (IOException e) {
            throw UnreadableMedia.damaged(file, e);
        }
    }

    /** @return whether the folder holds a finished sample */
    public static boolean finished(Path directory) {
        return Files.isRegularFile(directory.resolve(RECORD));
    }

    /** @return the picture's file name */
    public static String pictureName(int index) {
        return String.format("frame-%06d.jpg", index);
    }

    /** @return whether both are the same pictures of the same film */
    boolean isOf(SampledFilm other) {
        return sample.equals(other.sample);
    }

    /** @return the film as it was decoded: true length, true frame count */
    public MediaInfo info() {
        return sample.info();
    }

    /** @return what tells this sample from others: of another film, at another rate, or of a decoder that saw other shots */
    public String fingerprint() {
        return fingerprint;
    }

    /** @return pictures a second */
    public double fps() {
        return sample.fps();
    }

    /** @return the second of each picture */
    public List<Double> times() {
        return sample.times();
    }

    /** @return the shots in order, without gaps */
    public List<Shot> shots() {
        return sample.shots();
    }

    /** @return sentences about damage that was seen */
    public List<String> warnings() {
        return sample.warnings();
    }

    /**
     * The pictures of a stretch; each is read when it is asked for, which throws {@link UnreadableMedia} when it is missing or damaged.
     *
     * @param start first second, inclusive
     * @param end last second, exclusive
     * @param max how many pictures at most; more are thinned out evenly
     * @return the pictures in order; at least the nearest one when the stretch holds none
     */
    public FrameSource frames(double start, double end, int max) {
        List<Integer> within = new ArrayList<>();
        for (int i = 0; i < times().size(); i++) {
            if (times().get(i) >= start - 1e-6 && times().get(i) < end - 1e-6) {
                within.add(i);
            }
        }
        if (within.isEmpty()) {
            within.add(nearest(start));
        }
        int count = Math.min(max, within.size());
        return pictures(IntStream.range(0, count)
                .mapToObj(i -> within.get((int) ((long) i * within.size() / count)))
                .toList());
    }

    /** As {@link #frames(double, double, int)}, the pictures that are nearest to some moments. */
    public FrameSource frames(List<Double> seconds) {
        return pictures(seconds.stream().map(this::nearest).toList());
    }

    private FrameSource pictures(List<Integer> numbers) {
        List<Double> seconds = numbers.stream().map(times()::get).toList();
        return FrameSource.of(seconds, index -> read(numbers.get(index)));
    }

    /** @return the file of the picture that is nearest in time */
    public Path picture(double seconds) {
        return directory.resolve(pictureName(nearest(seconds)));
    }

    /**
     * @return the bytes of that file, a JPEG
     * @throws UnreadableMedia when it is missing or cannot be read
     */
    public byte[] jpeg(double seconds) {
        Path file = picture(seconds);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw UnreadableMedia.damaged(file, e);
        }
    }

    private int nearest(double seconds) {
        int best = 0;
        for (int i = 1; i < times().size(); i++) {
            if (Math.abs(times().get(i) - seconds) < Math.abs(times().get(best) - seconds)) {
                best = i;
            }
        }
        return best;
    }

    private Frame read(int index) {
        Path file = directory.resolve(pictureName(index));
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new IOException("not a picture");
            }
            return new Frame(times().get(index), image.getWidth(), image.getHeight(), rgb(image));
        } catch (IOException e) {
            throw UnreadableMedia.damaged(file, e);
        }
    }

    private static byte[] rgb(BufferedImage image) {
        int width = image.getWidth();
        int[] row = new int[width];
        byte[] out = new byte[width * image.getHeight() * 3];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                out[at++] = (byte) (pixel >> 16);
                out[at++] = (byte) (pixel >> 8);
                out[at++] = (byte) pixel;
            }
        }
        return out;
    }
}
