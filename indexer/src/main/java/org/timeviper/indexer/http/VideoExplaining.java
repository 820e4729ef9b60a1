package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.timeviper.api.ExplainResult;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.explain.ExplainResults;
import org.timeviper.indexer.explain.Explained;
import org.timeviper.indexer.explain.LookPlot;
import org.timeviper.indexer.explain.SurestStretch;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Look;
import org.timeviper.indexer.model.Urgency;
import org.timeviper.indexer.search.Links;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.ExplainedAnswer;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.VideoTasks;

/** Answers questions about a video and tells which of its seconds the answer looked at. */
@Singleton
final class VideoExplaining {

    private final KnownVideos videos;
    private final LoadedModel model;

    @Inject
    VideoExplaining(Library library, LoadedModel model) {
        this.videos = new KnownVideos(library);
        this.model = model;
    }

    /**
     * @param start first second; null for the video's first
     * @param end last second; null for the video's last
     * @param heads whether every head says which frames it looks at
     * @param givenUp asked all the time whether it is given up
     * @throws NotFound if the video was deleted meanwhile
     * @throws java.util.concurrent.CancellationException if it was given up
     */
    ExplainResult explain(
            Video video, String question, Double start, Double end, boolean heads, BooleanSupplier givenUp) {
        return ExplainResults.of(
                explained(video, question, start, end, givenUp),
                heads,
                video.id(),
                glance -> Links.thumbnail(video.id(), glance.peak()),
                glance -> Links.play(video.id(), glance.start(), glance.end()));
    }

    /** The same as an SVG document. */
    String plot(Video video, String question, Double start, Double end, BooleanSupplier givenUp) {
        Explained explained = explained(video, question, start, end, givenUp);
        return videos.unlessDeleted(
                video.id(), () -> model.whileStill(video.id(), film -> LookPlot.of(explained, film::jpeg)));
    }

    private Explained explained(Video video, String question, Double start, Double end, BooleanSupplier givenUp) {
        return videos.unlessDeleted(video.id(), () -> looked(video, question, start, end, givenUp));
    }

    private Explained looked(Video video, String question, Double start, Double end, BooleanSupplier givenUp) {
        Span stretch = start == null && end == null ? surest(video, question, givenUp) : stretch(video, start, end);
        Look<ExplainedAnswer> look = model.look(
                video.id(),
                stretch.start(),
                stretch.end(),
                Urgency.QUESTION,
                givenUp,
                session -> VideoTasks.explain(session, question));
        return new Explained(
                question, stretch, look.result(), model.config().name(), look.framesSeen(), look.framesTotal());
    }

    private static Span stretch(Video video, Double start, Double end) {
        double from = start == null ? 0 : start;
        double to = end == null ? video.durationSeconds() : Math.min(end, video.durationSeconds());
        if (!(from < to)) {
            throw new Refused(
                    400,
                    "Invalid request",
                    ProblemCode.SPAN_OUTSIDE,
                    String.format(
                            Locale.ROOT,
                            "'start' (%.3f) must lie before 'end', within the %.3f s of %s.",
                            from,
                            video.durationSeconds(),
                            video.name()));
        }
        return new Span(from, to);
    }

    private Span surest(Video video, String question, BooleanSupplier givenUp) {
        return SurestStretch.of(model.windows(video.id()), span -> model.look(
                        video.id(),
                        span.start(),
                        span.end(),
                        Urgency.QUESTION,
                        givenUp,
                        session -> VideoTasks.answer(session, question, TokenListener.none()))
                .result());
    }
}
