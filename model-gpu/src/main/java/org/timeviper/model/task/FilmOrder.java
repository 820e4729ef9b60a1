package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ModelConfig;

/**
 * Which thing of a film comes first, last, or right before or after another, asked without options. It is told by when the events are seen that the model lists and finds again by their own
 * words, and when the other thing is. A film that is longer than what the model takes in one go is looked at in parts, one after the other; then the times of all parts tell it.
 */
public final class FilmOrder implements FilmQuestion {

    /** Seconds that a thing may be out of sight at the border of two parts, and is the same that goes on. */
    private static final double BORDER = 2;

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

    @Override
    public AnswerKind kind() {
        return AnswerKind.ORDER;
    }

    @Override
    public FilmLook look(VideoSession session) {
        return FilmLook.at(session, question, asked.other());
    }

    /** As {@link #look}, for what comes next there: the other thing is not looked for. */
    @Override
    public FilmLook lookBeside(VideoSession session) {
        return FilmLook.at(session, question, Optional.empty());
    }

    /** It may if the other thing is seen in them, and nothing before or after it. */
    @Override
    public boolean isOpen(List<FilmLook> looks) {
        Optional<Sighting> mark = mark(looks);
        return mark.isPresent() && next(candidates(looks), mark).isEmpty();
    }

    @Override
    public boolean looksBack() {
        return asked.place() == OrderQuestion.Place.BEFORE;
    }

    /** As sure as of the moments that tell it: a thing; or that the other one is not seen, or nothing before or after it. */
    @Override
    public Answer answer(List<FilmLook> looks) {
        Optional<Sighting> mark = mark(looks);
        if (asked.other().isPresent() && mark.isEmpty()) {
            return unseen(looks);
        }
        Optional<Answer> own = FilmLook.own(looks);
        if (own.isPresent()) {
            return own.get();
        }
        double ofMark = mark.map(Sighting::confidence).orElse(1.0);
        return next(candidates(looks), mark)
                .map(thing -> told(AnswerKind.ORDER, thing.words(), true, thing.confidence() * ofMark))
                .orElseGet(() -> told(AnswerKind.ORDER, Prompts.notShown(), false, ofMark));
    }

    /** Of several parts in which it is found, that one counts in which the model lists it, too; else the surest. */
    private Optional<Sighting> mark(List<FilmLook> looks) {
        Comparator<FilmLook> listed =
                Comparator.comparing(look -> look.events.stream().anyMatch(event -> isMark(event.text())));
        Comparator<FilmLook> surest =
                Comparator.comparingDouble(look -> look.mark.orElseThrow().confidence());
        return looks.stream()
                .filter(look -> look.mark.flatMap(Sighting::span).isPresent())
                .max(listed.thenComparing(surest))
                .flatMap(look -> look.mark);
    }

    /** The other thing is not seen: as sure as of the part where that is least sure. */
    private Answer unseen(List<FilmLook> looks) {
        double least = looks.stream()
                .flatMap(look -> look.mark.stream())
                .mapToDouble(Sighting::confidence)
                .min()
                .orElse(0);
        return told(AnswerKind.GROUNDING, Prompts.notShown(), false, least);
    }

    private Answer told(AnswerKind kind, String words, boolean seen, double confidence) {
        return Answer.calibrated(config, kind, words, seen, confidence);
    }

    /** What may be the answer. */
    private record Candidate(String words, Span span, double confidence) {}

    private Optional<Candidate> next(List<Candidate> candidates, Optional<Sighting> mark) {
        List<Optional<Span>> found = new ArrayList<>();
        candidates.forEach(candidate -> found.add(Optional.of(candidate.span())));
        mark.ifPresent(seen -> found.add(seen.span()));
        return asked.known(found).stream().map(candidates::get).max(Comparator.comparingDouble(Candidate::confidence));
    }

    private List<Candidate> candidates(List<FilmLook> looks) {
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            FilmLook look = looks.get(i);
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
                        .filter(candidate -> Subject.isThing(candidate.words()))
                        .toList()
                : such;
    }
}
