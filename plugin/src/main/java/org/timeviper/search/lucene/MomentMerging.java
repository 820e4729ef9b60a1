package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns hits into moments: what a searcher wants is a span of film, not a document.
 *
 * <p>Timeline by timeline, the best hit that is left begins a moment. Hits that overlap it by more than {@code overlap} of the shorter of the two tell of the same
 * span and are covered by it (temporal non-maximum suppression). Then, best first, hits join it that lie within {@code gapSeconds} of it, answer about as well
 * ({@code likeness} of the best hit's relevance) and keep the moment within {@code maxSeconds}; a joined hit widens the moment, which then covers what it
 * overlaps, and may bring others within reach. A moment never widens over a better one. So no two moments of a timeline overlap by more than {@code overlap} of the
 * shorter, every hit ends in exactly one moment, and a moment is longer than {@code maxSeconds} only if its best hit is.
 *
 * <p>Costs the square of the hits of one timeline; exact wherever a timeline's hits are all in one place.
 *
 * @param gapSeconds how far apart neighbours may be, in seconds
 * @param likeness share of the best hit's relevance that a joining hit must have, 0 to 1
 * @param maxSeconds how long joining may make a moment, in seconds
 * @param overlap share of the shorter of two spans that both cover from which they are the same, 0 to 1
 */
public record MomentMerging(double gapSeconds, double likeness, double maxSeconds, double overlap) {

    /** @throws IllegalArgumentException if a parameter is out of its range */
    public MomentMerging {
        if (!(gapSeconds >= 0)
                || !(maxSeconds >= 0)
                || !(likeness >= 0 && likeness <= 1)
                || !(overlap >= 0 && overlap <= 1)) {
            throw new IllegalArgumentException(
                    "Merging needs a gap and a length of 0 seconds or more and shares between 0 and 1, not "
                            + gapSeconds + ", " + maxSeconds + ", " + likeness + ", " + overlap + ".");
        }
    }

    /**
     * Merges hits.
     *
     * @param hits in any order
     * @return moments, best first
     */
    public <T> List<FoundMoment<T>> merge(Collection<TimedHit<T>> hits) {
        return merge(hits, List.of());
    }

    /**
     * Merges hits that come after others, of which moments are made already: those take none in and stay as they are.
     *
     * @param hits in any order
     * @param earlier the moments there are. A hit that tells of the span of one of them is covered by it, and left out; nothing widens over one
     * @return the further moments, best first
     */
    public <T> List<FoundMoment<T>> merge(Collection<TimedHit<T>> hits, Collection<FoundMoment<T>> earlier) {
        Map<String, List<FoundMoment<T>>> taken = byTimeline(earlier);
        Map<String, List<TimedHit<T>>> timelines = new LinkedHashMap<>();
        hits.stream().sorted(TimedHit.bestFirst()).forEach(hit -> timelines
                .computeIfAbsent(hit.timeline(), t -> new ArrayList<>())
                .add(hit));
        List<FoundMoment<T>> moments = new ArrayList<>();
        timelines.forEach(
                (timeline, left) -> moments.addAll(onTimeline(left, taken.getOrDefault(timeline, List.of()))));
        moments.sort((a, b) -> TimedHit.bestFirst().compare(a.best(), b.best()));
        return List.copyOf(moments);
    }

    /** @return the moments that tell of the span of none of the earlier ones, in their order */
    public <T> List<FoundMoment<T>> beside(Collection<FoundMoment<T>> earlier, List<FoundMoment<T>> moments) {
        Map<String, List<FoundMoment<T>>> taken = byTimeline(earlier);
        return moments.stream()
                .filter(moment -> free(
                        moment.start(),
                        moment.end(),
                        taken.getOrDefault(moment.best().timeline(), List.of())))
                .toList();
    }

    private static <T> Map<String, List<FoundMoment<T>>> byTimeline(Collection<FoundMoment<T>> moments) {
        return moments.stream()
                .collect(Collectors.groupingBy(moment -> moment.best().timeline()));
    }

    private <T> boolean free(double start, double end, List<FoundMoment<T>> moments) {
        return moments.stream().noneMatch(moment -> same(start, end, moment.start(), moment.end()));
    }

    /** Merges the hits of one timeline, which come best first. */
    private <T> List<FoundMoment<T>> onTimeline(List<TimedHit<T>> left, List<FoundMoment<T>> earlier) {
        left.removeIf(hit -> !free(hit.start(), hit.end(), earlier));
        List<FoundMoment<T>> moments = new ArrayList<>(earlier);
        while (!left.isEmpty()) {
            Growing<T> moment = new Growing<>(left.removeFirst(), moments);
            moment.cover(left);
            while (moment.widen(left)) {
                moment.cover(left);
            }
            moments.add(moment.done());
        }
        return moments.subList(earlier.size(), moments.size());
    }

    /** Whether two spans tell of the same stretch. Spans without length do if they touch. */
    private boolean same(double start, double end, double otherStart, double otherEnd) {
        double shared = Math.min(end, otherEnd) - Math.max(start, otherStart);
        double shorter = Math.min(end - start, otherEnd - otherStart);
        return shared >= 0 && (shorter == 0 || shared > overlap * shorter);
    }

    /** A moment under way. */
    private final class Growing<T> {
        private final TimedHit<T> best;
        private final List<FoundMoment<T>> better;
        private final List<TimedHit<T>> hits = new ArrayList<>();
        private final List<TimedHit<T>> covered = new ArrayList<>();
        private double start;
        private double end;

        Growing(TimedHit<T> best, List<FoundMoment<T>> better) {
            this.best = best;
            this.better = better;
            this.start = best.start();
            this.end = best.end();
            hits.add(best);
        }

        /** Takes over the hits that tell of the span as it stands. */
        void cover(List<TimedHit<T>> left) {
            left.removeIf(hit -> same(start, end, hit.start(), hit.end()) && covered.add(hit));
        }

        /** Joins the best hit that may join; false if there is none. */
        boolean widen(List<TimedHit<T>> left) {
            for (TimedHit<T> hit : left) {
                double from = Math.min(start, hit.start());
                double to = Math.max(end, hit.end());
                if (neighbour(hit) && to - from <= maxSeconds && free(from, to, better)) {
                    start = from;
                    end = to;
                    hits.add(hit);
                    left.remove(hit);
                    return true;
                }
            }
            return false;
        }

        private boolean neighbour(TimedHit<T> hit) {
            double gap = Math.max(hit.start() - end, start - hit.end());
            return gap <= gapSeconds && hit.relevance() >= likeness * best.relevance();
        }

        FoundMoment<T> done() {
            return new FoundMoment<>(best, start, end, hits, covered);
        }
    }
}
