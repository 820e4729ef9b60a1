package org.timeviper.indexer.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.timeviper.indexer.fetch.FilmFetcher;
import org.timeviper.indexer.index.CaptionEmbedder;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.Portion;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.indexer.media.Windows;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Look;
import org.timeviper.indexer.model.LookListener;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.indexer.pipeline.PartResults.Parts;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.SamplingConfig;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;
import org.timeviper.model.task.VideoTasks;

/**
 * Indexes one video. Every step (and of a long step all windows that the model looks at together) stores its result in the library before the next begins, and is not done again when its
 * result is there: killed at any point, the next run goes on from the last stored result.
 */
public final class Indexing implements JobWork {

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
    private final int together;
    private final PartResults results;
    private volatile boolean ending;

    /** @param together how many windows of a film the model looks at together */
    public Indexing(
            Library library,
            MediaStore media,
            FilmFetcher fetcher,
            FilmReader films,
            LoadedModel model,
            CaptionEmbedder embedder,
            Publishing publishing,
            StepClock clock,
            int together) {
        this.library = library;
        this.media = media;
        this.fetcher = fetcher;
        this.films = films;
        this.model = model;
        this.embedder = embedder;
        this.publishing = publishing;
        this.clock = clock;
        this.together = Math.max(1, together);
        this.results = new PartResults(library, clock, this.together);
    }

    /**
     * Brings the film of a video that lies on another server, and keeps nothing of what is none.
     *
     * @throws UnreadableMedia when it is no film that can be read; nothing would change on another try
     * @throws org.timeviper.indexer.fetch.Unfetchable when it cannot be brought; nothing would change on another try
     * @throws CancellationException when the job was cancelled or its video deleted meanwhile
     */
    @Override
    public void fetch(Job job) {
        work(job, this::fetch);
    }

    /**
     * Runs what is left of a job whose film is there.
     *
     * @throws UnreadableMedia when the film cannot be read; nothing would change on another try
     * @throws CancellationException when the job was cancelled or its video deleted meanwhile
     */
    @Override
    public void run(Job job) {
        work(job, this::run);
    }

    @Override
    public void end() {
        ending = true;
    }

    private void work(Job job, Consumer<Work> part) {
        Optional<Video> found = library.video(job.videoId());
        if (found.isEmpty()) {
            return;
        }
        try {
            part.accept(
                    new Work(job, found.get(), new Progress(library, job.id(), fetches(found.get()), () -> ending)));
        } finally {
            if (library.video(job.videoId()).isEmpty()) { // deleted meanwhile: what was still written of it goes too
                model.forget(job.videoId());
                media.remove(job.videoId());
            }
        }
    }

    private void run(Work work) {
        library.worksWith(work.job().id(), model.identity());
        MediaInfo claimed = results.once(work, Step.PROBE, 0, new TypeReference<>() {}, () -> probe(work));
        SampledFilm film = sample(work, claimed);
        List<WindowDescription> windows = describe(work, film);
        List<TimedCaption> events = ground(work, windows);
        publish(work, embed(work, film, windows, events));
    }

    private boolean fetches(Video video) {
        return library.source(video.id()).isPresent()
                || library.result(video.id(), Step.FETCH.title(), 0).isPresent();
    }

