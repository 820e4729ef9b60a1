package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.JobState;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.VideoState;

/** A job that has ended changes nothing any more, however long whoever worked on it takes to hear of it. */
class LibraryTest {

    private static final Path FILM = Path.of("film.mp4");

    @TempDir
    Path folder;

    private LibraryDatabase database;
    private Library library;

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Job another(String video) {
        Instant now = Instant.now();
        return new Job(UUID.randomUUID().toString(), video, JobState.QUEUED, "probe", 0, null, null, null, now, now);
    }

    @Test
    void whatACancelledJobStillFindsIsNotTakenForTheNextJobsOwn() {
        String first = UnpublishedVideo.add(library, FILM);
        assertTrue(library.store(first, "describe", 0, "1", 0));
        library.cancel(first);
        Job second = another(first);
        assertTrue(library.again(second));
        assertFalse(library.store(first, "describe", 0, "the old model's", 0));
        assertEquals(Optional.empty(), library.result(first, "describe", 0));
        assertFalse(library.whileUnderWay(first, () -> {
            throw new IllegalStateException("the job has ended");
        }));
        assertTrue(library.store(second.id(), "describe", 0, "2", 0));
        assertEquals(Optional.of("2"), library.result(first, "describe", 0));
    }

    @Test
    void aJobOfADeletedVideoStoresNothingAndDoesNotFail() {
        String video = UnpublishedVideo.add(library, FILM);
        library.remove(video);
        assertFalse(library.store(video, "describe", 0, "1", 0));
        assertFalse(library.publish(video, "embed", "publish", List.of(), (held, scenes) -> {
            throw new IllegalStateException("there is no video");
        }));
    }

    @Test
    void aJobIsPublishedWithItsScenesOrNotAtAll() {
        String video = UnpublishedVideo.add(library, "An old caption.", new float[] {1});
        StoredScene scene = new StoredScene(video, 0, 2, 3, "scene", "A new one.", 0.9, 1, 25, new float[] {1});
        library.store(video, "embed", 0, "what was embedded", 1);
        assertThrows(
                IllegalStateException.class,
                () -> library.publish(video, "embed", "publish", List.of(scene), (held, scenes) -> {
                    throw new IllegalStateException("the index is away");
                }));
        assertEquals("An old caption.", library.scenes(video).getFirst().caption());
        assertEquals(JobState.QUEUED, library.job(video).orElseThrow().state());
        assertTrue(library.publish(
                video, "embed", "publish", List.of(scene), (held, scenes) -> assertEquals(List.of(scene), scenes)));
        assertEquals(List.of(scene), library.scenes(video));
        assertEquals(JobState.DONE, library.job(video).orElseThrow().state());
        assertEquals(VideoState.READY, library.video(video).orElseThrow().state());
        assertEquals(Optional.of("1"), library.result(video, "embed", 0), "the scenes are not kept twice");
        assertFalse(library.cancel(video));
        assertFalse(library.publish(video, "embed", "publish", List.of(), (held, scenes) -> {}));
    }

    @Test
    void aVideoIsDescribedByTheModelThatItsJobBeganWith() {
        ModelIdentity old = new ModelIdentity("viper", "a1");
        ModelIdentity present = new ModelIdentity("viper", "b2");
        String video = UnpublishedVideo.add(library, FILM);
        library.worksWith(video, old);
        library.worksWith(video, present);
        assertNull(library.video(video).orElseThrow().model(), "nothing is published yet");
        published(video);
        assertEquals(old, library.video(video).orElseThrow().model());
        Job next = another(video);
        library.again(next);
        library.worksWith(next.id(), present);
        assertEquals(old, library.video(video).orElseThrow().model(), "what can be searched is the old one's");
        published(next.id());
        assertEquals(present, library.video(video).orElseThrow().model());
    }

    @Test
    void whatAnotherModelHasDescribedIsDueOnceAndNotWhereThePresentOneHasFailed() {
        ModelIdentity present = new ModelIdentity("viper", "b2");
        String unknown = UnpublishedVideo.add(library, FILM);
        String other = UnpublishedVideo.add(library, FILM);
        library.worksWith(other, new ModelIdentity("viper", "a1"));
        String same = UnpublishedVideo.add(library, FILM);
        library.worksWith(same, present);
        UnpublishedVideo.add(library, FILM);
        List.of(unknown, other, same).forEach(this::published);
        assertEquals(List.of(unknown, other), due(present));
        assertEquals(1, library.outdated(present, 1).videos().size());
        assertEquals(2, library.outdated(present, 1).total());
        assertEquals(List.of(unknown, other, same), due(new ModelIdentity("viper", "c3")));
        assertEquals(List.of(unknown, other), listed(new DescribedBy.NotBy(present)));
        assertEquals(List.of(same), listed(new DescribedBy.Exactly(present)));
        assertEquals(List.of(other, same), listed(new DescribedBy.Named("viper")));
        assertEquals(List.of(other), listed(new DescribedBy.Named("a1")));

        Job again = another(unknown);
        library.again(again);
        assertEquals(List.of(other), due(present), "it is queued already");
        library.cancel(again.id());
        assertEquals(List.of(unknown, other), due(present));
        library.retry(again.id());
        library.worksWith(again.id(), present);
        library.finish(again.id(), ProblemCode.MEDIA_NOT_A_VIDEO, "it cannot be read");
        assertEquals(List.of(other), due(present), "it would only fail once more");
        assertEquals(List.of(unknown, other, same), due(new ModelIdentity("viper", "c3")));
    }

    private void published(String job) {
        assertTrue(library.publish(job, "embed", "publish", List.of(), (held, scenes) -> {}));
    }

    private List<String> due(ModelIdentity present) {
        return library.outdated(present, 10).videos().stream().map(Video::id).toList();
    }

    private List<String> listed(DescribedBy wanted) {
        VideoQuery all = VideoQuery.ALL;
        VideoQuery query =
                new VideoQuery(all.name(), all.state(), all.conditions(), List.of(wanted), all.order(), false);
        return library.page(query, 0, 10).videos().stream().map(Video::id).toList();
    }

    @Test
    void aVideoWhoseFilmHasNotComeIsNotIndexedAgain() {
        String id = UnpublishedVideo.add(library, FILM);
        Video video = library.video(id).orElseThrow();
        library.remove(id);
        library.add(video, another(id), URI.create("https://media.example.org/film.mp4"));
        library.unfinishedJobs().forEach(job -> library.cancel(job.id()));
        assertFalse(library.again(another(id)), "two would bring its film into one file");
        library.fetched(id, FILM, 1000);
        assertTrue(library.again(another(id)));
    }
}
