package org.timeviper.indexer.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.timeviper.api.Highlight;
import org.timeviper.api.Moment;
import org.timeviper.api.MomentPart;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionHighlights;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.TemporalExpression;

/** Moments as clients see them. */
final class MomentView {

    /** What stands between the captions of a moment's parts. */
    private static final String THEN = " → ";

    private final TemporalExpression sought;
    private final List<CaptionHighlights> highlights;

    /** @param sought what the moments were searched for */
    MomentView(TemporalExpression sought, CaptionAnalyzer analyzer) {
        this.sought = sought;
        this.highlights = sought.shown().stream()
                .map(operand -> new CaptionHighlights(CaptionQuery.parse(operand.text(), analyzer), analyzer))
                .toList();
    }

    Moment of(FoundMoment<SceneHit> found) {
        SceneHit best = found.best().item();
        if (sought instanceof TemporalExpression.Operand) {
            String caption = best.scene().caption();
            List<Highlight> marks = Marks.of(highlights.getFirst(), caption);
            return moment(found, caption, marks, why(best), best.matchedBy(), List.of());
        }
        List<SceneHit> hits = found.hits().stream().map(hit -> hit.item()).toList();
        List<MomentPart> parts = IntStream.range(0, hits.size())
                .mapToObj(i -> part(i, hits.get(i)))
                .toList();
        Set<String> matchedBy = new LinkedHashSet<>();
        parts.forEach(part -> matchedBy.addAll(part.matchedBy()));
        String why = parts.stream()
                .map(part -> "for “" + part.query() + "” " + part.why())
                .collect(Collectors.joining("; "));
        String captions = parts.stream().map(MomentPart::caption).collect(Collectors.joining(THEN));
        return moment(found, captions, marks(parts), why, List.copyOf(matchedBy), parts);
    }

    /** A moment that was found by meaning alone, as one like another. */
    static Moment like(FoundMoment<SceneHit> found) {
        SceneHit best = found.best().item();
        return moment(found, best.scene().caption(), List.of(), why(best), best.matchedBy(), List.of());
    }

    private MomentPart part(int number, SceneHit hit) {
        Scene scene = hit.scene();
        return new MomentPart(
                sought.shown().get(number).text(),
                scene.start(),
                scene.end(),
                scene.caption(),
                Marks.of(highlights.get(number), scene.caption()),
                why(hit),
                hit.matchedBy(),
                picture(scene));
    }

    /** The highlights of the parts, counted in their captions put together. */
    private static List<Highlight> marks(List<MomentPart> parts) {
        List<Highlight> marks = new ArrayList<>();
        int begins = 0;
        for (MomentPart part : parts) {
            for (Highlight mark : part.highlights()) {
                marks.add(new Highlight(begins + mark.start(), begins + mark.end()));
            }
            begins += part.caption().length() + THEN.length();
        }
        return marks;
    }

    /**
     * A moment with what its hits tell of its place.
     *
     * @param parts empty if one thing was looked for
     */
    private static Moment moment(
            FoundMoment<SceneHit> found,
            String caption,
            List<Highlight> highlights,
            String why,
            List<String> matchedBy,
            List<MomentPart> parts) {
        Scene best = found.best().item().scene();
        IndexedVideo video = best.video();
        return new Moment(
                video.id(),
                video.name(),
                found.start(),
                found.end(),
                caption,
                highlights,
                why,
                matchedBy,
                found.score(),
                confidence(found, parts),
                picture(best),
                Links.play(video.id(), found.start(), found.end()),
                frames(found, Scene::framesSeen),
                frames(found, Scene::framesTotal),
                parts);
    }

    /** Things in time are all there only if the least sure of them is. */
    private static double confidence(FoundMoment<SceneHit> found, List<MomentPart> parts) {
        return parts.isEmpty()
                ? found.best().item().scene().confidence()
                : found.hits().stream()
                        .mapToDouble(hit -> hit.item().scene().confidence())
                        .min()
                        .orElse(0);
    }

    private static String picture(Scene scene) {
        return Links.thumbnail(scene.video().id(), (scene.start() + scene.end()) / 2);
    }

    /** One scene can be several parts of a moment. */
    private static long frames(FoundMoment<SceneHit> found, ToLongFunction<Scene> counted) {
        return found.hits().stream()
                .map(hit -> hit.item().scene())
                .distinct()
                .mapToLong(counted)
                .sum();
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
