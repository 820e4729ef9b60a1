package org.timeviper.model.task;

import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.config.ModelConfig;

/**
 * An answer to a question.
 *
 * @param words the model's own, sure or not; what may be passed on is {@link #text}
 * @param seen whether the model says that it sees what is asked about, sure or not; see {@link #shown}
 * @param confidence the model's, 0 to 1
 * @param unsure whether that is less than the model needs to be taken at its word
 */
public record Answer(String words, boolean seen, double confidence, boolean unsure) {

    /** @param raw how sure the model is, uncalibrated */
    static Answer calibrated(ModelConfig config, AnswerKind kind, String words, boolean seen, double raw) {
        ConfidenceRule rule = config.confidence().of(kind);
        double confidence = rule.curve().at(raw);
        return new Answer(words, seen, confidence, !rule.isSure(confidence));
    }

    /** @return the same, of which the model is not to be taken at its word */
    Answer doubted() {
        return new Answer(words, seen, confidence, true);
    }

    /** What can be said: the model's words, or, where it is not sure, {@link VideoTasks#notSure}. */
    public String text() {
        return unsure ? VideoTasks.notSure() : words;
    }

    /** Whether the model sees what is asked about, and is sure of its answer. */
    public boolean shown() {
        return seen && !unsure;
    }
}
