package org.timeviper.indexer.evaluation.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.PictureSequence;
import org.timeviper.indexer.media.Portion;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.model.Clip;
import org.timeviper.model.TimeViper;
import org.timeviper.model.VideoSession;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.Choice;
import org.timeviper.model.task.Description;
import org.timeviper.model.task.Facet;
import org.timeviper.model.task.FilmCount;
import org.timeviper.model.task.FilmLook;
import org.timeviper.model.task.FilmQuestion;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.LocatedQuestion;
import org.timeviper.model.task.OptionWeights;
import org.timeviper.model.task.SecondLook;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;
import org.timeviper.model.task.Unlocated;
import org.timeviper.model.task.VideoTasks;

/**
 * Puts a benchmark's items to the model: each film is decoded once, each footage looked at once, and everything that is asked about it is answered from that look. Edits the decoder
 * tells. An answer is kept as soon as it is there; a film that cannot be decoded fails its items and no others.
 */
public final class Evaluation {

    static final double NANOSECONDS_A_SECOND = 1e9;

    private final TimeViper model;
    private final FilmReader films;
    private final Sampling sampling;
    private final Path pictures;

    /** Hears how far it is. */
    @FunctionalInterface
    public interface Watcher {

        /**
         * @param done items that are answered
         * @param of items in all
         * @param what what is being done
         */
        void at(int done, int of, String what);
    }

    /** @param pictures a folder for decoded pictures, emptied for every film */
    public Evaluation(TimeViper model, FilmReader films, Sampling sampling, Path pictures) {
        this.model = model;
        this.films = films;
        this.sampling = sampling;
        this.pictures = pictures;
    }

    /**
     * Answers what is not answered yet.
     *
     * @param items to be answered
     * @param results what is answered, and where answers go
     * @throws UnusableResults if answers cannot be kept
     */
    public void run(List<Item> items, ResultFile results, Watcher watcher) {
        Map<Path, List<Item>> byFilm = items.stream()
                .filter(item -> !results.holds(item))
                .collect(Collectors.groupingBy(item -> item.footage().file(), LinkedHashMap::new, Collectors.toList()));
        int left = byFilm.values().stream().mapToInt(List::size).sum();
        Progress progress = new Progress(watcher, items.size() - left, items.size());
        byFilm.forEach((film, asked) -> film(film, asked, results, progress));
    }

    /** How far a run is. */
    private static final class Progress {
        private final Watcher watcher;
        private final int of;
        private int done;

        Progress(Watcher watcher, int done, int of) {
            this.watcher = watcher;
            this.done = done;
            this.of = of;
        }

        void doing(String what) {
            watcher.at(done, of, what);
        }

        void answered() {
            done++;
        }
    }

    private void film(Path file, List<Item> items, ResultFile results, Progress progress) {
        String name = file.getFileName().toString();
        try {
            progress.doing(name + ": decoding");
            SampledFilm film = decoded(file, items);
            tellEdits(film, items, results, progress);
            Map<Footage, List<Item>> byFootage = items.stream()
                    .filter(item -> !(item instanceof Item.Edits))
                    .collect(Collectors.groupingBy(Item::footage, LinkedHashMap::new, Collectors.toList()));
            byFootage.forEach((footage, asked) -> footage(film, footage, asked, results, progress));
        } catch (UnreadableMedia e) {
            for (Item item : items) {
                if (!results.holds(item)) {
                    add(Answered.to(item, new Outcome.Failed(e.getMessage()), 0, 0, 0), results, progress);
                }
            }
        }
    }

    private static void tellEdits(SampledFilm film, List<Item> items, ResultFile results, Progress progress) {
        for (Item item : items) {
            if (item instanceof Item.Edits edits) {
                Outcome found = new Outcome.Edited(FoundEdits.of(film));
                add(Answered.to(edits, found, film.info().durationSeconds(), 0, 0), results, progress);
            }
        }
    }

    private SampledFilm decoded(Path file, List<Item> items) {
        Optional<Double> pictureRate = items.getFirst().footage().pictureRate();
        if (pictureRate.isEmpty()) {
            double fps = rate(films.probe(file).durationSeconds(), items);
            return films.sample(file, fps, pictures, (seconds, of) -> {});
        }
        PictureSequence film = PictureSequence.of(file, pictureRate.get());
        return films.sample(film, rate(film.seconds(), items), pictures, (seconds, of) -> {});
    }

