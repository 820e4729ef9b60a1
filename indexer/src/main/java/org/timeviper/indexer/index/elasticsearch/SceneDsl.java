package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.library.VideoConditions;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.SceneSchema;

/** Queries over nested scenes in the cluster's own language: the same queries that {@link CaptionQuery} makes for Lucene, term for term. */
final class SceneDsl {

    static final String PATH = "scenes";
    static final SceneSchema SCHEMA = SceneSchema.nested(PATH);

    private SceneDsl() {}

    /** Scenes that hold any of the words, or whose video has the whole query for a label, as {@link CaptionQuery#toQuery(SceneSchema)}. */
    static Query words(CaptionQuery query) {
        BoolQuery.Builder scenes = new BoolQuery.Builder()
                .should(captions(query))
                .should(label -> label.constantScore(exact -> exact.boost(CaptionQuery.LABEL_BOOST)
                        .filter(any -> any.term(
                                term -> term.field(SCHEMA.labels()).value(IndexedVideo.label(query.text()))))));
        contradictions(query).ifPresent(scenes::mustNot);
        return Query.of(all -> all.bool(scenes.build()));
    }

    private static Query captions(CaptionQuery query) {
        BoolQuery.Builder words = new BoolQuery.Builder();
        query.wanted().forEach(word -> words.should(term(word.term())));
        query.pairs().forEach(pair -> words.should(phrase(pair, CaptionQuery.PAIR_BOOST)));
        query.denied().forEach(thing -> words.should(term(thing.getLast().deniedTerm())));
        contradictions(query).ifPresent(words::mustNot);
        return Query.of(all -> all.bool(words.build()));
    }

    /** Scenes that hold all of the words, as {@link CaptionQuery#toStrictQuery}; all scenes if the query has none. */
    static Query allWords(CaptionQuery query) {
        BoolQuery.Builder words = new BoolQuery.Builder().filter(any -> any.matchAll(every -> every));
        query.wanted().forEach(word -> words.filter(term(word.term())));
        contradictions(query).ifPresent(words::mustNot);
        return Query.of(all -> all.bool(words.build()));
    }

    /** Scenes that say the opposite, as {@link CaptionQuery#contradictions}. */
    static Optional<Query> contradictions(CaptionQuery query) {
        List<Query> opposite = new ArrayList<>();
        for (List<CaptionQuery.Word> thing : query.denied()) {
            opposite.add(thing.size() == 1 ? term(thing.getFirst().term()) : phrase(thing, 1));
        }
        for (CaptionQuery.Word word : query.things()) {
            opposite.add(Query.of(only ->
                    only.bool(denied -> denied.must(term(word.deniedTerm())).mustNot(term(word.term())))));
        }
        return opposite.isEmpty()
                ? Optional.empty()
                : Optional.of(Query.of(any -> any.bool(bool -> bool.should(opposite))));
    }

    /**
     * Scenes that a filter lets through; no clause if it lets all through. Nothing here may be a query that the cluster rewrites where it holds for a whole shard, as it
     * does with ranges of dates and with "exists": rewritten, it is taken for a word about videos, and neighbours that should be found are not.
     */
    static List<Query> filter(SceneFilter filter) {
        VideoConditions videos = filter.videos();
        List<Query> clauses = new ArrayList<>();
        filter.video().ifPresent(video -> clauses.add(oneOf(SCHEMA.video(), List.of(video))));
        if (!videos.collections().isEmpty()) {
            clauses.add(oneOf(SCHEMA.collection(), videos.collections()));
        }
        if (!videos.languages().isEmpty()) {
            clauses.add(oneOf(SCHEMA.language(), videos.languages()));
        }
        videos.tags().forEach(tag -> clauses.add(oneOf(SCHEMA.tags(), List.of(tag))));
        videos.metadataTerms().forEach(terms -> clauses.add(oneOf(SCHEMA.metadata(), terms)));
        if (videos.from().isPresent() || videos.to().isPresent()) {
            clauses.add(Query.of(query -> query.range(range -> range.number(number -> {
                number.field(SCHEMA.created());
                videos.from().ifPresent(from -> number.gte((double) from.toEpochMilli()));
                videos.to().ifPresent(to -> number.lt((double) to.toEpochMilli()));
                return number;
            }))));
        }
        if (videos.minSeconds().isPresent() || videos.maxSeconds().isPresent()) {
            clauses.add(Query.of(query -> query.range(range -> range.number(number -> {
                number.field(SCHEMA.duration());
                videos.minSeconds().ifPresent(number::gte);
                videos.maxSeconds().ifPresent(number::lte);
                return number;
            }))));
        }
        filter.minConfidence().ifPresent(least -> clauses.add(surerThan(least)));
        return clauses;
    }

    /** Scenes of which the model is at least so sure. */
    private static Query surerThan(double least) {
        Query sure = Query.of(query -> query.range(range ->
                range.number(number -> number.field(SCHEMA.confidence()).gte(least))));
        return Query.of(scenes -> scenes.bool(both -> both.filter(everyScene()).filter(sure)));
    }

    /** Every scene, and no video: without it the cluster takes what only says what must not be, or what no index of a field tells, for a word about videos. */
    static Query everyScene() {
        return Query.of(query -> query.range(
                range -> range.number(any -> any.field(SCHEMA.duration()).gte(0.0))));
    }

    static Query oneOf(String field, Collection<String> values) {
        List<FieldValue> wanted = values.stream().map(FieldValue::of).toList();
        return Query.of(query -> query.terms(terms -> terms.field(field).terms(list -> list.value(wanted))));
    }

    /** Scenes that hold a term. */
    static Query term(String term) {
        return Query.of(query -> query.term(exact -> exact.field(SCHEMA.terms()).value(term)));
    }

    private static Query phrase(List<CaptionQuery.Word> words, float boost) {
        String text = words.stream()
                .sorted(Comparator.comparingInt(CaptionQuery.Word::position))
                .map(CaptionQuery.Word::term)
                .collect(Collectors.joining(" "));
        return Query.of(query -> query.matchPhrase(phrase -> phrase.field(SCHEMA.terms())
                .query(text)
                .slop(CaptionQuery.PAIR_SLOP)
                .boost(boost)));
    }
}
