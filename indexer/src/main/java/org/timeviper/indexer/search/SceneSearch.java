package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.timeviper.api.Moment;
import org.timeviper.api.SearchFacets;
import org.timeviper.api.SearchResults;
import org.timeviper.indexer.index.Facets;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.TemporalExpression;

/** Searches the library: moments with why they matched, and a plain word when there is nothing that the search can stand for. */
public final class SceneSearch {

    /** How many of the things that are nowhere together are looked for alone: each is a search of its own. */
    private static final int MOST_ALONE = 4;

    private final SceneIndex index;
    private final Rebuilding rebuilding;
    private final MomentSearch moments;
    private final SecondLook model;
    private final CaptionAnalyzer analyzer;

    @Inject
    public SceneSearch(SceneIndex index, CaptionAnalyzer analyzer, MomentSearch moments, SecondLook model) {
        this.index = index;
        this.rebuilding = new Rebuilding(index);
        this.analyzer = analyzer;
        this.moments = moments;
        this.model = model;
    }

    /** Searches. */
    public SearchResults search(MomentRequest request) {
        long began = System.nanoTime();
        TemporalExpression sought = request.sought();
        int identity = MomentCursor.search(text(sought) + request.verify(), request.filter());
        MomentCursor after = request.cursor()
                .map(given -> MomentCursor.read(given, identity))
                .orElse(MomentCursor.start(identity));
        Answer answer = answer(request, after);
        MomentView view = new MomentView(sought, analyzer);
        MomentListing.Page page = answer.moments().page(after.passed(), request.size());
        List<Moment> moments = page.moments().stream().map(view::of).toList();
        SearchFacets facets = request.facets() ? facets(sought, answer.moments().first(), request.filter()) : null;
        MomentCursor next = after.then(moments.size(), answer.seen());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        return new SearchResults(
                text(sought),
                answer.confident(),
                answer.message().orElse(null),
                moments,
                after.passed(),
                page.total(),
                page.exact(),
                page.more() ? next.write() : null,
                facets,
                millis);
    }

    /** @return the words of a text that captions are searched for, as typed, in order and each once: without common words, and without what the text denies */
    public List<String> contentWords(String text) {
        return CaptionQuery.parse(text, analyzer).wanted().stream()
                .map(CaptionQuery.Word::text)
                .toList();
    }

    private static String text(TemporalExpression sought) {
        return sought instanceof TemporalExpression.Operand operand ? operand.text() : QuerySyntax.print(sought);
    }

    /**
     * What is found.
     *
     * @param seen of the first moments that the model looked at, best first, whether it sees them; empty unless that was asked for
     */
    private record Answer(boolean confident, Optional<String> message, MomentListing moments, List<Boolean> seen) {

        static Answer nothing(String message) {
            return new Answer(false, Optional.of(message), MomentListing.of(List.of(), MomentTiers.none()), List.of());
        }
    }

    private Answer answer(MomentRequest request, MomentCursor after) {
        TemporalExpression sought = request.sought();
        SceneFilter filter = request.filter();
        for (TemporalExpression.Operand operand : sought.operands()) {
            if (CaptionQuery.parse(operand.text(), analyzer).onlyCommonWords()) {
                String which = operand == sought ? "The query" : operand.toString();
                return Answer.nothing(
                        which + " holds only common words: name a thing, a colour, a place or an action.");
            }
        }
        MomentTiers tiers = moments.tiers(sought, filter);
        List<FoundMoment<SceneHit>> found = tiers.next();
        if (found.isEmpty()) {
            return Answer.nothing(emptiness(sought, filter));
        }
        if (request.verify()) {
            List<Boolean> seen = request.cursor().isPresent() ? after.seen() : seen(sought, found);
            return verified(sought, found, seen, tiers);
        }
        return confident(sought, found.getFirst())
                ? confident(sought, found, List.of(), tiers)
                : new Answer(
                        false,
                        Optional.of("No confident match; these are the nearest moments." + rebuilding.beside()),
                        MomentListing.of(found, tiers),
                        List.of());
    }

    /** Whether the search can stand for a moment. The parts of a sequence are only ever what it can stand for each. */
    private static boolean confident(TemporalExpression sought, FoundMoment<SceneHit> moment) {
        return !(sought instanceof TemporalExpression.Operand)
                || moment.best().item().evidence().confident();
    }

