package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.timeviper.search.lucene.Candidates;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SceneSchema;
import org.timeviper.search.lucene.SceneSearcher;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;

/**
 * What {@value MomentsAggregationBuilder#NAME} is asked for.
 *
 * @param path the path that scenes are nested under; empty where each scene is a document of its own
 * @param language of captions and query
 * @param sought what is looked for
 * @param ranking how hits are ranked and joined
 * @param size how many moments at most
 * @param unfused the rankings that are wanted as they are, each to the depth of the ranking; empty if moments are
 */
record MomentsRequest(
        String path,
        CaptionLanguage language,
        SoughtMoments sought,
        MomentRanking ranking,
        int size,
        Set<UnfusedRanking> unfused) {

    static final int USUAL_SIZE = 10;
    static final int MAX_SIZE = 10_000;

    /** @throws IllegalArgumentException if the size is out of its range, or rankings are wanted of several scenes */
    MomentsRequest {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(sought, "sought");
        Objects.requireNonNull(ranking, "ranking");
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("[size] is " + size + ": it must be 1 to " + MAX_SIZE);
        }
        unfused = Collections.unmodifiableSet(new TreeSet<>(unfused));
        if (!unfused.isEmpty() && !sought.single()) {
            throw new IllegalArgumentException(
                    "[unfused] rankings are of one scene, and [sought] looks for several or limits their time");
        }
    }

    /** Searches one shard. */
    Findings search(SceneSearcher shard, CaptionAnalyzer analyzer) throws IOException {
        if (unfused.isEmpty()) {
            return Findings.in(shard::candidates, sought, ranking, analyzer);
        }
        SoughtScene scene = sought.scenes().values().iterator().next();
        CaptionQuery query = CaptionQuery.parse(scene.text(), analyzer);
        return new Findings(
                new Candidates(
                        unfused.contains(UnfusedRanking.WORDS)
                                ? shard.words(query, scene.vector(), ranking.depth())
                                : List.of(),
                        unfused.contains(UnfusedRanking.MEANING)
                                ? shard.meaning(query, scene.vector(), ranking.depth())
                                : List.of()),
                List.of());
    }

    SceneSchema schema() {
        return path.isEmpty() ? SceneSchema.FLAT : SceneSchema.nested(path);
    }

    void write(StreamOutput out) throws IOException {
        out.writeString(path);
        out.writeString(language.code());
        FindingsStream.write(out, sought);
        FindingsStream.write(out, ranking);
        out.writeVInt(size);
        out.writeEnumSet(unfused.isEmpty() ? EnumSet.noneOf(UnfusedRanking.class) : EnumSet.copyOf(unfused));
    }

    static MomentsRequest read(StreamInput in) throws IOException {
        return new MomentsRequest(
                in.readString(),
                CaptionLanguage.of(in.readString()),
                FindingsStream.readSought(in),
                FindingsStream.readRanking(in),
                in.readVInt(),
                in.readEnumSet(UnfusedRanking.class));
    }
}
