package org.timeviper.indexer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.api.JobState;
import org.timeviper.indexer.ask.AskSettings;
import org.timeviper.indexer.ask.Asking;
import org.timeviper.indexer.ask.ModelFootage;
import org.timeviper.indexer.export.Exports;
import org.timeviper.indexer.fetch.AllowedHosts;
import org.timeviper.indexer.fetch.FetchSettings;
import org.timeviper.indexer.fetch.FilmFetcher;
import org.timeviper.indexer.http.LoadSettings;
import org.timeviper.indexer.index.CaptionEmbedder;
import org.timeviper.indexer.index.Rebuild;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.elasticsearch.ElasticsearchSceneIndex;
import org.timeviper.indexer.index.elasticsearch.ElasticsearchSettings;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.ConversationSettings;
import org.timeviper.indexer.library.Conversations;
import org.timeviper.indexer.library.JobMessages;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.LibrarySettings;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.Uploads;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.LookFrom;
import org.timeviper.indexer.model.ModelSettings;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.indexer.pipeline.IndexAlignment;
import org.timeviper.indexer.pipeline.IndexFollower;
import org.timeviper.indexer.pipeline.Indexing;
import org.timeviper.indexer.pipeline.JobQueue;
import org.timeviper.indexer.pipeline.PipelineSettings;
import org.timeviper.indexer.pipeline.Published;
import org.timeviper.indexer.pipeline.Publishing;
import org.timeviper.indexer.pipeline.Purging;
import org.timeviper.indexer.pipeline.StepClock;
import org.timeviper.indexer.search.Background;
import org.timeviper.indexer.search.MomentSearch;
import org.timeviper.indexer.search.SceneSearch;
import org.timeviper.indexer.search.SentenceEmbedder;
import org.timeviper.indexer.webhook.Webhook;
import org.timeviper.indexer.webhook.WebhookSettings;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.task.VideoTasks;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;

/** Puts the service together, brings the index in line with the library, and begins to work. */
@ApplicationScoped
public class Wiring {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Duration LOOK_AFTER_CLUSTER = Duration.ofSeconds(5);
    private static final int MOST_ANSWERS = 100_000;

    private Optional<Webhook> told = Optional.empty();
    private List<Meter> measured = List.of();

    @Produces
    @Singleton
    LibraryDatabase database(LibrarySettings settings) {
        try {
            Files.createDirectories(settings.data());
        } catch (IOException e) {
            throw new UncheckedIOException("The library's folder " + settings.data() + " cannot be made", e);
        }
        return LibraryDatabase.open(settings);
    }

    void close(@Disposes LibraryDatabase database) {
        database.close();
    }

    @Produces
    @Singleton
    Library library(LibraryDatabase database, WebhookSettings webhook) {
        return new Library(database.source(), webhook.url().isPresent());
    }

    @Produces
    @Singleton
    JobMessages messages(LibraryDatabase database) {
        return new JobMessages(database.source());
    }

    @Produces
    @Singleton
    MediaStore media(LibrarySettings settings) {
        return new MediaStore(settings.data());
    }

    @Produces
    @Singleton
    Uploads uploads(LibraryDatabase database, LibrarySettings settings) {
        return new Uploads(database.source(), settings.data());
    }

    @Produces
    @Singleton
    Answers answers(LibraryDatabase database) {
        return new Answers(database.source(), MOST_ANSWERS);
    }

    @Produces
    @Singleton
    FilmFetcher fetcher(FetchSettings settings, LibrarySettings library, Uploads uploads) {
        return new FilmFetcher(
                AllowedHosts.of(settings.hosts().orElse(List.of())),
                settings,
                library.upload().maxSize().asLongValue(),
                uploads::unpromised);
    }

    @Produces
    @Singleton
    FilmReader films() {
        return new FilmReader(DecoderSettings.defaults());
    }

