package org.timeviper.indexer.ask;

import java.util.List;
import java.util.Locale;
import org.timeviper.api.AskRequest;
import org.timeviper.api.HitRef;
import org.timeviper.api.SearchResults;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.Turn;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.search.MomentRequest;
import org.timeviper.indexer.search.SceneSearch;
import org.timeviper.model.task.VideoTasks;

/**
 * Chooses what a question is put to: the hits that it names; or, if it points back to the question before, the stretches that showed the answer to that, or else all that
 * it was put to, whether or not a search would find others; or what a search finds with confidence, by the words of the questions before, too, if this one goes on with
 * them; or what the question before was put to. A first question is put to the nearest moments there are.
 */
final class Choosing {

    private final Library library;
    private final SceneSearch search;
    private final int moments;

    /** @param moments how many of the library's best moments are looked at */
    Choosing(Library library, SceneSearch search, int moments) {
        this.library = library;
        this.search = search;
        this.moments = moments;
    }

    /**
     * What a question is put to.
     *
     * @param stretches in the order in which they are looked at
     * @param otherwise what to answer when there are none
     */
    record Chosen(List<Stretch> stretches, String otherwise) {}

    /**
     * Chooses.
     *
     * @param before the turns before in its conversation, in order
     * @throws UnusableHit if a given hit cannot be looked at
     */
    Chosen choose(AskRequest request, List<Turn> before) {
        if (request.hits() != null && !request.hits().isEmpty()) {
            return new Chosen(request.hits().stream().map(this::stretch).toList(), VideoTasks.notShown());
        }
        if (before.isEmpty()) {
            return found(search(request.question()));
        }
        Turn last = before.getLast();
        List<Stretch> seen = stretches(last);
        FollowUp next = FollowUp.of(
                request.question(), before.stream().map(Turn::question).toList(), search::contentWords);
        if (next.pointsBack() && !seen.isEmpty()) {
            return new Chosen(seen, VideoTasks.notShown());
        }
        SearchResults results = search(next.sought());
        return results.confident() || seen.isEmpty() ? found(results) : new Chosen(seen, VideoTasks.notShown());
    }

    private SearchResults search(String words) {
        return search.search(MomentRequest.of(words, moments));
    }

    private Chosen found(SearchResults found) {
        List<Stretch> stretches = found.moments().stream()
                .flatMap(moment ->
                        library
                                .video(moment.video())
                                .map(video -> new Stretch(video, moment.start(), moment.end()))
                                .stream())
                .toList();
        return new Chosen(stretches, found.message() == null ? VideoTasks.notShown() : found.message());
    }

    /** What showed the answer of a turn; all that it was put to if nothing did. What is not there any more is left out. */
    private List<Stretch> stretches(Turn turn) {
        return turn.parts().stream()
                .filter(part -> part.shown() || !turn.shown())
                .flatMap(part -> library
                        .video(part.videoId())
                        .filter(video -> video.state() == VideoState.READY)
                        .map(video -> new Stretch(video, part.start(), Math.min(part.end(), video.durationSeconds())))
                        .filter(stretch -> stretch.start() < stretch.end())
                        .stream())
                .toList();
    }

    private Stretch stretch(HitRef hit) {
        Video video = library.video(hit.video())
                .orElseThrow(() -> new UnusableHit(
                        UnusableHit.Kind.UNKNOWN_VIDEO,
                        "There is no video " + hit.video() + ". GET /v1/videos lists what there is."));
        if (video.state() != VideoState.READY) {
            throw new UnusableHit(
                    UnusableHit.Kind.NOT_INDEXED,
                    "The video " + video.name() + " is not indexed yet: ask again when its job is done.");
        }
        double end = Math.min(hit.end(), video.durationSeconds());
        if (!(hit.start() < end)) {
            throw new UnusableHit(
                    UnusableHit.Kind.NO_SPAN,
                    String.format(
                            Locale.ROOT,
                            "The hit from %.3f to %.3f s of %s is no span: it must start before it ends, within the film's %.3f s.",
                            hit.start(),
                            hit.end(),
                            video.name(),
                            video.durationSeconds()));
        }
        return new Stretch(video, hit.start(), end);
    }
}