    private double rate(double whole, List<Item> items) {
        double shortest = items.stream()
                .mapToDouble(item -> item.footage().stretch().map(Span::length).orElse(whole))
                .min()
                .orElse(whole);
        return sampling.decodingRate(shortest);
    }

    private void footage(SampledFilm film, Footage footage, List<Item> items, ResultFile results, Progress progress) {
        Span span = footage.stretch().orElse(new Span(0, film.info().durationSeconds()));
        List<Span> looks = sampling.looks(film, span);
        List<Item.Caption> ofScenes = sampling.windows() ? captions(items) : List.of();
        SceneCaptions captions = new SceneCaptions(ofScenes);
        List<Item> ofWindows =
                items.stream().filter(item -> !ofScenes.contains(item)).toList();
        Map<Item, List<Look>> answers = new LinkedHashMap<>();
        for (Portion portion : Portion.of(looks, sampling.scenes(film, span), 1)) {
            Span look = portion.windows().getFirst();
            String name = footage.file().getFileName().toString();
            progress.doing(name + ": looking");
            try (VideoSession session = open(film, look)) {
                Happenings events = new Happenings(
                        session,
                        sampling.windows() ? portion.scenes() : List.of(),
                        scene -> open(film, scene, List.of(session)));
                for (Item item : ofWindows) {
                    progress.doing(item.id());
                    List<Look> taken = answers.computeIfAbsent(item, asked -> new ArrayList<>());
                    taken.add(look(session, item, span.start(), sought(item, looks.size()), events));
                    if (taken.size() == looks.size()) {
                        add(answered(item, span, again(film, span, item, taken)), results, progress);
                    }
                }
                captions.take(portion.scenes(), events::listed, scene -> {
                    progress.doing(name + ": describing");
                    return open(film, scene, List.of(session));
                });
            }
        }
        captions.answers(span).forEach(answer -> add(answer, results, progress));
    }

    private static void add(Answered answer, ResultFile results, Progress progress) {
        results.add(answer);
        progress.answered();
    }

    private static List<Item.Caption> captions(List<Item> items) {
        return items.stream()
                .filter(Item.Caption.class::isInstance)
                .map(Item.Caption.class::cast)
                .toList();
    }

    private VideoSession open(SampledFilm film, Span look) {
        return open(film, look, List.of());
    }

    /** @param seen sessions that have seen its frames, or some of them */
    private VideoSession open(SampledFilm film, Span look, List<VideoSession> seen) {
        return model.open(new Clip(look.start(), look.length(), sampling.frames(film, look)), seen, () -> false);
    }

    /** What happens in what is looked at. */
    private static final class Happenings {
        private final VideoSession session;
        private final List<Span> scenes;
        private final Function<Span, VideoSession> opening;
        private List<TimedCaption> listed;

        /** @param scenes that end there; none where there is no scene by scene */
        Happenings(VideoSession session, List<Span> scenes, Function<Span, VideoSession> opening) {
            this.session = session;
            this.scenes = scenes;
            this.opening = opening;
        }

        List<FilmLook> looks(FilmQuestion asked) {
            return asked.byScenes() && !scenes.isEmpty()
                    ? scenes.stream().map(scene -> look(asked, scene)).toList()
                    : List.of(asked.look(session));
        }

        private FilmLook look(FilmQuestion asked, Span scene) {
            try (VideoSession opened = opening.apply(scene)) {
                return asked.look(opened);
            }
        }

        /** The events, listed when they are first asked for, as the product does only with models that are to be used so: the published evaluation looks once. */
        List<TimedCaption> listed() {
            if (listed == null) {
                listed = session.config().moments().confirmEvents()
                        ? VideoTasks.confirmed(session, VideoTasks.events(session))
                        : VideoTasks.denseCaptions(session);
            }
            return listed;
        }
    }

    /**
     * What an item was answered from one window, or from all of the footage.
     *
     * @param weights of a choice's options, if the model weighs them
     * @param found when the thing is seen that a question is about, if the model looks for it first
     * @param seen what tells it together with what is seen in the other windows, if the question is such
     * @param seconds that it took
     */
    private record Look(
            Outcome outcome,
            Optional<OptionWeights> weights,
            Optional<GroundingAnswer> found,
            List<FilmLook> seen,
            int frames,
            double seconds) {

        Look with(Outcome other) {
            return new Look(other, weights, found, seen, frames, seconds);
        }
    }

