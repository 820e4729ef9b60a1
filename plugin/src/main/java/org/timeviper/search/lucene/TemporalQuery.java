package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.Terms;
import org.apache.lucene.queries.intervals.IntervalIterator;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.similarities.Similarity.SimScorer;

/**
 * Finds the documents in whose timeline a temporal expression holds, by the {@linkplain TemporalIntervals intervals} at which it does; {@link TemporalSpans} tells these.
 *
 * <p>Scores as a phrase of the wanted words would, by the field's similarity (BM25 where nothing else is set: rare words count more, and matches in long timelines less).
 * What counts as the phrase's frequency is the number of matching spans, each weighed by {@code 10 / (10 + gap)}, the gap in seconds: of what is to follow within a
 * minute, that which follows at once counts twice as much as that which follows after ten seconds.
 */
public final class TemporalQuery extends Query {

    /** The gap at which a match counts half. */
    private static final float HALVING_MILLIS = 10_000;

    private final String field;
    private final TemporalIntervals intervals;

    /**
     * @param field one that was analysed by a {@link TimelineAnalyzer}, or an analyzer that ends with a {@link TimelineFilter}
     * @param expression what to find
     * @param captions the analyzer of the timeline's passages ({@link TimelineAnalyzer#captions}), which must end like a {@link CaptionAnalyzer} for denials to count
     * @throws IllegalArgumentException if an operand has only common words
     */
    public TemporalQuery(String field, TemporalExpression expression, Analyzer captions) {
        this.field = Objects.requireNonNull(field, "field");
        this.intervals = new TemporalIntervals(expression, captions);
    }

    /** @return the field of the timelines */
    public String field() {
        return field;
    }

    /** @return what is found */
    public TemporalExpression expression() {
        return intervals.expression();
    }

    /** @return where this holds */
    TemporalIntervals intervals() {
        return intervals;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) throws IOException {
        SimScorer similarity = mode.needsScores() ? similarity(searcher, boost) : null;
        return new TemporalWeight(searcher, similarity);
    }

    /**
     * Asks for the statistics of all words, even if one is not here: a cluster adds up what each part of the index is asked for.
     *
     * @return null if the index lacks a wanted word, so that nothing can match
     */
    private SimScorer similarity(IndexSearcher searcher, float boost) throws IOException {
        CollectionStatistics collection = searcher.collectionStatistics(field);
        List<TermStatistics> statistics = new ArrayList<>();
        Set<String> words = intervals.requiredTerms();
        for (String word : words) {
            Term term = new Term(field, word);
            TermStates states = TermStates.build(searcher, term, true);
            if (states.docFreq() > 0) {
                statistics.add(searcher.termStatistics(term, states.docFreq(), states.totalTermFreq()));
            }
        }
        return collection == null || statistics.size() < words.size()
                ? null
                : searcher.getSimilarity().scorer(boost, collection, statistics.toArray(TermStatistics[]::new));
    }

    @Override
    public void visit(QueryVisitor visitor) {
        if (visitor.acceptField(field)) {
            intervals.visit(field, this, visitor);
        }
    }

    private final class TemporalWeight extends Weight {

        private final IndexSearcher searcher;
        private final SimScorer similarity;

        TemporalWeight(IndexSearcher searcher, SimScorer similarity) {
            super(TemporalQuery.this);
            this.searcher = searcher;
            this.similarity = similarity;
        }

        @Override
        public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
            TemporalScorer scorer = temporalScorer(context);
            return scorer == null ? null : new DefaultScorerSupplier(scorer);
        }

        private TemporalScorer temporalScorer(LeafReaderContext context) throws IOException {
            IntervalIterator spans = intervals.intervals(field, context);
            return spans == null
                    ? null
                    : new TemporalScorer(spans, similarity, context.reader().getNormValues(field));
        }

