package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.TemporalExpression;

/**
 * Judges ranking and confidence on queries whose right answers a person has written down: two sets were used to choose the rule's numbers, the third never. A fourth
 * holds what vectors alone get wrong: negations, single words, exact names.
 */
@Execution(ExecutionMode.SAME_THREAD)
abstract class JudgedQueries {

    /** @return an empty index for the embedder's vectors */
    abstract SceneIndex open(String set, SentenceEmbedder embedder);

    @Test
    void theRuleStandsForWhatIsThereAndNotForTheRest() throws IOException {
        judge("judged-tuning-1.tsv");
        judge("judged-tuning-2.tsv");
        Judgement heldOut = judge("judged-held-out.tsv");
        assertTrue(heldOut.precision() >= 0.9 && heldOut.recall() >= 0.8, heldOut::toString);
        assertTrue(heldOut.meanReciprocalRank() >= 0.9, heldOut::toString);
    }

    @Test
    void negationsSingleWordsAndExactNamesAreAnsweredToTheLetter() throws IOException {
        Judgement exact = judge("judged-exact.tsv");
        assertEquals(1, exact.meanReciprocalRank(), 1e-9, exact::toString);
        assertEquals(0, exact.wrong(), exact::toString);
    }

    /** Confident answers whose first moment is right, confident answers that are wrong or to queries without an answer, answerable queries, sum of reciprocal ranks. */
    private record Judgement(
            String set, int right, int wrong, int answerable, int absurd, double reciprocalRanks, List<String> faults) {
        double precision() {
            return (double) right / (right + wrong);
        }

        double recall() {
            return (double) right / answerable;
        }

        double meanReciprocalRank() {
            return reciprocalRanks / answerable;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: precision %.2f, recall %.2f of %d answerable and %d other queries, mean reciprocal rank %.2f; faults: %s",
                    set,
                    precision(),
                    recall(),
                    answerable,
                    absurd,
                    meanReciprocalRank(),
                    faults);
        }
    }

    private Judgement judge(String set) throws IOException {
        SentenceEmbedder embedder = new SentenceEmbedder();
        List<SceneDocument> scenes = new ArrayList<>();
        List<String[]> queries = new ArrayList<>();
        for (String[] line : lines(set)) {
            if (line[0].equals("scene")) {
                scenes.add(scene(scenes.size(), line, embedder));
            } else {
                queries.add(line);
            }
        }
        try (SceneIndex index = open(set, embedder)) {
            Map<String, List<SceneDocument>> videos = new LinkedHashMap<>();
            scenes.forEach(scene -> videos.computeIfAbsent(scene.scene().video().id(), id -> new ArrayList<>())
                    .add(scene));
            videos.forEach(index::replace);
            return judge(set, new MomentSearch(index, embedder, new Background(embedder)), queries);
        }
    }

    private static Judgement judge(String set, MomentSearch search, List<String[]> queries) {
        int right = 0;
        int wrong = 0;
        int answerable = 0;
        double reciprocalRanks = 0;
        List<String> faults = new ArrayList<>();
        for (String[] query : queries) {
            Set<String> answers =
                    query[2].equals("none") ? Set.of() : new TreeSet<>(Arrays.asList(query[2].split(",")));
            List<FoundMoment<SceneHit>> found = search.find(new TemporalExpression.Operand(query[1]), SceneFilter.NONE);
            int rank = rank(found, answers);
            boolean confident = found.getFirst().best().item().evidence().confident();
            answerable += answers.isEmpty() ? 0 : 1;
            reciprocalRanks += rank == 0 ? 0 : 1.0 / rank;
            right += confident && rank == 1 ? 1 : 0;
            wrong += confident && rank != 1 ? 1 : 0;
            if (confident != (rank == 1) || !answers.isEmpty() && rank != 1) {
                faults.add(String.format(
                        Locale.ROOT,
                        "%n  %s: rank %d, evidence %.1f, %s",
                        query[1],
                        rank,
                        found.getFirst().best().item().evidence().value(),
                        found.getFirst().best().item().scene().caption()));
            }
        }
        Judgement judgement =
                new Judgement(set, right, wrong, answerable, queries.size() - answerable, reciprocalRanks, faults);
        System.out.println(judgement);
        return judgement;
    }

    /** The place of the first moment that holds an answer, from 1; 0 if none does. */
    private static int rank(List<FoundMoment<SceneHit>> found, Set<String> answers) {
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).hits().stream()
                    .anyMatch(hit -> answers.contains(hit.item().scene().id()))) {
                return i + 1;
            }
        }
        return 0;
    }

    private static SceneDocument scene(int number, String[] line, SentenceEmbedder embedder) {
        Scene scene = new Scene(
                Integer.toString(number),
                video(line),
                Double.parseDouble(line[2]),
                Double.parseDouble(line[3]),
                "event",
                line[4],
                1,
                1,
                1);
        return new SceneDocument(scene, embedder.embed(line[4]));
    }

    /** A video whose tags stand behind the caption of its scenes, if it has any. */
    private static IndexedVideo video(String[] line) {
        List<String> tags = line.length > 5 ? List.of(line[5].split(",")) : List.of();
        return new IndexedVideo(line[1], line[1], "", tags, "", Instant.EPOCH, 100);
    }

    private static List<String[]> lines(String set) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(JudgedQueriesTest.class.getResourceAsStream(set), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }
}
