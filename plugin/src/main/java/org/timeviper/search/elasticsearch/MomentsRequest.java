package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Objects;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SceneSchema;
import org.timeviper.search.lucene.SoughtMoments;

/**
 * What {@value MomentsAggregationBuilder#NAME} is asked for.
 *
 * @param path the path that scenes are nested under; empty where each scene is a document of its own
 * @param language of captions and query
 * @param sought what is looked for
 * @param ranking how hits are ranked and joined
 * @param size how many moments at most
 */
record MomentsRequest(String path, CaptionLanguage language, SoughtMoments sought, MomentRanking ranking, int size) {

    static final int USUAL_SIZE = 10;
    static final int MAX_SIZE = 10_000;

    /** @throws IllegalArgumentException if the size is out of its range */
    MomentsRequest {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(sought, "sought");
        Objects.requireNonNull(ranking, "ranking");
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("[size] is " + size + ": it must be 1 to " + MAX_SIZE);
        }
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
    }

    static MomentsRequest read(StreamInput in) throws IOException {
        return new MomentsRequest(
                in.readString(),
                CaptionLanguage.of(in.readString()),
                FindingsStream.readSought(in),
                FindingsStream.readRanking(in),
                in.readVInt());
    }
}
