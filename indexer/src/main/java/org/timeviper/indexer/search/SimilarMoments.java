package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.timeviper.api.SearchResults;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.Evidence;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.TimedHit;

/**
 * Finds moments that mean the same as a given one. What the given one means is told by the captions of the scenes and events that fill it best; the scenes nearest to each
 * are fused by reciprocal rank, and what is close in time is joined, as in every search.
 */
@Singleton
public final class SimilarMoments {

    /** How many captions of the given moment are looked for at most. */
    private static final int MOST_CAPTIONS = 8;

    /** A scene or event is looked for if it fills the given moment at least half as well as the one that fills it best. */
    private static final double AS_WELL = 0.5;

    /** So that of things of no length one can be told from another. */
    private static final double TICK_SECONDS = 1e-3;

    private static final MomentRanking RANKING = MomentRanking.USUAL;

    private final SceneIndex index;
    private final Rebuilding rebuilding;
    private final SentenceEmbedder embedder;
    private final Background background;

    @Inject
    public SimilarMoments(SceneIndex index, SentenceEmbedder embedder, Background background) {
        this.index = index;
        this.rebuilding = new Rebuilding(index);
        this.embedder = embedder;
        this.background = background;
    }

    /**
     * A stretch of a video.
     *
     * @param video the video
     * @param start first second
     * @param end last second
     */
    public record Stretch(String video, double start, double end) {

        private double fill(double from, double to) {
            double shared = Math.min(end, to) - Math.max(start, from);
            double both = Math.max(end, to) - Math.min(start, from);
            return shared < 0 ? 0 : (shared + TICK_SECONDS) / (both + TICK_SECONDS);
        }

        /** Whether a scene tells of the stretch itself: it shares time with it. */
        private boolean tells(Scene scene) {
            double shared = Math.min(end, scene.end()) - Math.max(start, scene.start());
            boolean instant = end == start || scene.end() == scene.start();
            return scene.video().id().equals(video) && (shared > 0 || shared == 0 && instant);
        }

        /** Which side of the stretch a scene of any video is on: moments do not join over the stretch. */
        private String side(Scene scene) {
            String id = scene.video().id();
            return id.equals(video) && scene.start() >= end ? id + " after" : id;
        }
    }

