package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.library.FinishedPart;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.UnpublishedVideo;
import org.timeviper.indexer.pipeline.PartResults.Parts;

/** What is made together is stored part by part, so that whatever interrupts or fails, nothing that was made is made again. */
class PartResultsTest {

    private static final int TOGETHER = 3;

    /** Numbers of the windows that were looked at, each time. */
    private final List<List<Integer>> looks = new ArrayList<>();

    @TempDir
    Path folder;

    private LibraryDatabase database;
    private Library library;
    private Work work;

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source());
        String id = UnpublishedVideo.add(library, folder.resolve("film.mp4"));
        work = new Work(
                library.job(id).orElseThrow(),
                library.video(id).orElseThrow(),
                new Progress(library, id, false, () -> false));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Something that a window fails with. */
    private static final class Unseen extends RuntimeException {
        Unseen(int window) {
            super("window " + window + " cannot be seen");
        }
    }

    private List<String> described(int windows, Integer... unseen) {
        Parts<Integer> parts = new Parts<>(
                Step.DESCRIBE, 5, 2, IntStream.range(0, windows).boxed().toList(), 5 + windows);
        return new PartResults(library, (step, seconds) -> {}, TOGETHER)
                .onceEach(work, parts, new TypeReference<>() {}, (some, begun) -> {
                    looks.add(some);
                    return some.stream()
                            .map(window -> {
                                if (List.of(unseen).contains(window)) {
                                    throw new Unseen(window);
                                }
                                return "window " + window;
                            })
                            .toList();
                });
    }

    private List<Integer> finished() {
        return library.finishedParts(work.id()).stream()
                .map(FinishedPart::part)
                .sorted()
                .toList();
    }

    private static List<String> all(int windows) {
        return IntStream.range(0, windows)
                .mapToObj(window -> "window " + window)
                .toList();
    }

    @Test
    void asManyAsMayAreMadeTogetherAndEachIsMadeOnce() {
        assertEquals(all(7), described(7));
        assertEquals(List.of(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6)), looks);
        assertEquals(List.of(5, 6, 7, 8, 9, 10, 11), finished());
        assertEquals(all(7), described(7));
        assertEquals(3, looks.size());
        assertEquals(List.of(), described(0));
    }

    @Test
    void whatIsLeftOfAnInterruptedRunIsMadeTogether() {
        described(1);
        library.store(work.id(), Step.DESCRIBE.title(), 5 + 3, "\"stored\"", 1);
        looks.clear();
        assertEquals(List.of("window 0", "window 1", "window 2", "stored", "window 4", "window 5"), described(6));
        assertEquals(List.of(List.of(1, 2, 4), List.of(5)), looks);
    }

    @Test
    void aWindowThatCannotBeSeenDoesNotLoseThoseBesideIt() {
        Unseen failure = assertThrows(Unseen.class, () -> described(5, 1));
        assertEquals("window 1 cannot be seen", failure.getMessage());
        assertEquals(List.of(List.of(0, 1, 2), List.of(0), List.of(1), List.of(2)), looks);
        assertEquals(List.of(5, 7), finished());
        looks.clear();
        assertEquals(all(5), described(5));
        assertEquals(List.of(List.of(1, 3, 4)), looks);
    }

    @Test
    void ofSeveralThatCannotBeSeenAllAreTold() {
        Unseen failure = assertThrows(Unseen.class, () -> described(3, 0, 2));
        assertEquals("window 0 cannot be seen", failure.getMessage());
        assertEquals("window 2 cannot be seen", failure.getSuppressed()[0].getMessage());
        assertEquals(List.of(6), finished());
    }

    /** A failure of all together, for want of memory perhaps, ends nothing. */
    @Test
    void whatCannotBeMadeTogetherIsMadeOneByOne() {
        Parts<Integer> parts = new Parts<>(Step.GROUND, 0, 0, List.of(10, 20), 2);
        PartResults results = new PartResults(library, (step, seconds) -> {}, TOGETHER);
        assertEquals(
                List.of(11, 21),
                results
                        .onceEach(work, parts, new TypeReference<List<Integer>>() {}, (some, begun) -> {
                            if (some.size() > 1) {
                                throw new IllegalStateException("too much");
                            }
                            return List.of(List.of(some.getFirst() + 1));
                        })
                        .stream()
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void aCancelledJobIsNotTriedAgain() {
        CancellationException cancelled = new CancellationException();
        Parts<Integer> parts = new Parts<>(Step.GROUND, 0, 0, List.of(10, 20), 2);
        PartResults results = new PartResults(library, (step, seconds) -> {}, TOGETHER);
        assertSame(
                cancelled,
                assertThrows(
                        CancellationException.class,
                        () -> results.onceEach(work, parts, new TypeReference<String>() {}, (some, begun) -> {
                            looks.add(some);
                            throw cancelled;
                        })));
        assertEquals(1, looks.size());
        library.cancel(work.id());
        assertThrows(CancellationException.class, () -> described(2));
        assertEquals(List.of(), finished());
    }
}