    private void fetch(Work work) {
        URI source = library.source(work.id()).orElse(null);
        if (source == null) {
            return;
        }
        work.progress().at(Step.FETCH, 0);
        results.make(work, Step.FETCH, 0, () -> {
            Path file = work.video().file();
            fetcher.fetch(source, file, work.progress().ofFetching());
            try {
                MediaInfo info = films.probe(file, work.video().name());
                long size = Files.size(file);
                library.fetched(work.id(), called(work.video(), info), size);
                return size;
            } catch (UnreadableMedia e) {
                media.remove(work.id());
                throw e;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "The imported film " + work.video().name() + " cannot be read", e);
            }
        });
    }

    /** Gives a film the extension of its kind, if that by which it came says nothing: players go by it. */
    private Path called(Video video, MediaInfo info) throws IOException {
        Optional<String> extension = video.ofKnownType() ? Optional.empty() : info.extension();
        return extension.isPresent() ? media.renamed(video.file(), extension.get()) : video.file();
    }

    private MediaInfo probe(Work work) {
        work.progress().at(Step.PROBE, 0);
        MediaInfo info = films.probe(work.video().file(), work.video().name());
        library.describe(work.id(), info);
        return info;
    }

    private SampledFilm sample(Work work, MediaInfo claimed) {
        Path frames = media.frames(work.id());
        double rate = rate(claimed.durationSeconds());
        boolean present = sampled(frames, rate);
        boolean beside =
                !present && sampled(media.nextFrames(work.id(), work.job().id()), rate);
        if (!(present || beside)
                || library.result(work.id(), Step.SAMPLE.title(), 0).isEmpty()) {
            work.progress().at(Step.SAMPLE, 0);
            results.make(work, Step.SAMPLE, 0, () -> {
                SampledFilm film = present ? SampledFilm.open(frames) : decoded(work, rate);
                library.describe(work.id(), film.info());
                return film.warnings();
            });
        }
        if (!present) {
            use(work);
        }
        return SampledFilm.open(frames);
    }

    /** Whether its pictures are there, at that rate: another model may want another one. */
    private static boolean sampled(Path frames, double rate) {
        return SampledFilm.finished(frames) && Math.abs(SampledFilm.open(frames).fps() - rate) < SAME_RATE;
    }

    /** Pictures of a film, beside those that the video has: it can be seen and asked as it is for as long as this takes. */
    private SampledFilm decoded(Work work, double rate) {
        Path next = media.nextFrames(work.id(), work.job().id());
        media.removeOtherFrames(work.id(), work.job().id());
        if (sampled(next, rate)) {
            return SampledFilm.open(next); // and then the process ended
        }
        try {
            return films.sample(
                    work.video().file(),
                    work.video().name(),
                    rate,
                    next,
                    work.progress().ofSampling());
        } catch (RuntimeException e) {
            media.removeNextFrames(work.id(), work.job().id());
            throw e;
        }
    }

    /** Puts the new pictures in the old ones' place while the model looks at none of them. */
    private void use(Work work) {
        boolean[] used = {false};
        model.forget(
                work.id(),
                () -> used[0] = library.whileUnderWay(
                        work.job().id(),
                        () -> media.useFrames(work.id(), work.job().id())));
        if (!used[0]) {
            throw work.ended();
        }
    }

    /** The model's own rate; more for short clips, where it says so. */
    private double rate(double seconds) {
        SamplingConfig sampling = model.sampling();
        boolean brief = seconds > 0 && seconds < sampling.shortClipSeconds();
        return brief ? sampling.shortClipFps() : sampling.fps();
    }

    private List<WindowDescription> describe(Work work, SampledFilm film) {
        double longest = Math.min(MOST_SCENE_SECONDS, model.sampling().maxFrames() / film.fps());
        List<Span> eventWindows = Windows.looks(film.shots(), longest);
        List<Span> scenes = Windows.scenes(film.shots(), longest);
        int count = eventWindows.size() + scenes.size();
        TypeReference<WindowDescription> type = new TypeReference<>() {};
        List<WindowDescription> listed = new ArrayList<>();
        List<WindowDescription> captioned = new ArrayList<>();
        for (Portion portion : Portion.of(eventWindows, scenes, together)) {
            listed.addAll(results.onceEach(
                    work,
                    new Parts<>(
                            Step.DESCRIBE, listed.size(), listed.size() + captioned.size(), portion.windows(), count),
                    type,
                    (windows, begun) -> events(work, windows, begun)));
            captioned.addAll(results.onceEach(
                    work,
                    new Parts<>(
                            Step.DESCRIBE,
                            eventWindows.size() + captioned.size(),
                            listed.size() + captioned.size(),
                            portion.scenes(),
                            count),
                    type,
                    (windows, begun) -> captioned(work, windows, begun)));
        }
        library.seen(
                work.id(),
                listed.stream().mapToLong(WindowDescription::framesSeen).sum());
        return Stream.concat(listed.stream(), captioned.stream()).toList();
    }

    private List<WindowDescription> events(Work work, List<Span> windows, IntConsumer begun) {
        return described(
                windows,
                look(work, windows, begun, VideoTasks::events),
                (window, look) ->
                        new WindowDescription(window, look.result(), null, look.framesSeen(), look.framesTotal()));
    }

    private List<WindowDescription> captioned(Work work, List<Span> windows, IntConsumer begun) {
        return described(
                windows,
                look(work, windows, begun, VideoTasks::captions),
                (window, look) ->
                        new WindowDescription(window, List.of(), look.result(), look.framesSeen(), look.framesTotal()));
    }

    private static <T> List<WindowDescription> described(
            List<Span> windows, List<Look<T>> looks, BiFunction<Span, Look<T>, WindowDescription> description) {
        return IntStream.range(0, windows.size())
                .mapToObj(i -> description.apply(windows.get(i), looks.get(i)))
                .toList();
    }

    /** @param begun told how many windows the model has seen: what it is to say of them comes then */
    private <T> List<Look<T>> look(
            Work work, List<Span> windows, IntConsumer begun, Function<List<VideoSession>, List<T>> task) {
        LookListener listener = new LookListener() {
            @Override
            public boolean givenUp() {
                return work.progress().cancelled();
            }

            @Override
            public void opened(int stretches) {
                begun.accept(stretches);
            }
        };
        return model.lookAll(work.id(), windows, Urgency.INDEXING, listener, task);
    }

    /** Looks for every event again by its own words: what the model does not find again, it may have made up, and what it is not sure of then is left out. */
    private List<TimedCaption> ground(Work work, List<WindowDescription> windows) {
        List<WindowDescription> withEvents =
                windows.stream().filter(window -> !window.events().isEmpty()).toList();
        return results
                .onceEach(
                        work,
                        new Parts<>(Step.GROUND, 0, 0, withEvents, withEvents.size()),
                        new TypeReference<List<TimedCaption>>() {},
                        (some, begun) -> grounded(work, some, begun))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<List<TimedCaption>> grounded(Work work, List<WindowDescription> windows, IntConsumer begun) {
        List<List<TimedCaption>> listed =
                windows.stream().map(WindowDescription::events).toList();
        return look(
                        work,
                        windows.stream().map(WindowDescription::window).toList(),
                        begun,
                        sessions -> VideoTasks.confirmed(sessions, listed))
                .stream()
                .map(look ->
                        look.result().stream().filter(event -> !event.unsure()).toList())
                .toList();
    }

    private List<StoredScene> embed(
            Work work, SampledFilm film, List<WindowDescription> windows, List<TimedCaption> events) {
        return results.once(work, Step.EMBED, 0, new TypeReference<List<StoredScene>>() {}, () -> {
            work.progress().at(Step.EMBED, 0);
            List<StoredScene> scenes = withoutVectors(work.video(), film, windows, events);
            List<float[]> vectors =
                    embedder.embedAll(scenes.stream().map(StoredScene::caption).toList());
            List<StoredScene> complete = new ArrayList<>();
            for (int i = 0; i < scenes.size(); i++) {
                complete.add(scenes.get(i).withVector(vectors.get(i)));
            }
            return complete;
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

    private void publish(Work work, List<StoredScene> scenes) {
        work.progress().at(Step.PUBLISH, 0);
        long begun = System.nanoTime();
        if (!publishing.publish(work.job(), Step.EMBED, scenes)) {
            throw work.ended();
        }
        clock.spent(Step.PUBLISH, (System.nanoTime() - begun) / 1e9);
    }
}