    /** @param sought what to look for first, if anything */
    private Look look(
            VideoSession session, Item item, double beginning, Optional<LocatedQuestion> sought, Happenings events) {
        session.tellSeconds(toldSeconds(item.footage()));
        long began = System.nanoTime();
        Optional<GroundingAnswer> found = sought.map(asked -> asked.find(session));
        Optional<OptionWeights> weights = weights(session, item);
        List<FilmLook> seen = ofFilm(item).map(events::looks).orElse(List.of());
        Outcome outcome = together(item, weights.stream().toList(), seen)
                .orElseGet(() -> answer(session, item, beginning, events));
        double seconds = (System.nanoTime() - began) / NANOSECONDS_A_SECOND;
        return new Look(outcome, weights, found, seen, session.frames(), seconds);
    }

    private Optional<LocatedQuestion> sought(Item item, int windows) {
        return located(item).filter(asked -> asked.looksFirst(windows));
    }

    private Optional<LocatedQuestion> located(Item item) {
        return switch (item) {
            case Item.Choice choice -> LocatedQuestion.of(model.config(), choice.question());
            case Item.Open open -> LocatedQuestion.of(model.config(), open.question());
            default -> Optional.empty();
        };
    }

    private static Optional<OptionWeights> weights(VideoSession session, Item item) {
        return item instanceof Item.Choice choice && session.config().weighsOptions()
                ? Optional.of(VideoTasks.weigh(session, choice.question(), choice.options()))
                : Optional.empty();
    }

    private Optional<FilmQuestion> ofFilm(Item item) {
        return switch (item) {
            case Item.Open open -> FilmQuestion.of(model.config(), open.question());
            case Item.Choice choice -> counted(choice).map(count -> count);
            default -> Optional.empty();
        };
    }

    private Optional<FilmCount> counted(Item.Choice choice) {
        return model.config().weighsOptions() ? FilmCount.of(model.config(), choice.question()) : Optional.empty();
    }

    /** @return what looks at the parts of some footage come to together; empty if the item is not answered so */
    private Optional<Outcome> together(Item item, List<OptionWeights> weights, List<FilmLook> seen) {
        return switch (item) {
            case Item.Choice choice
            when !weights.isEmpty() ->
                Optional.of(chosen(counted(choice)
                        .flatMap(count -> count.choose(seen, choice.options()))
                        .orElseGet(() ->
                                VideoTasks.choose(model.config(), choice.question(), choice.options(), weights))));
            case Item.Open open
            when !seen.isEmpty() -> Optional.of(said(ofFilm(open).orElseThrow().answer(seen)));
            default -> Optional.empty();
        };
    }

    /** As the published evaluation, which looks once, tells it. */
    private Optional<String> toldSeconds(Footage footage) {
        return sampling.windows() ? Optional.empty() : footage.annotatedSeconds();
    }

    /** What was found is looked at once more, and a question about one thing is put to where that is found, as the service does. */
    private List<Look> again(SampledFilm film, Span footage, Item item, List<Look> windows) {
        return item instanceof Item.Grounding grounding
                ? foundAgain(film, footage, grounding, windows)
                : located(film, footage, item, windows);
    }

    private List<Look> located(SampledFilm film, Span footage, Item item, List<Look> windows) {
        List<GroundingAnswer> found =
                windows.stream().flatMap(window -> window.found().stream()).toList();
        if (found.isEmpty()) {
            return windows;
        }
        return LocatedQuestion.unlocated(model.config(), found)
                .map(nowhere -> windows.stream()
                        .map(window -> window.with(left(nowhere, window.outcome())))
                        .toList())
                .or(() -> located(item)
                        .flatMap(asked -> asked.clip(footage, sampling.longestSeconds(), found))
                        .map(clip -> List.of(near(film, footage, clip, item, windows))))
                .orElse(windows);
    }

    private static Outcome left(Unlocated nowhere, Outcome outcome) {
        return outcome instanceof Outcome.Said said
                ? said(nowhere.leaves(new Answer(said.text(), said.shown(), said.confidence(), false)))
                : outcome;
    }

    private Look near(SampledFilm film, Span footage, Span clip, Item item, List<Look> windows) {
        try (VideoSession session = open(film, clip)) {
            Look near = look(
                    session,
                    item,
                    footage.start(),
                    Optional.empty(),
                    new Happenings(session, List.of(), scene -> open(film, scene)));
            return new Look(
                    near.outcome(),
                    near.weights(),
                    near.found(),
                    near.seen(),
                    near.frames() + windows.stream().mapToInt(Look::frames).sum(),
                    near.seconds() + windows.stream().mapToDouble(Look::seconds).sum());
        }
    }

