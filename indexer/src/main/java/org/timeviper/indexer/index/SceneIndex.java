package org.timeviper.indexer.index;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.ScoredScene;

/**
 * The searchable projection of the library: every scene of every published video, by words and by meaning. It can be dropped and rebuilt from the library at any
 * time, so nothing may be kept in it alone.
 *
 * <p>Every change is visible to the searches that begin after the method returns, and is then on disk: a killed process loses nothing that was published. A
 * search sees either all or nothing of a change. Safe for use by many threads.
 *
 * <p>All methods but {@link #health} throw {@link IndexUnavailable} if the index cannot be read or written; they do so in bounded time.
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

    /**
     * Takes off the disk what was deleted or replaced: until then it is only marked, and no longer found. May read and write a good part of the index, so it is done for
     * many deletions at once; searches are answered meanwhile.
     *
     * @throws IndexUnavailable also if something of it is still left, which an index that is elsewhere may need for some minutes: it is to be asked again later
     */
    void purge();

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

    /**
     * Finds moments by words and meaning together: spans of film, each with the hits that make it up.
     *
     * @return best first
     * @throws IllegalArgumentException if the query's vector has the wrong length
     * @throws org.timeviper.search.lucene.TooManyMatches if an expression holds at more places than can be ranked
     */
    List<FoundMoment<SceneHit>> moments(MomentQuery query);

    /** Counts what the videos that answer a query can be narrowed down by. A query of common words only, or of none, counts all videos that the filter lets through. */
    Facets facets(String text, SceneFilter filter);

    /**
     * Pages through all scenes whose captions hold all of the query's words (all scenes, if it has none but common ones), video by video and in the order of their
     * film. The pages show the index as it was when the first of them was read.
     *
     * @param cursor where to go on: what the page before gave; empty for the first page
     * @param size how many scenes at most, 1 or more
     * @throws IllegalArgumentException if the cursor is none of this index or is too old; as an {@link UnusableCursor} it tells which
     */
    ScenePage page(String text, SceneFilter filter, Optional<String> cursor, int size);

    /**
     * Completes what is typed, from the {@linkplain org.timeviper.search.lucene.CompletionTerms terms} of all videos. Takes bounded time in an archive of any size. There it may
     * count over a part of the videos only, and of a prefix as short as a letter it may look at the first of the terms in the order of the alphabet only: what it gives is then
     * the most frequent of these. Longer prefixes are told in full.
     *
     * @param prefixes what terms must begin with, one or more
     * @param limit how many terms for each prefix at most, 1 or more
     * @return for each prefix its most frequent terms, equally frequent ones by themselves
     */
    List<List<IndexedTerm>> completions(List<String> prefixes, int limit);

    /** Removes every scene, as one visible change. */
    void clear();

    /** @return why the index has to be rebuilt from the library (missing, damaged, written by another version or for another embedding model); empty if it is sound */
    Optional<String> staleness();

    /**
     * Begins to write the index anew. Searches are answered meanwhile from what there was, or, where that is of no use to this version, from what is written already.
     * Changes made by {@link #replace} and {@link #delete} meanwhile are not lost.
     */
    Rewriting rewrite();

    /** Notes that the index again holds what the library holds; {@link #staleness} is empty from here on, also after a restart. */
    void rebuilt();

    /** @return how the index is now; never throws for want of an index */
    IndexHealth health();

    /** Closes the index; what was published stays. */
    @Override
    void close();

    /** An index being written anew. Unless it is {@linkplain #complete completed} before it is closed, it counts as broken off and is still due. */
    interface Rewriting extends AutoCloseable {

        /**
         * Writes a video, each once, for a whole archive's worth of them: it may be some time before searches see it and a crash leaves it, at the latest when this is
         * completed or closed. What {@link SceneIndex#replace} and {@link SceneIndex#delete} have done to a video since the rewriting began is newer, and stays.
         */
        void replace(String videoId, List<SceneDocument> scenes);

        /** Notes that every video of the library has been written: searches are answered from the new index from here on, without a gap. */
        void complete();

        @Override
        void close();
    }
}
