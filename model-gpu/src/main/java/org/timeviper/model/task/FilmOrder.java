package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.generation.TokenListener;

/**
 * Which thing of a film comes first, last, or right before or after another, asked without options. It is told by when the events are seen that the model lists and finds again by their own
 * words, and when the other thing is. A film that is longer than what the model takes in one go is looked at in parts, one after the other; then the times of all parts tell it.
 */
public final class FilmOrder {

    /** Seconds that a thing may be out of sight at the border of two parts, and is the same that goes on. */
    private static final double BORDER = 2;

    /** What is shown where no scene is: it is seen, but no thing. */
    private static final Pattern NO_THING = Pattern.compile(
            "(?:.*\\b(?:picture|cards?|texture|countdown|credits)|colou?r bars|(?:an?|the) (?:black|blank|white|empty) (?:screen|frame))",
            Pattern.CASE_INSENSITIVE);

    private final ModelConfig config;
    private final String question;
    private final OrderQuestion asked;

    private FilmOrder(ModelConfig config, String question, OrderQuestion asked) {
        this.config = config;
        this.question = question;
        this.asked = asked;
    }

    /** @return empty if a question asks for no order in time, or if the model's own words are to answer it, as its {@code ordersByTimes} tells */
    public static Optional<FilmOrder> of(ModelConfig config, String question) {
        return config.ordersByTimes()
                ? OrderQuestion.of(question).map(asked -> new FilmOrder(config, question, asked))
                : Optional.empty();
    }

    /** What the model sees in one part of the film. */
    public static final class Look {
        private final Span part;
        private final Optional<Sighting> mark;
        private final List<TimedCaption> events;
        private final Optional<Answer> words;

        /**
         * @param part in seconds of the film
         * @param mark of the thing before or after which another is asked for; empty if there is none, or if it is not looked for here
         * @param events in order, each found again, with uncalibrated confidences
         * @param words the model's own answer, if it lists nothing
         */
        Look(Span part, Optional<Sighting> mark, List<TimedCaption> events, Optional<Answer> words) {
            this.part = part;
            this.mark = mark;
            this.events = List.copyOf(events);
            this.words = words;
        }
    }

    /** Looks at a part of the film that the question is put to. */
    public Look look(VideoSession session) {
        return look(session, asked.other());
    }

    /** Looks at a part of the film beside those that the question is put to, for what comes next there. */
    public Look lookBeside(VideoSession session) {
        return look(session, Optional.empty());
    }

    private Look look(VideoSession session, Optional<String> other) {
        List<TimedCaption> listed = VideoTasks.events(session);
        List<String> sought = Stream.concat(listed.stream().map(TimedCaption::text), other.stream())
                .toList();
        List<Sighting> again =
                VideoTasks.lookFor(List.of(session), List.of(sought)).getFirst();
        List<TimedCaption> events = VideoTasks.confirmed(listed, again.subList(0, listed.size()), ConfidenceRule.NONE);
        return new Look(
                VideoTasks.span(session.clip()),
                other.map(thing -> again.getLast()),
                events,
                events.isEmpty()
                        ? Optional.of(VideoTasks.inWords(session, question, TokenListener.none()))
                        : Optional.empty());
    }

    /** @return whether what is asked for may yet be seen beside the parts that were looked at: the other thing is seen in them, and nothing before or after it */
    public boolean isOpen(List<Look> looks) {
        Optional<Sighting> mark = mark(looks);
        return mark.isPresent() && next(candidates(looks), mark).isEmpty();
    }

    /** @return whether it may be seen before those parts, and not behind them */
    public boolean looksBack() {
        return asked.place() == OrderQuestion.Place.BEFORE;
    }

    /**
     * Answers the question.
     *
     * @param looks at the parts of the film, in order, at least one
     * @return as sure as of the moments that tell it, calibrated: a thing; or that the other one is not seen, or nothing before or after it. In the model's own words where it lists nothing at all
     */
    public Answer answer(List<Look> looks) {
        Optional<Sighting> mark = mark(looks);
        if (asked.other().isPresent() && mark.isEmpty()) {
            return unseen(looks);
        }
        List<Answer> own = looks.stream().flatMap(look -> look.words.stream()).toList();
        if (own.size() == looks.size()) {
            return surest(own);
        }
        double ofMark = mark.map(Sighting::confidence).orElse(1.0);
        return next(candidates(looks), mark)
                .map(thing -> told(AnswerKind.ORDER, thing.words(), true, thing.confidence() * ofMark))
                .orElseGet(() -> told(AnswerKind.ORDER, Prompts.notShown(), false, ofMark));
    }