    private List<Look> foundAgain(SampledFilm film, Span footage, Item.Grounding grounding, List<Look> windows) {
        long began = System.nanoTime();
        List<GroundingAnswer> answers = SecondLook.of(model.config(), grounding.description())
                .again(
                        footage,
                        sampling.longestSeconds(),
                        windows.stream()
                                .map(window -> found(window, footage.start()))
                                .toList(),
                        (stretch, task) -> look(film, stretch, task));
        double more = (System.nanoTime() - began) / NANOSECONDS_A_SECOND / windows.size();
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            Look window = windows.get(i);
            looks.add(new Look(
                    grounded(answers.get(i), footage.start()),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    window.frames(),
                    window.seconds() + more));
        }
        return looks;
    }

    private GroundingAnswer look(SampledFilm film, Span stretch, Function<VideoSession, GroundingAnswer> task) {
        try (VideoSession session = open(film, stretch)) {
            return task.apply(session);
        }
    }

    private static GroundingAnswer found(Look window, double beginning) {
        Outcome.Grounded found = (Outcome.Grounded) window.outcome();
        Optional<Span> span = found.spans().stream().findFirst().map(within -> moved(within, -beginning));
        return new GroundingAnswer(span, found.confidence(), false, found.text());
    }

    private static Outcome grounded(GroundingAnswer found, double beginning) {
        Optional<Span> span = found.guess().map(within -> moved(within, beginning));
        return new Outcome.Grounded(span.stream().toList(), found.text(), found.confidence());
    }

    private Answered answered(Item item, Span footage, List<Look> looks) {
        return Answered.to(
                item,
                together(item, looks),
                footage.length(),
                looks.stream().mapToInt(Look::frames).sum(),
                looks.stream().mapToDouble(Look::seconds).sum());
    }

    private Outcome together(Item item, List<Look> looks) {
        List<OptionWeights> weights =
                looks.stream().flatMap(look -> look.weights().stream()).toList();
        List<FilmLook> seen =
                looks.stream().flatMap(look -> look.seen().stream()).toList();
        return together(item, weights, seen)
                .orElseGet(() ->
                        WindowedAnswer.of(looks.stream().map(Look::outcome).toList()));
    }

    private static Outcome said(Description description) {
        return new Outcome.Said(description.text(), true, description.confidence());
    }

    private static Outcome said(Answer answer) {
        return new Outcome.Said(answer.words(), answer.seen(), answer.confidence());
    }

    private static Outcome chosen(Choice choice) {
        return new Outcome.Chosen(choice.index(), choice.text(), choice.confidence());
    }

    /**
     * Keeps what the model says, sure or not: how often it is right when it is how sure is to be measured.
     *
     * @param beginning of the footage, in seconds of the film
     */
    private static Outcome answer(VideoSession session, Item item, double beginning, Happenings happenings) {
        return switch (item) {
            case Item.Choice choice -> chosen(VideoTasks.choose(session, choice.question(), choice.options()));
            case Item.Grounding grounding ->
                grounded(
                        SecondLook.of(session.config(), grounding.description()).first(session), beginning);
            case Item.Clues clues -> ClueQuestion.ask(session, clues, beginning);
            case Item.Events events -> listed(happenings.listed(), beginning);
            case Item.Caption caption -> said(VideoTasks.describe(session, Facet.of(caption.facet())));
            case Item.Instructed instructed -> {
                Answer said = VideoTasks.answer(session, instructed.instruction(), TokenListener.none());
                yield new Outcome.Said(said.words(), true, said.confidence());
            }
            case Item.Open open -> said(VideoTasks.answer(session, open.question(), TokenListener.none()));
            case Item.Edits edits -> throw new IllegalArgumentException("the model is not asked for edits");
        };
    }

    private static Outcome listed(List<TimedCaption> events, double beginning) {
        List<Double> confidences = events.stream().map(TimedCaption::confidence).toList();
        double mean =
                confidences.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        Function<TimedCaption, TimedText> within = event -> new TimedText(moved(event.span(), beginning), event.text());
        return new Outcome.Listed(events.stream().map(within).toList(), confidences, mean);
    }

    private static Span moved(Span span, double beginning) {
        return new Span(Math.max(0, span.start() - beginning), Math.max(0, span.end() - beginning));
    }
}
