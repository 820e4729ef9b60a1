package org.timeviper.indexer.model;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.ModelIdentity;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.Windows;
import org.timeviper.indexer.model.OpenSessions.Opened;
import org.timeviper.model.Clip;
import org.timeviper.model.FrameSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.TimeViper;
import org.timeviper.model.VideoSession;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.SamplingConfig;
import org.timeviper.model.parity.Canary;
import org.timeviper.model.task.Span;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

/**
 * The model of this service: loaded when it is first needed, used by one caller at a time, questions before indexing. Stretches of film that were just looked at stay
 * open for a while, and of those that somebody has asked about what was seen is kept on disk, so that another question on them costs little.
 *
 * <p>A model that computes other numbers than were recorded of it is not loaded again before its files change: until then everybody is told at once.
 */
public final class LoadedModel implements AutoCloseable {

    /**
     * Why the model was not put to work when it was last loaded.
     *
     * @param problem as it is told
     * @param files what it was loaded from
     * @param lasting whether the same files will not do on another try either
     */
    private record Fault(String problem, ModelFiles files, boolean lasting) {}

    /** What the model in these files is. */
    private record Identified(ModelFiles files, ModelIdentity identity) {}

    private final ModelSettings settings;
    private final MediaStore media;
    private final LongConsumer shown;
    private final int mostWaiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Consumer<LookFrom> looks;
    private final KeptSessions kept;
    private final OpenSessions sessions;
    private volatile Optional<Fault> fault = Optional.empty();
    private volatile Optional<Identified> identified = Optional.empty();
    private volatile Optional<ModelIdentity> awake = Optional.empty();
    private TimeViper model;
    private boolean busy;
    private boolean paused;
    private int waitingAlone;
    private boolean closed;
    private int questions;

    /** @param shown hears how many frames the model is shown, each time that it opens a stretch */
    public LoadedModel(ModelSettings settings, MediaStore media, LongConsumer shown) {
        this(settings, media, shown, Integer.MAX_VALUE, from -> {});
    }

    /**
     * @param mostWaiting how many questions may wait at a time: each holds a thread, also when whoever asked it is gone
     * @param looks hears of each look what it could go on from
     */
    public LoadedModel(
            ModelSettings settings, MediaStore media, LongConsumer shown, int mostWaiting, Consumer<LookFrom> looks) {
        this.settings = settings;
        this.media = media;
        this.shown = shown;
        this.mostWaiting = mostWaiting;
        this.looks = looks;
        this.kept = new KeptSessions(
                media,
                settings.seen().disk().asLongValue(),
                settings.precision().toLowerCase(Locale.ROOT));
        this.sessions = new OpenSessions(kept, settings.seen().memory().asLongValue());
    }

    /**
     * @return how the model wants film to be sampled
     * @throws ModelException when its {@code config.json} is missing or wrong
     */
    public SamplingConfig sampling() {
        return config().sampling();
    }

    /**
     * Reads the model's configuration without loading its weights.
     *
     * @throws ModelException when {@code config.json} is missing or wrong; names it
     */
    public ModelConfig config() {
        return ModelConfig.read(settings.dir().resolve("config.json"));
    }

    /**
     * Tells the present model from others: the one that is loaded, else the one that would be, whose weights are not loaded for that.
     *
     * @throws ModelException when its files are missing or wrong
     */
    public ModelIdentity identity() {
        return awake.orElseGet(() -> identity(ModelFiles.in(settings.dir())));
    }

    private ModelIdentity identity(ModelFiles files) {
        Optional<Identified> known = identified.filter(one -> one.files().equals(files));
        if (known.isEmpty()) {
            ModelIdentity read = new ModelIdentity(config().name(), Weights.fingerprint(settings.dir()));
            known = Optional.of(new Identified(files, read));
            identified = known;
        }
        return known.get().identity();
    }

