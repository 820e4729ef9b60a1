package org.timeviper.indexer.index.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherLifetimeManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.SortedSetSortField;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.util.BytesRef;
import org.timeviper.indexer.index.ScenePage;
import org.timeviper.indexer.index.UnusableCursor;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneSchema;
import org.timeviper.search.lucene.SceneSearcher;

/** Pages through scenes. A view of the index that pages were read from is kept for a while, so that later pages show the same index. */
final class Pages implements Closeable {

    /** How long a view that nobody pages through any more is kept. */
    private static final double KEPT_SECONDS = 300;

    private static final Sort BY_FILM = new Sort(
            new SortedSetSortField(SceneSchema.FLAT.video(), false),
            new SortedNumericSortField(SceneSchema.FLAT.start(), SortField.Type.DOUBLE),
            new SortedSetSortField(SceneSchema.FLAT.id(), false));

    private final SearcherLifetimeManager views = new SearcherLifetimeManager();

    /**
     * Where a page ended.
     *
     * @param view the view of the index
     * @param document the last scene's number in it
     */
    private record Cursor(long view, int document) {

        String write() {
            ByteBuffer bytes = ByteBuffer.allocate(12).putLong(view).putInt(document);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
        }

        static Cursor read(String written) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(written));
                if (bytes.remaining() == 12) {
                    return new Cursor(bytes.getLong(), bytes.getInt());
                }
            } catch (IllegalArgumentException e) {
                throw UnusableCursor.unknown(e);
            }
            throw UnusableCursor.unknown(null);
        }
    }

    ScenePage first(IndexSearcher searcher, Query query, int size) throws IOException {
        return page(searcher, searcher.search(query, size + 1, BY_FILM), size, views.record(searcher));
    }

    ScenePage after(String written, Query query, int size) throws IOException {
        Cursor cursor = Cursor.read(written);
        IndexSearcher searcher = views.acquire(cursor.view());
        if (searcher == null) {
            throw UnusableCursor.expired();
        }
        try {
            if (cursor.document() < 0
                    || cursor.document() >= searcher.getIndexReader().maxDoc()) {
                throw UnusableCursor.unknown(null);
            }
            ScoreDoc last = last(searcher, cursor.document());
            return page(
                    searcher, (TopFieldDocs) searcher.searchAfter(last, query, size + 1, BY_FILM), size, cursor.view());
        } finally {
            views.release(searcher);
        }
    }

    /** Sort values of a scene, which are what the next page goes on after. */
    private static FieldDoc last(IndexSearcher searcher, int document) throws IOException {
        Scene scene = SceneSearcher.read(searcher, SceneSchema.FLAT, document);
        return new FieldDoc(document, Float.NaN, new Object[] {
            new BytesRef(scene.video().id()), scene.start(), new BytesRef(scene.id())
        });
    }

    private ScenePage page(IndexSearcher searcher, TopFieldDocs hits, int size, long view) throws IOException {
        int shown = Math.min(size, hits.scoreDocs.length);
        int[] documents = Arrays.stream(hits.scoreDocs)
                .limit(shown)
                .mapToInt(hit -> hit.doc)
                .toArray();
        List<Scene> scenes = SceneSearcher.read(searcher, SceneSchema.FLAT, documents);
        boolean more = hits.scoreDocs.length > size;
        return new ScenePage(
                scenes, more ? Optional.of(new Cursor(view, hits.scoreDocs[shown - 1].doc).write()) : Optional.empty());
    }

    /** Lets go of views that are old and not the present one. */
    void prune() throws IOException {
        views.prune(new SearcherLifetimeManager.PruneByAge(KEPT_SECONDS));
    }

    @Override
    public void close() throws IOException {
        views.close();
    }
}
