package org.timeviper.model.config;

import java.util.Locale;

/** What a model can be asked for. How sure it says that it is means something else in each kind, so each has a {@link ConfidenceRule} of its own. */
public enum AnswerKind {
    /** When a description is seen. */
    GROUNDING,
    /** One of a clip's events, with its time: as sure as the model is after it has looked for the event once more. */
    EVENT,
    /** The answer to an open question. */
    ANSWER,
    /** The answer to an open question for an order in time, where it is told by when things are found: as sure as the model is of these moments. */
    ORDER,
    /** The answer to an open question for how many different things there are, where they are counted: as sure as the model is that it sees each of them. */
    COUNT,
    /** The answer to an open question for the background, where it is asked in the words that the model knows. */
    BACKGROUND,
    /** One of several options. */
    CHOICE,
    /** A description. */
    CAPTION;

    /** Its name in {@code config.json}: {@code grounding}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
