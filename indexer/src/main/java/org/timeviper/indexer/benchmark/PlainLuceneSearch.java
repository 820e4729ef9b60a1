package org.timeviper.indexer.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.NumericUtils;
import org.apache.lucene.util.QueryBuilder;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.SceneSchema;

/** Plain Lucene over the embedded index's folder: a boolean query of words and of nearest vectors, straight from the library's documentation. */
final class PlainLuceneSearch implements PlainSearch {

    private static final SceneSchema SCHEMA = SceneSchema.FLAT;

    private final Path folder;
    private final CaptionAnalyzer analyzer = new CaptionAnalyzer();
    private final Directory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    private PlainLuceneSearch(Path folder, Directory directory) throws IOException {
        this.folder = folder;
        this.directory = directory;
        this.reader = DirectoryReader.open(directory);
        this.searcher = new IndexSearcher(reader);
    }

    /** @throws IndexUnavailable if there is no index in the folder */
    static PlainLuceneSearch open(Path folder) {
        try {
            return new PlainLuceneSearch(folder, FSDirectory.open(folder));
        } catch (IOException e) {
            throw unavailable(folder, e);
        }
    }

    @Override
    public List<Span> search(String text, float[] vector, int depth) {
        BooleanQuery.Builder either = new BooleanQuery.Builder();
        Query words = new QueryBuilder(analyzer).createBooleanQuery(SCHEMA.terms(), text);
        if (words != null) {
            either.add(words, Occur.SHOULD);
        }
        either.add(new KnnFloatVectorQuery(SCHEMA.vector(), vector, depth), Occur.SHOULD);
        try {
            List<Span> scenes = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(either.build(), depth).scoreDocs) {
                scenes.add(read(hit));
            }
            return PlainSearch.joined(scenes);
        } catch (IOException e) {
            throw unavailable(folder, e);
        }
    }

    private Span read(ScoreDoc hit) throws IOException {
        List<LeafReaderContext> leaves = reader.leaves();
        LeafReaderContext context = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
        LeafReader leaf = context.reader();
        int number = hit.doc - context.docBase;
        SortedSetDocValues video = DocValues.getSortedSet(leaf, SCHEMA.video());
        video.advanceExact(number);
        BinaryDocValues caption = leaf.getBinaryDocValues(SCHEMA.caption());
        caption.advanceExact(number);
        return new Span(
                video.lookupOrd(video.nextOrd()).utf8ToString(),
                second(leaf, number, SCHEMA.start()),
                second(leaf, number, SCHEMA.end()),
                hit.score,
                caption.binaryValue().utf8ToString());
    }

    private static double second(LeafReader leaf, int number, String field) throws IOException {
        SortedNumericDocValues values = DocValues.getSortedNumeric(leaf, field);
        values.advanceExact(number);
        return NumericUtils.sortableLongToDouble(values.nextValue());
    }

    @Override
    public void close() {
        try {
            IOUtils.close(reader, directory);
        } catch (IOException e) {
            throw unavailable(folder, e);
        }
    }

    private static IndexUnavailable unavailable(Path folder, IOException cause) {
        return new IndexUnavailable("The index in " + folder + " cannot be read: " + cause.getMessage() + ".", cause);
    }
}
