package org.timeviper.model.task;

import java.util.Optional;
import org.timeviper.model.VideoSession;
import org.timeviper.model.measure.MovingThing;
import org.timeviper.model.measure.Tone;
import org.timeviper.model.measure.Way;

/** Which way a thing moves while it is seen, as the pictures plainly show it. */
final class MeasuredWay {

    /** Of what moves in drawn films, the share of the ways told that were right. */
    static final double RIGHT = 0.99;

    /** Seconds before and after: what comes into the picture was not seen a moment ago. */
    private static final double BESIDE = 1;

    private MeasuredWay() {}

    /**
     * @param thing in words, which name its colour
     * @param seen when, in seconds of the film
     * @return empty where no colour is named, or several are, or where the pictures do not plainly show it
     */
    static Optional<Way> of(VideoSession session, String thing, Span seen) {
        return Tone.named(thing)
                .flatMap(tone -> MovingThing.of(session.miniatures(seen.start() - BESIDE, seen.end() + BESIDE), tone));
    }

    /** @return the event, and if it says that its subject moves one way but it plainly moves another, that one */
    static TimedCaption putRight(VideoSession session, TimedCaption event) {
        return SaidWay.in(event.text())
                .flatMap(said ->
                        of(session, Subject.of(event.text()), event.span()).map(said::turned))
                .map(text -> new TimedCaption(event.span(), text, event.confidence(), event.unsure()))
                .orElse(event);
    }
}
