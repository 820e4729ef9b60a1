package org.timeviper.indexer.evaluation.metric;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.Item;

/**
 * What a judge says of one probe question.
 *
 * @param probe the question and its right answer
 * @param response what the judge answered when it knew the caption alone; empty text if there was no caption
 * @param agreement how well that agrees with the right answer; empty if the judge's words hold no verdict
 */
public record ProbeVerdict(Item.Probe probe, String response, Optional<Agreement> agreement) {

    /** @return the verdict on a description that is missing, or holds no words */
    public static ProbeVerdict unanswered(Item.Probe probe) {
        return new ProbeVerdict(probe, "", Optional.of(new Agreement(false, 0)));
    }

    /**
     * How well two answers agree.
     *
     * @param matches whether they mean the same
     * @param score 0, not at all, to 5, wholly
     */
    public record Agreement(boolean matches, double score) {

        static final double BEST = 5;

        /** What is wholly right or wholly wrong, where nobody asks how well it agrees. */
        static Agreement of(boolean matches) {
            return new Agreement(matches, matches ? BEST : 0);
        }

        private static final Pattern MATCHES =
                Pattern.compile("['\"]pred['\"]\\s*:\\s*['\"]?\\s*(yes|no)\\b", Pattern.CASE_INSENSITIVE);
        private static final Pattern SCORE = Pattern.compile(
                "['\"]score['\"]\\s*:\\s*['\"]?\\s*(\\d{1,3}(?:\\.\\d{1,9})?)(?![\\d.]*\\d)", Pattern.CASE_INSENSITIVE);

        /**
         * Reads a verdict, whatever stands around it: judges wrap it in code fences and explain it.
         *
         * @return empty if it names no match, or no score between 0 and 5
         */
        static Optional<Agreement> read(String words) {
            Matcher matches = MATCHES.matcher(words);
            Matcher score = SCORE.matcher(words);
            if (!matches.find() || !score.find() || Double.parseDouble(score.group(1)) > BEST) {
                return Optional.empty();
            }
            return Optional.of(
                    new Agreement(matches.group(1).equalsIgnoreCase("yes"), Double.parseDouble(score.group(1))));
        }
    }
}
