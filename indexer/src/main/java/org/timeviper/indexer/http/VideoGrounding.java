package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.timeviper.api.GroundResult;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Look;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.VideoTasks;

/** Finds a description in a whole video, stretch by stretch where the video is longer than what the model takes in one go; the surest stretch wins. */
@Singleton
final class VideoGrounding {

    private final LoadedModel model;

    @Inject
    VideoGrounding(LoadedModel model) {
        this.model = model;
    }

    GroundResult ground(Video video, String description) {
        GroundingAnswer best = null;
        double sure = 0;
        long seen = 0;
        long total = 0;
        for (Span window : model.windows(video.durationSeconds())) {
            Look<GroundingAnswer> look = model.look(
                    video.id(),
                    window.start(),
                    window.end(),
                    Urgency.QUESTION,
                    session -> VideoTasks.ground(session, description));
            seen += look.framesSeen();
            total += look.framesTotal();
            sure = Math.max(sure, look.result().confidence());
            boolean found = look.result().span().isPresent();
            if (found && (best == null || look.result().confidence() > best.confidence())) {
                best = look.result();
            }
        }
        String frames = String.format(Locale.ROOT, " The model looked at %d of %d frames.", seen, total);
        if (best == null) {
            return new GroundResult(
                    video.id(),
                    description,
                    false,
                    null,
                    null,
                    sure,
                    VideoTasks.notShown() + frames,
                    null,
                    seen,
                    total);
        }
        Span span = best.span().orElseThrow();
        String play =
                String.format(Locale.ROOT, "/v1/videos/%s/media#t=%.1f,%.1f", video.id(), span.start(), span.end());
        String message = String.format(
                Locale.ROOT,
                "Seen from %.1f to %.1f s (confidence %.2f).",
                span.start(),
                span.end(),
                best.confidence());
        return new GroundResult(
                video.id(),
                description,
                true,
                span.start(),
                span.end(),
                best.confidence(),
                message + frames,
                play,
                seen,
                total);
    }
}
