package org.timeviper.indexer.media;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A film at a glance: small pictures from all of it in one JPEG, and a WebVTT that says which cell of it shows which seconds ({@code sheet.jpg#xywh=x,y,width,height}, the
 * convention that players know for previews on their timeline).
 *
 * <p>The sheet is made from the sampled pictures when it is first asked for, which takes a second or two, and lies among them: it goes when they go. However long the film, it
 * has at most {@link #MOST_CELLS} cells and 2,560 pixels a side.
 */
public final class Storyboard {

    /** The most cells of a sheet; a film with more sampled pictures is thinned out evenly. */
    public static final int MOST_CELLS = 240;

    private static final String SHEET = "storyboard.jpg";

    /** How often the pictures may change while the sheet is drawn: each time takes the sampling of a whole film. */
    private static final int MOST_ROUNDS = 3;

    /** How many sheets are drawn at a time, of all films: each takes a processor, and memory for 2,560 by 2,560 pixels. */
    static final int MOST_DRAWN = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final Semaphore DRAWING = new Semaphore(MOST_DRAWN);

    private static final int MOST_COLUMNS = 16;
    private static final int LONGER_SIDE = 160;
    private static final float QUALITY = 0.75f;

    private final Path directory;
    private final SampledFilm film;
    private final List<Double> times;
    private final int columns;
    private final int width;
    private final int height;

    private Storyboard(Path directory, SampledFilm film) throws IOException {
        this.directory = directory;
        this.film = film;
        int all = film.times().size();
        int cells = Math.min(all, MOST_CELLS);
        this.times = IntStream.range(0, cells)
                .mapToObj(i -> film.times().get((int) ((long) i * all / cells)))
                .toList();
        this.columns = Math.min(cells, Math.min(MOST_COLUMNS, (int) Math.ceil(Math.sqrt(cells))));
        int[] size = sizeOf(film.picture(0));
        double scale = (double) LONGER_SIDE / Math.max(size[0], size[1]);
        this.width = Math.max(1, (int) Math.round(size[0] * scale));
        this.height = Math.max(1, (int) Math.round(size[1] * scale));
    }

    /**
     * @param directory the folder that {@link FilmReader#sample} wrote
     * @throws UnreadableMedia when it is unfinished or damaged
     */
    public static Storyboard of(Path directory) {
        try {
            return new Storyboard(directory, SampledFilm.open(directory));
        } catch (IOException e) {
            throw UnreadableMedia.damaged(directory, e);
        }
    }

    /**
     * The cells as WebVTT.
     *
     * @param sheet address of the sheet, relative to that of the text
     */
    public String cues(String sheet) {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        for (int i = 0; i < times.size(); i++) {
            double end = i + 1 < times.size() ? times.get(i + 1) : film.info().durationSeconds();
            text.append('\n')
                    .append(timestamp(times.get(i)))
                    .append(" --> ")
                    .append(timestamp(Math.max(end, times.get(i) + 0.001)))
                    .append('\n')
                    .append(String.format(Locale.ROOT, "%s#xywh=%d,%d,%d,%d\n", sheet, x(i), y(i), width, height));
        }
        return text.toString();
    }

    private int x(int cell) {
        return cell % columns * width;
    }

    private int y(int cell) {
        return cell / columns * height;
    }

    private static String timestamp(double seconds) {
        long millis = Math.round(seconds * 1000);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }

    /**
     * The file of the sheet, which is made if it is not there; whoever asks for one when enough are being made waits. If the film is sampled anew meanwhile, it is that of the new pictures.
     *
     * @throws UnreadableMedia when a sampled picture is missing or damaged
     */
    public Path sheet() {
        Path file = directory.resolve(SHEET);
        if (!Files.exists(file)) {
            DRAWING.acquireUninterruptibly();
            try {
                draw(file);
            } finally {
                DRAWING.release();
            }
        }
        return file;
    }

    private void draw(Path file) {
        Storyboard board = this;
        for (int round = 0; !Files.exists(file) && !board.kept(file); round++) {
            board = of(directory);
            if (round == MOST_ROUNDS) {
                throw UnreadableMedia.damaged(file, new IOException("its pictures change all the time"));
            }
        }
    }

    /**
     * Draws the sheet, beside its place, and moves it there: whoever asks meanwhile sees a whole sheet or none. The file is open from the beginning, so that it goes with the
     * folder's pictures if others take their place, and is then not there to be moved.
     *
     * @return whether it lies there; false if the pictures are others now
     */
    private boolean kept(Path file) {
        Path beside = directory.resolve("storyboard-" + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW)) {
                if (!SampledFilm.open(directory).isOf(film)) {
                    return false;
                }
                encode(drawn(), out);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
                return true;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (NoSuchFileException e) {
            if (Files.notExists(directory)) {
                throw UnreadableMedia.damaged(file, e);
            }
            return false;
        } catch (UnreadableMedia e) {
            if (SampledFilm.finished(directory) && SampledFilm.open(directory).isOf(film)) {
                throw e;
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("The storyboard " + file + " cannot be written", e);
        }
    }

    private BufferedImage drawn() {
        int rows = (times.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = sheet.createGraphics();
        try {
            for (int i = 0; i < times.size(); i++) {
                brush.drawImage(small(film.picture(times.get(i))), x(i), y(i), width, height, null);
            }
        } finally {
            brush.dispose();
        }
        return sheet;
    }

    /** A picture of at least a cell's size, of which large ones are read only in part. */
    private Image small(Path picture) {
        try (ImageInputStream in = ImageIO.createImageInputStream(picture.toFile())) {
            ImageReader reader = reader(picture, in);
            try {
                int step = Math.max(1, reader.getWidth(0) / (2 * width));
                ImageReadParam parameters = reader.getDefaultReadParam();
                parameters.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, parameters).getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw UnreadableMedia.damaged(picture, e);
        }
    }

    private static int[] sizeOf(Path picture) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(picture.toFile())) {
            ImageReader reader = reader(picture, in);
            try {
                return new int[] {reader.getWidth(0), reader.getHeight(0)};
            } finally {
                reader.dispose();
            }
        }
    }

    private static ImageReader reader(Path picture, ImageInputStream in) throws IOException {
        if (in == null) {
            throw new IOException(picture.getFileName() + " is not there");
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        reader.setInput(in);
        return reader;
    }

    private static void encode(BufferedImage sheet, OutputStream file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(QUALITY);
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(sheet, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }
}
