package org.timeviper.indexer.index;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The searchable projection of the library: every scene of every published video, by words and by meaning. It can be dropped and rebuilt from the library at any
 * time, so nothing may be kept in it alone.
 *
 * <p>Every change is visible to the searches that begin after the method returns, and is then on disk: a killed process loses nothing that was published. A
 * search sees either all or nothing of a change. Safe for use by many threads.
 *
 * <p>All methods throw {@link IndexUnavailable} if the index cannot be read or written.
 */
public interface SceneIndex extends AutoCloseable {

    /**
     * Puts these scenes in the place of all that the index holds of the video, as one visible change.
     *
     * @param scenes the video's scenes; an empty list is the same as {@link #delete}
     * @throws IllegalArgumentException if a scene belongs to another video or its vector has the wrong length or not length one
     */
    void replace(String videoId, List<SceneDocument> scenes);

    /** Removes all scenes of a video; of an unknown video, nothing happens. */
    void delete(String videoId);

    /** @return how many scenes are searchable now */
    long size();

    /** @return how many scenes are searchable now, for each video that has any */
    Map<String, Long> scenesByVideo();

    /**
     * Finds scenes by words (BM25).
     *
     * @param limit how many at most, 1 or more
     * @return best first; empty if the query has no words but common ones
     */
    List<ScoredScene> words(SceneQuery query, int limit);

    /**
     * Finds scenes by meaning (cosine of sentence embeddings).
     *
     * @param limit how many at most, 1 or more
     * @return best first
     * @throws IllegalArgumentException if the query's vector has the wrong length
     */
    List<ScoredScene> meaning(SceneQuery query, int limit);

    /** Removes every scene, as one visible change. */
    void clear();

    /** @return why the index has to be rebuilt from the library (missing, damaged, written by another version or for another embedding model); empty if it is sound */
    Optional<String> staleness();

    /** Notes that the index again holds what the library holds; {@link #staleness} is empty from here on, also after a restart. */
    void rebuilt();

    /** Closes the index; what was published stays. */
    @Override
    void close();
}
