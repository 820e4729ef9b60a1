package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.timeviper.api.Suggestions;
import org.timeviper.api.Suggestions.Suggestion;
import org.timeviper.indexer.index.IndexedTerm;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CompletionTerms;
import org.timeviper.search.lucene.CompletionTerms.Completion;
import org.timeviper.search.lucene.CompletionTerms.Kind;
import org.timeviper.search.lucene.TemporalExpression;

/**
 * Completes what is being typed from what the index holds: the last word or two by captions, all that is typed by tags and titles; of an expression, its last thing. Whatever
 * is suggested can be searched for at once: a quote that is open is closed, and what would be read as something else than it says is put in quotes.
 */
@Singleton
public final class QuerySuggestions {

    /** The last word, or the last two, with a space that asks for another. */
    private static final Pattern LAST_TWO_WORDS = Pattern.compile("(\\S+\\s+)?(\\S*)$");

    private final SceneIndex index;
    private final CaptionAnalyzer analyzer;

    @Inject
    public QuerySuggestions(SceneIndex index, CaptionAnalyzer analyzer) {
        this.index = index;
        this.analyzer = analyzer;
    }

    /**
     * What is looked for in the index.
     *
     * @param place where in the part under way the completed text begins
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
        List<Candidate> candidates = candidates(typed, limit);
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

    private List<Candidate> candidates(String typed, int limit) {
        List<Candidate> candidates = new ArrayList<>();
        Optional<QueryPart> part = underWay(typed);
        List<Wanted> wanted = part.map(QueryPart::text).map(this::wanted).orElse(List.of());
        if (wanted.isEmpty()) {
            return candidates;
        }
        List<List<IndexedTerm>> found =
                index.completions(wanted.stream().map(Wanted::prefix).toList(), limit);
        for (int i = 0; i < wanted.size(); i++) {
            for (IndexedTerm term : found.get(i)) {
                candidate(typed, part.get(), wanted.get(i), term).ifPresent(candidates::add);
            }
        }
        return candidates;
    }

    /** Nothing is under way where a limit is being typed. */
    private static Optional<QueryPart> underWay(String typed) {
        try {
            return Optional.of(QueryPieces.underWay(typed))
                    .filter(part -> !part.text().isBlank());
        } catch (InvalidQuery e) {
            return Optional.empty();
        }
    }

    private List<Wanted> wanted(String part) {
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(new Wanted(Kind.TAG, 0, part));
        wanted.add(new Wanted(Kind.TITLE, 0, part));
        for (int place : lastWords(part)) {
            wanted.add(new Wanted(Kind.WORDS, place, part.substring(place)));
        }
        return wanted;
    }

    /** Where the last two words begin that captions may complete, or the last one: at their first letter or digit. */
    private List<Integer> lastWords(String part) {
        List<Integer> unspaced = CompletionTerms.lastWords(part, analyzer);
        Matcher words = LAST_TWO_WORDS.matcher(part);
        if (!unspaced.isEmpty() || !words.find()) {
            return unspaced;
        }
        return Stream.of(words.start(), words.start(2))
                .distinct()
                .map(place -> letterFrom(part, place))
                .filter(place -> place < part.length())
                .distinct()
                .toList();
    }

    private static int letterFrom(String part, int begin) {
        int place = begin;
        while (place < part.length() && !Character.isLetterOrDigit(part.codePointAt(place))) {
            place += Character.charCount(part.codePointAt(place));
        }
        return place;
    }

    private static Optional<Candidate> candidate(String typed, QueryPart part, Wanted wanted, IndexedTerm term) {
        Completion completion = CompletionTerms.read(term.term());
        return written(typed, part, part.text().substring(0, wanted.place()) + completion.text())
                .map(text -> new Suggestion(
                        text, completion.text(), completion.kind().name().toLowerCase(Locale.ROOT), term.videos()))
                .map(suggestion -> new Candidate(
                        suggestion, completion.kind(), wanted.typed().length()));
    }

    /** The query with the part under way completed, in the first of some ways to write it that is read as what it says. */
    private static Optional<String> written(String typed, QueryPart part, String completed) {
        String before = typed.substring(0, part.start());
        String after = ")".repeat(part.parentheses());
        String asTyped = part.quote()
                .map(quote -> quote + completed + QueryPieces.closing(quote).charAt(0))
                .orElse(completed);
        return Stream.of(asTyped, QuerySyntax.quoted(completed))
                .map(thing -> before + thing + after)
                .filter(text -> text.length() <= TemporalExpression.MAX_TEXT && says(text, completed))
                .findFirst();
    }

    private static boolean says(String query, String completed) {
        try {
            String last = QuerySyntax.parse(query).operands().getLast().text();
            return last.equals(completed) || last.equals(QueryText.of(completed).text());
        } catch (InvalidQuery e) {
            return false;
        }
    }
}
