package org.timeviper.indexer.index;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.timeviper.search.lucene.IndexedVideo;

/**
 * Brings the index back to what the library holds, without the video model. Searches are answered meanwhile; it may be broken off and begun again at any time.
 */
public final class Rebuild {

    private final SceneIndex index;
    private final SceneSource library;
    private final PresentVectors vectors;

    /**
     * What was done.
     *
     * @param videos how many videos the library holds
     * @param replaced how many of them were written anew
     * @param removed how many videos were taken out because the library no longer has them
     */
    public record Report(long videos, long replaced, long removed) {}

    public Rebuild(SceneIndex index, SceneSource library, CaptionEmbedder embedder) {
        this.index = index;
        this.library = library;
        this.vectors = new PresentVectors(embedder);
    }

    /**
     * Writes every video anew.
     *
     * @param done told how many videos are done, after each
     */
    public Report everything(LongConsumer done) {
        Set<String> gone = new HashSet<>(index.scenesByVideo().keySet());
        AtomicLong videos = new AtomicLong();
        try (SceneIndex.Rewriting anew = index.rewrite()) {
            library.forEachVideo((video, scenes) -> {
                gone.remove(video);
                anew.replace(video, vectors.of(scenes));
                done.accept(videos.incrementAndGet());
            });
            gone.forEach(index::delete);
            anew.complete();
        }
        return new Report(videos.get(), videos.get(), gone.size());
    }

    /**
     * Writes the videos of which the index holds another number of scenes or knows something else than the library, and takes out those the library does not have. Cheap
     * when nothing is wrong.
     */
    public Report differences() {
        boolean sound = index.staleness().isEmpty();
        Map<String, Long> indexed = index.scenesByVideo();
        Set<String> gone = new HashSet<>(indexed.keySet());
        AtomicLong videos = new AtomicLong();
        AtomicLong replaced = new AtomicLong();
        library.forEachVideo((video, scenes) -> {
            gone.remove(video);
            videos.incrementAndGet();
            if (scenes.size() != indexed.getOrDefault(video, 0L) || !scenes.isEmpty() && !indexedAs(video, scenes)) {
                index.replace(video, vectors.of(scenes));
                replaced.incrementAndGet();
            }
        });
        gone.forEach(index::delete);
        if (!sound || index.staleness().isEmpty()) { // or else it was lost meanwhile, and is another one now
            index.rebuilt();
        }
        return new Report(videos.get(), replaced.get(), gone.size());
    }

    /** Whether the index knows of the video what the library does. Where there are more tags than an index counts, nobody can tell, and it is written anew. */
    private boolean indexedAs(String video, List<SceneDocument> scenes) {
        IndexedVideo known = scenes.getFirst().scene().video();
        Facets facets = index.facets("", SceneFilter.NONE.in(video));
        return values(facets.tags()).equals(known.tags())
                && values(facets.collections()).equals(some(known.collection()))
                && values(facets.languages()).equals(some(known.language()))
                && known.tags().size() < Facets.MOST_VALUES;
    }

    private static List<String> values(List<Facets.Count> counts) {
        return counts.stream().map(Facets.Count::value).sorted().toList();
    }

    private static List<String> some(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }
}
