package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.queries.intervals.IntervalIterator;
import org.apache.lucene.queries.intervals.IntervalMatchesIterator;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.BytesRef;

/**
 * The spans of a timeline where a temporal expression holds, as intervals: positions are milliseconds, from start to end, and gaps the milliseconds between what was
 * joined. A document's intervals come in order of start, then of end, each once; of {@code then} and {@code near} none contains another
 * ({@link TemporalAlgebra#tightest}).
 *
 * <p>Lucene's own operators expect that no interval contains another and miss things where passages overlap. So relations belong into the {@link TemporalExpression},
 * which is evaluated document by document over all the passages that have its words. That costs, for each document that has all the words wanted, the reading of
 * their positions and a sort of them.
 */
public final class TemporalIntervals extends IntervalsSource {

    private final TemporalExpression expression;
    private final Map<TemporalExpression.Operand, OperandWords> words;

    /**
     * @param expression what to find
     * @param captions the analyzer of the timeline's passages ({@link TimelineAnalyzer#captions})
     * @throws IllegalArgumentException if an operand has only common words
     */
    public TemporalIntervals(TemporalExpression expression, Analyzer captions) {
        this.expression = expression;
        this.words = new LinkedHashMap<>();
        for (TemporalExpression.Operand operand : expression.operands()) {
            words.computeIfAbsent(operand, o -> OperandWords.of(o, captions));
        }
    }

    /** @return what is found */
    public TemporalExpression expression() {
        return expression;
    }

    /** @return the terms without which a document cannot match */
    Set<String> requiredTerms() {
        Set<String> required = new TreeSet<>();
        expression.shown().forEach(operand -> required.addAll(words.get(operand).required()));
        return required;
    }

    private Set<String> allTerms() {
        Set<String> all = new LinkedHashSet<>();
        words.values().forEach(operand -> all.addAll(operand.terms()));
        return all;
    }

    /** @throws IllegalArgumentException if the field was not indexed as a timeline, or a document has too many matches */
    @Override
    public IntervalIterator intervals(String field, LeafReaderContext context) throws IOException {
        Terms terms = context.reader().terms(field);
        if (terms == null) {
            return null;
        }
        Map<String, TimelineTerm> read = new HashMap<>();
        TermsEnum index = terms.iterator();
        for (String term : allTerms()) {
            if (index.seekExact(new BytesRef(term))) {
                read.put(term, new TimelineTerm(field, term, index.postings(null, PostingsEnum.PAYLOADS)));
            }
        }
        if (!read.keySet().containsAll(requiredTerms())) {
            return null;
        }
        List<DocIdSetIterator> required = new ArrayList<>();
        requiredTerms().forEach(term -> required.add(read.get(term).documents()));
        DocIdSetIterator documents =
                required.size() == 1 ? required.getFirst() : ConjunctionUtils.intersectIterators(required);
        return new SpansOfDocuments(documents, document -> matches(read, document));
    }

    private List<TemporalMatch<TimeSpan>> matches(Map<String, TimelineTerm> terms, int document) throws IOException {
        Map<String, Map<TimeSpan, List<Integer>>> said = new HashMap<>();
        for (Map.Entry<String, TimelineTerm> term : terms.entrySet()) {
            said.put(term.getKey(), term.getValue().passages(document));
        }
        Map<TemporalExpression.Operand, List<TimeSpan>> hits = new HashMap<>();
        words.forEach((operand, wanted) -> hits.put(operand, wanted.hits(said)));
        return reduced(expression.evaluate(hits::get));
    }

    /** Each span once, with its smallest gap; of sequences and neighbours those that span no more than they must. */
    private List<TemporalMatch<TimeSpan>> reduced(List<TemporalMatch<TimeSpan>> matches) {
        if (joins(expression)) {
            return TemporalAlgebra.tightest(matches);
        }
        Map<TimeSpan, TemporalMatch<TimeSpan>> once = new LinkedHashMap<>();
        matches.forEach(match -> once.putIfAbsent(match.span(), match));
        return List.copyOf(once.values());
    }

