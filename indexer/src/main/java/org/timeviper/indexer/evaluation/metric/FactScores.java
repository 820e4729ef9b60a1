package org.timeviper.indexer.evaluation.metric;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The facts that descriptions name, counted over all of them. A fact is a phrase; a description names it if it holds it as whole words, whatever the case, and not merely as
 * a part of a longer fact that it names.
 *
 * @param captions how many were measured
 * @param precision the share of the named facts that are true; NaN where none is named
 * @param recall the share of the true facts that are named; NaN where there are none
 * @param f1 twice the right ones, divided by all that are named and all that are true; NaN where there are neither
 */
public record FactScores(int captions, double precision, double recall, double f1) {

    /**
     * A description.
     *
     * @param facts that are true
     */
    public record Described(String text, Set<String> facts) {}

    /** @param known all phrases that could be named */
    public static FactScores of(List<Described> captions, Set<String> known) {
        Set<String> everything = new HashSet<>(known);
        captions.forEach(caption -> everything.addAll(caption.facts()));
        double right = 0;
        double named = 0;
        double facts = 0;
        for (Described caption : captions) {
            Set<String> said = named(caption.text(), everything);
            named += said.size();
            facts += caption.facts().size();
            right += said.stream().filter(caption.facts()::contains).count();
        }
        return new FactScores(captions.size(), right / named, right / facts, 2 * right / (named + facts));
    }

    /**
     * @param known all phrases that could be named
     * @return whether a description names no fact that is not true; one that names none at all does not
     */
    public static boolean isTrue(Described caption, Set<String> known) {
        return caption.facts().containsAll(named(caption.text(), known));
    }

    private static Set<String> named(String text, Set<String> known) {
        Set<String> held = known.stream().filter(fact -> holds(text, fact)).collect(Collectors.toSet());
        return held.stream()
                .filter(fact -> held.stream().noneMatch(other -> !other.equals(fact) && holds(other, fact)))
                .collect(Collectors.toSet());
    }

    private static boolean holds(String text, String fact) {
        return Pattern.compile(
                        "(?<![\\p{L}\\d])" + Pattern.quote(fact) + "(?![\\p{L}\\d])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .find();
    }
}