    /**
     * Cuts a film into windows that the model takes in one go: shots together, none longer than its frames reach at its own rate.
     *
     * @param videoId the video, whose pictures have been sampled
     * @return in order and without gaps
     * @throws org.timeviper.indexer.media.UnreadableMedia when they are not there any more
     * @throws ModelException when the model's {@code config.json} is missing or wrong
     * @throws TooManyQuestions when as many as may wait for the model already
     */
    public List<Span> windows(String videoId) {
        return whileStill(videoId, film -> Windows.looks(film.shots(), longestSeconds()));
    }

    /**
     * As {@link #windows(String)}, of a stretch of the film.
     *
     * @param stretch in seconds of the film; cut to its end
     * @return the stretch itself if it lies beside the film
     */
    public List<Span> windows(String videoId, Span stretch) {
        return whileStill(videoId, film -> Windows.looks(film.shots(), within(film, stretch), longestSeconds()));
    }

    /**
     * Cuts a stretch of a film into its scenes, none longer than the model takes in one go; otherwise as {@link #windows(String, Span)}.
     *
     * @param stretch in seconds of the film; cut to its end
     * @return the stretch itself if it lies beside the film
     */
    public List<Span> scenes(String videoId, Span stretch) {
        return whileStill(videoId, film -> Windows.scenes(film.shots(), within(film, stretch), longestSeconds()));
    }

    /**
     * Reads a video's pictures without the model, when nobody else uses it: so indexing puts no others in their place meanwhile.
     *
     * @param videoId the video, whose pictures have been sampled
     * @param reading must not keep them
     * @throws org.timeviper.indexer.media.UnreadableMedia when they are not there any more
     * @throws TooManyQuestions when as many as may wait for the model already
     */
    public <T> T whileStill(String videoId, Function<SampledFilm, T> reading) {
        enter(Urgency.QUESTION, mostWaiting);
        try {
            return reading.apply(SampledFilm.open(media.frames(videoId)));
        } finally {
            leave();
        }
    }

    /**
     * @return seconds of film that the model takes in one go at its own rate
     * @throws ModelException when the model's {@code config.json} is missing or wrong
     */
    public double longestSeconds() {
        SamplingConfig sampling = sampling();
        return sampling.maxFrames() / sampling.fps();
    }

    /**
     * Looks whether the model's directory holds what it must, without loading the weights, and whether the model was wrong when it was last loaded.
     *
     * @return the model's name
     * @throws ModelException names what is missing or wrong
     */
    public String check() {
        ModelConfig config = config();
        if (!Files.isRegularFile(settings.dir().resolve("tokenizer.json"))) {
            throw new ModelException(settings.dir().resolve("tokenizer.json")
                    + " is missing: a model's directory holds config.json, weights and tokenizer.json");
        }
        options(settings);
        Checkpoint.open(settings.dir()).close();
        faultOf(ModelFiles.in(settings.dir())).ifPresent(known -> {
            throw new ModelException(known.problem());
        });
        return config.name();
    }

    /**
     * Shows the model a stretch of a sampled video and runs a task on it.
     *
     * @param videoId the video, whose pictures have been sampled
     * @param start first second
     * @param end last second
     * @param urgency who waits
     * @param task what to do; must not keep the session
     * @throws ModelException when the model cannot be loaded
     * @throws TooManyQuestions when it is a question, and as many as may wait for the model already
     */
    public <T> Look<T> look(String videoId, double start, double end, Urgency urgency, Function<VideoSession, T> task) {
        return look(videoId, start, end, urgency, () -> false, task);
    }

    /**
     * As {@link #look(String, double, double, Urgency, Function)}, for a task that may be given up.
     *
     * @param givenUp asked all the time whether it is
     * @throws CancellationException if it was given up; before its turn came, no frame was looked at
     */
    public <T> Look<T> look(
            String videoId,
            double start,
            double end,
            Urgency urgency,
            BooleanSupplier givenUp,
            Function<VideoSession, T> task) {
        List<Span> one = List.of(new Span(start, Math.max(start, end)));
        return lookAll(
                        videoId,
                        one,
                        urgency,
                        givenUp::getAsBoolean,
                        sessions -> Collections.singletonList(task.apply(sessions.getFirst())))
                .getFirst();
    }

