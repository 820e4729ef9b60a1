package org.timeviper.indexer.index.elasticsearch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.timeviper.api.JobState;
import org.timeviper.indexer.fetch.FetchTimes;
import org.timeviper.indexer.index.Rebuild;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.UnpublishedVideo;
import org.timeviper.indexer.pipeline.IndexAlignment;
import org.timeviper.indexer.pipeline.JobQueue;
import org.timeviper.indexer.pipeline.PipelineSettings;
import org.timeviper.indexer.pipeline.Published;
import org.timeviper.indexer.pipeline.Publishing;
import org.timeviper.indexer.pipeline.Step;
import org.timeviper.indexer.search.SentenceEmbedder;
import org.timeviper.search.lucene.CaptionLanguage;

/** The service's library, job queue, publishing and alignment on a cluster, put together as the service does it. Its jobs have no try to waste: one that fails has failed. */
final class ArchiveProcess implements AutoCloseable {

    private static final SentenceEmbedder EMBEDDER = new SentenceEmbedder();

    private final LibraryDatabase database;
    private final Library library;
    private final ElasticsearchSceneIndex index;
    private final IndexAlignment alignment;
    private final JobQueue jobs;

    private record OneTry() implements PipelineSettings {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public int workers() {
            return 2;
        }

        @Override
        public int windowsTogether() {
            return 1;
        }

        @Override
        public Duration heartbeat() {
            return Duration.ofSeconds(3);
        }

        @Override
        public int retries() {
            return 0;
        }
    }

    ArchiveProcess(Path folder, ElasticsearchSettings settings) {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source());
        index = ElasticsearchSceneIndex.open(
                settings, CaptionLanguage.ENGLISH, EMBEDDER.model(), EMBEDDER.dimensions());
        Publishing publishing = new Publishing(library, index, EMBEDDER);
        alignment = new IndexAlignment(index, new Rebuild(index, new Published(library), EMBEDDER));
        jobs = new JobQueue(
                database.source(),
                library,
                new OneTry(),
                FetchTimes.LONG,
                job -> publishing.publish(job, Step.EMBED, library.scenes(job.videoId())),
                () -> {});
        alignment.follow(Duration.ofMillis(500));
        jobs.start(true);
    }

    ElasticsearchSceneIndex index() {
        return index;
    }

    /** Takes in a video of which everything is known but that it is not published yet, with a job to do so. Both have the same name. */
    String add(String caption) {
        String id = UnpublishedVideo.add(library, caption, EMBEDDER.embed(caption));
        jobs.submit(id);
        return id;
    }

    JobState state(String job) {
        return library.job(job).orElseThrow().state();
    }

    /** Tries of all jobs that counted as failed. */
    int failedTries() {
        return Jdbi.create(database.source()).withHandle(rows -> rows.createQuery(
                        "select coalesce(sum(consecutive_failures), 0) from scheduled_tasks")
                .mapTo(Integer.class)
                .one());
    }

    /** The videos that a caption's words find. */
    List<String> holding(String words) {
        return Films.holding(index, words, EMBEDDER.dimensions());
    }

    @Override
    public void close() {
        jobs.close();
        alignment.close();
        index.close();
        database.close();
    }
}