    /** Of several parts in which it is found, that one counts in which the model lists it, too; else the surest. */
    private Optional<Sighting> mark(List<Look> looks) {
        Comparator<Look> listed =
                Comparator.comparing(look -> look.events.stream().anyMatch(event -> isMark(event.text())));
        Comparator<Look> surest =
                Comparator.comparingDouble(look -> look.mark.orElseThrow().confidence());
        return looks.stream()
                .filter(look -> look.mark.flatMap(Sighting::span).isPresent())
                .max(listed.thenComparing(surest))
                .flatMap(look -> look.mark);
    }

    /** The other thing is not seen: as sure as of the part where that is least sure. */
    private Answer unseen(List<Look> looks) {
        double least = looks.stream()
                .flatMap(look -> look.mark.stream())
                .mapToDouble(Sighting::confidence)
                .min()
                .orElse(0);
        return told(AnswerKind.GROUNDING, Prompts.notShown(), false, least);
    }

    private static Answer surest(List<Answer> answers) {
        return answers.stream()
                .max(Comparator.comparing(Answer::seen).thenComparingDouble(Answer::confidence))
                .orElseThrow();
    }

    private Answer told(AnswerKind kind, String words, boolean seen, double confidence) {
        ConfidenceRule rule = config.confidence().of(kind);
        double calibrated = rule.curve().at(confidence);
        return new Answer(words, seen, calibrated, !rule.isSure(calibrated));
    }

    /** What may be the answer. */
    private record Candidate(String words, Span span, double confidence) {}

    private Optional<Candidate> next(List<Candidate> candidates, Optional<Sighting> mark) {
        List<Optional<Span>> found = new ArrayList<>();
        candidates.forEach(candidate -> found.add(Optional.of(candidate.span())));
        mark.ifPresent(seen -> found.add(seen.span()));
        return asked.known(found).stream().map(candidates::get).max(Comparator.comparingDouble(Candidate::confidence));
    }

    private List<Candidate> candidates(List<Look> looks) {
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            Look look = looks.get(i);
            List<TimedCaption> before = i == 0 ? List.of() : looks.get(i - 1).events;
            look.events.stream()
                    .filter(event -> !isMark(event.text()) && !goesOn(event, look.part, before))
                    .map(event -> new Candidate(named(event.text()), event.span(), event.confidence()))
                    .forEach(all::add);
        }
        return ofSort(all);
    }

    private boolean isMark(String event) {
        return asked.other()
                .filter(other -> FilmDescription.sameThing(other, event))
                .isPresent();
    }

    /** Whether it has begun in the part before, and is only cut in two. */
    private static boolean goesOn(TimedCaption event, Span part, List<TimedCaption> before) {
        return event.span().start() - part.start() <= BORDER
                && before.stream()
                        .anyMatch(one -> part.start() - one.span().end() <= BORDER
                                && FilmDescription.sameThing(one.text(), event.text()));
    }

    private String named(String event) {
        String subject = Subject.of(event);
        return asked.wanted().event() || subject.isEmpty() ? event : subject;
    }

    /** Where a question asks for a car, cars if there are any; else things, where it does not ask for whatever is seen. */
    private List<Candidate> ofSort(List<Candidate> all) {
        OrderQuestion.Wanted wanted = asked.wanted();
        if (wanted.event() || wanted.noun().isEmpty()) {
            return all;
        }
        Pattern noun = Pattern.compile("\\b" + Pattern.quote(wanted.noun()) + "s?\\b", Pattern.CASE_INSENSITIVE);
        List<Candidate> such = all.stream()
                .filter(candidate -> noun.matcher(candidate.words()).find())
                .toList();
        return such.isEmpty()
                ? all.stream()
                        .filter(candidate ->
                                !NO_THING.matcher(candidate.words()).matches())
                        .toList()
                : such;
    }
}