    /**
     * Shows the model several stretches of a sampled video, and runs a task on all of them together, for which all are open at a time. Of indexing, it lets questions through between two
     * stretches, so that they wait for no more than one of them, or for the task.
     *
     * @param stretches in seconds of the film
     * @param urgency who waits
     * @param listener hears of each stretch, and may give the task up
     * @param task what to do, with a result for each stretch in order; must not keep the sessions
     * @return of each stretch, in order
     * @throws CancellationException if it was given up
     * @throws ModelException when the model cannot be loaded
     * @throws TooManyQuestions when it is a question, and as many as may wait for the model already
     */
    public <T> List<Look<T>> lookAll(
            String videoId,
            List<Span> stretches,
            Urgency urgency,
            LookListener listener,
            Function<List<VideoSession>, List<T>> task) {
        enter(urgency, mostWaiting);
        try {
            if (listener.givenUp()) {
                throw new CancellationException("it was given up before its turn came");
            }
            return looked(videoId, stretches, urgency, listener, task);
        } finally {
            leave();
        }
    }

    private <T> List<Look<T>> looked(
            String videoId,
            List<Span> stretches,
            Urgency urgency,
            LookListener listener,
            Function<List<VideoSession>, List<T>> task) {
        TimeViper awake = model();
        SampledFilm film = SampledFilm.open(media.frames(videoId));
        Map<Origin, Opened> opened = new LinkedHashMap<>();
        try {
            List<Opened> all = new ArrayList<>();
            for (Span stretch : stretches) {
                Span within = within(film, stretch);
                Origin origin = origin(videoId, within, film);
                if (!opened.containsKey(origin)) {
                    opened.put(origin, open(awake, film, within, origin, listener::givenUp));
                }
                all.add(opened.get(origin));
                listener.opened(all.size());
                if (urgency == Urgency.INDEXING) {
                    letQuestionsThrough();
                }
            }
            all.forEach(one -> one.session().endWhen(listener::givenUp));
            List<T> results = task.apply(all.stream().map(Opened::session).toList());
            return IntStream.range(0, all.size())
                    .mapToObj(i -> all.get(i).look(results.get(i)))
                    .toList();
        } finally {
            opened.values().forEach(one -> one.session().endWhen(() -> false));
            sessions.used(opened, urgency);
        }
    }

    private static Span within(SampledFilm film, Span stretch) {
        double end = Math.min(stretch.end(), film.info().durationSeconds());
        return new Span(stretch.start(), Math.max(stretch.start(), end));
    }

    /** Forgets what is open and kept of a video, before its pictures go. */
    public void forget(String videoId) {
        forget(videoId, () -> {});
    }

    /**
     * Forgets what is open and kept of a video whose pictures change.
     *
     * @param change changes them, while nobody looks at any
     */
    public void forget(String videoId, Runnable change) {
        enterAlone();
        try {
            sessions.forget(videoId);
            change.run();
        } finally {
            leave();
        }
    }

    private void enter(Urgency urgency, int most) {
        lock.lock();
        try {
            if (urgency == Urgency.QUESTION && questions >= most) {
                throw new TooManyQuestions(questions);
            }
            questions += urgency == Urgency.QUESTION ? 1 : 0;
            while (busy || (urgency == Urgency.INDEXING && (questions > 0 || waitingAlone > 0 || paused))) {
                free.awaitUninterruptibly();
            }
            questions -= urgency == Urgency.QUESTION ? 1 : 0;
            busy = true;
        } finally {
            lock.unlock();
        }
    }

    /** Enters when no look is under way, a paused one included; before other indexing. */
    private void enterAlone() {
        lock.lock();
        try {
            waitingAlone++;
            while (busy || paused) {
                free.awaitUninterruptibly();
            }
            waitingAlone--;
            busy = true;
        } finally {
            lock.unlock();
        }
    }

