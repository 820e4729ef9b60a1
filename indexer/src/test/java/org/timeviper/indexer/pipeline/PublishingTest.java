package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.indexer.index.ForwardedIndex;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.Rebuild;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.InvalidAttribute;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.UnpublishedVideo;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.search.SentenceEmbedder;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.IndexedVideo;

/** Library and index keep saying the same of a video, on the embedded database. */
class PublishingTest {

    private static final SentenceEmbedder EMBEDDER = new SentenceEmbedder();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAPTION = "A red car drives up the road.";

    @TempDir
    Path folder;

    private LibraryDatabase database;
    private Library library;
    private LuceneSceneIndex index;
    private Publishing publishing;

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source());
        index = LuceneSceneIndex.open(
                folder.resolve("index"), CaptionLanguage.ENGLISH, EMBEDDER.model(), EMBEDDER.dimensions());
        publishing = new Publishing(library, index, EMBEDDER);
    }

    @AfterEach
    void close() {
        index.close();
        database.close();
    }

    @Test
    void whoeverChangesAndPublishesAtTheSameTimeTheIndexEndsAsTheLibraryDoes() throws Exception {
        String video = add();
        publishing.publish(video);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                String name = "thread " + thread;
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        List<String> tags = List.of(name, "change " + i);
                        publishing.change(video, before -> new Attributes(name, tags, "en"));
                    }
                }));
            }
            work.add(threads.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    publishing.publish(video);
                }
            }));
            for (Future<?> done : work) {
                done.get();
            }
        }
        Attributes said = library.video(video).orElseThrow().attributes();
        assertEquals(2, said.tags().size());
        assertEquals(said, indexed(video));
    }

    @Test
    void whatTheIndexCannotTakeIsNotChangedInTheLibraryEither() {
        String video = add();
        publishing.publish(video);
        index.close();
        assertThrows(
                IndexUnavailable.class,
                () -> publishing.change(video, before -> new Attributes("news", List.of("x"), "en")));
        assertEquals(Attributes.NONE, library.video(video).orElseThrow().attributes());
        index = LuceneSceneIndex.open(
                folder.resolve("index"), CaptionLanguage.ENGLISH, EMBEDDER.model(), EMBEDDER.dimensions());
        assertEquals(Attributes.NONE, indexed(video));
    }

    @Test
    void aChangeThatIsRefusedLeavesTheVideoFreeForTheNext() {
        String video = add();
        assertThrows(
                InvalidAttribute.class,
                () -> publishing.change(video, before -> new Attributes("", List.of("a,b"), "")));
        Attributes said = new Attributes("news", List.of("a", "b"), "");
        assertEquals(
                said, publishing.change(video, before -> said).orElseThrow().attributes());
        assertEquals(Optional.empty(), publishing.change(UUID.randomUUID().toString(), before -> said));
    }

    @Test
    void anIndexThatACrashLeftBehindOrAheadIsRepairedAtTheNextStart() {
        String video = add();
        publishing.publish(video);
        library.finish(video, null, null);
        Attributes said = new Attributes("news", List.of("x"), "en", Map.of("rights", "owned"));
        library.change(
                video, before -> said, (changed, scenes) -> {}); // and the process dies before the index is written
        Rebuild rebuild = new Rebuild(index, new Published(library), EMBEDDER);
        assertEquals(1, rebuild.differences(videos -> {}).replaced());
        assertEquals(said, indexed(video));
        assertEquals(0, rebuild.differences(videos -> {}).replaced());
    }

    /** What is written into the index a moment before the library says so must not be taken for a rest of what was deleted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVideoThatIsJustPublishedStaysInAnIndexThatIsBroughtInLine(boolean everything) throws Exception {
        String video = add();
        Rebuild rebuild = new Rebuild(index, new Published(library), EMBEDDER);
        Thread aligning = Thread.ofPlatform().unstarted(() -> {
            if (everything) {
                rebuild.everything(videos -> {});
            } else {
                rebuild.differences(videos -> {});
            }
        });
        SceneIndex watched = new ForwardedIndex(index) {
            @Override
            public void replace(String videoId, List<SceneDocument> scenes) {
                super.replace(videoId, scenes);
                aligning.start();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> !aligning.isAlive() || waitsForTheVideo(aligning.getStackTrace()));
            }
        };
        assertTrue(new Publishing(library, watched, EMBEDDER)
                .publish(library.job(video).orElseThrow(), Step.EMBED, library.scenes(video)));
        assertTrue(aligning.join(PATIENCE));
        assertEquals(library.scenesByVideo(), index.scenesByVideo());
        assertEquals(1, index.size());
    }

    private static boolean waitsForTheVideo(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(call -> call.getMethodName().equals("ifUnpublished"));
    }

    @Test
    void aVideoThatIsGoneIsNotPublished() {
        String video = add();
        library.remove(video);
        assertEquals(0, publishing.publish(video));
        assertEquals(0, index.size());
    }

    @Test
    void tagsGoWithTheirVideoAndStayWithIt() {
        String one = add();
        String other = add();
        publishing.change(one, before -> new Attributes("", List.of("x", "y"), ""));
        publishing.change(other, before -> new Attributes("", List.of("y"), ""));
        library.remove(one);
        assertEquals(List.of("y"), library.videos(0, 10).getFirst().attributes().tags());
        assertEquals(
                List.of("y"),
                library.videos(List.of(other, one)).get(other).attributes().tags());
    }

    @Test
    void metadataGoWithTheirVideoAndStayWithIt() {
        Map<String, String> owned = Map.of("rights", "owned", "summary", "字".repeat(1024));
        String one = add();
        String other = add();
        for (String video : List.of(one, other)) {
            publishing.change(video, before -> new Attributes("", List.of(), "", owned));
        }
        library.remove(one);
        assertEquals(owned, library.videos(0, 10).getFirst().attributes().metadata());
        publishing.change(other, before -> new Attributes("", List.of("x"), "", Map.of("rights", "sold")));
        assertEquals(
                Map.of("rights", "sold"),
                library.videos(List.of(other, one)).get(other).attributes().metadata());
    }

    @Test
    void aLibraryOfTheReleaseBeforeKeepsItsVideosOfWhichNothingIsSaid() throws Exception {
        Path older = folder.resolve("older");
        LibraryAt settings = new LibraryAt(older, Optional.empty());
        String url = "jdbc:h2:file:" + older.toAbsolutePath().resolve("library")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        Flyway.configure()
                .dataSource(url, settings.database().user(), settings.database().password())
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(
                        url, settings.database().user(), settings.database().password());
                var insert = connection.createStatement()) {
            insert.execute(
                    "insert into videos values ('v', 'v.mp4', 'v.mp4', 'READY', 1, 2, 3, 4, 5, now(), 6, 7, null, 'j')");
        }
        try (LibraryDatabase migrated = LibraryDatabase.open(settings)) {
            Video video = new Library(migrated.source()).video("v").orElseThrow();
            assertEquals(Attributes.NONE, video.attributes());
            assertEquals("j", video.jobId());
            assertNull(video.slate());
            assertTrue(
                    new Library(migrated.source()).changedSince(Instant.EPOCH).isEmpty());
        }
    }

    private Attributes indexed(String video) {
        IndexedVideo known = index.page("", SceneFilter.NONE.in(video), Optional.empty(), 1)
                .scenes()
                .getFirst()
                .video();
        Map<String, String> metadata = known.metadata().stream()
                .map(term -> term.split(":", 2))
                .collect(Collectors.toMap(term -> term[0], term -> term[1]));
        return new Attributes(known.collection(), known.tags(), known.language(), metadata);
    }

    private String add() {
        return UnpublishedVideo.add(library, CAPTION, EMBEDDER.embed(CAPTION));
    }
}
