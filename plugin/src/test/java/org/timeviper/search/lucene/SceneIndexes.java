package org.timeviper.search.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.elasticsearch.common.logging.LogConfigurator;

/** Small indexes of scenes, tidy or as they are after much writing and deleting, and searchers that are told the statistics of another index. */
final class SceneIndexes implements AutoCloseable {

    static {
        // The server's own formats of vectors are on the class path, and cannot be listed before its logging is set up.
        LogConfigurator.configureESLogging();
    }

    private static final CaptionAnalyzer ANALYZER = new CaptionAnalyzer();

    private final List<AutoCloseable> open = new ArrayList<>();

    /** One segment that holds these scenes and has never held another. */
    DirectoryReader tidy(List<RandomScenes.Described> scenes) throws IOException {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(ANALYZER))) {
            for (RandomScenes.Described scene : scenes) {
                writer.addDocument(document(scene));
            }
            writer.forceMerge(1);
        }
        return reader(directory);
    }

    /** Several segments, with scenes in between that have been deleted, or written anew. */
    DirectoryReader untidy(List<RandomScenes.Described> scenes, Random random) throws IOException {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setMergePolicy(NoMergePolicy.INSTANCE);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (RandomScenes.Described scene : scenes) {
                Document document = document(scene);
                Term identity = new Term(SceneSchema.FLAT.id(), scene.scene().id());
                for (int i = random.nextInt(3); i > 0; i--) {
                    writer.addDocument(document);
                    flush(writer, random);
                }
                writer.updateDocument(identity, document);
                flush(writer, random);
            }
        }
        return reader(directory);
    }

    private static Document document(RandomScenes.Described scene) {
        if (scene.vector() != null) {
            return SceneDocuments.write(scene.scene(), scene.vector());
        }
        Document document = SceneDocuments.write(scene.scene(), new float[] {1, 0});
        document.removeField(SceneSchema.FLAT.vector());
        return document;
    }

    private static void flush(IndexWriter writer, Random random) throws IOException {
        if (random.nextInt(4) == 0) {
            writer.commit();
        }
    }

    private DirectoryReader reader(ByteBuffersDirectory directory) throws IOException {
        open.add(directory);
        DirectoryReader reader = DirectoryReader.open(directory);
        open.addFirst(reader);
        return reader;
    }

    /** A searcher of one index, or shard, that weighs words by the statistics of another, where that one knows them. So do the searchers of a cluster's shards. */
    static IndexSearcher weighing(DirectoryReader index, DirectoryReader whole) {
        IndexSearcher statistics = new IndexSearcher(whole);
        return new IndexSearcher(index) {
            @Override
            public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq) throws IOException {
                int everywhere = whole.docFreq(term);
                return everywhere == 0
                        ? super.termStatistics(term, docFreq, totalTermFreq)
                        : statistics.termStatistics(term, everywhere, whole.totalTermFreq(term));
            }

            @Override
            public CollectionStatistics collectionStatistics(String field) throws IOException {
                CollectionStatistics everywhere = statistics.collectionStatistics(field);
                return everywhere == null ? super.collectionStatistics(field) : everywhere;
            }
        };
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
