package org.timeviper.indexer.index.lucene;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;
import org.timeviper.indexer.index.Facets;
import org.timeviper.indexer.index.IndexHealth;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.IndexedTerm;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.ScenePage;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.CompletionTerms;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.SceneDocuments;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.SceneSchema;
import org.timeviper.search.lucene.SceneSearcher;
import org.timeviper.search.lucene.ScoredScene;

/**
 * The index in a folder of this machine. One process at a time may have it open.
 *
 * <p>Every change is committed before its method returns (some milliseconds: the disk is waited for), so that after a crash the folder holds what was last
 * published. An index that is missing, damaged or of another version is noticed when it is opened: it then starts out empty and {@linkplain #staleness says so}; one
 * whose rebuild was not finished says so and keeps what it has.
 * Opening reads the whole folder once, to find damage before a search does.
 */
public final class LuceneSceneIndex implements SceneIndex {

    /** How many more neighbours than wanted are looked for: with half as many, of a million scenes' hundred nearest several more are missed. */
    private static final double OVERSAMPLING = 3;

    /** How much of a rewriting is gathered in memory at most: large parts need little merging, and it is merging that takes long. */
    private static final double REWRITING_BUFFER_MB = 256;

    /** How often a rewriting shows what it has written. */
    private static final Duration SHOWN_AFTER = Duration.ofSeconds(30);

