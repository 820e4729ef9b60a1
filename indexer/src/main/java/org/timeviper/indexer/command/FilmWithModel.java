package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.Portion;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.Windows;
import org.timeviper.model.Clip;
import org.timeviper.model.FrameSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.TimeViper;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.SamplingConfig;
import org.timeviper.model.task.Span;

/** One film and the model, without library or service: decoded into a temporary folder and looked at window by window. Closing it removes the folder. */
final class FilmWithModel implements AutoCloseable {

    private final String name;
    private final TimeViper model;
    private final TemporaryFolder folder;
    private final SampledFilm film;
    private long framesSeen;

    private FilmWithModel(String name, TimeViper model, TemporaryFolder folder, SampledFilm film) {
        this.name = name;
        this.model = model;
        this.folder = folder;
        this.film = film;
    }

    /**
     * Loads the model and decodes the film.
     *
     * @param file the film
     * @throws org.timeviper.indexer.media.UnreadableMedia when the file is no film
     * @throws org.timeviper.model.config.ModelException when the model's folder is not right
     */
    static FilmWithModel open(Path file, ProgressLine progress) {
        String name = file.getFileName().toString();
        FilmReader reader = new FilmReader(DecoderSettings.defaults());
        double duration = reader.probe(file).durationSeconds();
        progress.show("Loading the model ...");
        TimeViper model = TimeViper.load(ModelFolder.of(System.getenv()), ModelOptions.defaults());
        TemporaryFolder folder = TemporaryFolder.create("timeviper-film-");
        try {
            double fps = rate(model.config().sampling(), duration);
            SampledFilm film = reader.sample(
                    file,
                    fps,
                    folder.path().resolve("frames"),
                    (seconds, of) -> progress.show(name + ": decoding", 100 * seconds / of, null));
            return new FilmWithModel(name, model, folder, film);
        } catch (RuntimeException e) {
            model.close();
            folder.close();
            throw e;
        }
    }

    private static double rate(SamplingConfig sampling, double duration) {
        return duration < sampling.shortClipSeconds() ? sampling.shortClipFps() : sampling.fps();
    }

    SampledFilm film() {
        return film;
    }

    String modelName() {
        return model.name();
    }

    /** @return how many frames the model has looked at so far */
    long framesSeen() {
        return framesSeen;
    }

    /** Puts the same task to every window of the film, in order. */
    <T> List<T> look(String doing, ProgressLine progress, Function<VideoSession, T> task) {
        List<Span> windows = windows();
        List<T> results = new ArrayList<>();
        for (Span window : windows) {
            progress.show(name + ": " + doing, 100.0 * results.size() / windows.size(), null);
            results.add(look(window, task));
        }
        progress.clear();
        return results;
    }

    /**
     * Puts a task to every window of the film, in order, and another one to each scene that ends in it.
     *
     * @param join what both come to for the window
     */
    <W, S, T> List<T> look(
            String doing,
            ProgressLine progress,
            Function<VideoSession, W> ofWindow,
            Function<VideoSession, S> ofScene,
            BiFunction<W, List<S>, T> join) {
        List<T> results = new ArrayList<>();
        List<Portion> portions = Portion.of(windows(), Windows.scenes(film.shots(), longestSeconds()), 1);
        for (Portion portion : portions) {
            progress.show(name + ": " + doing, 100.0 * results.size() / portions.size(), null);
            results.add(look(portion.windows().getFirst(), window -> {
                W whole = ofWindow.apply(window);
                return join.apply(
                        whole,
                        portion.scenes().stream()
                                .map(scene -> look(scene, List.of(window), ofScene))
                                .toList());
            }));
        }
        progress.clear();
        return results;
    }

    /** Puts a task to one stretch of the film; where it is longer than the model's frames reach, they are thinned out. */
    <T> T look(Span stretch, Function<VideoSession, T> task) {
        return look(stretch, List.of(), task);
    }

    /** @param seen sessions that have seen frames of the stretch */
    private <T> T look(Span stretch, List<VideoSession> seen, Function<VideoSession, T> task) {
        FrameSource frames = film.frames(
                stretch.start(), stretch.end(), model.config().sampling().maxFrames());
        double seconds = Math.max(stretch.length(), 1 / film.fps());
        try (VideoSession session = model.open(new Clip(stretch.start(), seconds, frames), seen, () -> false)) {
            framesSeen += session.framesLookedAt();
            return task.apply(session);
        }
    }

    /** Windows of the film, shots together, none longer than the model's frames reach. */
    List<Span> windows() {
        return Windows.looks(film.shots(), longestSeconds());
    }

    /** How the model is set. */
    ModelConfig modelConfig() {
        return model.config();
    }

    /** All of the film, in seconds. */
    Span span() {
        return new Span(0, film.info().durationSeconds());
    }

    /** Seconds of the film that the model takes in one go. */
    double longestSeconds() {
        return model.config().sampling().maxFrames() / film.fps();
    }

    @Override
    public void close() {
        model.close();
        folder.close();
    }
}
