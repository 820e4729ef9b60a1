package org.timeviper.search.elasticsearch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.elasticsearch.index.query.BoolQueryBuilder;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.RangeQueryBuilder;
import org.elasticsearch.index.query.TermQueryBuilder;
import org.timeviper.search.lucene.Candidates;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.Evidence;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.MomentMerging;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.ReciprocalRankFusion;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.SceneSequence;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TimeSpan;

/** Draws requests for moments and what shards find, with few different scores, so that there are ties. */
final class RandomMoments {

    private static final String[] OPERANDS = {"a red car", "man without a hat", "犬", "\"quotes\" \\ {braces}", "x'y\n"};

    private final Random random;

    RandomMoments(long seed) {
        this.random = new Random(seed);
    }

    MomentsAggregationBuilder aggregation() {
        MomentsAggregationBuilder aggregation =
                new MomentsAggregationBuilder("moments " + random.nextInt(3), request(), filter());
        if (random.nextBoolean()) {
            aggregation.setMetadata(Map.of("colour", random.nextInt(3)));
        }
        return aggregation;
    }

    MomentsRequest request() {
        SoughtMoments sought = sought();
        return new MomentsRequest(
                pick("", "scenes", "a.b"),
                pick(CaptionLanguage.values()),
                sought,
                ranking(),
                1 + random.nextInt(20),
                sought.single() ? unfused() : Set.of());
    }

    Set<UnfusedRanking> unfused() {
        return Arrays.stream(UnfusedRanking.values())
                .filter(ranking -> random.nextInt(3) == 0)
                .collect(Collectors.toSet());
    }

    /** @return null as often as a filter */
    QueryBuilder filter() {
        return switch (random.nextInt(4)) {
            case 0 -> new TermQueryBuilder("collection", "c" + random.nextInt(9));
            case 1 ->
                new BoolQueryBuilder()
                        .filter(new CaptionQueryBuilder("terms", "hat", CaptionLanguage.ENGLISH))
                        .mustNot(new RangeQueryBuilder("duration").gte(random.nextInt(90)));
            default -> null;
        };
    }

    SoughtMoments sought() {
        return sought(random.nextInt(3));
    }

    SoughtMoments sought(int depth) {
        TemporalExpression expression = expression(depth);
        return new SoughtMoments(
                expression,
                expression.operands().stream()
                        .map(TemporalExpression.Operand::text)
                        .distinct()
                        .collect(Collectors.toMap(
                                Function.identity(), text -> new SoughtScene(text, vector(5), chance()))));
    }

    private TemporalExpression expression(int depth) {
        if (depth == 0) {
            return new TemporalExpression.Operand(pick(OPERANDS));
        }
        TemporalExpression one = expression(depth - 1);
        double distance = random.nextInt(20_000) / 1000.0;
        return switch (random.nextInt(5)) {
            case 0 -> one.then(expression(depth - 1), distance);
            case 1 -> one.whilst(expression(depth - 1));
            case 2 -> one.near(expression(depth - 1), distance);
            case 3 -> one.notNear(expression(depth - 1), distance);
            default -> one.within(new TimeSpan(random.nextInt(9_999), 10_000 + random.nextInt(99_999)));
        };
    }

    float[] vector(int length) {
        double[] numbers = random.doubles(length, -1, 1).toArray();
        double square = 0;
        for (double number : numbers) {
            square += number * number;
        }
        float[] unit = new float[length];
        for (int i = 0; i < length; i++) {
            unit[i] = (float) (numbers[i] / Math.sqrt(square));
        }
        return unit;
    }

    private Chance chance() {
        return new Chance(random.nextDouble(-1, 1), random.nextDouble(1e-3, 1));
    }

    MomentRanking ranking() {
        return new MomentRanking(
                1 + random.nextInt(12),
                pick(0.0, 0.5, 1.0),
                new ReciprocalRankFusion(pick(0, 60, Integer.MAX_VALUE)),
                new MomentMerging(
                        random.nextInt(5), random.nextInt(9) / 8.0, random.nextInt(90), random.nextInt(9) / 8.0));
    }

    /** What shards find that hold different videos. */
    List<Findings> shards(int count, boolean single) {
        return IntStream.range(0, count)
                .mapToObj(shard -> single ? candidates(shard) : sequences(shard))
                .toList();
    }

    private Findings candidates(int shard) {
        Supplier<List<ScoredScene>> ranking = () -> random.ints(0, 20)
                .distinct()
                .limit(random.nextInt(15))
                .mapToObj(number -> scored(shard, number))
                .sorted(ScoredScene.BEST_FIRST)
                .toList();
        return new Findings(new Candidates(ranking.get(), ranking.get()), List.of());
    }

    /** Sequences of one video have different spans. */
    private Findings sequences(int shard) {
        List<SceneSequence> sequences = new ArrayList<>();
        random.ints(0, 30)
                .distinct()
                .limit(random.nextInt(15))
                .forEach(place -> sequences.add(new SceneSequence(
                        new TimeSpan(place * 1000, place * 1000 + random.nextInt(9_000)),
                        List.of(hit(shard, place), hit(shard, place)),
                        random.nextInt(3) * 500)));
        return new Findings(Candidates.NONE, sequences);
    }

    private SceneHit hit(int shard, int video) {
        return new SceneHit(
                scored(shard, video * 10 + random.nextInt(10)),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                new Evidence(random.nextInt(-3, 9)));
    }

    private ScoredScene scored(int shard, int number) {
        return new ScoredScene(
                scene(shard, number),
                random.nextInt(4) / 4.0,
                random.nextInt(-4, 4) / 4.0,
                random.nextBoolean() ? List.of("red", "car") : List.of(),
                random.nextInt(3) / 2.0,
                random.nextInt(3) / 2.0);
    }

    private Scene scene(int shard, int number) {
        IndexedVideo video = new IndexedVideo(
                "video " + shard + "-" + number / 10,
                "Néw ☃ film",
                random.nextBoolean() ? "" : "news",
                random.nextBoolean() ? List.of() : List.of("b", "a"),
                random.nextBoolean() ? "" : "en-GB",
                random.nextBoolean() ? List.of() : List.of("rights:owned", "series:夜"),
                Instant.ofEpochMilli(random.nextLong(-1L << 40, 1L << 41)),
                random.nextDouble(9_000));
        double start = number * 3;
        return new Scene(
                "scene " + shard + "-" + number,
                video,
                start,
                start + random.nextInt(6),
                pick("scene", "event"),
                pick("", "a red car", "a blue car, 犬"),
                random.nextDouble(),
                random.nextLong(1L << 50),
                random.nextLong(1L << 50));
    }

    @SafeVarargs
    private <T> T pick(T... things) {
        return things[random.nextInt(things.length)];
    }
}
