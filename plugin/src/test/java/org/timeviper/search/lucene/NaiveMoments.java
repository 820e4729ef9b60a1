package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/**
 * Moments straight from their definitions, every scene looked at: the oracle. Captions are those of {@link RandomScenes}, read by their plain words. Only what a word is
 * worth by BM25 is asked of Lucene, scene by scene.
 */
final class NaiveMoments {

    private static final Set<String> THINGS = Set.of("car", "man", "dog", "boat", "zebra");
    private static final Set<String> COLOURS = Set.of("red", "blue", "green");

    /** A text by its words. */
    private record Text(Set<String> shown, Set<String> denied, Map<String, Set<String>> colours) {

        static Text of(String text) {
            Set<String> shown = new LinkedHashSet<>();
            Set<String> denied = new LinkedHashSet<>();
            Map<String, Set<String>> colours = new TreeMap<>();
            boolean deny = false;
            String colour = "";
            for (String word : text.split(" ")) {
                deny |= word.equals("no") || word.equals("without");
                if (THINGS.contains(word) && !colour.isEmpty()) {
                    colours.computeIfAbsent(word, thing -> new TreeSet<>()).add(colour);
                }
                if (THINGS.contains(word) || COLOURS.contains(word)) {
                    (deny ? denied : shown).add(word);
                }
                colour = COLOURS.contains(word) ? word : "";
            }
            return new Text(shown, denied, colours);
        }

        boolean contradicts(Text caption) {
            return denied.stream().anyMatch(caption.shown::contains)
                    || shown.stream()
                            .anyMatch(word -> THINGS.contains(word)
                                    && caption.denied.contains(word)
                                    && !caption.shown.contains(word));
        }

        boolean sharesWords(Text caption) {
            return shown.stream().anyMatch(caption.shown::contains)
                    || denied.stream().anyMatch(caption.denied::contains);
        }

        boolean givesAnotherColour(Text caption) {
            return colours.keySet().stream()
                    .anyMatch(thing -> caption.colours.containsKey(thing)
                            && caption.colours.get(thing).stream().noneMatch(colours.get(thing)::contains));
        }
    }

    /** A scene with all that is to be known of it. */
    record Judged(Scene scene, double bm25, double cosine, double coverage, double absence, boolean otherColour) {

        double evidence() {
            return cosine / 0.2 + 1.5 * coverage - 2.5 * absence - (otherColour ? 3 : 0);
        }

        boolean answers() {
            return evidence() >= 4.25 || coverage > 1 - 1e-9 && !otherColour;
        }

        String told() {
            return "%s %.6f %b".formatted(scene.id(), evidence(), otherColour);
        }
    }

    private final List<RandomScenes.Described> library;
    private final DirectoryReader tidy;
    private final IndexSearcher searcher;
    private final Predicate<Scene> allowed;

    /**
     * @param library in the order of the documents
     * @param tidy the index of the whole library
     * @param allowed which scenes may answer
     */
    NaiveMoments(List<RandomScenes.Described> library, DirectoryReader tidy, Predicate<Scene> allowed) {
        this.library = library;
        this.tidy = tidy;
        this.searcher = new IndexSearcher(tidy);
        this.allowed = allowed;
    }

    private List<Judged> judged(SoughtScene sought, boolean byWords) throws IOException {
        Text wanted = Text.of(sought.text());
        List<Judged> judged = new ArrayList<>();
        Query query = CaptionQuery.parse(sought.text(), new CaptionAnalyzer()).toQuery(SceneSchema.FLAT.terms());
        for (int i = 0; i < library.size(); i++) {
            Scene scene = library.get(i).scene();
            Text caption = Text.of(scene.caption());
            if (!allowed.test(scene) || wanted.contradicts(caption) || byWords && !wanted.sharesWords(caption)) {
                continue;
            }
            double all = 0;
            double held = 0;
            double absent = 0;
            for (String word : wanted.shown()) {
                double weight = rarity(word);
                all += weight;
                held += caption.shown().contains(word) ? weight : 0;
                absent += !caption.shown().contains(word) && frequency(word) > 0 ? weight : 0;
            }
            float[] vector = library.get(i).vector();
            double cosine = (double) (vector[0] * sought.vector()[0]) + vector[1] * sought.vector()[1];
            judged.add(new Judged(
                    scene,
                    searcher.explain(query, i).getValue().doubleValue(),
                    cosine,
                    all == 0 ? 0 : held / all,
                    all == 0 ? 0 : absent / all,
                    wanted.givesAnotherColour(caption)));
        }
        return judged;
    }

