package org.timeviper.indexer.index.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.timeviper.indexer.index.Facets;
import org.timeviper.search.lucene.SceneSchema;

/** Counts the values of facets among the videos that a query finds. A video's scenes are written as one block, so they lie in one segment, and each segment counts its own. */
final class FacetCounting {

    private static final SceneSchema SCHEMA = SceneSchema.FLAT;
    private static final List<String> FIELDS = List.of(SCHEMA.collection(), SCHEMA.tags(), SCHEMA.language());

    private final List<Map<String, Long>> counts = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private long videos;

    static Facets of(IndexSearcher searcher, Query scenes) throws IOException {
        FacetCounting counting = new FacetCounting();
        Weight weight = searcher.createWeight(searcher.rewrite(scenes), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            counting.count(leaf, weight);
        }
        return new Facets(
                counting.videos, top(counting.counts.get(0)), top(counting.counts.get(1)), top(counting.counts.get(2)));
    }

    private void count(LeafReaderContext leaf, Weight weight) throws IOException {
        Scorer scorer = weight.scorer(leaf);
        if (scorer == null) {
            return;
        }
        List<Values> fields = new ArrayList<>();
        for (String field : FIELDS) {
            fields.add(new Values(leaf.reader(), field));
        }
        SortedSetDocValues video = DocValues.getSortedSet(leaf.reader(), SCHEMA.video());
        FixedBitSet seen = new FixedBitSet((int) Math.max(1, video.getValueCount()));
        Bits live = leaf.reader().getLiveDocs();
        DocIdSetIterator scenes = scorer.iterator();
        for (int scene = scenes.nextDoc(); scene != DocIdSetIterator.NO_MORE_DOCS; scene = scenes.nextDoc()) {
            if ((live == null || live.get(scene))
                    && video.advanceExact(scene)
                    && !seen.getAndSet((int) video.nextOrd())) {
                videos++;
                for (Values values : fields) {
                    values.count(scene);
                }
            }
        }
        for (int f = 0; f < FIELDS.size(); f++) {
            fields.get(f).addTo(counts.get(f));
        }
    }

    /** A field's values in one segment, counted by their numbers there: only those that occur are read. */
    private static final class Values {
        private final SortedSetDocValues values;
        private final long[] counted;

        Values(LeafReader leaf, String field) throws IOException {
            values = DocValues.getSortedSet(leaf, field);
            counted = new long[(int) values.getValueCount()];
        }

        void count(int scene) throws IOException {
            if (values.advanceExact(scene)) {
                for (int i = 0; i < values.docValueCount(); i++) {
                    counted[(int) values.nextOrd()]++;
                }
            }
        }

        void addTo(Map<String, Long> counts) throws IOException {
            for (int value = 0; value < counted.length; value++) {
                if (counted[value] > 0) {
                    counts.merge(values.lookupOrd(value).utf8ToString(), counted[value], Long::sum);
                }
            }
        }
    }

    private static List<Facets.Count> top(Map<String, Long> counted) {
        return counted.entrySet().stream()
                .map(entry -> new Facets.Count(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Facets.Count::videos)
                        .reversed()
                        .thenComparing(Facets.Count::value))
                .limit(Facets.MOST_VALUES)
                .toList();
    }
}
