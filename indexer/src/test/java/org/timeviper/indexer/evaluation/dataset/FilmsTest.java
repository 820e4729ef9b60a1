package org.timeviper.indexer.evaluation.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films are found however people have them. */
class FilmsTest {

    @TempDir
    Path folder;

    private DatasetFiles files;

    @BeforeEach
    void open() {
        files = new DatasetFiles(folder.toAbsolutePath());
    }

    @Test
    void anyUsualKindOfFilmWillDo() {
        for (String kind : List.of("mp4", "mkv", "webm", "avi", "mov", "MP4", "MKV")) {
            String film = "film-" + kind;
            files.films("Charades_v1/" + film + "." + kind);
            assertEquals(List.of("Charades_v1/" + film + "." + kind), found(film));
        }
    }

    @Test
    void aNameMayTellAnotherKindThanTheFileHas() {
        files.films("Charades_v1/a.mkv");
        assertEquals(List.of("Charades_v1/a.mkv"), found("a.mp4"));
    }

    @Test
    void dotsInAnIdAreNoKind() {
        files.films("Charades_v1/a.b.mp4");
        assertEquals(List.of("Charades_v1/a.b.mp4"), found("a.b"));
        assertEquals(List.of(), found("a"));
    }

    @Test
    void ofTheSameFilmMp4ComesFirst() {
        files.films("Charades_v1/a.webm", "Charades_v1/a.mp4", "Charades_v1/a.avi");
        assertEquals(List.of("Charades_v1/a.mp4"), found("a"));
    }

    @Test
    void whatIsNoFilmIsNotFound() throws IOException {
        files.films("Charades_v1/a.srt", "Charades_v1/a.mp4.part", "Charades_v1/mp4");
        Files.createDirectories(files.path("Charades_v1/a.mp4"));
        assertEquals(List.of(), found("a"));
        assertEquals(List.of(), found("mp4"));
    }

    @Test
    void linksAreFollowed() throws IOException {
        files.films("elsewhere/a.mp4");
        Files.createSymbolicLink(files.path("Charades_v1"), files.path("elsewhere"));
        Files.createSymbolicLink(files.path("elsewhere/b.mp4"), files.path("elsewhere/a.mp4"));
        Files.createSymbolicLink(files.path("elsewhere/gone.mp4"), files.path("elsewhere/nothing.mp4"));
        Files.createSymbolicLink(files.path("elsewhere/round"), files.path("elsewhere"));
        assertEquals(List.of("Charades_v1/a.mp4"), found("a"));
        assertEquals(List.of("Charades_v1/b.mp4"), found("b"));
        assertEquals(List.of(), found("gone"));
    }

    @Test
    void aMissingFilmIsNamedOnceWithHowManyAskForIt() {
        files.films("Charades_v1/a.mp4").text("charades_sta_test.txt", "b 1 2##x", "a 1 2##x", "b 1 2##y", "c 1 2##x");
        Reading reading = files.read("charades-sta");
        List<Path> folders = List.of(files.path("Charades_v1_480"), files.path("Charades_v1"), files.path("videos"));
        Path file = files.path("charades_sta_test.txt");
        assertEquals(
                List.of(
                        new MissingFilm("b", folders, new Place(file, 1, ""), 2),
                        new MissingFilm("c", folders, new Place(file, 4, ""), 1)),
                reading.missing());
        assertEquals(1, reading.items().size());
        assertEquals(4, reading.annotations());
    }

    private List<String> found(String film) {
        files.text("charades_sta_test.txt", film + " 1 2##x");
        return files.read("charades-sta").items().stream()
                .map(item -> item.footage().file())
                .map(file -> files.root().relativize(file).toString())
                .toList();
    }

    @Test
    void aWholeFilmHasNoStretch() {
        files.films("videos/a.mp4").text("charades_sta_test.txt", "a 1 2##x");
        assertEquals(
                Optional.empty(),
                files.read("charades-sta").items().getFirst().footage().stretch());
    }
}
