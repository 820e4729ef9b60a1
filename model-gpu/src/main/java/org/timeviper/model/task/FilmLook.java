package org.timeviper.model.task;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.generation.TokenListener;

/** What the model sees in one part of a film, for a {@link FilmQuestion}. */
public final class FilmLook {
    final Span part;
    final Optional<Sighting> mark;
    final List<TimedCaption> events;
    final Optional<Answer> words;

    /**
     * @param part in seconds of the film
     * @param mark of a thing that the question names; empty if there is none, or if it is not looked for here
     * @param events in order, each found again, with uncalibrated confidences; none that is {@linkplain VideoSession#isFilmed photographed}
     * @param words the model's own answer, if it lists nothing
     */
    FilmLook(Span part, Optional<Sighting> mark, List<TimedCaption> events, Optional<Answer> words) {
        this.part = part;
        this.mark = mark;
        this.events = List.copyOf(events);
        this.words = words;
    }

    /** @param other what else to look for, beside the events that the model lists */
    static FilmLook at(VideoSession session, String question, Optional<String> other) {
        List<TimedCaption> listed = VideoTasks.events(session);
        List<String> sought = Stream.concat(listed.stream().map(TimedCaption::text), other.stream())
                .toList();
        List<Sighting> again =
                VideoTasks.lookFor(List.of(session), List.of(sought)).getFirst();
        List<TimedCaption> events =
                VideoTasks.confirmed(listed, again.subList(0, listed.size()), ConfidenceRule.NONE).stream()
                        .filter(event -> !VideoTasks.isFilmed(session, event.span()))
                        .toList();
        return new FilmLook(
                VideoTasks.span(session.clip()),
                other.map(thing -> again.getLast()),
                events,
                events.isEmpty()
                        ? Optional.of(VideoTasks.inWords(session, question, TokenListener.none()))
                        : Optional.empty());
    }

    /** @return the surest of the model's own answers if it lists nothing in any part, of those that see what is asked for if there are any; empty if it lists something */
    static Optional<Answer> own(List<FilmLook> looks) {
        List<Answer> own = looks.stream().flatMap(look -> look.words.stream()).toList();
        return own.size() < looks.size()
                ? Optional.empty()
                : own.stream().max(Comparator.comparing(Answer::seen).thenComparingDouble(Answer::confidence));
    }
}
