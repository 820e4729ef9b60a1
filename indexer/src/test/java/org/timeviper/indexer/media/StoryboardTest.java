package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every second of a film is found in its storyboard, and the storyboard of a long film is no larger than that of a short one. */
class StoryboardTest {

    private static final FilmReader READER = new FilmReader(DecoderSettings.defaults());
    private static final Pattern CUE = Pattern.compile(
            "(\\d\\d):(\\d\\d):(\\d\\d\\.\\d{3}) --> (\\d\\d):(\\d\\d):(\\d\\d\\.\\d{3})\nsheet\\.jpg#xywh=(\\d+),(\\d+),(\\d+),(\\d+)\n");
    private static final int NEAR = 10;

    @TempDir
    Path folder;

    private record Cell(double start, double end, int x, int y, int width, int height) {}

    private static List<Cell> cells(String cues) {
        assertTrue(cues.startsWith("WEBVTT\n\n"), cues);
        List<Cell> cells = CUE.matcher(cues).results().map(StoryboardTest::cell).toList();
        assertEquals(cues.lines().filter(line -> line.contains("-->")).count(), cells.size());
        return cells;
    }

    private static Cell cell(MatchResult cue) {
        int[] xywh = IntStream.rangeClosed(7, 10)
                .map(i -> Integer.parseInt(cue.group(i)))
                .toArray();
        return new Cell(seconds(cue, 1), seconds(cue, 4), xywh[0], xywh[1], xywh[2], xywh[3]);
    }

    private static double seconds(MatchResult cue, int first) {
        return Integer.parseInt(cue.group(first)) * 3600
                + Integer.parseInt(cue.group(first + 1)) * 60
                + Double.parseDouble(cue.group(first + 2));
    }

    @ParameterizedTest
    @CsvSource({"64, 48, 160, 120", "48, 64, 120, 160", "128, 72, 160, 90"})
    void aCellShowsTheSecondsOfItsCueInTheShapeOfTheFilm(int width, int height, int cellWidth, int cellHeight)
            throws IOException {
        Path film = TestFilm.of(width, height).write(folder.resolve("film.mp4"), 8);
        READER.sample(film, 1, folder.resolve("frames"), (seconds, of) -> {});
        Storyboard board = Storyboard.of(folder.resolve("frames"));
        List<Cell> cells = cells(board.cues("sheet.jpg"));
        BufferedImage sheet = ImageIO.read(board.sheet().toFile());
        assertEquals(8, cells.size());
        for (int second = 0; second < 8; second++) {
            Cell cell = cells.get(second);
            assertEquals(second, cell.start(), 1e-3);
            assertEquals(second + 1, cell.end(), 0.11);
            assertEquals(List.of(cellWidth, cellHeight), List.of(cell.width(), cell.height()));
            int pixel = sheet.getRGB(cell.x() + cellWidth / 2, cell.y() + cellHeight / 2) & 0xFF;
            assertEquals(TestFilm.grey(second).getBlue(), pixel, NEAR);
        }
    }

    @Test
    void aLongFilmIsThinnedOutEvenlyToASheetOfBoundedSize() throws IOException {
        int pictures = 5000;
        Path frames = sampled(pictures, 1920, 1080);
        Storyboard board = Storyboard.of(frames);
        List<Cell> cells = cells(board.cues("sheet.jpg"));
        assertEquals(Storyboard.MOST_CELLS, cells.size());
        assertEquals(0, cells.getFirst().start());
        assertEquals(pictures, cells.getLast().end());
        for (int i = 1; i < cells.size(); i++) {
            assertEquals(cells.get(i - 1).end(), cells.get(i).start());
            assertEquals(
                    (double) pictures / Storyboard.MOST_CELLS,
                    cells.get(i).start() - cells.get(i - 1).start(),
                    1);
        }
        BufferedImage sheet = ImageIO.read(board.sheet().toFile());
        assertTrue(sheet.getWidth() <= 2560 && sheet.getHeight() <= 2560, sheet.getWidth() + "x" + sheet.getHeight());
        assertTrue(cells.stream()
                .allMatch(cell ->
                        cell.x() + cell.width() <= sheet.getWidth() && cell.y() + cell.height() <= sheet.getHeight()));
    }