    /** Pauses for as long as questions wait. What is open stays so, and is at rest: they may go on from it. */
    private void letQuestionsThrough() {
        lock.lock();
        try {
            if (questions > 0) {
                busy = false;
                paused = true;
                free.signalAll();
                while (busy || questions > 0) {
                    free.awaitUninterruptibly();
                }
                paused = false;
                busy = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            busy = false;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Origin origin(String videoId, Span stretch, SampledFilm film) {
        String fingerprint = identity().fingerprint();
        return new Origin(videoId, stretch.start(), stretch.end(), film.fingerprint(), fingerprint);
    }

    private Opened open(TimeViper awake, SampledFilm film, Span stretch, Origin origin, BooleanSupplier givenUp) {
        Optional<Opened> known = sessions.find(origin);
        if (known.isPresent()) {
            looks.accept(known.get().session().prefixBytes() > 0 ? LookFrom.SESSION : LookFrom.EMBEDDINGS);
            return known.get();
        }
        FrameSource frames = film.frames(
                stretch.start(), stretch.end(), awake.config().sampling().maxFrames());
        double seconds = Math.max(stretch.length(), 1 / film.fps());
        Opened fresh = new Opened(
                session(awake, new Clip(stretch.start(), seconds, frames), origin, givenUp),
                frames.count(),
                Math.max(frames.count(), Math.round(seconds * film.info().frameRate())));
        sessions.add(origin, fresh);
        return fresh;
    }

    private VideoSession session(TimeViper awake, Clip clip, Origin origin, BooleanSupplier givenUp) {
        Optional<VideoSession> reopened = kept.reopen(awake, clip, origin);
        if (reopened.isPresent()) {
            looks.accept(kept.recallState(reopened.get(), origin) ? LookFrom.STATE : LookFrom.EMBEDDINGS);
            return reopened.get();
        }
        VideoSession session = awake.open(clip, sessions.beside(origin), givenUp);
        looks.accept(session.framesLookedAt() > 0 ? LookFrom.PICTURES : LookFrom.EMBEDDINGS);
        shown.accept(session.framesLookedAt());
        return session;
    }

    private TimeViper model() {
        if (model == null) {
            ModelFiles files = ModelFiles.in(settings.dir());
            faultOf(files).filter(Fault::lasting).ifPresent(known -> {
                throw new ModelException(known.problem());
            });
            model = load(files);
        }
        return model;
    }

    private TimeViper load(ModelFiles files) {
        TimeViper fresh = TimeViper.load(settings.dir(), options(settings));
        try {
            Canary.sings(fresh, settings.dir());
        } catch (RuntimeException e) {
            fresh.close();
            fault = Optional.of(new Fault(e.getMessage(), files, e instanceof ModelException));
            throw e;
        }
        fault = Optional.empty();
        awake = Optional.of(identity(files));
        kept.trim();
        return fresh;
    }

    /** @return what was wrong when the model was last loaded, if that was from these files */
    private Optional<Fault> faultOf(ModelFiles files) {
        return fault.filter(known -> known.files().equals(files));
    }

    /**
     * Loads the model, if it is not, and holds it to its recording, if it has one.
     *
     * @throws ModelException when it cannot be loaded or computes other numbers than were recorded of it
     */
    public void wake() {
        enter(Urgency.INDEXING, mostWaiting);
        try {
            if (!closed) {
                model();
            }
        } finally {
            leave();
        }
    }

    /** @return the model options that these settings mean; {@link ModelException} names a setting that is none */
    static ModelOptions options(ModelSettings settings) {
        return new ModelOptions(device(settings.device()), precision(settings.precision()), settings.threads());
    }

    private static ComputeDevice device(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("cpu")) {
            return ComputeDevice.cpu();
        }
        if (lower.matches("cuda(:\\d{1,2})?")) {
            return ComputeDevice.cuda(lower.length() > 5 ? Integer.parseInt(lower.substring(5)) : 0);
        }
        throw new ModelException("timeviper.model.device is '" + name + "': give cpu, cuda or cuda:<number>");
    }

    private static Precision precision(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "f32", "float32" -> Precision.FLOAT32;
            case "bf16", "bfloat16" -> Precision.BFLOAT16;
            default -> throw new ModelException("timeviper.model.precision is '" + name + "': give f32 or bf16");
        };
    }

    @Override
    public void close() {
        enterAlone();
        try {
            sessions.close();
            closed = true;
            if (model != null) {
                model.close();
                model = null;
            }
        } finally {
            leave();
        }
    }
}