    /**
     * Finds moments.
     *
     * @param like the given moment
     * @param described all scenes and events of its video
     * @param filter which videos may answer
     * @param cursor what the page before gave as {@code next}; empty for the first page
     * @param limit how many moments at most
     * @return best first
     * @throws org.timeviper.indexer.index.UnusableCursor if the cursor is none, or none of this search
     */
    public SearchResults find(
            Stretch like, List<StoredScene> described, SceneFilter filter, Optional<String> cursor, int limit) {
        long began = System.nanoTime();
        int identity = MomentCursor.search(like.toString(), filter);
        MomentCursor after =
                cursor.map(given -> MomentCursor.read(given, identity)).orElse(MomentCursor.start(identity));
        List<StoredScene> captions = telling(like, described);
        MomentTiers tiers = tiers(like, captions, filter);
        List<FoundMoment<SceneHit>> found = tiers.next();
        boolean confident =
                !found.isEmpty() && found.getFirst().best().item().evidence().confident();
        MomentListing.Page page = (confident
                        ? MomentListing.worthShowing(found, tiers)
                        : MomentListing.of(found, tiers))
                .page(after.passed(), limit);
        return new SearchResults(
                captions.isEmpty() ? "" : captions.getFirst().caption(),
                confident,
                confident ? null : message(captions, found),
                page.moments().stream().map(MomentView::like).toList(),
                after.passed(),
                page.total(),
                page.exact(),
                page.more() ? after.then(page.moments().size(), List.of()).write() : null,
                null,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    private String message(List<StoredScene> captions, List<FoundMoment<SceneHit>> found) {
        if (captions.isEmpty()) {
            return "Nothing is described in this stretch of the video.";
        }
        return found.isEmpty()
                ? rebuilding.instead().orElse("Nothing else is indexed that the filters let through.")
                : "Nothing is much like it; these are the nearest moments." + rebuilding.beside();
    }

    /**
     * The scenes and events that fill the stretch best, each caption once, the best first. Of more than can be looked for, the best and others from all over the stretch.
     */
    static List<StoredScene> telling(Stretch like, List<StoredScene> described) {
        Comparator<StoredScene> byFill =
                Comparator.comparingDouble((StoredScene scene) -> like.fill(scene.start(), scene.end()));
        double best = described.stream()
                .mapToDouble(scene -> like.fill(scene.start(), scene.end()))
                .max()
                .orElse(0);
        Map<String, StoredScene> once = new HashMap<>();
        List<StoredScene> telling = described.stream()
                .sorted(byFill.reversed())
                .filter(scene -> like.fill(scene.start(), scene.end()) > 0
                        && like.fill(scene.start(), scene.end()) >= AS_WELL * best
                        && once.putIfAbsent(scene.caption(), scene) == null)
                .toList();
        if (telling.size() <= MOST_CAPTIONS) {
            return telling;
        }
        List<StoredScene> kept = new ArrayList<>(evenly(telling.subList(1, telling.size()), MOST_CAPTIONS - 1));
        kept.add(telling.getFirst());
        kept.sort(Comparator.comparingInt(telling::indexOf));
        return kept;
    }

    /** Some of the scenes, from the middles of as many equal parts of their order in time. */
    private static List<StoredScene> evenly(List<StoredScene> scenes, int count) {
        List<StoredScene> inTime = scenes.stream()
                .sorted(Comparator.comparingDouble(StoredScene::start))
                .toList();
        return IntStream.range(0, count)
                .mapToObj(i -> inTime.get((2 * i + 1) * inTime.size() / (2 * count)))
                .toList();
    }

    private MomentTiers tiers(Stretch like, List<StoredScene> captions, SceneFilter filter) {
        List<float[]> vectors =
                embedder.embedAll(captions.stream().map(StoredScene::caption).toList());
        return MomentTiers.ofScenes(depth -> moments(like, vectors, filter, depth), RANKING.merging());
    }

    private List<FoundMoment<SceneHit>> moments(Stretch like, List<float[]> vectors, SceneFilter filter, int depth) {
        List<List<ScoredScene>> rankings = new ArrayList<>();
        Map<String, Double> nearest = new HashMap<>();
        for (float[] vector : vectors) {
            Chance chance = background.chance(vector);
            List<ScoredScene> ranking = nearest(like, vector, filter, depth);
            ranking.forEach(
                    scored -> nearest.merge(scored.scene().id(), chance.deviations(scored.cosine()), Math::max));
            rankings.add(ranking);
        }
        return RANKING.merging()
                .merge(RANKING.fusion().fuse(rankings, scored -> scored.scene().id()).stream()
                        .map(fused -> timed(
                                like,
                                fused.item(),
                                new Evidence(nearest.get(fused.item().scene().id())),
                                fused.score()))
                        .toList());
    }

    /** The scenes nearest to a caption that do not tell of the stretch itself. Those that do are near for certain, so so many more are looked for. */
    private List<ScoredScene> nearest(Stretch like, float[] vector, SceneFilter filter, int depth) {
        int looked = depth;
        while (true) {
            List<ScoredScene> found = index.meaning(new SceneQuery("", vector, filter), looked);
            List<ScoredScene> others =
                    found.stream().filter(scored -> !like.tells(scored.scene())).toList();
            if (others.size() >= depth || found.size() < looked || looked >= MomentRanking.MAX_DEPTH) {
                return others.subList(0, Math.min(depth, others.size()));
            }
            looked = Math.min(MomentRanking.MAX_DEPTH, 2 * looked);
        }
    }

    private static TimedHit<SceneHit> timed(Stretch like, ScoredScene scored, Evidence evidence, double score) {
        Scene scene = scored.scene();
        SceneHit hit = new SceneHit(scored, false, evidence.confident(), false, evidence);
        return new TimedHit<>(like.side(scene), scene.start(), scene.end(), score, evidence.relevance(), hit);
    }
}