    /** A folder as sampling leaves it, with one picture under many names. */
    private Path sampled(int pictures, int width, int height) throws IOException {
        Path frames = Files.createDirectories(folder.resolve("frames"));
        Path first = frames.resolve(SampledFilm.pictureName(0));
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR), "jpeg", first.toFile());
        for (int i = 1; i < pictures; i++) {
            Files.createLink(frames.resolve(SampledFilm.pictureName(i)), first);
        }
        MediaInfo info = READER.probe(TestFilm.of(64, 48).write(folder.resolve("film.mp4"), 1), "film.mp4");
        var record = new ObjectMapper().createObjectNode();
        var told = new ObjectMapper().<com.fasterxml.jackson.databind.node.ObjectNode>valueToTree(info);
        told.put("durationSeconds", (double) pictures);
        record.set("info", told);
        record.put("fps", 1.0);
        record.set(
                "times",
                new ObjectMapper()
                        .valueToTree(
                                IntStream.range(0, pictures).asDoubleStream().toArray()));
        record.putArray("shots");
        record.putArray("warnings");
        new ObjectMapper().writeValue(frames.resolve(SampledFilm.RECORD).toFile(), record);
        return frames;
    }

    @Test
    void aNewSampleHasANewSheet() throws IOException {
        Path frames = folder.resolve("frames");
        READER.sample(TestFilm.of(64, 48).write(folder.resolve("a.mp4"), 3), 1, frames, (seconds, of) -> {});
        byte[] before = Files.readAllBytes(Storyboard.of(frames).sheet());
        READER.sample(TestFilm.of(64, 48).write(folder.resolve("b.mp4"), 9), 1, frames, (seconds, of) -> {});
        byte[] after = Files.readAllBytes(Storyboard.of(frames).sheet());
        assertTrue(after.length != before.length);
        assertEquals(9, cells(Storyboard.of(frames).cues("sheet.jpg")).size());
    }

    @Test
    void aFilmThatIsSampledAnewWhileItsSheetIsDrawnHasTheSheetOfTheNewPictures() throws IOException {
        Path frames = folder.resolve("frames");
        READER.sample(TestFilm.of(64, 48).write(folder.resolve("a.mp4"), 3), 1, frames, (seconds, of) -> {});
        Storyboard old = Storyboard.of(frames);
        READER.sample(TestFilm.of(64, 48).write(folder.resolve("b.mp4"), 9), 1, frames, (seconds, of) -> {});
        BufferedImage sheet = ImageIO.read(old.sheet().toFile());
        List<Cell> cells = cells(Storyboard.of(frames).cues("sheet.jpg"));
        assertEquals(9, cells.size());
        Cell last = cells.getLast();
        int pixel = sheet.getRGB(last.x() + last.width() / 2, last.y() + last.height() / 2) & 0xFF;
        assertEquals(TestFilm.grey(8).getBlue(), pixel, NEAR);
        try (var files = Files.list(frames)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")));
        }
    }

    @Test
    void howeverManyAskForASheetFewAreDrawnAtATime() throws Exception {
        Path frames = sampled(400, 640, 360);
        int most = 0;
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Path>> asked = IntStream.range(0, 16)
                    .mapToObj(i -> askers.submit(() -> Storyboard.of(frames).sheet()))
                    .toList();
            while (!asked.stream().allMatch(Future::isDone)) {
                most = Math.max(most, drawn(frames));
            }
            for (Future<Path> one : asked) {
                assertTrue(Files.size(one.get()) > 0);
            }
        }
        assertTrue(most > 0 && most <= Storyboard.MOST_DRAWN, most + " at a time");
    }

    private static int drawn(Path frames) {
        return frames.toFile().list((folder, name) -> name.startsWith("storyboard-")).length;
    }

    @Test
    void aMissingPictureIsNamed() throws IOException {
        Path frames = folder.resolve("frames");
        READER.sample(TestFilm.of(64, 48).write(folder.resolve("a.mp4"), 3), 1, frames, (seconds, of) -> {});
        Files.delete(frames.resolve(SampledFilm.pictureName(2)));
        String told = assertThrows(
                        UnreadableMedia.class, () -> Storyboard.of(frames).sheet())
                .getMessage();
        assertTrue(told.contains(SampledFilm.pictureName(2)) && told.contains("index the video again"), told);
        try (var files = Files.list(frames)) {
            assertTrue(files.noneMatch(file -> file.toString().contains("storyboard")));
        }
    }
}
