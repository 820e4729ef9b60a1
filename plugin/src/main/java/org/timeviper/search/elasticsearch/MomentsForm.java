package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.index.query.AbstractQueryBuilder;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentParser.Token;
import org.timeviper.search.lucene.Candidates;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.MomentMerging;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.ReciprocalRankFusion;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TimedHit;

/**
 * {@value MomentsAggregationBuilder#NAME} as JSON. A request:
 *
 * <pre>{@code
 * {"path": "scenes", "language": "en", "size": 10,
 *  "sought": {"then": {"first": {"words": "red car"}, "second": {"words": "white car"}, "within_seconds": 10}},
 *  "scenes": {"red car": {"vector": [0.1, …], "chance": {"mean": 0.04, "deviation": 0.08}}, "white car": {…}},
 *  "filter": {"term": {"scenes.collection": "news"}},
 *  "ranking": {"depth": 100, "min_coverage": 0.5, "rank_constant": 60, "gap_seconds": 2, "likeness": 0.8, "max_seconds": 60, "overlap": 0.5}}
 * }</pre>
 *
 * <p>With {@code "unfused": ["words", "meaning"]}, one of them or both, the answer has these rankings of scenes in place of moments.
 *
 * <p>{@code sought} and {@code scenes} must be there. {@code chance} tells how near the vector comes to captions that have nothing to do with it.
 */
final class MomentsForm {

    private static final String NAME = MomentsAggregationBuilder.NAME;

    private MomentsForm() {}

