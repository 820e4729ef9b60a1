package org.timeviper.indexer.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.timeviper.api.JobView;
import org.timeviper.api.ModelView;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.Scene;
import org.timeviper.api.UploadState;
import org.timeviper.api.UploadView;
import org.timeviper.api.VideoChange;
import org.timeviper.api.VideoState;
import org.timeviper.api.VideoView;
import org.timeviper.indexer.export.marker.TimecodeCounting;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.Slate;

/** What the library keeps, as clients see and say it. */
final class Views {

    private Views() {}

    static VideoView of(Video video) {
        String path = "/v1/videos/" + video.id();
        boolean ready = video.state() == VideoState.READY;
        Slate slate = video.slate();
        return new VideoView(
                video.id(),
                video.name(),
                video.state(),
                video.durationSeconds(),
                video.width(),
                video.height(),
                video.frameRate(),
                slate == null ? null : slate.rate().toString(),
                slate == null ? null : TimecodeCounting.first(slate).orElse(null),
                slate == null ? null : slate.variable(),
                slate == null ? null : slate.reel(),
                video.sizeBytes(),
                video.createdAt(),
                video.framesSeen(),
                video.framesTotal(),
                video.problem(),
                code(video.problemCode()),
                path + "/media",
                ready ? thumbnail(video.id(), video.durationSeconds() / 2) : null,
                ready ? path + "/captions.vtt" : null,
                video.jobId(),
                orNull(video.attributes().collection()),
                video.attributes().tags(),
                orNull(video.attributes().language()),
                video.attributes().metadata(),
                video.model() == null
                        ? null
                        : new ModelView(video.model().name(), video.model().fingerprint()));
    }

    private static String code(ProblemCode problem) {
        return problem == null ? null : problem.code();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** What a client says of a new video, null where it says nothing. */
    static Attributes attributes(String collection, List<String> tags, String language, Map<String, String> metadata) {
        return changed(Attributes.NONE, new VideoChange(collection, tags, language, metadata));
    }

    /** What is said of a video once a client has changed it. */
    static Attributes changed(Attributes before, VideoChange change) {
        return new Attributes(
                change.collection() == null ? before.collection() : change.collection(),
                change.tags() == null ? before.tags() : change.tags(),
                change.language() == null ? before.language() : change.language(),
                change.metadata() == null ? before.metadata() : merged(before.metadata(), change.metadata()));
    }

    /** As a JSON merge patch: a key whose value is null is removed, and those that are not named stay. */
    private static Map<String, String> merged(Map<String, String> before, Map<String, String> change) {
        Map<String, String> merged = new HashMap<>(before);
        change.forEach((key, value) -> merged.compute(key, (same, old) -> value));
        return merged;
    }

    static JobView of(Job job) {
        return new JobView(
                job.id(),
                job.videoId(),
                job.state(),
                job.step(),
                job.percent(),
                job.remainingSeconds(),
                job.problem(),
                code(job.problemCode()),
                job.createdAt(),
                job.updatedAt());
    }

    /** @param video what the upload became; empty while it is no video */
    static UploadView of(Upload upload, Optional<Video> video) {
        return new UploadView(
                upload.id(),
                upload.name(),
                state(upload),
                upload.sizeBytes(),
                upload.receivedBytes(),
                upload.createdAt(),
                upload.expiresAt(),
                upload.problem(),
                video.map(Video::id).orElse(null),
                video.map(Video::jobId).orElse(null));
    }

    private static UploadState state(Upload upload) {
        if (upload.problem() != null) {
            return UploadState.REFUSED;
        }
        if (upload.ended()) {
            return UploadState.ACCEPTED;
        }
        return upload.whole() ? UploadState.FINISHING : UploadState.RECEIVING;
    }

    static Scene of(StoredScene scene) {
        return new Scene(
                scene.start(),
                scene.end(),
                scene.caption(),
                scene.kind(),
                thumbnail(scene.videoId(), (scene.start() + scene.end()) / 2),
                scene.confidence());
    }

    static String thumbnail(String videoId, double seconds) {
        return String.format(Locale.ROOT, "/v1/videos/%s/thumbnail?t=%.1f", videoId, seconds);
    }
}
