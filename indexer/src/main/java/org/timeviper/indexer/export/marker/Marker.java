package org.timeviper.indexer.export.marker;

import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/**
 * A span of a film and what is to be said of it.
 *
 * @param film the film
 * @param span its frames
 * @param label what is seen, or what a person calls it
 * @param kind where it comes from
 * @param confidence the model's confidence in the label, 0 to 1; null where there is none
 */
public record Marker(Film film, FrameSpan span, Label label, Kind kind, Double confidence) {

    /** Where a marker comes from. */
    public enum Kind {
        /** A shot, described by the model. */
        SCENE,
        /** Something that happens in a shot. */
        EVENT,
        /** What a search has found. */
        MOMENT,
        /** What a person has chosen. */
        SELECTION;

        /** @return the word that exports use */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** By time within one film; of those that begin together, the longest first. */
    public static final Comparator<Marker> BY_TIME = Comparator.<Marker>comparingLong(
                    marker -> marker.span().start())
            .thenComparing(
                    Comparator.comparingLong((Marker marker) -> marker.span().end())
                            .reversed());

    public Marker {
        Objects.requireNonNull(film, "film");
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(kind, "kind");
    }

    /** @return this marker on other frames and with another label */
    Marker with(FrameSpan otherSpan, Label otherLabel) {
        return new Marker(film, otherSpan, otherLabel, kind, confidence);
    }
}
