package org.timeviper.search.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.FlagsAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * A query as understood: the words that a caption should hold, and the things that it must not show. Immutable.
 *
 * <p>Only the first {@value #MAX_WORDS} words count, common ones aside; what a person types has fewer, and a pasted page stays cheap.
 */
public final class CaptionQuery {

    /** How many words count, common ones aside. */
    public static final int MAX_WORDS = 64;

    /** What two wanted words in a row add when a caption has them in a row too, as a share of the words' own weight. */
    public static final float PAIR_BOOST = 0.5f;

    /** What a label counts that is the whole query: less than any word in a caption. */
    public static final float LABEL_BOOST = 0.001f;

    /** How much further apart two words in a row may stand, in words. */
    public static final int PAIR_SLOP = 1;

    /**
     * A word of the query.
     *
     * @param term as indexed
     * @param text as typed
     * @param position its place among the query's words, common words counted
     */
    public record Word(String term, String text, int position) {

        /** @return the term that a caption which denies this word is indexed with */
        public String deniedTerm() {
            return DeniedTermFilter.MARK + term;
        }
    }

    private final String text;
    private final List<Word> wanted;
    private final Set<String> adjectives;
    private final Set<String> exact;
    private final List<List<Word>> denied;

    /**
     * @param adjectives the terms of the wanted words that are adjectives where they first stand
     * @param exact the terms of the wanted words that are names or numbers
     */
    private CaptionQuery(
            String text, List<Word> wanted, Set<String> adjectives, Set<String> exact, List<List<Word>> denied) {
        this.text = text;
        this.wanted = List.copyOf(wanted);
        this.adjectives = Set.copyOf(adjectives);
        this.exact = Set.copyOf(exact);
        this.denied = denied.stream().map(List::copyOf).toList();
    }

    /**
     * Reads a query.
     *
     * @param text as typed
     * @param analyzer the analyzer the captions were indexed with: a {@link CaptionAnalyzer} of whatever language, or one that passes its tokens on
     */
    public static CaptionQuery parse(String text, Analyzer analyzer) {
        Map<String, Boolean> wantedAsAdjective = new HashMap<>();
        List<Word> wanted = new ArrayList<>();
        List<List<Word>> denied = new ArrayList<>();
        List<Word> thing = new ArrayList<>();
        List<Token> tokens = tokens(text, analyzer, MAX_WORDS);
        for (Token token : tokens) {
            switch (token.type()) {
                case NegationFilter.DENIED_MODIFIER -> thing.add(token.word());
                case NegationFilter.DENIED -> {
                    thing.add(token.word());
                    denied.add(List.copyOf(thing));
                    thing.clear();
                }
                case NegationFilter.DENIED_MODIFIER_BEHIND ->
                    denied.add(beforeThing(token.word(), denied.removeLast()));
                default -> {
                    wanted.add(token.word());
                    wantedAsAdjective.putIfAbsent(token.word().term(), token.isModifier());
                }
            }
        }
        if (!thing.isEmpty()) {
            denied.add(thing);
        }
        wantedAsAdjective.values().removeIf(adjective -> !adjective);
        boolean nounsAreCapitalised =
                analyzer instanceof CaptionAnalyzer captions && captions.language() == CaptionLanguage.GERMAN;
        Set<String> exact = ExactWords.of(text, tokens, nounsAreCapitalised);
        return new CaptionQuery(text, wanted, wantedAsAdjective.keySet(), exact, denied);
    }

    private static List<Word> beforeThing(Word adjective, List<Word> thing) {
        List<Word> whole = new ArrayList<>(thing);
        whole.add(thing.size() - 1, adjective);
        return whole;
    }

    /** A token with its type and {@link WordClass}, its mark of denial taken off, and the characters of the text that it stands for. */
    record Token(Word word, String type, int flags, int start, int end) {

        boolean denied() {
            return NegationFilter.denies(type);
        }

        boolean isModifier() {
            return WordClass.isModifier(flags);
        }
    }

    static List<Token> tokens(String text, Analyzer analyzer, int limit) {
        List<Token> read = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("query", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
            TypeAttribute type = tokens.addAttribute(TypeAttribute.class);
            FlagsAttribute flags = tokens.addAttribute(FlagsAttribute.class);
            PositionIncrementAttribute increment = tokens.addAttribute(PositionIncrementAttribute.class);
            int position = -1;
            tokens.reset();
            while (read.size() < limit && tokens.incrementToken()) {
                position += increment.getPositionIncrement();
                String typed = text.substring(offset.startOffset(), offset.endOffset());
                String indexed = term.toString();
                boolean marked = indexed.charAt(0) == DeniedTermFilter.MARK;
                Word word = new Word(marked ? indexed.substring(1) : indexed, typed, position);
                read.add(new Token(word, type.type(), flags.getFlags(), offset.startOffset(), offset.endOffset()));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from a string failed.", e);
        }
    }

    /** @return the query as typed */
    public String text() {
        return text;
    }

    /** @return the words that a caption should hold, in the query's order, each term once */
    public List<Word> wanted() {
        Map<String, Word> once = new LinkedHashMap<>();
        wanted.forEach(word -> once.putIfAbsent(word.term(), word));
        return List.copyOf(once.values());
    }

    /** @return the things that must not be shown, each after its adjectives, wherever those stand in the text */
    public List<List<Word>> denied() {
        return denied;
    }

    /** @return whether a wanted word is a name or a number: nothing but itself stands for it */
    boolean isExact(Word word) {
        return exact.contains(word.term());
    }

    /** @return each two wanted words in a row, common words aside */
    public List<List<Word>> pairs() {
        List<List<Word>> pairs = new ArrayList<>();
        for (int i = 1; i < wanted.size(); i++) {
            pairs.add(List.copyOf(wanted.subList(i - 1, i + 1)));
        }
        return pairs;
    }

    /** @return whether nothing is left of the query once common words are taken out */
    public boolean onlyCommonWords() {
        return wanted.isEmpty() && denied.isEmpty();
    }

    /**
     * Finds captions by this query's words: any wanted word counts, pairs that stand together count more, captions that deny the same things count too, and
     * captions that {@linkplain #contradictions say the opposite} are left out.
     *
     * @param field the field of the captions
     */
    public Query toQuery(String field) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (Word word : wanted()) {
            query.add(new TermQuery(new Term(field, word.term())), Occur.SHOULD);
        }
        for (List<Word> pair : pairs()) {
            query.add(new BoostQuery(phrase(field, pair), PAIR_BOOST), Occur.SHOULD);
        }
        for (List<Word> thing : denied) {
            query.add(new TermQuery(deniedTerm(field, thing.getLast())), Occur.SHOULD);
        }
        contradictions(field).ifPresent(opposite -> query.add(opposite, Occur.MUST_NOT));
        return query.build();
    }

    /**
     * Finds scenes by this query's words: those whose captions hold some ({@link #toQuery(String)}), and, behind them, those of videos that the whole query is a
     * {@linkplain IndexedVideo#labels label} of, unless their captions say the opposite.
     */
    public Query toQuery(SceneSchema schema) {
        BooleanQuery.Builder query = new BooleanQuery.Builder()
                .add(toQuery(schema.terms()), Occur.SHOULD)
                .add(
                        new BoostQuery(
                                new ConstantScoreQuery(
                                        new TermQuery(new Term(schema.labels(), IndexedVideo.label(text)))),
                                LABEL_BOOST),
                        Occur.SHOULD);
        contradictions(schema.terms()).ifPresent(opposite -> query.add(opposite, Occur.MUST_NOT));
        return query.build();
    }

    /**
     * Finds captions that hold all of this query's wanted words and do not {@linkplain #contradictions say the opposite}; scores nothing.
     *
     * @param field the field of the captions
     */
    public Query toStrictQuery(String field) {
        BooleanQuery.Builder query = new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        wanted().forEach(word -> query.add(new TermQuery(new Term(field, word.term())), Occur.FILTER));
        contradictions(field).ifPresent(opposite -> query.add(opposite, Occur.MUST_NOT));
        return query.build();
    }

    /**
     * Finds captions that say the opposite of this query: that show what it denies, or deny what it wants and do not show it elsewhere.
     *
     * @param field the field of the captions
     * @return empty if no caption can
     */
    public Optional<Query> contradictions(String field) {
        BooleanQuery.Builder opposite = new BooleanQuery.Builder();
        for (List<Word> thing : denied) {
            opposite.add(
                    thing.size() == 1
                            ? new TermQuery(new Term(field, thing.getFirst().term()))
                            : phrase(field, thing),
                    Occur.SHOULD);
        }
        for (Word word : things()) {
            opposite.add(
                    new BooleanQuery.Builder()
                            .add(new TermQuery(deniedTerm(field, word)), Occur.MUST)
                            .add(new TermQuery(new Term(field, word.term())), Occur.MUST_NOT)
                            .build(),
                    Occur.SHOULD);
        }
        BooleanQuery any = opposite.build();
        return any.clauses().isEmpty() ? Optional.empty() : Optional.of(any);
    }

    /** @return the wanted words without adjectives: "a blue car, no red bus" does not contradict "red car"; a query of adjectives alone keeps them */
    public List<Word> things() {
        List<Word> things = wanted().stream()
                .filter(word -> !adjectives.contains(word.term()))
                .toList();
        return things.isEmpty() ? wanted() : things;
    }

    private static Term deniedTerm(String field, Word word) {
        return new Term(field, word.deniedTerm());
    }

    private static Query phrase(String field, List<Word> words) {
        PhraseQuery.Builder phrase = new PhraseQuery.Builder().setSlop(PAIR_SLOP);
        words.stream()
                .sorted(Comparator.comparingInt(Word::position))
                .forEach(word -> phrase.add(new Term(field, word.term())));
        return phrase.build();
    }
}
