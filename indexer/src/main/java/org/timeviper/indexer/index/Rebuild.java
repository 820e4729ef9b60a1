package org.timeviper.indexer.index;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;

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
     * Writes every video anew. What is published meanwhile either was in the index before, and then this waits until the library says so, or goes into what is written too: the
     * {@linkplain #differences comparison} that follows finds the former.
     *
     * @param done told how many videos are done, after each
     */
    public Report everything(LongConsumer done) {
        AtomicLong videos = new AtomicLong();
        long removed;
        try (SceneIndex.Rewriting anew = index.rewrite()) {
            Set<String> gone = new HashSet<>(index.scenesByVideo().keySet());
            library.forEachVideo((video, scenes) -> {
                gone.remove(video);
                anew.replace(video, vectors.of(scenes));
                done.accept(videos.incrementAndGet());
            });
            removed = remove(gone);
            anew.complete();
        }
        return new Report(videos.get(), videos.get(), removed);
    }

    /**
     * Writes the videos of which the index holds another number of scenes or knows something else than the library, and takes out those the library does not have. Cheap
     * when nothing is wrong.
     *
     * @param done told how many videos are done, after each
     */
    public Report differences(LongConsumer done) {
        boolean sound = index.staleness().isEmpty();
        Map<String, Long> indexed = index.scenesByVideo();
        Set<String> gone = new HashSet<>(indexed.keySet());
        AtomicLong videos = new AtomicLong();
        AtomicLong replaced = new AtomicLong();
        library.forEachVideo((video, scenes) -> {
            gone.remove(video);
            if (scenes.size() != indexed.getOrDefault(video, 0L) || !scenes.isEmpty() && !indexedAs(video, scenes)) {
                index.replace(video, vectors.of(scenes));
                replaced.incrementAndGet();
            }
            done.accept(videos.incrementAndGet());
        });
        long removed = remove(gone);
        if (!sound || index.staleness().isEmpty()) { // or else it was lost meanwhile, and is another one now
            index.rebuilt();
        }
        return new Report(videos.get(), replaced.get(), removed);
    }

    /** Of videos that the library did not hand over, those are still to be found that it has published meanwhile: such a one may have been in the index a moment before. */
    private long remove(Set<String> gone) {
        return gone.stream()
                .filter(video -> library.ifUnpublished(video, () -> index.delete(video)))
                .count();
    }

    /** Whether the index knows of the video what the library does: what is said of it, and what is seen in it. */
    private boolean indexedAs(String video, List<SceneDocument> scenes) {
        List<Scene> indexed = index.page("", SceneFilter.NONE.in(video), Optional.empty(), scenes.size())
                .scenes();
        List<Scene> known = scenes.stream().map(SceneDocument::scene).toList();
        return captions(indexed).equals(captions(known))
                && said(indexed.getFirst().video()).equals(said(known.getFirst().video()));
    }

    private static Map<String, String> captions(List<Scene> scenes) {
        return scenes.stream().collect(Collectors.toMap(Scene::id, Scene::caption));
    }

    private static List<Object> said(IndexedVideo video) {
        return List.of(video.collection(), Set.copyOf(video.tags()), video.language(), Set.copyOf(video.metadata()));
    }
}
