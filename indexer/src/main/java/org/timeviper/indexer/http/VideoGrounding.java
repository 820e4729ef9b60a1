package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.timeviper.api.GroundResult;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Look;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.indexer.search.Links;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.VideoTasks;

/** Finds a description in a whole video, stretch by stretch where the video is longer than what the model takes in one go; the surest stretch wins. */
@Singleton
final class VideoGrounding {

    private static final Comparator<GroundingAnswer> SUREST = Comparator.comparingDouble(GroundingAnswer::confidence);

    /** How many frames the model looked at, and how many there are. */
    private record Shown(long seen, long total) {

        static Shown in(List<Look<GroundingAnswer>> looks) {
            return new Shown(
                    looks.stream().mapToLong(Look::framesSeen).sum(),
                    looks.stream().mapToLong(Look::framesTotal).sum());
        }

        String told() {
            return String.format(Locale.ROOT, " The model looked at %d of %d frames.", seen, total);
        }
    }

    private final LoadedModel model;

    @Inject
    VideoGrounding(LoadedModel model) {
        this.model = model;
    }

    /** Puts the description to every stretch of the video; costs a look at all of it. */
    GroundResult ground(Video video, String description) {
        List<Look<GroundingAnswer>> looks = model.windows(video.durationSeconds()).stream()
                .map(window -> model.look(
                        video.id(),
                        window.start(),
                        window.end(),
                        Urgency.QUESTION,
                        session -> VideoTasks.ground(session, description)))
                .toList();
        Shown shown = Shown.in(looks);
        return looks.stream()
                .map(Look::result)
                .filter(answer -> answer.span().isPresent())
                .max(SUREST)
                .map(best -> found(video, description, best, shown))
                .orElseGet(() -> notFound(video, description, looks, shown));
    }

    private static GroundResult found(Video video, String description, GroundingAnswer best, Shown shown) {
        Span span = best.span().orElseThrow();
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
                message + shown.told(),
                Links.play(video.id(), span.start(), span.end()),
                shown.seen(),
                shown.total());
    }

    private static GroundResult notFound(
            Video video, String description, List<Look<GroundingAnswer>> looks, Shown shown) {
        double sure = looks.stream()
                .mapToDouble(look -> look.result().confidence())
                .max()
                .orElse(0);
        return new GroundResult(
                video.id(),
                description,
                false,
                null,
                null,
                sure,
                VideoTasks.notShown() + shown.told(),
                null,
                shown.seen(),
                shown.total());
    }
}