    /**
     * Reads a request, from the brace that begins it.
     *
     * @param name the aggregation's name
     * @throws ParsingException if a key is unknown or missing or a value is not what it should be
     */
    static MomentsAggregationBuilder parse(XContentParser parser, String name) throws IOException {
        String path = "";
        CaptionLanguage language = CaptionLanguage.ENGLISH;
        int size = MomentsRequest.USUAL_SIZE;
        TemporalExpression sought = null;
        Map<String, SoughtScene> scenes = null;
        QueryBuilder filter = null;
        MomentRanking ranking = MomentRanking.USUAL;
        Set<UnfusedRanking> unfused = Set.of();
        while (parser.nextToken() != Token.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "path" -> path = text(parser, key);
                case "language" -> language = language(parser, key);
                case "size" -> size = whole(parser, key, number(parser, key));
                case "sought" -> sought = TemporalSyntax.parseObject(new StrictBody(NAME, parser), key);
                case "scenes" -> scenes = scenes(parser, key);
                case "filter" -> filter = filter(parser, key);
                case "ranking" -> ranking = ranking(parser, key);
                case "unfused" -> unfused = unfused(parser, key);
                default ->
                    throw refused(
                            parser,
                            "the unknown key [" + key + "]",
                            "[path, language, size, sought, scenes, filter, ranking, unfused]");
            }
        }
        if (sought == null || scenes == null) {
            throw refused(parser, "no [" + (sought == null ? "sought" : "scenes") + "]", "both [sought, scenes]");
        }
        try {
            SoughtMoments moments = new SoughtMoments(sought, scenes);
            return new MomentsAggregationBuilder(
                    name, new MomentsRequest(path, language, moments, ranking, size, unfused), filter);
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), "[" + NAME + "]: " + e.getMessage(), e);
        }
    }

    private static Map<String, SoughtScene> scenes(XContentParser parser, String key) throws IOException {
        object(parser, key);
        Map<String, SoughtScene> scenes = new HashMap<>();
        while (parser.nextToken() != Token.END_OBJECT) {
            String text = parser.currentName();
            parser.nextToken();
            object(parser, text);
            scenes.put(text, scene(parser, text));
        }
        return scenes;
    }

    private static SoughtScene scene(XContentParser parser, String text) throws IOException {
        float[] vector = null;
        Chance chance = null;
        while (parser.nextToken() != Token.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "vector" -> vector = vector(parser, key);
                case "chance" -> chance = chance(parser, key);
                default -> throw refused(parser, "the unknown key [" + key + "] in [" + text + "]", "[vector, chance]");
            }
        }
        if (vector == null || chance == null) {
            throw refused(parser, "no [" + (vector == null ? "vector" : "chance") + "] in [" + text + "]", "both");
        }
        try {
            return new SoughtScene(text, vector, chance);
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), "[" + NAME + "]: " + e.getMessage(), e);
        }
    }

    private static float[] vector(XContentParser parser, String key) throws IOException {
        if (parser.currentToken() != Token.START_ARRAY) {
            throw refused(parser, parser.currentToken() + " for [" + key + "]", "an array of numbers");
        }
        List<Float> numbers = new ArrayList<>();
        while (parser.nextToken() != Token.END_ARRAY) {
            numbers.add((float) number(parser, key));
        }
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i);
        }
        return vector;
    }

    private static Chance chance(XContentParser parser, String key) throws IOException {
        Map<String, Double> numbers = numbers(parser, key, Map.of("mean", Double.NaN, "deviation", Double.NaN));
        try {
            return new Chance(numbers.get("mean"), numbers.get("deviation"));
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), "[" + NAME + "]: " + e.getMessage(), e);
        }
    }

    private static MomentRanking ranking(XContentParser parser, String key) throws IOException {
        MomentRanking usual = MomentRanking.USUAL;
        Map<String, Double> numbers = numbers(parser, key, numbers(usual));
        try {
            return new MomentRanking(
                    whole(parser, "depth", numbers.get("depth")),
                    numbers.get("min_coverage"),
                    new ReciprocalRankFusion(whole(parser, "rank_constant", numbers.get("rank_constant"))),
                    new MomentMerging(
                            numbers.get("gap_seconds"),
                            numbers.get("likeness"),
                            numbers.get("max_seconds"),
                            numbers.get("overlap")));
        } catch (IllegalArgumentException e) {
            throw new ParsingException(
                    parser.getTokenLocation(), "[" + NAME + "] has a [ranking] that cannot be: " + e.getMessage(), e);
        }
    }

    private static Set<UnfusedRanking> unfused(XContentParser parser, String key) throws IOException {
        if (parser.currentToken() != Token.START_ARRAY) {
            throw refused(parser, parser.currentToken() + " for [" + key + "]", "an array of [words, meaning]");
        }
        Set<UnfusedRanking> rankings = new HashSet<>();
        while (parser.nextToken() != Token.END_ARRAY) {
            String name = text(parser, key);
            rankings.add(Arrays.stream(UnfusedRanking.values())
                    .filter(ranking -> ranking.key().equals(name))
                    .findFirst()
                    .orElseThrow(() -> refused(
                            parser, "the unknown ranking [" + name + "] in [" + key + "]", "[words, meaning]")));
        }
        return rankings;
    }

    private static Map<String, Double> numbers(MomentRanking ranking) {
        return Map.of(
                "depth", (double) ranking.depth(),
                "min_coverage", ranking.minCoverage(),
                "rank_constant", (double) ranking.fusion().k(),
                "gap_seconds", ranking.merging().gapSeconds(),
                "likeness", ranking.merging().likeness(),
                "max_seconds", ranking.merging().maxSeconds(),
                "overlap", ranking.merging().overlap());
    }

    /** Reads an object of numbers, all of which have a usual value. */
    private static Map<String, Double> numbers(XContentParser parser, String key, Map<String, Double> usual)
            throws IOException {
        object(parser, key);
        Map<String, Double> numbers = new HashMap<>(usual);
        while (parser.nextToken() != Token.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!usual.containsKey(name)) {
                throw refused(
                        parser,
                        "the unknown key [" + name + "] in [" + key + "]",
                        usual.keySet().stream().sorted().toList().toString());
            }
            numbers.put(name, number(parser, name));
        }
        return numbers;
    }

    private static QueryBuilder filter(XContentParser parser, String key) throws IOException {
        object(parser, key);
        return AbstractQueryBuilder.parseTopLevelQuery(parser);
    }

    private static CaptionLanguage language(XContentParser parser, String key) throws IOException {
        try {
            return CaptionLanguage.of(text(parser, key));
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), "[" + NAME + "]: " + e.getMessage(), e);
        }
    }

    private static String text(XContentParser parser, String key) throws IOException {
        if (parser.currentToken() != Token.VALUE_STRING) {
            throw refused(parser, parser.currentToken() + " for [" + key + "]", "a string");
        }
        return parser.text();
    }

    private static double number(XContentParser parser, String key) throws IOException {
        if (parser.currentToken() != Token.VALUE_NUMBER) {
            throw refused(parser, parser.currentToken() + " for [" + key + "]", "a number");
        }
        return parser.doubleValue();
    }

    private static int whole(XContentParser parser, String key, double number) {
        if (number != (int) number) {
            throw refused(parser, number + " for [" + key + "]", "a whole number of 32 bits");
        }
        return (int) number;
    }

    private static void object(XContentParser parser, String key) {
        if (parser.currentToken() != Token.START_OBJECT) {
            throw refused(parser, parser.currentToken() + " for [" + key + "]", "an object");
        }
    }

    private static ParsingException refused(XContentParser parser, String found, String expected) {
        return new ParsingException(
                parser.getTokenLocation(), "[" + NAME + "] has " + found + "; expected: " + expected);
    }

    /** Writes a request, braces included. */
    static XContentBuilder write(XContentBuilder builder, MomentsRequest request, QueryBuilder filter)
            throws IOException {
        builder.startObject();
        if (!request.path().isEmpty()) {
            builder.field("path", request.path());
        }
        builder.field("language", request.language().code()).field("size", request.size());
        builder.startObject("sought");
        TemporalSyntax.print(builder, request.sought().expression());
        builder.endObject();
        builder.startObject("scenes");
        for (SoughtScene scene : request.sought().scenes().values()) {
            builder.startObject(scene.text()).array("vector", scene.vector());
            builder.startObject("chance")
                    .field("mean", scene.chance().mean())
                    .field("deviation", scene.chance().deviation())
                    .endObject()
                    .endObject();
        }
        builder.endObject();
        if (filter != null) {
            builder.field("filter", filter);
        }
        MomentRanking ranking = request.ranking();
        builder.startObject("ranking").field("depth", ranking.depth());
        builder.field("rank_constant", ranking.fusion().k());
        builder.field("min_coverage", ranking.minCoverage())
                .field("gap_seconds", ranking.merging().gapSeconds())
                .field("likeness", ranking.merging().likeness())
                .field("max_seconds", ranking.merging().maxSeconds())
                .field("overlap", ranking.merging().overlap())
                .endObject();
        if (!request.unfused().isEmpty()) {
            builder.field(
                    "unfused",
                    request.unfused().stream().map(UnfusedRanking::key).toList());
        }
        return builder.endObject();
    }

    /** Writes what was found. */
    static XContentBuilder write(XContentBuilder builder, List<FoundMoment<SceneHit>> moments) throws IOException {
        builder.startArray("moments");
        for (FoundMoment<SceneHit> moment : moments) {
            Scene best = moment.best().item().scene();
            builder.startObject()
                    .field("start", moment.start())
                    .field("end", moment.end())
                    .field("frame", (best.start() + best.end()) / 2)
                    .field("score", moment.score());
            writeHits(builder, "hits", moment.hits());
            writeHits(builder, "covered", moment.covered());
            builder.endObject();
        }
        return builder.endArray();
    }

    /** Writes rankings as they were found. */
    static XContentBuilder write(XContentBuilder builder, Candidates found, Set<UnfusedRanking> wanted)
            throws IOException {
        for (UnfusedRanking ranking : wanted) {
            builder.startArray(ranking.key());
            for (ScoredScene scored :
                    switch (ranking) {
                        case WORDS -> found.words();
                        case MEANING -> found.meaning();
                    }) {
                builder.startObject();
                write(builder, scored);
                builder.endObject();
            }
            builder.endArray();
        }
        return builder;
    }

    private static void writeHits(XContentBuilder builder, String name, List<TimedHit<SceneHit>> hits)
            throws IOException {
        builder.startArray(name);
        for (TimedHit<SceneHit> hit : hits) {
            builder.startObject().field("score", hit.score());
            write(builder, hit.item());
            builder.endObject();
        }
        builder.endArray();
    }

    private static void write(XContentBuilder builder, SceneHit hit) throws IOException {
        builder.field("by_words", hit.byWords())
                .field("by_meaning", hit.byMeaning())
                .field("other_colour", hit.otherColour())
                .field("evidence", hit.evidence().value());
        write(builder, hit.scored());
    }

    private static void write(XContentBuilder builder, ScoredScene scored) throws IOException {
        builder.field("ranked_by", scored.score())
                .field("cosine", scored.cosine())
                .field("matched", scored.matched())
                .field("coverage", scored.coverage())
                .field("absence", scored.absence());
        Scene scene = scored.scene();
        builder.startObject("scene")
                .field("id", scene.id())
                .field("start", scene.start())
                .field("end", scene.end())
                .field("kind", scene.kind())
                .field("caption", scene.caption())
                .field("confidence", scene.confidence())
                .field("frames_seen", scene.framesSeen())
                .field("frames_total", scene.framesTotal());
        write(builder, scene.video());
        builder.endObject();
    }

    private static void write(XContentBuilder builder, IndexedVideo video) throws IOException {
        builder.startObject("video")
                .field("id", video.id())
                .field("name", video.name())
                .field("collection", video.collection())
                .field("tags", video.tags())
                .field("language", video.language())
                .field("metadata", video.metadata())
                .field("created", video.created().toEpochMilli())
                .field("duration", video.durationSeconds())
                .endObject();
    }
}
