package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.timeviper.search.lucene.Candidates;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.Evidence;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.MomentMerging;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.ReciprocalRankFusion;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.SceneSequence;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TimeSpan;
import org.timeviper.search.lucene.TimedHit;

/** How searches and what they find cross the wire between nodes. All nodes of a cluster must have the same version of this plugin. */
final class FindingsStream {

    private FindingsStream() {}

    static void write(StreamOutput out, SoughtMoments sought) throws IOException {
        TemporalSyntax.write(out, sought.expression());
        out.writeCollection(sought.scenes().values(), FindingsStream::writeScene);
    }

    static SoughtMoments readSought(StreamInput in) throws IOException {
        var expression = TemporalSyntax.read(in);
        Map<String, SoughtScene> scenes = new HashMap<>();
        for (SoughtScene scene : in.readCollectionAsList(FindingsStream::readSoughtScene)) {
            scenes.put(scene.text(), scene);
        }
        return new SoughtMoments(expression, scenes);
    }

    private static void writeScene(StreamOutput out, SoughtScene scene) throws IOException {
        out.writeString(scene.text());
        out.writeFloatArray(scene.vector());
        out.writeDouble(scene.chance().mean());
        out.writeDouble(scene.chance().deviation());
    }

    private static SoughtScene readSoughtScene(StreamInput in) throws IOException {
        return new SoughtScene(in.readString(), in.readFloatArray(), new Chance(in.readDouble(), in.readDouble()));
    }

    static void write(StreamOutput out, MomentRanking ranking) throws IOException {
        out.writeVInt(ranking.depth());
        out.writeDouble(ranking.minCoverage());
        out.writeVInt(ranking.fusion().k());
        out.writeDouble(ranking.merging().gapSeconds());
        out.writeDouble(ranking.merging().likeness());
        out.writeDouble(ranking.merging().maxSeconds());
        out.writeDouble(ranking.merging().overlap());
    }

    static MomentRanking readRanking(StreamInput in) throws IOException {
        return new MomentRanking(
                in.readVInt(),
                in.readDouble(),
                new ReciprocalRankFusion(in.readVInt()),
                new MomentMerging(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
    }

    static void write(StreamOutput out, Findings findings) throws IOException {
        out.writeCollection(findings.candidates().words(), FindingsStream::writeScored);
        out.writeCollection(findings.candidates().meaning(), FindingsStream::writeScored);
        out.writeCollection(findings.sequences(), FindingsStream::writeSequence);
    }

    static Findings readFindings(StreamInput in) throws IOException {
        return new Findings(
                new Candidates(
                        in.readCollectionAsList(FindingsStream::readScored),
                        in.readCollectionAsList(FindingsStream::readScored)),
                in.readCollectionAsList(FindingsStream::readSequence));
    }

    private static void writeSequence(StreamOutput out, SceneSequence sequence) throws IOException {
        out.writeVInt(sequence.span().startMillis());
        out.writeVInt(sequence.span().endMillis());
        out.writeCollection(sequence.hits(), FindingsStream::writeHit);
        out.writeVLong(sequence.gapMillis());
    }

    private static SceneSequence readSequence(StreamInput in) throws IOException {
        return new SceneSequence(
                new TimeSpan(in.readVInt(), in.readVInt()),
                in.readCollectionAsList(FindingsStream::readHit),
                in.readVLong());
    }

    static void write(StreamOutput out, List<FoundMoment<SceneHit>> moments) throws IOException {
        out.writeVInt(moments.size());
        for (FoundMoment<SceneHit> moment : moments) {
            out.writeDouble(moment.start());
            out.writeDouble(moment.end());
            out.writeCollection(moment.hits(), FindingsStream::writeTimed);
            out.writeCollection(moment.covered(), FindingsStream::writeTimed);
        }
    }

    static List<FoundMoment<SceneHit>> readMoments(StreamInput in) throws IOException {
        int size = in.readVInt();
        List<FoundMoment<SceneHit>> moments = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double start = in.readDouble();
            double end = in.readDouble();
            List<TimedHit<SceneHit>> hits = in.readCollectionAsList(FindingsStream::readTimed);
            moments.add(new FoundMoment<>(
                    hits.getFirst(), start, end, hits, in.readCollectionAsList(FindingsStream::readTimed)));
        }
        return moments;
    }

    private static void writeTimed(StreamOutput out, TimedHit<SceneHit> timed) throws IOException {
        out.writeDouble(timed.score());
        writeHit(out, timed.item());
    }

    private static TimedHit<SceneHit> readTimed(StreamInput in) throws IOException {
        double score = in.readDouble();
        return readHit(in).timed(score);
    }

    private static void writeHit(StreamOutput out, SceneHit hit) throws IOException {
        writeScored(out, hit.scored());
        out.writeBoolean(hit.byWords());
        out.writeBoolean(hit.byMeaning());
        out.writeBoolean(hit.otherColour());
        out.writeDouble(hit.evidence().value());
    }

    private static SceneHit readHit(StreamInput in) throws IOException {
        return new SceneHit(
                readScored(in), in.readBoolean(), in.readBoolean(), in.readBoolean(), new Evidence(in.readDouble()));
    }

    private static void writeScored(StreamOutput out, ScoredScene scored) throws IOException {
        write(out, scored.scene());
        out.writeDouble(scored.score());
        out.writeDouble(scored.cosine());
        out.writeStringCollection(scored.matched());
        out.writeDouble(scored.coverage());
        out.writeDouble(scored.absence());
    }

    private static ScoredScene readScored(StreamInput in) throws IOException {
        return new ScoredScene(
                readScene(in),
                in.readDouble(),
                in.readDouble(),
                in.readStringCollectionAsList(),
                in.readDouble(),
                in.readDouble());
    }

    private static void write(StreamOutput out, Scene scene) throws IOException {
        out.writeString(scene.id());
        IndexedVideo video = scene.video();
        out.writeString(video.id());
        out.writeString(video.name());
        out.writeString(video.collection());
        out.writeStringCollection(video.tags());
        out.writeString(video.language());
        out.writeStringCollection(video.metadata());
        out.writeLong(video.created().toEpochMilli());
        out.writeDouble(video.durationSeconds());
        out.writeDouble(scene.start());
        out.writeDouble(scene.end());
        out.writeString(scene.kind());
        out.writeString(scene.caption());
        out.writeDouble(scene.confidence());
        out.writeLong(scene.framesSeen());
        out.writeLong(scene.framesTotal());
    }

    private static Scene readScene(StreamInput in) throws IOException {
        String id = in.readString();
        IndexedVideo video = new IndexedVideo(
                in.readString(),
                in.readString(),
                in.readString(),
                in.readStringCollectionAsList(),
                in.readString(),
                in.readStringCollectionAsList(),
                Instant.ofEpochMilli(in.readLong()),
                in.readDouble());
        return new Scene(
                id,
                video,
                in.readDouble(),
                in.readDouble(),
                in.readString(),
                in.readString(),
                in.readDouble(),
                in.readLong(),
                in.readLong());
    }
}