    @Produces
    @Singleton
    LoadedModel model(ModelSettings settings, LoadSettings load, MediaStore media, MeterRegistry metrics) {
        Counter frames = Counter.builder("timeviper.frames")
                .description("Frames that the model was shown")
                .register(metrics);
        return new LoadedModel(settings, media, frames::increment, load.asks(), from -> looks(metrics, from)
                .increment());
    }

    private static Counter looks(MeterRegistry metrics, LookFrom from) {
        return Counter.builder("timeviper.looks")
                .tag("from", from.name().toLowerCase(Locale.ROOT))
                .description(
                        "Looks at a stretch of film by what was there of it already: an open session, a state on disk, the embeddings of its frames, or its pictures")
                .register(metrics);
    }

    void close(@Disposes LoadedModel model) {
        model.close();
    }

    @Produces
    @Singleton
    CaptionAnalyzer captions(LibrarySettings settings) {
        return CaptionLanguage.of(settings.index().language()).analyzer();
    }

    @Produces
    @Singleton
    SceneIndex index(
            LibrarySettings settings,
            ElasticsearchSettings cluster,
            CaptionAnalyzer captions,
            CaptionEmbedder embedder) {
        return cluster.url().isPresent()
                ? ElasticsearchSceneIndex.open(cluster, captions.language(), embedder.model(), embedder.dimensions())
                : LuceneSceneIndex.open(
                        indexFolder(settings), captions.language(), embedder.model(), embedder.dimensions());
    }

    private static Path indexFolder(LibrarySettings settings) {
        return settings.index().folder().orElse(settings.data().resolve("index"));
    }

    @Produces
    @Singleton
    Publishing publishing(Library library, SceneIndex index, CaptionEmbedder embedder) {
        return new Publishing(library, index, embedder);
    }

    @Produces
    @Singleton
    Purging purging(
            SceneIndex index, LibraryDatabase database, LibrarySettings settings, ElasticsearchSettings cluster) {
        Path folder = cluster.url().isPresent() ? settings.data() : indexFolder(settings);
        return new Purging(index, database, folder, settings.purgeAfter());
    }

    @Produces
    @Singleton
    IndexFollower follower(Library library, SceneIndex index, Publishing publishing, Purging purging) {
        return new IndexFollower(library, index, publishing, purging);
    }

    @Produces
    @Singleton
    IndexAlignment alignment(SceneIndex index, Library library, CaptionEmbedder embedder) {
        return new IndexAlignment(index, new Rebuild(index, new Published(library), embedder));
    }

    void close(@Disposes SceneIndex index) {
        index.close();
    }

    @Produces
    @Singleton
    SceneSearch search(
            SceneIndex index,
            CaptionAnalyzer captions,
            SentenceEmbedder embedder,
            Background background,
            LoadedModel model) {
        return new SceneSearch(
                index,
                captions,
                new MomentSearch(index, embedder, background),
                (video, start, end, description) -> model.look(
                                video, start, end, Urgency.QUESTION, session -> VideoTasks.ground(session, description))
                        .result()
                        .span()
                        .isPresent());
    }

    @Produces
    @Singleton
    Conversations conversations(LibraryDatabase database, ConversationSettings settings) {
        return new Conversations(database.source(), settings);
    }

    @Produces
    @Singleton
    Asking asking(
            Library library, Conversations conversations, SceneSearch search, LoadedModel model, AskSettings settings) {
        return new Asking(library, conversations, search, new ModelFootage(model), settings);
    }

    @Produces
    @Singleton
    Exports exports(Library library, SceneSearch search, FilmReader films) {
        return new Exports(library, search, films);
    }

    @Produces
    @Singleton
    StepClock clock(MeterRegistry metrics) {
        return (step, seconds) -> Timer.builder("timeviper.step")
                .tag("step", step.title())
                .description("What the parts of each step of indexing took")
                .register(metrics)
                .record(Duration.ofNanos((long) (seconds * 1e9)));
    }

