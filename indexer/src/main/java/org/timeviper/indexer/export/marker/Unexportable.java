package org.timeviper.indexer.export.marker;

import java.util.Map;

/** What is asked for cannot be said in the format that is asked for. The message names what is in the way and says what to do, and is fit to be shown to a person. */
public final class Unexportable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is in the way. */
    public enum Kind {
        /** There is nothing to be said. */
        NOTHING,
        /** The format tells the times of one film; {@code count} are given. */
        SEVERAL_FILMS,
        /** The format has one frame rate, and the films differ. */
        RATES_DIFFER,
        /** The film {@code name} has more frames a second than the format counts. */
        RATE_TOO_HIGH,
        /** Drop-frame timecode is not for the frame rate of the film {@code name}. */
        NO_DROP_FRAME,
        /** The format's timecode ends before. */
        TOO_LONG,
        /** The film {@code name} has fewer chapters, or shorter ones, than are shown. */
        FEW_CHAPTERS
    }

    private final Kind kind;
    private final transient Map<String, Object> parameters;

    /**
     * @param kind what is in the way
     * @param parameters what its description names
     * @param message the same, a sentence for a person
     */
    public Unexportable(Kind kind, Map<String, Object> parameters, String message) {
        super(message);
        this.kind = kind;
        this.parameters = parameters;
    }

    /** @return what is in the way */
    public Kind kind() {
        return kind;
    }

    /** @return what the kind's description names */
    public Map<String, Object> parameters() {
        return parameters;
    }
}