    private final Path folder;
    private final String embedding;
    private final int dimensions;
    private final CaptionAnalyzer analyzer;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final Pages pages = new Pages();
    private final Newer newer = new Newer();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("index-search-", 1).factory());
    private volatile Optional<String> staleness;

    private LuceneSceneIndex(Path folder, CaptionLanguage language, String embedding, int dimensions)
            throws IOException {
        this.folder = folder;
        this.embedding = embedding;
        this.dimensions = dimensions;
        this.analyzer = language.analyzer();
        Files.createDirectories(folder);
        this.directory = FSDirectory.open(folder);
        try {
            Condition found = examine();
            this.staleness = found.staleness();
            this.writer = new IndexWriter(directory, settings(found.usable()));
            if (!found.usable()) {
                commitAs(false);
            }
            this.searchers = new SearcherManager(writer, new BySegments(threads));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Opens the index, or begins an empty one.
     *
     * @param folder where it lies; made if it does not exist
     * @param language of captions and queries
     * @param embedding the name of the sentence embedding model
     * @param dimensions length of its vectors
     * @throws IndexUnavailable if the folder cannot be used or another process has the index open
     */
    public static LuceneSceneIndex open(Path folder, CaptionLanguage language, String embedding, int dimensions) {
        try {
            return new LuceneSceneIndex(folder, language, embedding, dimensions);
        } catch (LockObtainFailedException e) {
            throw new IndexUnavailable(
                    "The search index in " + folder
                            + " is in use by another process. Put the question to the service that is running, or stop it first.",
                    e);
        } catch (IOException e) {
            throw new IndexUnavailable(
                    "The search index in " + folder + " cannot be opened: " + e.getMessage()
                            + ". See that the folder can be read and written and that the disk is not full.",
                    e);
        }
    }

    /** Makes searchers that look through several segments at the same time, so that a search alone on the machine has all of its processors. */
    private static final class BySegments extends SearcherFactory {
        private final ExecutorService threads;

        BySegments(ExecutorService threads) {
            this.threads = threads;
        }

        @Override
        public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) {
            return new IndexSearcher(reader, threads);
        }
    }

    private IndexWriterConfig settings(boolean goOn) {
        return new IndexWriterConfig(analyzer)
                .setCodec(new SceneCodec())
                .setOpenMode(goOn ? IndexWriterConfig.OpenMode.APPEND : IndexWriterConfig.OpenMode.CREATE)
                .setCommitOnClose(true);
    }

    /**
     * How the index in the folder was found.
     *
     * @param staleness why it has to be rebuilt; empty if it has not
     * @param usable whether what it holds can be searched
     */
    private record Condition(Optional<String> staleness, boolean usable) {

        static Condition unusable(String reason) {
            return new Condition(Optional.of(reason), false);
        }
    }

    /** Looks at the index in the folder, and clears away a damaged one. */
    private Condition examine() throws IOException {
        directory.obtainLock(IndexWriter.WRITE_LOCK_NAME).close();
        if (!DirectoryReader.indexExists(directory)) {
            return Condition.unusable("there is none yet");
        }
        try {
            Map<String, String> commit =
                    SegmentInfos.readLatestCommit(directory).getUserData();
            Optional<String> mismatch = IndexVersion.current(analyzer.language(), embedding, dimensions, true)
                    .mismatch(commit);
            if (mismatch.isPresent()) {
                return Condition.unusable(mismatch.get());
            }
            checkIntegrity();
            boolean complete = Boolean.parseBoolean(commit.get("complete"));
            return new Condition(complete ? Optional.empty() : Optional.of("its last rebuild was not finished"), true);
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | EOFException
                | FileNotFoundException
                | NoSuchFileException e) {
            for (String file : directory.listAll()) {
                if (file.startsWith(IndexFileNames.SEGMENTS)
                        || IndexFileNames.CODEC_FILE_PATTERN.matcher(file).matches()) {
                    directory.deleteFile(file);
                }
            }
            return Condition.unusable("it was damaged (" + e.getMessage() + ")");
        }
    }

    private void checkIntegrity() throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
            }
        }
    }

    @Override
    public void replace(String videoId, List<SceneDocument> scenes) {
        scenes.forEach(scene -> scene.check(videoId, dimensions));
        change("publish a video", () -> {
            synchronized (newer) {
                newer.ifRewriting(videoId);
                write(videoId, scenes);
            }
        });
    }

    private void write(String videoId, List<SceneDocument> scenes) throws IOException {
        if (scenes.isEmpty()) {
            writer.deleteDocuments(ofVideo(videoId));
        } else {
            writer.updateDocuments(ofVideo(videoId), documents(scenes));
        }
    }

    /** A video's scenes; the first of them also has what is kept once of a video. */
    private List<Document> documents(List<SceneDocument> scenes) {
        List<Document> documents = scenes.stream()
                .map(document -> SceneDocuments.write(document.scene(), document.vector()))
                .toList();
        List<String> captions =
                scenes.stream().map(document -> document.scene().caption()).toList();
        CompletionTerms.of(scenes.getFirst().scene().video(), captions, analyzer)
                .forEach(
                        term -> documents.getFirst().add(new StringField(CompletionTerms.FIELD, term, Field.Store.NO)));
        return documents;
    }

    @Override
    public void delete(String videoId) {
        replace(videoId, List.of());
    }

    @Override
    public void clear() {
        change("clear it", writer::deleteAll);
    }

    @Override
    public long size() {
        return search(
                "count its scenes", searcher -> (long) searcher.getIndexReader().numDocs());
    }

    @Override
    public Map<String, Long> scenesByVideo() {
        return search("count its scenes", searcher -> {
            Map<String, Long> counts = new TreeMap<>();
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                SortedSetDocValues videos = DocValues.getSortedSet(leaf.reader(), SceneSchema.FLAT.video());
                Bits live = leaf.reader().getLiveDocs();
                long[] scenes = new long[(int) videos.getValueCount()];
                for (int d = videos.nextDoc(); d != DocIdSetIterator.NO_MORE_DOCS; d = videos.nextDoc()) {
                    if (live == null || live.get(d)) {
                        scenes[(int) videos.nextOrd()]++;
                    }
                }
                for (int video = 0; video < scenes.length; video++) {
                    if (scenes[video] > 0) {
                        counts.merge(videos.lookupOrd(video).utf8ToString(), scenes[video], Long::sum);
                    }
                }
            }
            return counts;
        });
    }

    @Override
    public List<ScoredScene> words(SceneQuery query, int limit) {
        CaptionQuery parsed = CaptionQuery.parse(query.text(), analyzer);
        return search("search it", searcher -> scenes(searcher, query.filter()).words(parsed, query.vector(), limit));
    }

    @Override
    public List<ScoredScene> meaning(SceneQuery query, int limit) {
        checkLength(query.vector());
        CaptionQuery parsed = CaptionQuery.parse(query.text(), analyzer);
        return search("search it", searcher -> scenes(searcher, query.filter()).meaning(parsed, query.vector(), limit));
    }

    @Override
    public List<FoundMoment<SceneHit>> moments(MomentQuery query) {
        query.sought().scenes().values().forEach(scene -> checkLength(scene.vector()));
        Findings findings = search("search it", searcher -> {
            SceneSearcher scenes = scenes(searcher, query.filter());
            return Findings.in(scenes::candidates, query.sought(), query.ranking(), analyzer);
        });
        return query.ranking().moments(findings, query.sought(), analyzer);
    }

    @Override
    public Facets facets(String text, SceneFilter filter) {
        Query query = holdingAllWords(text, filter);
        return search("count its videos", searcher -> FacetCounting.of(searcher, query));
    }

    @Override
    public ScenePage page(String text, SceneFilter filter, Optional<String> cursor, int size) {
        Query query = holdingAllWords(text, filter);
        return search(
                "read its scenes",
                searcher -> cursor.isPresent()
                        ? pages.after(cursor.get(), query, size)
                        : pages.first(searcher, query, size));
    }

    @Override
    public List<List<IndexedTerm>> completions(List<String> prefixes, int limit) {
        return search("complete words", searcher -> {
            List<List<IndexedTerm>> found = new ArrayList<>();
            for (String prefix : prefixes) {
                found.add(TermCompletion.of(searcher, prefix, limit));
            }
            return found;
        });
    }

    private Query holdingAllWords(String text, SceneFilter filter) {
        CaptionQuery parsed = CaptionQuery.parse(text, analyzer);
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        SceneFilterQuery.of(filter).ifPresent(allowed -> all.add(allowed, Occur.FILTER));
        if (!parsed.onlyCommonWords()) {
            all.add(parsed.toStrictQuery(SceneSchema.FLAT.terms()), Occur.FILTER);
        }
        return all.build();
    }

    private SceneSearcher scenes(IndexSearcher searcher, SceneFilter filter) {
        return new SceneSearcher(searcher, SceneSchema.FLAT, analyzer, SceneFilterQuery.of(filter), OVERSAMPLING);
    }

    private void checkLength(float[] vector) {
        if (vector.length != dimensions) {
            throw new IllegalArgumentException("The query's vector has " + vector.length + " numbers, the index "
                    + dimensions + ": it comes from another embedding model.");
        }
    }

    @Override
    public Optional<String> staleness() {
        return staleness;
    }

    @Override
    public void rebuilt() {
        change("note that it is complete", () -> commitAs(true));
        staleness = Optional.empty();
    }

    /** The index is written over where it lies, one video after the other. */
    @Override
    public Rewriting rewrite() {
        change("note that it is rewritten", () -> commitAs(false));
        return new WritingOver();
    }

    /** The videos that were changed since a rewriting began: what it would write of them is older. Whoever writes holds its lock from asking it to having written. */
    private static final class Newer {
        private final Set<String> videos = new HashSet<>();
        private int rewritings;

        synchronized void begin() {
            rewritings++;
        }

        synchronized void ifRewriting(String videoId) {
            if (rewritings > 0) {
                videos.add(videoId);
            }
        }

        synchronized boolean holds(String videoId) {
            return videos.contains(videoId);
        }

        synchronized void end() {
            rewritings--;
            if (rewritings == 0) {
                videos.clear();
            }
        }
    }

    /**
     * A rewriting. What it has written is committed and shown every few seconds, not for every video: it would only have to be merged again. What a crash takes of it
     * is rewritten anyway, for the index still says that it is not complete.
     */
    private final class WritingOver implements Rewriting {
        private long shown = System.nanoTime();

        WritingOver() {
            newer.begin();
            writer.getConfig().setRAMBufferSizeMB(REWRITING_BUFFER_MB);
        }

        @Override
        public void replace(String videoId, List<SceneDocument> scenes) {
            scenes.forEach(scene -> scene.check(videoId, dimensions));
            try {
                synchronized (newer) {
                    if (!newer.holds(videoId)) {
                        write(videoId, scenes);
                    }
                }
            } catch (IOException | AlreadyClosedException e) {
                throw unavailable("write a video", e);
            }
            if (System.nanoTime() - shown > SHOWN_AFTER.toNanos()) {
                show();
            }
        }

        private void show() {
            change("commit what is written", () -> {});
            shown = System.nanoTime();
        }

        @Override
        public void complete() {
            rebuilt();
        }

        @Override
        public void close() {
            newer.end();
            writer.getConfig().setRAMBufferSizeMB(IndexWriterConfig.DEFAULT_RAM_BUFFER_SIZE_MB);
            show();
        }
    }

    @Override
    public IndexHealth health() {
        try {
            size();
            return new IndexHealth(folder.toString(), Optional.empty(), List.of());
        } catch (IndexUnavailable e) {
            return new IndexHealth(folder.toString(), Optional.of(e.getMessage()), List.of());
        }
    }

    @Override
    public void close() {
        try {
            IOUtils.close(pages, searchers, writer, directory);
        } catch (IOException e) {
            throw unavailable("close it", e);
        } finally {
            threads.shutdown();
        }
    }

    private void commitAs(boolean complete) throws IOException {
        writer.setLiveCommitData(IndexVersion.current(analyzer.language(), embedding, dimensions, complete)
                .toCommit()
                .entrySet());
        writer.commit();
    }

    private static Term ofVideo(String videoId) {
        return new Term(SceneSchema.FLAT.video(), videoId);
    }

    private interface Change {
        void make() throws IOException;
    }

    private interface Search<T> {
        T in(IndexSearcher searcher) throws IOException;
    }

    private void change(String what, Change change) {
        try {
            change.make();
            writer.commit();
            searchers.maybeRefreshBlocking();
            pages.prune();
        } catch (IOException | AlreadyClosedException e) {
            throw unavailable(what, e);
        }
    }

    private <T> T search(String what, Search<T> search) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return search.in(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException | AlreadyClosedException | RejectedExecutionException e) {
            throw unavailable(what, e);
        }
    }

    private IndexUnavailable unavailable(String what, Exception cause) {
        return new IndexUnavailable(
                "The search index in " + folder + " failed (to " + what + "): " + cause.getMessage()
                        + ". Nothing of the library is lost: delete that folder and start again, and it is rebuilt.",
                cause);
    }
}