        @Override
        public Explanation explain(LeafReaderContext context, int document) throws IOException {
            TemporalScorer scorer = temporalScorer(context);
            if (scorer == null || scorer.iterator().advance(document) != document) {
                return Explanation.noMatch("nowhere in the timeline of '" + field + "': " + expression());
            }
            Explanation frequency = Explanation.match(
                    scorer.frequency(),
                    scorer.spans() + " spans of the timeline, each 10 / (10 + its gap in seconds), added up");
            if (similarity == null) {
                return Explanation.match(0, "not scored: " + expression(), frequency);
            }
            Explanation score = similarity.explain(frequency, scorer.norm());
            return Explanation.match(
                    score.getValue(), "somewhere in the timeline of '" + field + "': " + expression(), score);
        }

        /**
         * Gives the wanted words, wherever they stand in the text: the spans are places in the film ({@link TemporalSpans}). A highlighter asks this of a text that it has
         * analysed anew, without the times.
         */
        @Override
        public Matches matches(LeafReaderContext context, int document) throws IOException {
            Terms said = context.reader().terms(field);
            if (said == null || said.hasPayloads() && intervals.matches(field, context, document) == null) {
                return null;
            }
            BooleanQuery.Builder words = new BooleanQuery.Builder();
            intervals.requiredTerms().forEach(word -> words.add(new TermQuery(new Term(field, word)), Occur.SHOULD));
            return searcher.createWeight(searcher.rewrite(words.build()), ScoreMode.COMPLETE_NO_SCORES, 1)
                    .matches(context, document);
        }

        @Override
        public boolean isCacheable(LeafReaderContext context) {
            return true;
        }
    }

    /** Scores the documents of a segment. */
    private static final class TemporalScorer extends Scorer {

        private final IntervalIterator intervals;
        private final SimScorer similarity;
        private final NumericDocValues norms;
        private int counted = -1;
        private int spans;
        private float frequency;

        /**
         * @param similarity null if scores are not wanted
         * @param norms null if the field has none
         */
        TemporalScorer(IntervalIterator intervals, SimScorer similarity, NumericDocValues norms) {
            this.intervals = intervals;
            this.similarity = similarity;
            this.norms = norms;
        }

        @Override
        public int docID() {
            return intervals.docID();
        }

        @Override
        public DocIdSetIterator iterator() {
            return TwoPhaseIterator.asDocIdSetIterator(twoPhaseIterator());
        }

        @Override
        public TwoPhaseIterator twoPhaseIterator() {
            return new TwoPhaseIterator(intervals) {
                @Override
                public boolean matches() throws IOException {
                    return intervals.nextInterval() != IntervalIterator.NO_MORE_INTERVALS;
                }

                @Override
                public float matchCost() {
                    return intervals.matchCost();
                }
            };
        }

        @Override
        public float score() throws IOException {
            return similarity == null ? 0 : similarity.score(frequency(), norm());
        }

        @Override
        public float getMaxScore(int upTo) {
            return similarity == null ? 0 : similarity.score(Float.MAX_VALUE, 1);
        }

        /** The sum over the matches, of which the first has been read already. */
        float frequency() throws IOException {
            if (counted != docID()) {
                counted = docID();
                spans = 0;
                frequency = 0;
                do {
                    spans++;
                    frequency += HALVING_MILLIS / (HALVING_MILLIS + intervals.gaps());
                } while (intervals.nextInterval() != IntervalIterator.NO_MORE_INTERVALS);
            }
            return frequency;
        }

        int spans() {
            return spans;
        }

        long norm() throws IOException {
            return norms != null && norms.advanceExact(docID()) ? norms.longValue() : 1;
        }
    }

    @Override
    public String toString(String defaultField) {
        return field.equals(defaultField) ? intervals.toString() : field + ":" + intervals;
    }

    @Override
    public boolean equals(Object other) {
        return sameClassAs(other)
                && field.equals(((TemporalQuery) other).field)
                && intervals.equals(((TemporalQuery) other).intervals);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * classHash() + field.hashCode()) + intervals.hashCode();
    }
}
