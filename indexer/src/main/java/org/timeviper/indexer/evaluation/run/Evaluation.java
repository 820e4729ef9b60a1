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
import org.timeviper.model.task.FilmDescription;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.OptionWeights;
import org.timeviper.model.task.SecondLook;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;
import org.timeviper.model.task.VideoTasks;

/**
 * Puts a benchmark's items to the model: each film is decoded once, each footage looked at once, and everything that is asked about it is answered from that look. An answer
 * is kept as soon as it is there; a film that cannot be decoded fails its items and no others.
 */
public final class Evaluation {

    private static final double NANOSECONDS_A_SECOND = 1e9;

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
            Map<Footage, List<Item>> byFootage = items.stream()
                    .collect(Collectors.groupingBy(Item::footage, LinkedHashMap::new, Collectors.toList()));
            byFootage.forEach((footage, asked) -> footage(film, footage, asked, results, progress));
        } catch (UnreadableMedia e) {
            for (Item item : items) {
                if (!results.holds(item)) {
                    results.add(Answered.to(item, new Outcome.Failed(e.getMessage()), 0, 0, 0));
                    progress.answered();
                }
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
        Map<Item, List<Look>> answers = new LinkedHashMap<>();
        for (Span look : looks) {
            String name = footage.file().getFileName().toString();
            progress.doing(name + ": looking");
            try (VideoSession session = open(film, look)) {
                Happenings events = new Happenings(session);
                for (Item item : items) {
                    progress.doing(item.id());
                    List<Look> taken = answers.computeIfAbsent(item, asked -> new ArrayList<>());
                    taken.add(look(session, item, span.start(), looks.size(), events));
                    if (taken.size() == looks.size()) {
                        results.add(answered(item, span, again(film, span, item, taken)));
                        progress.answered();
                    }
                }
            }
        }
    }

    private VideoSession open(SampledFilm film, Span look) {
        return model.open(new Clip(look.start(), look.length(), sampling.frames(film, look)));
    }

    /** The events of what is looked at, listed when they are first asked for. */
    private static final class Happenings {
        private final VideoSession session;
        private List<TimedCaption> listed;

        Happenings(VideoSession session) {
            this.session = session;
        }

        /** As the product does only with models that are to be used so: the published evaluation looks once. */
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
     * @param events what is seen in one of several windows, where what they come to depends on it
     * @param seconds that it took
     */
    private record Look(
            Outcome outcome, Optional<OptionWeights> weights, List<TimedCaption> events, int frames, double seconds) {}

    private Look look(VideoSession session, Item item, double beginning, int windows, Happenings events) {
        session.tellSeconds(toldSeconds(item.footage()));
        long began = System.nanoTime();
        Optional<OptionWeights> weights = weights(session, item);
        Outcome outcome = weights.isPresent() && item instanceof Item.Choice choice
                ? chosen(VideoTasks.choose(
                        session.config(), choice.question(), choice.options(), List.of(weights.get())))
                : answer(session, item, beginning, windows, events);
        List<TimedCaption> seen = windows > 1
                        && item instanceof Item.Caption caption
                        && FilmDescription.weighsEvents(Facet.of(caption.facet()))
                ? events.listed()
                : List.of();
        return new Look(outcome, weights, seen, session.frames(), (System.nanoTime() - began) / NANOSECONDS_A_SECOND);
    }

    private static Optional<OptionWeights> weights(VideoSession session, Item item) {
        return item instanceof Item.Choice choice && session.config().weighsOptions()
                ? Optional.of(VideoTasks.weigh(session, choice.question(), choice.options()))
                : Optional.empty();
    }

    /** As the published evaluation, which looks once, tells it. */
    private Optional<String> toldSeconds(Footage footage) {
        return sampling.windows() ? Optional.empty() : footage.annotatedSeconds();
    }

    /** What was found in one of several windows is looked at once more, as the service does. */
    private List<Look> again(SampledFilm film, Span footage, Item item, List<Look> windows) {
        if (!(item instanceof Item.Grounding grounding) || windows.size() == 1) {
            return windows;
        }
        long began = System.nanoTime();
        List<GroundingAnswer> answers = SecondLook.at(
                footage,
                sampling.longestSeconds(),
                windows.stream().map(window -> found(window, footage.start())).toList(),
                (stretch, before) -> groundAgain(film, stretch, grounding, before));
        double more = (System.nanoTime() - began) / NANOSECONDS_A_SECOND / windows.size();
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            Look window = windows.get(i);
            looks.add(new Look(
                    grounded(answers.get(i), footage.start()),
                    Optional.empty(),
                    List.of(),
                    window.frames(),
                    window.seconds() + more));
        }
        return looks;
    }

    private GroundingAnswer groundAgain(SampledFilm film, Span stretch, Item.Grounding item, GroundingAnswer before) {
        try (VideoSession session = open(film, stretch)) {
            return VideoTasks.groundAgain(session, item.description(), before);
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
        return switch (item) {
            case Item.Choice choice
            when !weights.isEmpty() ->
                chosen(VideoTasks.choose(model.config(), choice.question(), choice.options(), weights));
            case Item.Caption caption -> described(Facet.of(caption.facet()), looks);
            default -> WindowedAnswer.of(looks.stream().map(Look::outcome).toList());
        };
    }

    private static Outcome described(Facet facet, List<Look> looks) {
        List<FilmDescription.Window> windows = new ArrayList<>();
        for (Look look : looks) {
            Outcome.Said said = (Outcome.Said) look.outcome();
            windows.add(
                    new FilmDescription.Window(new Description(said.text(), said.confidence(), false), look.events()));
        }
        return said(FilmDescription.of(facet, windows));
    }

    private static Outcome said(Description description) {
        return new Outcome.Said(description.text(), true, description.confidence());
    }

    private static Outcome chosen(Choice choice) {
        return new Outcome.Chosen(choice.index(), choice.text(), choice.confidence());
    }

    /**
     * Keeps what the model says, sure or not: how often it is right when it is how sure is to be measured.
     *
     * @param beginning of the footage, in seconds of the film
     * @param windows how many the footage is looked at in
     */
    private static Outcome answer(
            VideoSession session, Item item, double beginning, int windows, Happenings happenings) {
        return switch (item) {
            case Item.Choice choice -> chosen(VideoTasks.choose(session, choice.question(), choice.options()));
            case Item.Grounding grounding ->
                grounded(SecondLook.first(session, grounding.description(), windows), beginning);
            case Item.Clues clues -> ClueQuestion.ask(session, clues, beginning);
            case Item.Events events -> listed(happenings.listed(), beginning);
            case Item.Caption caption -> said(VideoTasks.describe(session, Facet.of(caption.facet())));
            case Item.Instructed instructed -> {
                Answer said = VideoTasks.answer(session, instructed.instruction(), TokenListener.none());
                yield new Outcome.Said(said.words(), true, said.confidence());
            }
            case Item.Open open -> {
                Answer said = VideoTasks.answer(session, open.question(), TokenListener.none());
                yield new Outcome.Said(said.words(), said.seen(), said.confidence());
            }
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
