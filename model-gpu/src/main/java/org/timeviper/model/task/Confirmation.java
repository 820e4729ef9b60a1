package org.timeviper.model.task;

import java.util.Optional;
import org.timeviper.model.config.ConfidenceRule;

/**
 * What a second look, for an event by its own words, makes of the event. Confidences are taken for what calibrated ones are: the chance that the event, and that the second
 * look, is right, which each is where it overlaps the truth by half or more. What comes of them is calibrated once more.
 */
final class Confirmation {

    /** Two spans that overlap by less than this share are not of the same moment. */
    private static final double AGREES = 0.5;

    private Confirmation() {}

    /**
     * @param event as it was listed
     * @param again what the second look sees, sure or not
     * @param rule how the confidence that comes of both is read
     * @return the event with what both looks make of its span and of how sure it is; empty if the model does not find it again: it may have made it up
     */
    static Optional<TimedCaption> of(TimedCaption event, Sighting again, ConfidenceRule rule) {
        return again.span().filter(span -> span.length() > 0).map(span -> {
            double first = event.confidence();
            double second = again.confidence();
            return event.span().overlap(span) >= AGREES
                    ? told(event, between(event.span(), span), bothRight(first, second), rule)
                    : told(event, span, onlyRight(second, first), rule);
        });
    }

    private static TimedCaption told(TimedCaption event, Span span, double confidence, ConfidenceRule rule) {
        double calibrated = rule.curve().at(confidence);
        return new TimedCaption(span, event.text(), calibrated, !rule.isSure(calibrated));
    }

    private static Span between(Span a, Span b) {
        return new Span((a.start() + b.start()) / 2, (a.end() + b.end()) / 2);
    }

    /** Looks that agree are right or wrong together. The same model took both at the same frames, so that one says little that the other did not: their confidence lies between. */
    private static double bothRight(double first, double second) {
        return Math.sqrt(first * second);
    }

    /** Of looks that disagree one at most is right: the chance that this one is and the other is not, given that they are not both right. At most one half if both are as sure. */
    private static double onlyRight(double right, double wrong) {
        double notBoth = 1 - right * wrong;
        return notBoth > 0 ? right * (1 - wrong) / notBoth : 0.5;
    }
}
