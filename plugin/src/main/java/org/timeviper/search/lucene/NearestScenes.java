package org.timeviper.search.lucene;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilteredDocIdSetIterator;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/**
 * Nearest vectors among all scenes but a few. Asking for "all but these" as a filter would walk over all scenes to note them; this notes only those that are left out.
 * Made for one search.
 */
final class NearestScenes extends KnnFloatVectorQuery {

    private final Weight excluded;

    /**
     * @param count how many nearest scenes
     * @param excluded finds what may not be among them; made by the searcher that searches
     */
    NearestScenes(String field, float[] vector, int count, Weight excluded) {
        super(field, vector, count);
        this.excluded = excluded;
    }

    @Override
    protected TopDocs approximateSearch(
            LeafReaderContext context, AcceptDocs accepted, int visitedLimit, KnnCollectorManager collectors)
            throws IOException {
        Scorer scorer = excluded.scorer(context);
        if (scorer == null) {
            return super.approximateSearch(context, accepted, visitedLimit, collectors);
        }
        FixedBitSet out = new FixedBitSet(context.reader().maxDoc());
        out.or(scorer.iterator());
        return super.approximateSearch(context, new Others(accepted, out), visitedLimit, collectors);
    }

    /** Accepted documents without some. */
    private static final class Others extends AcceptDocs {
        private final AcceptDocs accepted;
        private final FixedBitSet out;

        Others(AcceptDocs accepted, FixedBitSet out) {
            this.accepted = accepted;
            this.out = out;
        }

        @Override
        public Bits bits() throws IOException {
            Bits before = accepted.bits();
            return new Bits() {
                @Override
                public boolean get(int document) {
                    return !out.get(document) && (before == null || before.get(document));
                }

                @Override
                public int length() {
                    return out.length();
                }
            };
        }

        @Override
        public DocIdSetIterator iterator() throws IOException {
            return new FilteredDocIdSetIterator(accepted.iterator()) {
                @Override
                protected boolean match(int document) {
                    return !out.get(document);
                }
            };
        }

        @Override
        public int cost() throws IOException {
            return Math.max(0, accepted.cost() - out.cardinality());
        }
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && excluded.getQuery().equals(((NearestScenes) other).excluded.getQuery());
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + excluded.getQuery().hashCode();
    }
}