    @Produces
    @Singleton
    JobQueue jobs(
            LibraryDatabase database,
            Library library,
            PipelineSettings settings,
            FetchSettings fetches,
            MediaStore media,
            FilmFetcher fetcher,
            FilmReader films,
            LoadedModel model,
            CaptionEmbedder embedder,
            Publishing publishing,
            StepClock clock,
            Purging purging) {
        Indexing indexing = new Indexing(
                library, media, fetcher, films, model, embedder, publishing, clock, settings.windowsTogether());
        return new JobQueue(database.source(), library, settings, fetches, indexing, purging::ask);
    }

    /**
     * What cannot be used, or computes wrongly on this machine, is to be known before somebody relies on it. A service without a usable model still plays and searches what
     * it has. A service that only one command asks tries out what that command needs, when it does.
     */
    @Produces
    @Singleton
    Canaries canaries(LoadedModel model, SentenceEmbedder embedder, ModelSettings settings) {
        return new Canaries(settings.wakeAtStart() ? List.of(() -> wake(embedder), () -> wake(model)) : List.of());
    }

    private static void wake(SentenceEmbedder embedder) {
        try {
            embedder.wake();
        } catch (LinkageError e) {
            LOG.error("The sentence embedder cannot be used, so nothing can be indexed or searched", e);
        }
    }

    private static void wake(LoadedModel model) {
        try {
            model.wake();
        } catch (ModelException e) {
            LOG.error("The model cannot be used, so nothing can be indexed or asked: {}", e.getMessage());
        }
    }

    void start(
            @Observes @Priority(10) StartupEvent started,
            Library library,
            LibrarySettings settings,
            MediaStore media,
            ElasticsearchSettings cluster,
            SceneIndex index,
            IndexAlignment alignment,
            JobQueue jobs,
            IndexFollower follower,
            Purging purging,
            Answers answers,
            Conversations conversations,
            Canaries canaries,
            MeterRegistry metrics,
            JobMessages messages,
            WebhookSettings webhook) {
        told = Webhook.of(webhook, messages);
        boolean alone = settings.database().url().isEmpty();
        if (alone) {
            media.sweep(id -> library.video(id).isPresent());
            answers.abandonAll();
            conversations.releaseClaims();
        }
        measured = measure(metrics, index, library);
        if (cluster.url().isPresent()) {
            alignment.follow(LOOK_AFTER_CLUSTER);
        } else {
            alignment.begin();
        }
        if (!alone && cluster.url().isEmpty()) {
            follower.start(settings.index().follow());
        }
        purging.begin();
        canaries.begin();
        jobs.start(alone);
        told.ifPresent(Webhook::begin);
    }

    private static List<Meter> measure(MeterRegistry metrics, SceneIndex index, Library library) {
        List<Meter> measured = new ArrayList<>();
        measured.add(Gauge.builder("timeviper.scenes", index, SceneIndex::size)
                .description("Scenes and events that can be searched")
                .register(metrics));
        measured.add(Gauge.builder("timeviper.videos", library, Library::countVideos)
                .description("Videos of the library")
                .register(metrics));
        for (JobState state : JobState.values()) {
            measured.add(Gauge.builder("timeviper.jobs", library, known -> known.countJobs()
                            .getOrDefault(state, 0L))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("Indexing jobs by state")
                    .register(metrics));
        }
        return measured;
    }

    /** Ends whatever works by itself, as long as index and database are there: what holds them is closed after this, in no certain order. */
    void stop(
            @Observes ShutdownEvent stopped,
            JobQueue jobs,
            IndexAlignment alignment,
            IndexFollower follower,
            Purging purging,
            Canaries canaries,
            MeterRegistry metrics) {
        try (canaries;
                purging;
                follower;
                alignment) {
            jobs.close();
            told.ifPresent(Webhook::close);
            measured.forEach(metrics::remove); // The registry outlives the library that they count.
        }
    }
}
