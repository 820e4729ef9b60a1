package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoListingTest {

    @TempDir
    Path folder;

    private final Locale before = Locale.getDefault();
    private LibraryDatabase database;
    private Library library;

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source());
    }

    @AfterEach
    void close() {
        Locale.setDefault(before);
        database.close();
    }

    /** What the small letter of I is depends on where a database is; a name must be compared with what is sought where both are made small alike. */
    @Test
    void aVideoIsFoundByItsOwnNameWhateverTheDatabaseTakesForItsSmallLetters() {
        String id = UnpublishedVideo.add(library, Path.of("TITLE İSTANBUL.MP4"));
        for (Locale locale : List.of(Locale.ROOT, Locale.of("tr"))) {
            Locale.setDefault(locale);
            for (String name : List.of("TITLE İSTANBUL.MP4", "İSTAN", "TITLE")) {
                assertEquals(List.of(id), named(name), () -> name + " in " + locale);
            }
        }
    }

    @Test
    void aPageComesWithTheNumberOnAllPages() {
        UnpublishedVideo.add(library, Path.of("a.mp4"));
        UnpublishedVideo.add(library, Path.of("b.mp4"));
        VideoPage page = library.page(VideoQuery.ALL, 0, 1);
        assertEquals(1, page.videos().size());
        assertEquals(2, page.total());
    }

    private List<String> named(String name) {
        return library.page(VideoQuery.ALL.named(name), 0, 10).videos().stream()
                .map(Video::id)
                .toList();
    }
}
