package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.Analyzer;

/**
 * What a passage must say to be a hit of an operand. Everything must stand in passages of the very same start and end. As with {@link CaptionQuery}, a passage that shows
 * what the operand denies is none; an operand that only denies things finds passages that deny them all.
 *
 * @param required terms that the passage must have
 * @param denied things that it must not show
 */
record OperandWords(Set<String> required, List<Thing> denied) {

    /** How far the words of a thing may be from where they stand in the query, as in the phrases of {@link CaptionQuery}. */
    private static final int SLOP = 1;

    /**
     * A thing with its adjectives before it.
     *
     * @param terms in order
     * @param places where they stand in the query
     */
    record Thing(List<String> terms, List<Integer> places) {

        static Thing of(List<CaptionQuery.Word> words) {
            return new Thing(
                    words.stream().map(CaptionQuery.Word::term).toList(),
                    words.stream().map(CaptionQuery.Word::position).toList());
        }

        /** Whether the words stand in a passage about as they do in the query. */
        boolean standsIn(TimeSpan passage, Map<String, Map<TimeSpan, List<Integer>>> said) {
            List<Set<Integer>> shifts = new ArrayList<>();
            for (int i = 0; i < terms.size(); i++) {
                Set<Integer> shiftsOfWord = new TreeSet<>();
                for (int place : said.getOrDefault(terms.get(i), Map.of()).getOrDefault(passage, List.of())) {
                    shiftsOfWord.add(place - places.get(i));
                }
                shifts.add(shiftsOfWord);
            }
            return shifts.getFirst().stream()
                    .flatMapToInt(shift -> IntStream.rangeClosed(shift - SLOP, shift))
                    .anyMatch(least -> shifts.stream().allMatch(ofWord -> IntStream.rangeClosed(least, least + SLOP)
                            .anyMatch(ofWord::contains)));
        }
    }

    OperandWords {
        required = Set.copyOf(required);
        denied = List.copyOf(denied);
    }

    /** @throws IllegalArgumentException if the operand has no words but common ones */
    static OperandWords of(TemporalExpression.Operand operand, Analyzer captions) {
        CaptionQuery query = CaptionQuery.parse(operand.text(), captions);
        if (query.onlyCommonWords()) {
            throw new IllegalArgumentException("The operand " + operand
                    + " of a temporal query has only words too common to look for: name what is shown or said.");
        }
        Set<String> required = new LinkedHashSet<>();
        query.wanted().forEach(word -> required.add(word.term()));
        if (required.isEmpty()) {
            query.denied()
                    .forEach(thing ->
                            required.add(DeniedTermFilter.MARK + thing.getLast().term()));
        }
        return new OperandWords(required, query.denied().stream().map(Thing::of).toList());
    }

    /** @return all the terms that must be read to know the hits */
    Set<String> terms() {
        Set<String> terms = new LinkedHashSet<>(required);
        denied.forEach(thing -> terms.addAll(thing.terms()));
        return terms;
    }

    /**
     * Finds the passages of one document.
     *
     * @param said for each term the passages that have it, with its places in them
     */
    List<TimeSpan> hits(Map<String, Map<TimeSpan, List<Integer>>> said) {
        Set<TimeSpan> passages = null;
        for (String term : required) {
            Set<TimeSpan> having = said.getOrDefault(term, Map.of()).keySet();
            if (passages == null) {
                passages = new LinkedHashSet<>(having);
            } else {
                passages.retainAll(having);
            }
        }
        return passages.stream()
                .filter(passage -> denied.stream().noneMatch(thing -> thing.standsIn(passage, said)))
                .toList();
    }
}