    private static boolean joins(TemporalExpression expression) {
        return switch (expression) {
            case TemporalExpression.Then then -> true;
            case TemporalExpression.Near near -> true;
            case TemporalExpression.NotNear notNear -> joins(notNear.wanted());
            case TemporalExpression.Within within -> joins(within.expression());
            case TemporalExpression.While whilst -> false;
            case TemporalExpression.Operand operand -> false;
        };
    }

    /** Where the intervals of a document come from. */
    private interface MatchesOfDocument {
        List<TemporalMatch<TimeSpan>> read(int document) throws IOException;
    }

    /** Evaluates the expression once for each document that is asked for its intervals. */
    private static final class SpansOfDocuments extends IntervalIterator {

        /** Operations for a document, about: seeking in the postings of a few words, sorting what is there. */
        private static final float MATCH_COST = 1_000;

        private final DocIdSetIterator documents;
        private final MatchesOfDocument matches;
        private List<TemporalMatch<TimeSpan>> current;
        private int at = -1;

        SpansOfDocuments(DocIdSetIterator documents, MatchesOfDocument matches) {
            this.documents = documents;
            this.matches = matches;
        }

        @Override
        public int nextInterval() throws IOException {
            if (current == null) {
                current = docID() == NO_MORE_DOCS ? List.of() : matches.read(docID());
            }
            at = Math.min(at + 1, current.size());
            return start();
        }

        @Override
        public int start() {
            return at < 0
                    ? -1
                    : at == current.size()
                            ? NO_MORE_INTERVALS
                            : current.get(at).span().startMillis();
        }

        @Override
        public int end() {
            return at < 0
                    ? -1
                    : at == current.size()
                            ? NO_MORE_INTERVALS
                            : current.get(at).span().endMillis();
        }

        @Override
        public int gaps() {
            return (int) Math.min(Integer.MAX_VALUE, current.get(at).gapMillis());
        }

        @Override
        public float matchCost() {
            return MATCH_COST;
        }

        @Override
        public int docID() {
            return documents.docID();
        }

        @Override
        public int nextDoc() throws IOException {
            return moved(documents.nextDoc());
        }

        @Override
        public int advance(int target) throws IOException {
            return moved(documents.advance(target));
        }

        private int moved(int document) {
            current = null;
            at = -1;
            return document;
        }

        @Override
        public long cost() {
            return documents.cost();
        }
    }

    @Override
    public IntervalMatchesIterator matches(String field, LeafReaderContext context, int document) throws IOException {
        IntervalIterator intervals = intervals(field, context);
        if (intervals == null
                || intervals.advance(document) != document
                || intervals.nextInterval() == IntervalIterator.NO_MORE_INTERVALS) {
            return null;
        }
        return new TemporalMatches(intervals, new IntervalQuery(field, this));
    }

    @Override
    public void visit(String field, QueryVisitor visitor) {
        visit(field, new IntervalQuery(field, this), visitor);
    }

    /** Adds the terms as those of a query: those required, and those that must not be near or are denied. */
    void visit(String field, Query query, QueryVisitor visitor) {
        Set<String> required = requiredTerms();
        visitor.getSubVisitor(Occur.MUST, query).consumeTerms(query, terms(field, required));
        Set<String> unwanted = new TreeSet<>(allTerms());
        unwanted.removeAll(required);
        if (!unwanted.isEmpty()) {
            visitor.getSubVisitor(Occur.MUST_NOT, query).consumeTerms(query, terms(field, unwanted));
        }
    }

    private static Term[] terms(String field, Set<String> terms) {
        return terms.stream().map(term -> new Term(field, term)).toArray(Term[]::new);
    }

    @Override
    public int minExtent() {
        return 1;
    }

    @Override
    public Collection<IntervalsSource> pullUpDisjunctions() {
        return List.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TemporalIntervals that
                && expression.equals(that.expression)
                && words.equals(that.words);
    }

    @Override
    public int hashCode() {
        return 31 * expression.hashCode() + words.hashCode();
    }

    @Override
    public String toString() {
        return expression.toString();
    }
}