    private int frequency(String word) throws IOException {
        return tidy.docFreq(new Term(SceneSchema.FLAT.terms(), word));
    }

    private double rarity(String word) throws IOException {
        int all = tidy.getDocCount(SceneSchema.FLAT.terms());
        return Math.log(1 + (all - frequency(word) + 0.5) / (frequency(word) + 0.5));
    }

    List<Judged> words(SoughtScene sought, int depth) throws IOException {
        return best(judged(sought, true), Comparator.comparingDouble(Judged::bm25), depth);
    }

    List<Judged> meaning(SoughtScene sought, int depth) throws IOException {
        return best(judged(sought, false), Comparator.comparingDouble(Judged::cosine), depth);
    }

    private static List<Judged> best(List<Judged> judged, Comparator<Judged> worstFirst, int depth) {
        return judged.stream()
                .sorted(worstFirst.reversed().thenComparing(hit -> hit.scene().id()))
                .limit(depth)
                .toList();
    }

    /** Moments of one scene that is looked for, each told in a line. */
    List<String> moments(SoughtScene sought, MomentRanking ranking) throws IOException {
        Map<String, Judged> hits = new LinkedHashMap<>();
        Map<String, Double> scores = new LinkedHashMap<>();
        List<Judged> words = words(sought, ranking.depth()).stream()
                .filter(hit -> hit.coverage() >= ranking.minCoverage())
                .toList();
        for (List<Judged> places : List.of(words, meaning(sought, ranking.depth()))) {
            for (int place = 1; place <= places.size(); place++) {
                Judged hit = places.get(place - 1);
                hits.putIfAbsent(hit.scene().id(), hit);
                scores.merge(hit.scene().id(), 1.0 / (ranking.fusion().k() + place), Double::sum);
            }
        }
        List<TimedHit<Judged>> timed = new ArrayList<>();
        hits.values().stream()
                .sorted(Comparator.comparingDouble(
                        hit -> -scores.get(hit.scene().id())))
                .forEach(hit -> timed.add(new TimedHit<>(
                        hit.scene().video().id(),
                        hit.scene().start(),
                        hit.scene().end(),
                        scores.get(hit.scene().id()),
                        1 / (1 + Math.exp(1.5 * (4.25 - hit.evidence()))),
                        hit)));
        return ranking.merging().merge(timed).stream()
                .map(moment -> "%.2f–%.2f %.9f %s %s"
                        .formatted(
                                moment.start(),
                                moment.end(),
                                moment.score(),
                                moment.hits().stream()
                                        .map(hit -> hit.item().told())
                                        .toList(),
                                moment.covered().stream()
                                        .map(hit -> hit.item().told())
                                        .toList()))
                .toList();
    }

    /** The same of moments that were found. */
    static List<String> told(List<FoundMoment<SceneHit>> moments) {
        return moments.stream()
                .map(moment -> "%.2f–%.2f %.9f %s %s"
                        .formatted(
                                moment.start(),
                                moment.end(),
                                moment.score(),
                                moment.hits().stream()
                                        .map(hit -> told(hit.item()))
                                        .toList(),
                                moment.covered().stream()
                                        .map(hit -> told(hit.item()))
                                        .toList()))
                .toList();
    }

    private static String told(SceneHit hit) {
        return "%s %.6f %b".formatted(hit.scene().id(), hit.evidence().value(), hit.otherColour());
    }

    /** All the spans at which scenes stand as they should, with the gaps between them, the tightest of each video. */
    Set<String> sequences(SoughtMoments sought, int depth) throws IOException {
        Map<String, Map<String, Set<NaiveTemporal.Place>>> places = new TreeMap<>();
        for (SoughtScene scene : sought.scenes().values()) {
            for (List<Judged> found : List.of(words(scene, depth), meaning(scene, depth))) {
                found.stream().filter(Judged::answers).map(Judged::scene).forEach(answer -> places.computeIfAbsent(
                                answer.video().id(), video -> new TreeMap<>())
                        .computeIfAbsent(scene.text(), text -> new TreeSet<>())
                        .add(new NaiveTemporal.Place(
                                Math.round(answer.start() * 1000), Math.round(answer.end() * 1000), 0)));
            }
        }
        Set<String> told = new TreeSet<>();
        places.forEach((video, ofVideo) -> NaiveTemporal.tightest(NaiveTemporal.evaluate(
                        sought.expression(), operand -> ofVideo.getOrDefault(operand.text(), Set.of())))
                .forEach(place -> told.add(video + " " + place)));
        return told;
    }
}
