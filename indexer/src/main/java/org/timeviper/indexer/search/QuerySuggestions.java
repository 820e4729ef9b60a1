package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.api.Suggestions;
import org.timeviper.api.Suggestions.Suggestion;
import org.timeviper.indexer.index.IndexedTerm;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.CompletionTerms;
import org.timeviper.search.lucene.CompletionTerms.Completion;
import org.timeviper.search.lucene.CompletionTerms.Kind;

/** Completes what is being typed from what the index holds: the last word or two by captions, all that is typed by tags and titles. */
@Singleton
public final class QuerySuggestions {

    /** What ends the part of an expression that is under way. */
    private static final Pattern ENDS_PART = Pattern.compile("[\"“”„()\\]]");

    /** The last word, or the last two, with a space that asks for another. */
    private static final Pattern LAST_TWO_WORDS = Pattern.compile("(\\S+\\s+)?(\\S*)$");

    private final SceneIndex index;

    @Inject
    public QuerySuggestions(SceneIndex index) {
        this.index = index;
    }

    /**
     * What is looked for in the index.
     *
     * @param place where in what is typed the completed text begins
     */
    private record Wanted(Kind kind, int place, String typed) {

        String prefix() {
            return CompletionTerms.prefix(kind, typed);
        }
    }

    /**
     * One way to go on.
     *
     * @param completed how many of the typed characters it completes: the more, the better it fits
     */
    private record Candidate(Suggestion suggestion, Kind kind, int completed) {

        static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Candidate::completed)
                .reversed()
                .thenComparing(Comparator.comparingLong((Candidate candidate) -> candidate.suggestion.videos())
                        .reversed())
                .thenComparing(Candidate::kind)
                .thenComparing(candidate -> candidate.suggestion.text());
    }

    /**
     * Completes. Where captions have a word that goes on with the word before it, others are not suggested.
     *
     * @param typed what is typed so far; may be blank
     * @param limit how many suggestions at most
     */
    public Suggestions complete(String typed, int limit) {
        List<Wanted> wanted = wanted(typed);
        if (wanted.isEmpty()) {
            return new Suggestions(List.of());
        }
        List<List<IndexedTerm>> found =
                index.completions(wanted.stream().map(Wanted::prefix).toList(), limit);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            for (IndexedTerm term : found.get(i)) {
                candidates.add(candidate(typed, wanted.get(i), term));
            }
        }
        int most = candidates.stream()
                .filter(candidate -> candidate.kind == Kind.WORDS)
                .mapToInt(Candidate::completed)
                .max()
                .orElse(0);
        Map<String, Suggestion> once = new LinkedHashMap<>();
        candidates.stream()
                .filter(candidate -> candidate.kind != Kind.WORDS || candidate.completed == most)
                .sorted(Candidate.BEST_FIRST)
                .map(Candidate::suggestion)
                .filter(suggestion -> !suggestion.text().equalsIgnoreCase(typed))
                .forEach(suggestion -> once.putIfAbsent(suggestion.text().toLowerCase(Locale.ROOT), suggestion));
        return new Suggestions(once.values().stream().limit(limit).toList());
    }

    private static List<Wanted> wanted(String typed) {
        int begins = 0;
        for (Matcher end = ENDS_PART.matcher(typed); end.find(); ) {
            begins = end.end();
        }
        while (begins < typed.length() && QueryPieces.isSpace(typed.charAt(begins))) {
            begins++;
        }
        List<Wanted> wanted = new ArrayList<>();
        if (begins == typed.length()) {
            return wanted;
        }
        String part = typed.substring(begins);
        wanted.add(new Wanted(Kind.TAG, begins, part));
        wanted.add(new Wanted(Kind.TITLE, begins, part));
        Matcher words = LAST_TWO_WORDS.matcher(part);
        if (words.find()) {
            if (words.group(1) != null) {
                wanted.add(new Wanted(Kind.WORDS, begins + words.start(1), words.group()));
            }
            if (!words.group(2).isEmpty()) {
                wanted.add(new Wanted(Kind.WORDS, begins + words.start(2), words.group(2)));
            }
        }
        return wanted;
    }

    private static Candidate candidate(String typed, Wanted wanted, IndexedTerm term) {
        Completion completion = CompletionTerms.read(term.term());
        Suggestion suggestion = new Suggestion(
                typed.substring(0, wanted.place()) + completion.text(),
                completion.text(),
                completion.kind().name().toLowerCase(Locale.ROOT),
                term.videos());
        return new Candidate(suggestion, completion.kind(), wanted.typed().length());
    }
}