    private String emptiness(TemporalExpression sought, SceneFilter filter) {
        Optional<String> stale = rebuilding.instead();
        if (stale.isPresent()) {
            return stale.get();
        }
        if (index.size() == 0) {
            return "Nothing is indexed yet. Upload a video or run: timeviper index FILE";
        }
        if (filter.video().isPresent()
                && empty(SceneFilter.NONE.in(filter.video().get()))) {
            return "This video is not indexed yet.";
        }
        if (empty(filter)) {
            return "No indexed video passes the filters: leave one out.";
        }
        return sought instanceof TemporalExpression.Operand
                ? "No confident match: everything that is indexed says the opposite."
                : notTogether(sought, filter);
    }

    /** Says of an expression that holds nowhere which of its things is not shown at all, if it is one of the first. */
    private String notTogether(TemporalExpression sought, SceneFilter filter) {
        List<TemporalExpression.Operand> things =
                sought.shown().stream().distinct().toList();
        return things.stream()
                .limit(MOST_ALONE)
                .filter(operand -> moments.find(operand, filter).stream()
                        .noneMatch(moment -> moment.best().item().answers()))
                .findFirst()
                .map(operand -> "No confident match for " + operand + " alone: say it in other words.")
                .orElse(
                        things.size() > MOST_ALONE
                                ? "No confident match: nowhere is all of this as asked for. Ask for fewer things, or allow more time between them."
                                : "No confident match: each of these is shown, but nowhere as asked for. Allow more time between"
                                        + " them, or look for one alone.");
    }

    private boolean empty(SceneFilter filter) {
        return index.facets("", filter).videos() == 0;
    }

    /** What can be stood for, without the moments that only trail behind it. */
    private static Answer confident(
            TemporalExpression sought, List<FoundMoment<SceneHit>> found, List<Boolean> seen, MomentTiers tiers) {
        return new Answer(
                true,
                Optional.empty(),
                sought instanceof TemporalExpression.Operand
                        ? MomentListing.worthShowing(found, tiers)
                        : MomentListing.of(found, tiers),
                seen);
    }

    /** Lets the model look at the best moments, as many as it may look at. */
    private List<Boolean> seen(TemporalExpression sought, List<FoundMoment<SceneHit>> found) {
        List<Boolean> seen = new ArrayList<>();
        Looks looks = new Looks(model, sought);
        for (FoundMoment<SceneHit> moment : found) {
            if (!looks.suffice(moment)) {
                break;
            }
            seen.add(looks.see(moment));
        }
        return seen;
    }

    /** What the model does not see goes behind what it sees. */
    private Answer verified(
            TemporalExpression sought, List<FoundMoment<SceneHit>> found, List<Boolean> sees, MomentTiers tiers) {
        List<FoundMoment<SceneHit>> seen = new ArrayList<>();
        List<FoundMoment<SceneHit>> unseen = new ArrayList<>();
        for (int i = 0; i < Math.min(sees.size(), found.size()); i++) {
            (sees.get(i) ? seen : unseen).add(found.get(i));
        }
        boolean confident = !seen.isEmpty() && confident(sought, seen.getFirst());
        List<FoundMoment<SceneHit>> ordered = new ArrayList<>(seen);
        ordered.addAll(unseen);
        ordered.addAll(found.subList(seen.size() + unseen.size(), found.size()));
        return confident
                ? confident(sought, ordered, sees, tiers)
                : new Answer(
                        false,
                        Optional.of(
                                seen.isEmpty()
                                        ? "No confident match: the model looked at the nearest moments and does not see it there."
                                        : "No confident match; these are the nearest moments." + rebuilding.beside()),
                        MomentListing.of(ordered, tiers),
                        sees);
    }

    /** Counts over the videos with all of the words; of an expression, over the videos it was found in. */
    private SearchFacets facets(TemporalExpression sought, List<FoundMoment<SceneHit>> found, SceneFilter filter) {
        if (sought instanceof TemporalExpression.Operand operand) {
            return facets(index.facets(operand.text(), filter));
        }
        Map<String, IndexedVideo> videos = new LinkedHashMap<>();
        found.forEach(moment -> {
            IndexedVideo video = moment.best().item().scene().video();
            videos.putIfAbsent(video.id(), video);
        });
        return facets(Facets.of(videos.values()));
    }

    private static SearchFacets facets(Facets counted) {
        return new SearchFacets(
                counted.videos(), counts(counted.collections()), counts(counted.tags()), counts(counted.languages()));
    }

    private static List<SearchFacets.Count> counts(List<Facets.Count> counted) {
        return counted.stream()
                .map(count -> new SearchFacets.Count(count.value(), count.videos()))
                .toList();
    }
}
