package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.timeviper.api.Moment;
import org.timeviper.api.SearchFacets;
import org.timeviper.api.SearchResults;
import org.timeviper.indexer.index.Facets;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionHighlights;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.TemporalExpression;

/** Searches the library: moments with why they matched, and a plain word when there is nothing that the search can stand for. */
public final class SceneSearch {

    /** How many of the best moments the model looks at when asked to verify. */
    private static final int LOOKS = 3;

    private final SceneIndex index;
    private final MomentSearch moments;
    private final SecondLook model;
    private final CaptionAnalyzer analyzer;

    @Inject
    public SceneSearch(SceneIndex index, CaptionAnalyzer analyzer, MomentSearch moments, SecondLook model) {
        this.index = index;
        this.analyzer = analyzer;
        this.moments = moments;
        this.model = model;
    }

    /** Searches. */
    public SearchResults search(MomentRequest request) {
        long began = System.nanoTime();
        String text = QueryText.of(request.typed()).text();
        CaptionQuery query = CaptionQuery.parse(text, analyzer);
        Answer answer = answer(query, request.filter(), request.verify());
        CaptionHighlights highlights = new CaptionHighlights(query, analyzer);
        List<Moment> moments = answer.moments().stream()
                .limit(request.size())
                .map(found -> moment(found, highlights))
                .toList();
        SearchFacets facets = request.facets() ? facets(index.facets(text, request.filter())) : null;
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        return new SearchResults(text, answer.confident(), answer.message().orElse(null), moments, facets, millis);
    }

    private record Answer(boolean confident, Optional<String> message, List<FoundMoment<SceneHit>> moments) {

        static Answer nothing(String message) {
            return new Answer(false, Optional.of(message), List.of());
        }
    }

    private Answer answer(CaptionQuery query, SceneFilter filter, boolean verify) {
        if (query.onlyCommonWords()) {
            return Answer.nothing("The query holds only common words: name a thing, a colour, a place or an action.");
        }
        List<FoundMoment<SceneHit>> found = moments.find(new TemporalExpression.Operand(query.text()), filter);
        if (found.isEmpty()) {
            return Answer.nothing(emptiness(filter));
        }
        if (verify) {
            return verified(query.text(), found);
        }
        return found.getFirst().best().item().evidence().confident()
                ? confident(found)
                : new Answer(
                        false, Optional.of("No confident match; these are the nearest moments." + rebuilding()), found);
    }

    private String emptiness(SceneFilter filter) {
        if (index.staleness().isPresent()) {
            return "The search index is being rebuilt from the library; try again in a moment.";
        }
        if (index.size() == 0) {
            return "Nothing is indexed yet. Upload a video or run: timeviper index FILE";
        }
        if (filter.video().isPresent()
                && empty(SceneFilter.NONE.in(filter.video().get()))) {
            return "This video is not indexed yet.";
        }
        return empty(filter)
                ? "No indexed video passes the filters: leave one out."
                : "No confident match: everything that is indexed says the opposite.";
    }

    private boolean empty(SceneFilter filter) {
        return index.facets("", filter).videos() == 0;
    }

    private String rebuilding() {
        return index.staleness().isPresent()
                ? " The search index is being rebuilt from the library, so some videos may be missing."
                : "";
    }

    /** What can be stood for, without the moments that only trail behind it. */
    private static Answer confident(List<FoundMoment<SceneHit>> found) {
        return new Answer(
                true,
                Optional.empty(),
                found.stream()
                        .filter(moment -> moment.best().item().evidence().worthShowing())
                        .toList());
    }

    /** Lets the model look at the best moments; what it does not see goes behind what it sees. */
    private Answer verified(String text, List<FoundMoment<SceneHit>> found) {
        List<FoundMoment<SceneHit>> seen = new ArrayList<>();
        List<FoundMoment<SceneHit>> unseen = new ArrayList<>();
        for (FoundMoment<SceneHit> moment : found.subList(0, Math.min(LOOKS, found.size()))) {
            String video = moment.best().timeline();
            (model.shows(video, moment.start(), moment.end(), text) ? seen : unseen).add(moment);
        }
        boolean confident =
                !seen.isEmpty() && seen.getFirst().best().item().evidence().confident();
        List<FoundMoment<SceneHit>> ordered = new ArrayList<>(seen);
        ordered.addAll(unseen);
        ordered.addAll(found.subList(seen.size() + unseen.size(), found.size()));
        return confident
                ? confident(ordered)
                : new Answer(
                        false,
                        Optional.of(
                                seen.isEmpty()
                                        ? "No confident match: the model looked at the nearest moments and does not see it there."
                                        : "No confident match; these are the nearest moments." + rebuilding()),
                        ordered);
    }

    private static Moment moment(FoundMoment<SceneHit> found, CaptionHighlights highlights) {
        SceneHit best = found.best().item();
        IndexedVideo video = best.scene().video();
        return new Moment(
                video.id(),
                video.name(),
                found.start(),
                found.end(),
                best.scene().caption(),
                Marks.of(highlights, best.scene().caption()),
                why(best),
                best.matchedBy(),
                found.score(),
                best.scene().confidence(),
                Links.thumbnail(video.id(), (best.scene().start() + best.scene().end()) / 2),
                Links.play(video.id(), found.start(), found.end()),
                found.hits().stream()
                        .mapToLong(hit -> hit.item().scene().framesSeen())
                        .sum(),
                found.hits().stream()
                        .mapToLong(hit -> hit.item().scene().framesTotal())
                        .sum());
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

    private static String why(SceneHit hit) {
        if (hit.labelled()) {
            return "“" + hit.scored().matched().getFirst() + "” is a tag, the collection or the name of the video";
        }
        String words =
                hit.scored().matched().stream().map(word -> "“" + word + "”").collect(Collectors.joining(", "));
        String meaning = hit.byMeaning()
                ? "close in meaning"
                : hit.evidence().worthShowing() ? "near in meaning" : "far in meaning";
        return words.isEmpty() ? "the caption is " + meaning : "the caption says " + words + " and is " + meaning;
    }
}
