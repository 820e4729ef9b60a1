package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.timeviper.api.GroundResult;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.model.GroundedFilm;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Look;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.indexer.search.Links;
import org.timeviper.model.VideoSession;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.SecondLook;
import org.timeviper.model.task.Span;

/**
 * Finds a description in a whole video, stretch by stretch where the video is longer than what the model takes in one go; what is found in some of them is looked at once more, and the
 * surest wins. A stretch of which the model is not sure finds nothing.
 */
@Singleton
public final class VideoGrounding {

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

    private final KnownVideos videos;
    private final LoadedModel model;

    @Inject
    VideoGrounding(Library library, LoadedModel model) {
        this.videos = new KnownVideos(library);
        this.model = model;
    }

    /**
     * Puts the description to every stretch of the video; costs a look at all of it, and of a long one some more, mostly up to three; and where a thing is looked for in a
     * colour that the model knows, a short one at each of its finds.
     *
     * @param givenUp asked all the time whether it is given up
     * @throws NotFound if there is no such video, or it was deleted meanwhile
     * @throws Refused if it is not indexed yet
     * @throws java.util.concurrent.CancellationException if it was given up
     */
    public GroundResult ground(String id, String description, BooleanSupplier givenUp) {
        Video video = videos.indexed(id);
        return videos.unlessDeleted(id, () -> ground(video, description, givenUp));
    }

    private GroundResult ground(Video video, String description, BooleanSupplier givenUp) {
        SecondLook search = SecondLook.of(model.config(), description);
        List<Look<GroundingAnswer>> looks = model.windows(video.id()).stream()
                .map(window -> look(video, window, givenUp, search::first))
                .toList();
        List<GroundingAnswer> answers = search.again(
                new Span(0, video.durationSeconds()),
                model.longestSeconds(),
                looks.stream().map(Look::result).toList(),
                (stretch, task) -> look(video, stretch, givenUp, task).result());
        GroundedFilm film = GroundedFilm.of(answers);
        Shown shown = Shown.in(looks);
        return film.span()
                .map(span -> found(video, description, span, film.confidence(), shown))
                .orElseGet(() -> notFound(video, description, film, shown));
    }

    private Look<GroundingAnswer> look(
            Video video, Span stretch, BooleanSupplier givenUp, Function<VideoSession, GroundingAnswer> task) {
        return model.look(video.id(), stretch.start(), stretch.end(), Urgency.QUESTION, givenUp, task);
    }

    private static GroundResult found(Video video, String description, Span span, double confidence, Shown shown) {
        String message = String.format(
                Locale.ROOT, "Seen from %.1f to %.1f s (confidence %.2f).", span.start(), span.end(), confidence);
        return new GroundResult(
                video.id(),
                description,
                true,
                span.start(),
                span.end(),
                confidence,
                message + shown.told(),
                Links.play(video.id(), span.start(), span.end()),
                shown.seen(),
                shown.total());
    }

    private static GroundResult notFound(Video video, String description, GroundedFilm film, Shown shown) {
        return new GroundResult(
                video.id(),
                description,
                false,
                null,
                null,
                film.confidence(),
                film.refusal() + shown.told(),
                null,
                shown.seen(),
                shown.total());
    }
}
