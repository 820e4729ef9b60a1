package org.timeviper.model.config;

import java.util.Map;

/**
 * What is known of how often a model is right when it is how sure: the section {@code confidence} of {@code config.json}.
 *
 * @param rules of the kinds of which something is known
 * @param things how Yes and No to whether a thing is seen are read
 * @param filmed which footage the rules do not hold for
 */
public record ConfidenceConfig(Map<AnswerKind, ConfidenceRule> rules, ThingOdds things, FilmedOdds filmed) {

    /** Nothing is known, as of the published checkpoints. */
    public static final ConfidenceConfig NONE = new ConfidenceConfig(Map.of(), ThingOdds.NONE, FilmedOdds.NONE);

    /** Copies the map. */
    public ConfidenceConfig {
        rules = Map.copyOf(rules);
    }

    /** @return the rule of a kind; of one of which nothing is known, {@link ConfidenceRule#NONE} */
    public ConfidenceRule of(AnswerKind kind) {
        return rules.getOrDefault(kind, ConfidenceRule.NONE);
    }

    /**
     * @param photographed whether what is seen is
     * @return the rule of a kind; the same of what is photographed, if nothing else is known of that
     */
    public ConfidenceRule of(AnswerKind kind, boolean photographed) {
        return photographed ? filmed.rules().getOrDefault(kind, of(kind)) : of(kind);
    }
}
