package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.JobState;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.fetch.AllowedHosts;
import org.timeviper.indexer.fetch.FetchTimes;
import org.timeviper.indexer.fetch.FilmFetcher;
import org.timeviper.indexer.index.ForwardedIndex;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.UnpublishedVideo;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.Storyboard;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.indexer.model.ChangedStarter;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.ModelAt;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.indexer.search.SentenceEmbedder;
import org.timeviper.model.task.VideoTasks;
import org.timeviper.search.lucene.CaptionLanguage;

/** A video that is indexed again, with a model that wants other pictures, can be seen, searched and asked as it was until it is done, or for good if it never is. */
class ReindexedVideoTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FilmReader READER = new FilmReader(DecoderSettings.defaults());
    private static final SentenceEmbedder EMBEDDER = new SentenceEmbedder();

    /** What the film is sampled at before, and what the model then wants. */
    private static final double BEFORE = 1;

    private static final double AFTER = 5;

    @TempDir
    Path folder;

    private final Path starter = Path.of(ChangedStarter.served(config -> {}).get("timeviper.model.dir"));
    private LibraryDatabase database;
    private Library library;
    private MediaStore media;
    private LoadedModel model;
    private SceneIndex index;

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source());
        media = new MediaStore(folder);
        model = new LoadedModel(new ModelAt(starter), media, frames -> {});
        index = LuceneSceneIndex.open(
                folder.resolve("index"), CaptionLanguage.ENGLISH, EMBEDDER.model(), EMBEDDER.dimensions());
    }

    @AfterEach
    void close() {
        model.close();
        index.close();
        database.close();
    }

    private Indexing indexing(SceneIndex into) {
        return indexing(into, (step, seconds) -> {});
    }

    private Indexing indexing(SceneIndex into, StepClock clock) {
        return new Indexing(
                library,
                media,
                new FilmFetcher(AllowedHosts.of(List.of()), FetchTimes.LONG, 0, () -> 0),
                READER,
                model,
                EMBEDDER,
                new Publishing(library, into, EMBEDDER),
                clock,
                2);
    }

    /** A film that can be searched, and a model that from now on wants more pictures of it. */
    private String indexed(double seconds) throws IOException {
        Path film = TestFilm.of(64, 48).write(folder.resolve("film.mp4"), seconds);
        String video = UnpublishedVideo.add(library, film);
        library.replaceScenes(
                video,
                List.of(new StoredScene(
                        video, 0, 1, 4, "event", "A grey card.", 0.9, 3, 75, EMBEDDER.embed("A grey card."))));
        READER.sample(film, BEFORE, media.frames(video), (done, of) -> {});
        new Publishing(library, index, EMBEDDER).publish(video);
        library.finish(video, null, null);
        Path file = starter.resolve("config.json");
        ObjectNode config = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        config.withObject("/sampling").put("fps", AFTER);
        Files.writeString(file, config.toString());
        return video;
    }

    private Job again(String video) {
        Instant now = Instant.now();
        Job job = new Job(UUID.randomUUID().toString(), video, JobState.QUEUED, "probe", 0, null, null, null, now, now);
        assertTrue(library.again(job));
        return job;
    }

    private void canBeSeenAsBefore(String video) {
        Path frames = media.frames(video);
        assertEquals(BEFORE, SampledFilm.open(frames).fps());
        assertTrue(Files.exists(SampledFilm.open(frames).picture(3)));
        assertTrue(Files.exists(Storyboard.of(frames).sheet()));
    }

    private void canBeSeenAndAskedAsBefore(String video) {
        canBeSeenAsBefore(video);
        assertTrue(model.look(video, 0, 4, Urgency.QUESTION, session -> VideoTasks.ground(session, "a circle"))
                        .framesSeen()
                > 0);
        assertEquals(VideoState.READY, library.video(video).orElseThrow().state());
    }

    @Test
    void whatItHadStaysWhileItIsSampledAndWhenThatIsCancelled() throws Exception {
        String video = indexed(1200);
        canBeSeenAsBefore(video);
        Job job = again(video);
        try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
            Future<?> work = worker.submit(() -> indexing(index).run(job));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(media.nextFrames(video, job.id()).resolve("frame-000010.jpg")));
            canBeSeenAsBefore(video);
            assertTrue(library.cancel(job.id()), "the film is too short for this test");
            ExecutionException e = assertThrows(ExecutionException.class, work::get);
            assertInstanceOf(CancellationException.class, e.getCause());
        }
        assertTrue(library.finishedParts(video).stream()
                .noneMatch(part -> part.step().equals("sample")));
        canBeSeenAndAskedAsBefore(video);
        assertFalse(Files.exists(media.nextFrames(video, job.id())));
    }

    @Test
    void whatWasSampledForAJobThatEndedMeanwhileIsNotUsed() throws Exception {
        String video = indexed(5);
        Job job = again(video);
        Indexing indexing = indexing(index, (step, seconds) -> {
            if (step == Step.SAMPLE) {
                library.cancel(job.id());
            }
        });
        assertThrows(CancellationException.class, () -> indexing.run(job));
        canBeSeenAndAskedAsBefore(video);
    }

    @Test
    void whoCancelsWhileItIsPublishedComesTooLateAndLibraryAndIndexAreOfOneMind() throws Exception {
        String video = indexed(5);
        Job job = again(video);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            List<Future<Boolean>> cancelled = new ArrayList<>();
            SceneIndex slow = new ForwardedIndex(index) {
                @Override
                public void replace(String videoId, List<SceneDocument> scenes) {
                    cancelled.add(other.submit(() -> library.cancel(job.id())));
                    super.replace(videoId, scenes);
                    sleep();
                }
            };
            indexing(slow).run(job);
            assertFalse(cancelled.getFirst().get());
        }
        assertEquals(JobState.DONE, library.job(job.id()).orElseThrow().state());
        assertEquals(VideoState.READY, library.video(video).orElseThrow().state());
        assertEquals(library.scenesByVideo(), index.scenesByVideo());
        assertEquals(AFTER, SampledFilm.open(media.frames(video)).fps());
        try (var files = Files.list(media.frames(video).getParent())) {
            assertEquals(List.of(media.frames(video)), files.toList());
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoCancelsBeforeItIsPublishedLeavesLibraryAndIndexAsTheyWere() throws Exception {
        String video = indexed(5);
        Job job = again(video);
        var before = library.scenes(video);
        Publishing publishing = new Publishing(library, index, EMBEDDER);
        library.cancel(job.id());
        assertFalse(publishing.publish(job, Step.EMBED, List.of()));
        assertEquals(before, library.scenes(video));
        assertNotEquals(0, index.size());
    }
}
