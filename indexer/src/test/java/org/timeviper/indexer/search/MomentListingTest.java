package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.UnusableCursor;
import org.timeviper.search.lucene.Candidates;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.SceneSequence;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TemporalExpression.Operand;
import org.timeviper.search.lucene.TimeSpan;

/** Pages of what the real ranking makes of random scenes, in films of random length; the nearest ones are found about as well as a vector graph does. */
class MomentListingTest {

    private static final CaptionAnalyzer ANALYZER = new CaptionAnalyzer();
    private static final MomentRanking RANKING = MomentRanking.USUAL;
    private static final SoughtScene BOAT = new SoughtScene("boat", new float[] {1}, new Chance(0, 0.1));
    private static final SoughtScene CAR = new SoughtScene("car", new float[] {1}, new Chance(0, 0.1));

    @Property(tries = 12)
    void pagesOfAnySizeAreTheWholeListAndAllOfItIsThereOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 900) int count,
            @ForAll @IntRange(min = 15, max = 200) int size,
            @ForAll boolean misses) {
        List<ScoredScene> scenes = scenes(new Random(seed), count);
        IntFunction<List<FoundMoment<SceneHit>>> index = index(scenes, misses ? seed : 0);
        Supplier<MomentListing> listing = () -> {
            MomentTiers tiers = MomentTiers.ofScenes(index, RANKING.merging());
            return MomentListing.of(tiers.next(), tiers);
        };
        List<FoundMoment<SceneHit>> whole = together(listing, size);
        assertEquals(together(listing, 1_000_000), whole);
        List<FoundMoment<SceneHit>> first = index.apply(RANKING.depth());
        assertEquals(first, whole.subList(0, first.size()), "what is further down changes nothing before it");
        eachIsThereOnce(whole);
        for (ScoredScene scored : misses ? List.<ScoredScene>of() : scenes) {
            assertTrue(whole.stream().anyMatch(moment -> shares(moment, scored.scene())), scored::toString);
        }
    }

    @Property(tries = 12)
    void whatIsWorthShowingIsTheBeginningOfTheListWithoutTheRest(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 900) int count,
            @ForAll @IntRange(min = 15, max = 200) int size) {
        IntFunction<List<FoundMoment<SceneHit>>> index = index(scenes(new Random(seed), count), seed);
        Supplier<MomentListing> worth = () -> {
            MomentTiers tiers = MomentTiers.ofScenes(index, RANKING.merging());
            return MomentListing.worthShowing(tiers.next(), tiers);
        };
        MomentTiers tiers = MomentTiers.ofScenes(index, RANKING.merging());
        List<FoundMoment<SceneHit>> all = MomentListing.of(tiers.next(), tiers).page(0, 1_000_000).moments().stream()
                .filter(moment -> moment.best().item().evidence().worthShowing())
                .toList();
        List<FoundMoment<SceneHit>> shown = together(worth, size);
        assertEquals(all.subList(0, shown.size()), shown);
    }

    @Property(tries = 8)
    void pagesOfSequencesAreTheWholeListAndAllOfItIsThereOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 700) int count,
            @ForAll @IntRange(min = 5, max = 60) int size) {
        List<SceneSequence> sequences = sequences(new Random(seed), count);
        SoughtMoments sought = new SoughtMoments(
                new TemporalExpression.Then(new Operand("boat"), new Operand("car"), 30),
                Map.of("boat", BOAT, "car", CAR));
        IntFunction<List<FoundMoment<SceneHit>>> index = depth -> RANKING.withDepth(depth)
                .moments(
                        new Findings(Candidates.NONE, sequences.subList(0, Math.min(depth, sequences.size()))),
                        sought,
                        ANALYZER);
        Supplier<MomentListing> listing = () -> {
            MomentTiers tiers = MomentTiers.ofSequences(index, RANKING.merging(), () -> 1_000_000);
            return MomentListing.of(tiers.next(), tiers);
        };
        List<FoundMoment<SceneHit>> whole = together(listing, size);
        assertEquals(together(listing, 1_000_000), whole);
        List<FoundMoment<SceneHit>> first = index.apply(RANKING.depth());
        assertEquals(first, whole.subList(0, first.size()));
        eachIsThereOnce(whole);
    }

    @Example
    void aPageThatIsFilledByTheFirstSearchTakesNoOther() {
        List<Integer> depths = new ArrayList<>();
        IntFunction<List<FoundMoment<SceneHit>>> index = index(scenes(new Random(1), 900), 0);
        MomentTiers tiers = MomentTiers.ofScenes(
                depth -> {
                    depths.add(depth);
                    return index.apply(depth);
                },
                RANKING.merging());
        MomentListing listing = MomentListing.of(tiers.next(), tiers);
        MomentListing.Page page = listing.page(0, 20);
        assertTrue(page.more() && !page.exact() && page.total() > 20);
        assertEquals(List.of(100), depths);
        assertTrue(listing.page(200, 20).more());
        assertEquals(List.of(100, 400), depths);
        MomentListing.Page last = listing.page(1_000, 20);
        assertEquals(List.of(), last.moments());
        assertTrue(last.exact() && !last.more());
        assertEquals(List.of(100, 400, 1600), depths, "there are no more scenes than that");
    }

    @Example
    void aCursorIsOfNoOtherSearchAndNotMadeUp() {
        SceneFilter filter = SceneFilter.NONE.about(Set.of("a", "b"), Set.of("c"), Set.of());
        int search = MomentCursor.search("boat", filter);
        MomentCursor cursor = new MomentCursor(search, 20, List.of(true, false, true));
        assertEquals(cursor, MomentCursor.read(cursor.write(), search));
        assertEquals(-1_736_703_774, search, "every node and every release says the same");
        for (int other : new int[] {
            MomentCursor.search("boats", filter),
            MomentCursor.search("boat", filter.in("film")),
            MomentCursor.search("boat", filter.having(Map.of("rights", Set.of("owned")))),
            MomentCursor.search("boat", SceneFilter.NONE)
        }) {
            UnusableCursor refused = assertThrows(UnusableCursor.class, () -> MomentCursor.read(cursor.write(), other));
            assertTrue(refused.getMessage().contains("another search"), refused.getMessage());
        }
        String far = new MomentCursor(search, Integer.MAX_VALUE, List.of()).write();
        for (String madeUp : List.of(
                "", "!", "AAAA", far, cursor.write() + "AAAA", cursor.write().substring(4))) {
            UnusableCursor refused =
                    assertThrows(UnusableCursor.class, () -> MomentCursor.read(madeUp, search), madeUp);
            assertFalse(refused.isExpired());
        }
    }

    // ---- what is found

    /** Scenes of which a few can be stood for, more are worth showing, and most are neither. */
    private static List<ScoredScene> scenes(Random random, int count) {
        List<ScoredScene> scenes = new ArrayList<>();
        while (scenes.size() < count) {
            String film = "film-" + scenes.size();
            IndexedVideo video = new IndexedVideo(film, film, "", List.of(), "", Instant.EPOCH, 10_000);
            double start = 0;
            for (int i = random.nextInt(60); i >= 0 && scenes.size() < count; i--) {
                double end = start + random.nextInt(20);
                Scene scene = new Scene(
                        film + "/" + i,
                        video,
                        start,
                        end,
                        "scene",
                        random.nextBoolean() ? "A boat." : "A lamp.",
                        1,
                        1,
                        25);
                double coverage = scene.caption().equals("A boat.") ? 1 : 0;
                double cosine = random.nextGaussian() * 0.15 + 0.1 * coverage;
                scenes.add(new ScoredScene(
                        scene, cosine, cosine, coverage == 1 ? List.of("boat") : List.of(), coverage, 1 - coverage));
                start = Math.max(0, end - 4 + random.nextInt(12));
            }
        }
        return scenes;
    }

    /** An index of these scenes, which misses some of the nearest if there is a seed for that: others for each depth. */
    private static IntFunction<List<FoundMoment<SceneHit>>> index(List<ScoredScene> scenes, long missing) {
        List<ScoredScene> words = new ArrayList<>(
                scenes.stream().filter(scored -> scored.coverage() == 1).toList());
        Collections.shuffle(words, new Random(scenes.size()));
        List<ScoredScene> meaning =
                scenes.stream().sorted(ScoredScene.BEST_FIRST).toList();
        Map<Integer, List<FoundMoment<SceneHit>>> known = new TreeMap<>();
        return depth -> known.computeIfAbsent(depth, deep -> {
            Random random = new Random(missing + deep);
            List<ScoredScene> near = meaning.stream()
                    .filter(scored -> missing == 0 || random.nextInt(20) > 0)
                    .limit(deep)
                    .toList();
            Candidates candidates = new Candidates(words.stream().limit(deep).toList(), near);
            return RANKING.withDepth(deep)
                    .moments(new Findings(candidates, List.of()), SoughtMoments.of(BOAT), ANALYZER);
        });
    }

    private static List<SceneSequence> sequences(Random random, int count) {
        List<SceneHit> hits = RANKING
                .withDepth(10_000)
                .moments(
                        new Findings(new Candidates(List.of(), scenes(random, count)), List.of()),
                        SoughtMoments.of(BOAT),
                        ANALYZER)
                .stream()
                .map(moment -> moment.best().item())
                .toList();
        List<SceneSequence> sequences = new ArrayList<>();
        Map<String, List<SceneHit>> films = hits.stream()
                .collect(Collectors.groupingBy(hit -> hit.scene().video().id(), TreeMap::new, Collectors.toList()));
        films.values().forEach(film -> {
            for (int i = 0; i + 1 < film.size(); i++) {
                Scene one = film.get(i).scene();
                Scene other = film.get(i + 1).scene();
                TimeSpan span =
                        TimeSpan.ofSeconds(Math.min(one.start(), other.start()), Math.max(one.end(), other.end()));
                sequences.add(new SceneSequence(span, List.of(film.get(i), film.get(i + 1)), random.nextInt(30_000)));
            }
        });
        Collections.shuffle(sequences, random);
        return sequences;
    }

    // ---- what is to be so

    /** All pages, each read by a request of its own. */
    private static List<FoundMoment<SceneHit>> together(Supplier<MomentListing> listing, int size) {
        List<FoundMoment<SceneHit>> all = new ArrayList<>();
        List<MomentListing.Page> pages = new ArrayList<>();
        do {
            pages.add(listing.get().page(all.size(), size));
            all.addAll(pages.getLast().moments());
        } while (pages.getLast().more());
        for (MomentListing.Page page : pages) {
            assertTrue(page.exact() ? page.total() == all.size() : page.total() <= all.size());
        }
        assertTrue(pages.getLast().exact());
        return all;
    }

    private static void eachIsThereOnce(List<FoundMoment<SceneHit>> moments) {
        Map<String, List<FoundMoment<SceneHit>>> films = moments.stream()
                .collect(Collectors.groupingBy(moment -> moment.best().timeline()));
        for (List<FoundMoment<SceneHit>> film : films.values()) {
            for (int i = 0; i < film.size(); i++) {
                assertEquals(film.subList(0, i), RANKING.merging().beside(List.of(film.get(i)), film.subList(0, i)));
            }
        }
    }

    private static boolean shares(FoundMoment<SceneHit> moment, Scene scene) {
        return moment.best().timeline().equals(scene.video().id())
                && moment.start() <= scene.end()
                && scene.start() <= moment.end();
    }
}
