package org.timeviper.indexer.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.SceneHit;

/** The moments that a search answers with, page by page; the index is asked for as much as a page needs. For one thread. */
final class MomentListing {

    private final List<FoundMoment<SceneHit>> shown = new ArrayList<>();
    private final List<FoundMoment<SceneHit>> first;
    private final Predicate<FoundMoment<SceneHit>> worthShowing;
    private final MomentTiers tiers;
    private boolean ended;

    /**
     * A page.
     *
     * @param moments best first
     * @param total how many moments all pages have; at least so many, unless that is exact
     * @param exact whether it is
     * @param more whether a page follows
     */
    record Page(List<FoundMoment<SceneHit>> moments, int total, boolean exact, boolean more) {}

    private MomentListing(
            List<FoundMoment<SceneHit>> first, MomentTiers tiers, Predicate<FoundMoment<SceneHit>> worthShowing) {
        this.first = first.stream().filter(worthShowing).toList();
        this.worthShowing = worthShowing;
        this.tiers = tiers;
        take(first);
    }

    /**
     * Lists all moments.
     *
     * @param first those of the first tier, which has been read, in the order in which they are listed
     * @param tiers the others
     */
    static MomentListing of(List<FoundMoment<SceneHit>> first, MomentTiers tiers) {
        return new MomentListing(first, tiers, moment -> true);
    }

    /** Lists the moments that are worth showing beside one that can be stood for. Further down they get rare; the list ends where half a tier has none. */
    static MomentListing worthShowing(List<FoundMoment<SceneHit>> first, MomentTiers tiers) {
        return new MomentListing(
                first, tiers, moment -> moment.best().item().evidence().worthShowing());
    }

    /** @return the moments of the first tier */
    List<FoundMoment<SceneHit>> first() {
        return first;
    }

    private void take(List<FoundMoment<SceneHit>> tier) {
        tier.stream().filter(worthShowing).forEach(shown::add);
        List<FoundMoment<SceneHit>> lower = tier.subList(tier.size() / 2, tier.size());
        ended = tiers.ended() || !tier.isEmpty() && lower.stream().noneMatch(worthShowing);
    }

    /**
     * Reads a page.
     *
     * @param passed how many moments come before it
     * @param size how many it has at most
     */
    Page page(int passed, int size) {
        int end = passed + size;
        while (!ended && shown.size() <= end) {
            take(tiers.next());
        }
        List<FoundMoment<SceneHit>> page =
                List.copyOf(shown.subList(Math.min(passed, shown.size()), Math.min(end, shown.size())));
        return new Page(page, shown.size(), ended, shown.size() > end);
    }
}
