package org.timeviper.indexer.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.timeviper.indexer.fetch.FilmFetcher;
import org.timeviper.indexer.index.CaptionEmbedder;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Look;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.config.SamplingConfig;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;
import org.timeviper.model.task.VideoTasks;

/**
 * Indexes one video. Every step (and every window of a long step) stores its result in the library before the next begins, and is not done again when its result is
 * there: killed at any point, the next run goes on from the last stored result.
 */
public final class Indexing {

    private static final double LEAST_SCENE_SECONDS = 5;
    private static final double MOST_SCENE_SECONDS = 60;

    private static final double SAME_RATE = 1e-5;

    private final Library library;
    private final MediaStore media;
    private final FilmFetcher fetcher;
    private final FilmReader films;
    private final LoadedModel model;
    private final CaptionEmbedder embedder;
    private final Publishing publishing;
    private final StepClock clock;
    private final ObjectMapper json = new ObjectMapper();

    public Indexing(
            Library library,
            MediaStore media,
            FilmFetcher fetcher,
            FilmReader films,
            LoadedModel model,
            CaptionEmbedder embedder,
            Publishing publishing,
            StepClock clock) {
        this.library = library;
        this.media = media;
        this.fetcher = fetcher;
        this.films = films;
        this.model = model;
        this.embedder = embedder;
        this.publishing = publishing;
        this.clock = clock;
    }

    /**
     * Runs what is left of a job.
     *
     * @throws UnreadableMedia when the film cannot be read; nothing would change on another try
     * @throws org.timeviper.indexer.fetch.Unfetchable when the film cannot be brought; nothing would change on another try
     * @throws java.util.concurrent.CancellationException when the job was cancelled or its video deleted meanwhile
     */
    public void run(Job job) {
        Optional<Video> found = library.video(job.videoId());
        if (found.isEmpty()) {
            return;
        }
        try {
            run(job, found.get());
        } finally {
            if (library.video(job.videoId()).isEmpty()) { // deleted meanwhile: what was still written of it goes too
                model.forget(job.videoId());
                media.remove(job.videoId());
            }
        }
    }

    private void run(Job job, Video video) {
        Progress progress = new Progress(library, job.id(), fetches(video));
        fetch(video, progress);
        MediaInfo claimed = once(video, Step.PROBE, 0, new TypeReference<>() {}, () -> probe(video, progress));
        SampledFilm film = sample(video, claimed, progress);
        List<WindowDescription> windows = describe(video, film, progress);
        List<TimedCaption> events = ground(video, film, windows, progress);
        embed(video, film, windows, events, progress);
        publish(video, progress);
        library.finish(job.id(), null);
    }

    private boolean fetches(Video video) {
        return library.source(video.id()).isPresent()
                || library.result(video.id(), Step.FETCH.title(), 0).isPresent();
    }

    /** Brings the film, and keeps nothing of what is none. */
    private void fetch(Video video, Progress progress) {
        library.source(video.id()).ifPresent(source -> {
            progress.at(Step.FETCH, 0);
            timed(video, Step.FETCH, 0, () -> {
                fetcher.fetch(source, video.file(), progress.ofFetching());
                try {
                    films.probe(video.file(), video.name());
                    library.fetched(video.id(), Files.size(video.file()));
                    return Files.size(video.file());
                } catch (UnreadableMedia e) {
                    media.remove(video.id());
                    throw e;
                } catch (IOException e) {
                    throw new UncheckedIOException("The imported film " + video.name() + " cannot be read", e);
                }
            });
        });
    }

    private MediaInfo probe(Video video, Progress progress) {
        progress.at(Step.PROBE, 0);
        MediaInfo info = films.probe(video.file(), video.name());
        library.describe(video.id(), info);
        return info;
    }

    private SampledFilm sample(Video video, MediaInfo claimed, Progress progress) {
        double rate = rate(claimed.durationSeconds());
        boolean present = sampled(video, rate);
        if (!present || library.result(video.id(), Step.SAMPLE.title(), 0).isEmpty()) {
            progress.at(Step.SAMPLE, 0);
            timed(video, Step.SAMPLE, 0, () -> {
                SampledFilm film = present ? SampledFilm.open(media.frames(video.id())) : sample(video, rate, progress);
                library.describe(video.id(), film.info());
                return film.warnings();
            });
        }
        return SampledFilm.open(media.frames(video.id()));
    }

    /** Whether its pictures are there, at that rate: another model may want another one. */
    private boolean sampled(Video video, double rate) {
        return SampledFilm.finished(media.frames(video.id()))
                && Math.abs(SampledFilm.open(media.frames(video.id())).fps() - rate) < SAME_RATE;
    }

    private SampledFilm sample(Video video, double rate, Progress progress) {
        model.forget(video.id());
        return films.sample(video.file(), video.name(), rate, media.frames(video.id()), progress.ofSampling());
    }

    /** The model's own rate; more for short clips, where it says so. */
    private double rate(double seconds) {
        SamplingConfig sampling = model.sampling();
        boolean brief = seconds > 0 && seconds < sampling.shortClipSeconds();
        return brief ? sampling.shortClipFps() : sampling.fps();
    }

