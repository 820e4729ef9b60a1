package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.JobState;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.fetch.AllowedHosts;
import org.timeviper.indexer.fetch.FetchTimes;
import org.timeviper.indexer.fetch.FilmFetcher;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.UnpublishedVideo;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.library.VideoConditions;
import org.timeviper.indexer.library.VideoQuery;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.ModelAt;
import org.timeviper.indexer.search.SentenceEmbedder;
import org.timeviper.search.lucene.CaptionLanguage;

/** Two nodes on one real PostgreSQL: they share the work, take over from each other, and search the same. */
class TwoNodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path FILM = Path.of("film.mp4");
    private static final SentenceEmbedder EMBEDDER = new SentenceEmbedder();

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static LibraryDatabase first;
    private static LibraryDatabase second;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        LibraryAt shared = new LibraryAt(folder, Optional.of(postgres.getJdbcUrl("postgres", "postgres")));
        first = LibraryDatabase.open(shared);
        second = LibraryDatabase.open(shared);
    }

    @AfterAll
    static void stop() throws IOException {
        first.close();
        second.close();
        postgres.close();
    }

    @Test
    void everyJobIsRunOnceByOneOfBoth() {
        Library library = new Library(first.source());
        CountDownLatch bothWork = new CountDownLatch(2);
        Map<String, List<String>> ran =
                Map.of("first", new CopyOnWriteArrayList<>(), "second", new CopyOnWriteArrayList<>());
        Set<String> begun = ConcurrentHashMap.newKeySet();
        try (JobQueue one = queue(first, job -> work("first", job, ran, begun, bothWork));
                JobQueue two = queue(second, job -> work("second", job, ran, begun, bothWork))) {
            one.start(false);
            two.start(false);
            List<String> jobs = IntStream.range(0, 12)
                    .mapToObj(i -> UnpublishedVideo.add(library, FILM))
                    .toList();
            jobs.forEach(one::submit);
            Awaitility.await().atMost(PATIENCE).until(() -> jobs.stream()
                    .allMatch(job -> library.job(job).orElseThrow().state() == JobState.DONE));
        }
        assertEquals(12, ran.values().stream().mapToInt(List::size).sum());
        ran.forEach((node, jobs) -> assertTrue(jobs.size() > 0, node + " did nothing"));
    }

    /** The first two jobs wait for each other, so that they can only end when both nodes are at work. */
    private static void work(
            String node, Job job, Map<String, List<String>> ran, Set<String> begun, CountDownLatch bothWork) {
        if (begun.add(node)) {
            bothWork.countDown();
            try {
                assertTrue(bothWork.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        ran.get(node).add(job.id());
        new Library(node.equals("first") ? first.source() : second.source()).finish(job.id(), null, null);
    }

    /** The whole of a node, apart from HTTP. */
    private record Node(LibraryDatabase database, LoadedModel model, LuceneSceneIndex index, JobQueue jobs)
            implements AutoCloseable {

        static Node on(LibraryDatabase database, String name, ConcurrentLinkedQueue<String> worked) {
            Library library = new Library(database.source());
            MediaStore media = new MediaStore(folder);
            LoadedModel model = new LoadedModel(new ModelAt(ModelAt.STARTER), media, frames -> worked.add(name));
            LuceneSceneIndex index = LuceneSceneIndex.open(
                    folder.resolve(name), CaptionLanguage.ENGLISH, EMBEDDER.model(), EMBEDDER.dimensions());
            Indexing indexing = new Indexing(
                    library,
                    media,
                    new FilmFetcher(AllowedHosts.of(List.of()), FetchTimes.LONG, 0, () -> 0),
                    new FilmReader(DecoderSettings.defaults()),
                    model,
                    EMBEDDER,
                    new Publishing(library, index, EMBEDDER),
                    (step, seconds) -> {},
                    2);
            return new Node(database, model, index, queue(database, indexing));
        }

        @Override
        public void close() {
            jobs.close();
            model.close();
            index.close();
        }
    }

    @Test
    void twoNodesIndexAnArchiveTogetherAndBothFindAllOfIt() throws IOException {
        Library library = new Library(first.source());
        ConcurrentLinkedQueue<String> worked = new ConcurrentLinkedQueue<>();
        List<String> jobs = new ArrayList<>();
        for (String name : List.of("boat.mp4", "island.mp4", "morning.mp4", "snow.mp4")) {
            Path film = folder.resolve(name);
            try (InputStream bytes = TwoNodesTest.class.getResourceAsStream("/samples/" + name)) {
                Files.copy(bytes, film);
            }
            jobs.add(UnpublishedVideo.add(library, film));
        }
        try (Node one = Node.on(first, "one", worked);
                Node two = Node.on(second, "two", worked)) {
            one.jobs().start(false);
            two.jobs().start(false);
            Awaitility.await().atMost(PATIENCE.multipliedBy(3)).until(() -> jobs.stream()
                    .allMatch(job -> library.job(job).orElseThrow().state().ended()));
            for (String job : jobs) {
                assertEquals(null, library.job(job).orElseThrow().problem());
            }
            assertEquals(Set.of("one", "two"), Set.copyOf(worked));
            for (Node node : List.of(one, two)) {
                IndexFollower follower = follower(node.database(), node.index());
                follower.follow();
                follower.close();
                assertEquals(library.scenesByVideo(), node.index().scenesByVideo());
                jobs.forEach(job -> assertTrue(node.index()
                        .scenesByVideo()
                        .containsKey(library.job(job).orElseThrow().videoId())));
            }
        }
        jobs.forEach(job -> library.remove(library.job(job).orElseThrow().videoId()));
    }

    @Test
    void aJobOfANodeThatFallsSilentGoesOnElsewhere() throws Exception {
        Library library = new Library(first.source());
        String job = UnpublishedVideo.add(library, FILM);
        // A worker that took the job and died: what it leaves in the database is its lease with the last heartbeat.
        try (JobQueue accepting = queue(first, ignored -> {})) {
            accepting.submit(job);
        }
        lease(job, Instant.now().minusSeconds(3600));
        ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
        try (JobQueue survivor = queue(second, taken -> {
            ran.add(taken.id());
            library.finish(taken.id(), null, null);
        })) {
            survivor.start(false);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> library.job(job).orElseThrow().state() == JobState.DONE);
        }
        assertEquals(List.of(job), List.copyOf(ran));
    }

    private static void lease(String job, Instant heartbeat) throws Exception {
        try (var connection = first.source().getConnection();
                var update = connection.prepareStatement(
                        "update scheduled_tasks set picked = true, picked_by = 'dead-node', last_heartbeat = ? where task_instance = ?")) {
            update.setObject(1, heartbeat.atOffset(ZoneOffset.UTC));
            update.setString(2, job);
            assertEquals(1, update.executeUpdate());
        }
    }

    @Test
    void anErrorThatMayPassIsTriedAgainAndOneThatWontIsNot() {
        Library library = new Library(first.source());
        String flaky = UnpublishedVideo.add(library, FILM);
        String hopeless = UnpublishedVideo.add(library, FILM);
        ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
        try (JobQueue queue = queue(first, job -> {
            ran.add(job.id());
            if (job.id().equals(hopeless)) {
                throw new UnreadableMedia(UnreadableMedia.Kind.NOT_MEDIA, "notes.mp4 is not a film");
            }
            if (ran.stream().filter(flaky::equals).count() < 2) {
                throw new IllegalStateException("the disk was away for a moment");
            }
            library.finish(job.id(), null, null);
        })) {
            queue.start(false);
            queue.submit(flaky);
            queue.submit(hopeless);
            Awaitility.await().atMost(PATIENCE).until(() -> library.unfinishedJobs()
                    .isEmpty());
        }
        assertEquals(2, ran.stream().filter(flaky::equals).count());
        assertEquals(1, ran.stream().filter(hopeless::equals).count());
        assertEquals(JobState.DONE, library.job(flaky).orElseThrow().state());
        assertEquals(
                "notes.mp4 is not a film", library.job(hopeless).orElseThrow().problem());
        assertEquals(
                VideoState.FAILED,
                library.video(library.job(hopeless).orElseThrow().videoId())
                        .orElseThrow()
                        .state());
    }

    @Test
    void whatOneNodePublishesAndDeletesTheOtherNodesIndexFollows() {
        Library library = new Library(first.source());
        String video = seen(library);
        library.finish(video, null, null);
        try (LuceneSceneIndex index = LuceneSceneIndex.open(
                folder.resolve("second-index"), CaptionLanguage.ENGLISH, EMBEDDER.model(), EMBEDDER.dimensions())) {
            IndexFollower follower = follower(second, index);
            follower.follow();
            SceneQuery query = new SceneQuery("red car", EMBEDDER.embed("red car"), SceneFilter.NONE.in(video));
            assertEquals(1, index.words(query, 5).size());
            library.remove(video);
            follower.follow();
            assertEquals(List.of(), index.words(query, 5));
            follower.close();
        }
    }

    @Test
    void whatOneNodeChangesOfAVideoTheOtherNodesIndexFollowsOnce() {
        Library library = new Library(first.source());
        String video = seen(library);
        library.finish(video, null, null);
        try (LuceneSceneIndex here = index("here");
                LuceneSceneIndex there = index("there");
                IndexFollower follower = follower(second, there)) {
            Publishing publishing = new Publishing(library, here, EMBEDDER);
            publishing.publish(video);
            follower.follow();
            Map<String, String> metadata = Map.of("rights", "owned", "note", hardToCompress(1024));
            Attributes said = new Attributes("news", List.of("sport", "サッカー"), "ja", metadata);
            assertEquals(
                    said, publishing.change(video, before -> said).orElseThrow().attributes());
            assertEquals(
                    said,
                    new Library(second.source()).video(video).orElseThrow().attributes());
            follower.follow();
            SceneFilter filter = SceneFilter.NONE
                    .in(video)
                    .about(Set.of("news"), Set.copyOf(said.tags()), Set.of("ja"))
                    .having(Map.of("rights", Set.of("owned", "sold"), "note", Set.of(metadata.get("note"))));
            assertEquals(List.of(video), listed(filter.videos()));
            assertEquals(List.of(), listed(filter.videos().having(Map.of("rights", Set.of("sold")))));
            assertEquals(1, here.facets("", filter).videos());
            assertEquals(1, there.facets("", filter).videos());
            there.replace(
                    video,
                    Published.documents(
                            library.video(video).orElseThrow().with(Attributes.NONE), library.scenes(video)));
            follower.follow();
            assertEquals(0, there.facets("", filter).videos(), "a change is followed once, not at every look");
        }
        library.remove(video);
    }

    /** The longest values of all scripts must be kept, and found by, in a database that indexes only so much. */
    private static String hardToCompress(int letters) {
        return new Random(7)
                .ints(letters, 0x4E00, 0x9000)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static List<String> listed(VideoConditions conditions) {
        VideoQuery wanted = new VideoQuery(
                Optional.empty(), Optional.empty(), conditions, List.of(), VideoQuery.Order.CREATED, true);
        return new Library(second.source())
                .page(wanted, 0, 10).videos().stream().map(Video::id).toList();
    }

    @Test
    void whatIsSeenAnewInAVideoTheOtherNodesIndexFollowsThoughItIsAsMuchAsBefore() {
        Library library = new Library(first.source());
        String video = seen(library);
        library.finish(video, null, null);
        try (LuceneSceneIndex here = index("reindexed-here");
                LuceneSceneIndex there = index("reindexed-there");
                IndexFollower follower = follower(second, there)) {
            Publishing publishing = new Publishing(library, here, EMBEDDER);
            publishing.publish(video);
            follower.follow();
            String caption = "A giraffe drinks from the river.";
            library.replaceScenes(
                    video,
                    List.of(new StoredScene(video, 0, 1, 4, "event", caption, 0.9, 3, 75, EMBEDDER.embed(caption))));
            publishing.publish(video);
            follower.follow();
            for (SceneIndex index : List.of(here, there)) {
                assertEquals(1, words(index, "giraffe", video));
                assertEquals(0, words(index, "car", video));
            }
        }
        library.remove(video);
    }

    private static int words(SceneIndex index, String text, String video) {
        return index.words(new SceneQuery(text, EMBEDDER.embed(text), SceneFilter.NONE.in(video)), 5)
                .size();
    }

    @Test
    void aRetryAndAReindexAtTheSameTimeGiveAVideoOneJob() throws Exception {
        Library one = new Library(first.source());
        Library other = new Library(second.source());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 100; round++) {
                String id = UnpublishedVideo.add(one, FILM);
                one.cancel(id);
                Instant now = Instant.now();
                Job again = new Job(
                        UUID.randomUUID().toString(), id, JobState.QUEUED, "probe", 0, null, null, null, now, now);
                CyclicBarrier together = new CyclicBarrier(2);
                Future<Boolean> retried = threads.submit(() -> {
                    together.await();
                    return one.retry(id);
                });
                Future<Boolean> reindexed = threads.submit(() -> {
                    together.await();
                    return other.again(again);
                });
                assertTrue(retried.get() ^ reindexed.get(), "one of both must win");
                assertEquals(
                        1,
                        one.unfinishedJobs().stream()
                                .filter(job -> job.videoId().equals(id))
                                .count());
                one.remove(id);
            }
        }
    }

    /** Adds a video of which all is known. */
    private static String seen(Library library) {
        String caption = "A red car drives up the road.";
        return UnpublishedVideo.add(library, caption, EMBEDDER.embed(caption));
    }

    private static LuceneSceneIndex index(String name) {
        return LuceneSceneIndex.open(
                folder.resolve(name), CaptionLanguage.ENGLISH, EMBEDDER.model(), EMBEDDER.dimensions());
    }

    private static JobQueue queue(LibraryDatabase database, JobWork work) {
        return new JobQueue(
                database.source(), new Library(database.source()), new Workers(1, 3), FetchTimes.LONG, work, () -> {});
    }

    private static IndexFollower follower(LibraryDatabase database, SceneIndex index) {
        Library library = new Library(database.source());
        return new IndexFollower(
                library,
                index,
                new Publishing(library, index, EMBEDDER),
                new Purging(index, first, folder, Duration.ofHours(1)));
    }
}