    private List<WindowDescription> describe(Video video, SampledFilm film, Progress progress) {
        double longest = Math.min(MOST_SCENE_SECONDS, model.sampling().maxFrames() / film.fps());
        List<Span> eventWindows = Windows.of(film.shots(), LEAST_SCENE_SECONDS, longest, true);
        List<Span> scenes = Windows.of(film.shots(), LEAST_SCENE_SECONDS, longest, false);
        List<WindowDescription> described = new ArrayList<>();
        int parts = eventWindows.size() + scenes.size();
        long seen = 0;
        for (int part = 0; part < parts; part++) {
            progress.at(Step.DESCRIBE, (double) part / parts);
            boolean events = part < eventWindows.size();
            Span window = events ? eventWindows.get(part) : scenes.get(part - eventWindows.size());
            described.add(once(
                    video,
                    Step.DESCRIBE,
                    part,
                    new TypeReference<>() {},
                    () -> events ? events(video, window, progress) : scene(video, window, progress)));
            seen += events ? described.getLast().framesSeen() : 0;
        }
        library.seen(video.id(), seen);
        return described;
    }

    private WindowDescription events(Video video, Span window, Progress progress) {
        Look<List<TimedCaption>> look = model.look(
                video.id(),
                window.start(),
                window.end(),
                Urgency.INDEXING,
                progress::cancelled,
                VideoTasks::denseCaptions);
        return new WindowDescription(window, look.result(), null, look.framesSeen(), look.framesTotal());
    }

    private WindowDescription scene(Video video, Span window, Progress progress) {
        var look = model.look(
                video.id(), window.start(), window.end(), Urgency.INDEXING, progress::cancelled, VideoTasks::captions);
        return new WindowDescription(window, List.of(), look.result(), look.framesSeen(), look.framesTotal());
    }

    /** Looks for every event again by its own words: what the model does not find again, it may have made up, and what it is not sure of then is left out. */
    private List<TimedCaption> ground(
            Video video, SampledFilm film, List<WindowDescription> windows, Progress progress) {
        List<TimedCaption> kept = new ArrayList<>();
        List<WindowDescription> withEvents =
                windows.stream().filter(window -> !window.events().isEmpty()).toList();
        for (int part = 0; part < withEvents.size(); part++) {
            progress.at(Step.GROUND, (double) part / withEvents.size());
            WindowDescription window = withEvents.get(part);
            kept.addAll(once(
                    video,
                    Step.GROUND,
                    part,
                    new TypeReference<List<TimedCaption>>() {},
                    () -> grounded(video, window, progress)));
        }
        return kept;
    }

    private List<TimedCaption> grounded(Video video, WindowDescription window, Progress progress) {
        return model.look(
                        video.id(),
                        window.window().start(),
                        window.window().end(),
                        Urgency.INDEXING,
                        progress::cancelled,
                        session -> {
                            ConfidenceRule rule = session.config().confidence().of(AnswerKind.EVENT);
                            List<TimedCaption> kept = new ArrayList<>();
                            for (TimedCaption event : window.events()) {
                                Confirmation.of(event, VideoTasks.ground(session, event.text()), rule)
                                        .filter(confirmed -> !confirmed.unsure())
                                        .ifPresent(kept::add);
                            }
                            return kept;
                        })
                .result();
    }

    private void embed(
            Video video,
            SampledFilm film,
            List<WindowDescription> windows,
            List<TimedCaption> events,
            Progress progress) {
        once(video, Step.EMBED, 0, new TypeReference<Integer>() {}, () -> {
            progress.at(Step.EMBED, 0);
            List<StoredScene> scenes = withoutVectors(video, film, windows, events);
            List<float[]> vectors =
                    embedder.embedAll(scenes.stream().map(StoredScene::caption).toList());
            List<StoredScene> complete = new ArrayList<>();
            for (int i = 0; i < scenes.size(); i++) {
                complete.add(scenes.get(i).withVector(vectors.get(i)));
            }
            library.replaceScenes(video.id(), complete);
            return complete.size();
        });
    }

    private static List<StoredScene> withoutVectors(
            Video video, SampledFilm film, List<WindowDescription> windows, List<TimedCaption> events) {
        List<StoredScene> scenes = new ArrayList<>();
        for (WindowDescription window : windows) {
            if (window.captions() != null && !window.captions().detailed().isBlank()) {
                scenes.add(new StoredScene(
                        video.id(),
                        scenes.size(),
                        window.window().start(),
                        window.window().end(),
                        "scene",
                        window.captions().detailed(),
                        window.captions().confidence(),
                        window.framesSeen(),
                        window.framesTotal(),
                        new float[0]));
            }
        }
        for (TimedCaption event : events) {
            scenes.add(new StoredScene(
                    video.id(),
                    scenes.size(),
                    event.span().start(),
                    event.span().end(),
                    "event",
                    sentence(event.text()),
                    event.confidence(),
                    Math.max(1, Math.round(event.span().length() * film.fps())),
                    Math.max(1, Math.round(event.span().length() * film.info().frameRate())),
                    new float[0]));
        }
        return scenes;
    }

    private static String sentence(String text) {
        String begun = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }

    private void publish(Video video, Progress progress) {
        progress.at(Step.PUBLISH, 0);
        timed(video, Step.PUBLISH, 0, () -> publishing.publish(video.id()));
    }

    /** Gives the stored result of a part, or makes and stores it. */
    private <T> T once(Video video, Step step, int part, TypeReference<T> type, Supplier<T> work) {
        Optional<String> stored = library.result(video.id(), step.title(), part);
        return stored.isPresent() ? read(stored.get(), type) : timed(video, step, part, work);
    }

    private <T> T timed(Video video, Step step, int part, Supplier<T> work) {
        long begun = System.nanoTime();
        T result = work.get();
        double seconds = (System.nanoTime() - begun) / 1e9;
        library.store(video.id(), step.title(), part, write(result), seconds);
        clock.spent(step, seconds);
        return result;
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A stored result of indexing is damaged: delete the video and upload it again", e);
        }
    }

    private String write(Object result) {
        try {
            return json.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result of indexing cannot be stored", e);
        }
    }
}
