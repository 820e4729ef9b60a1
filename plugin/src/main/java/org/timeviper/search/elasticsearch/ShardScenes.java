package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;
import org.elasticsearch.common.lucene.search.Queries;
import org.elasticsearch.index.mapper.KeywordFieldMapper;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.mapper.NestedObjectMapper;
import org.elasticsearch.index.mapper.NumberFieldMapper.NumberType;
import org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.search.aggregations.support.AggregationContext;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.SceneSchema;
import org.timeviper.search.lucene.SceneSearcher;
import org.timeviper.search.lucene.SoughtScene;

/**
 * The scenes of one shard that may answer.
 *
 * @param schema how their fields are called
 * @param all finds all of them
 * @param filter finds those that may answer; empty if all may
 */
record ShardScenes(SceneSchema schema, Query all, Optional<Query> filter) {

    /** How many more neighbours than wanted are compared exactly: what quantised vectors blur. */
    private static final double OVERSAMPLING = 1.5;

    /** @throws IllegalArgumentException if the index has no such scenes, keeps them otherwise than {@link SceneSchema} says, or their vectors have another length */
    static ShardScenes of(AggregationContext context, MomentsRequest request, QueryBuilder filter) throws IOException {
        SceneSchema schema = request.schema();
        BooleanQuery.Builder allowed = new BooleanQuery.Builder();
        Query all = MatchAllDocsQuery.INSTANCE;
        if (!request.path().isEmpty()) {
            NestedObjectMapper nested = nested(context, request.path());
            checkFields(context, schema, request);
            all = nested.nestedTypeFilter();
            aliasFilter(context).ifPresent(documents -> allowed.add(children(context, documents), Occur.FILTER));
            if (filter != null) {
                context.nestedScope().nextLevel(nested);
                allowed.add(context.buildQuery(filter), Occur.FILTER);
                context.nestedScope().previousLevel();
            }
        } else {
            checkFields(context, schema, request);
            aliasFilter(context).ifPresent(documents -> allowed.add(documents, Occur.FILTER));
            if (filter != null) {
                allowed.add(context.buildQuery(filter), Occur.FILTER);
            }
        }
        BooleanQuery narrowed = allowed.build();
        if (narrowed.clauses().isEmpty()) {
            return new ShardScenes(schema, all, Optional.empty());
        }
        return new ShardScenes(
                schema, all, Optional.of(allowed.add(all, Occur.FILTER).build()));
    }

    SceneSearcher searcher(IndexSearcher searcher, CaptionAnalyzer analyzer) {
        return new SceneSearcher(searcher, schema, analyzer, all, filter, OVERSAMPLING);
    }

    private static NestedObjectMapper nested(AggregationContext context, String path) {
        NestedObjectMapper nested = context.nestedLookup().getNestedMappers().get(path);
        if (nested == null) {
            throw refused("the index has nothing nested under the path [" + path + "]");
        }
        return nested;
    }

    /** Fields are read as they lie in the index, so one that is mapped otherwise would be misread without a word. */
    private static void checkFields(AggregationContext context, SceneSchema schema, MomentsRequest request) {
        if (!field(context, schema.terms()).getTextSearchInfo().hasPositions()) {
            throw refused("[" + schema.terms() + "] is no text field with positions in this index");
        }
        if (!field(context, schema.caption()).isStored()) {
            throw refused("[" + schema.caption() + "] is not stored in this index");
        }
        Stream.of(
                        schema.id(),
                        schema.video(),
                        schema.name(),
                        schema.collection(),
                        schema.tags(),
                        schema.language(),
                        schema.kind())
                .forEach(field -> checkValues(context, field, KeywordFieldMapper.CONTENT_TYPE));
        Stream.of(schema.start(), schema.end(), schema.duration(), schema.confidence())
                .forEach(field -> checkValues(context, field, NumberType.DOUBLE.typeName()));
        Stream.of(schema.created(), schema.framesSeen(), schema.framesTotal())
                .forEach(field -> checkValues(context, field, NumberType.LONG.typeName()));
        checkVectors(context, schema.vector(), request);
    }

    private static void checkValues(AggregationContext context, String name, String type) {
        MappedFieldType field = field(context, name);
        if (!field.typeName().equals(type) || !field.hasDocValues()) {
            throw refused("[" + name + "] is no " + type + " with doc values in this index");
        }
    }

    private static void checkVectors(AggregationContext context, String name, MomentsRequest request) {
        if (!(field(context, name) instanceof DenseVectorFieldMapper.DenseVectorFieldType vectors)
                || !vectors.isSearchable()
                || vectors.getElementType() == DenseVectorFieldMapper.ElementType.BYTE
                || vectors.getElementType() == DenseVectorFieldMapper.ElementType.BIT
                || !ofLengthOne(vectors)) {
            throw refused(
                    "[" + name
                            + "] is no dense_vector of floats in this index that is indexed with the similarity dot_product or cosine");
        }
        for (SoughtScene scene : request.sought().scenes().values()) {
            if (scene.vector().length != vectors.getVectorDimensions()) {
                throw refused("the vector of [" + scene.text() + "] has " + scene.vector().length
                        + " numbers, and those of [" + name + "] have " + vectors.getVectorDimensions());
            }
        }
    }

    private static boolean ofLengthOne(DenseVectorFieldMapper.DenseVectorFieldType vectors) {
        return vectors.getSimilarity() == DenseVectorFieldMapper.VectorSimilarity.DOT_PRODUCT || vectors.isNormalized();
    }

    /** A field under its own name: a field alias is not what Lucene knows. */
    private static MappedFieldType field(AggregationContext context, String name) {
        MappedFieldType field = context.getFieldType(name);
        if (field == null || !field.name().equals(name)) {
            throw refused("the index has no field [" + name + "]");
        }
        return field;
    }

    /** What the alias of the request lets through, if it holds anything back. */
    private static Optional<Query> aliasFilter(AggregationContext context) {
        Query plain = MatchAllDocsQuery.INSTANCE;
        Query documents = Queries.newNonNestedFilter(context.getIndexSettings().getIndexVersionCreated());
        BooleanQuery.Builder held = new BooleanQuery.Builder();
        if (context.filterQuery(plain) instanceof BooleanQuery filtered) {
            for (BooleanClause clause : filtered.clauses()) {
                if (!clause.query().equals(plain) && !clause.query().equals(documents)) {
                    held.add(clause.query(), Occur.FILTER);
                }
            }
        }
        BooleanQuery filter = held.build();
        return filter.clauses().isEmpty()
                ? Optional.empty()
                : Optional.of(held.add(documents, Occur.FILTER).build());
    }

    private static Query children(AggregationContext context, Query documents) {
        BitSetProducer parents = context.bitsetFilterCache()
                .getBitSetProducer(
                        Queries.newNonNestedFilter(context.getIndexSettings().getIndexVersionCreated()));
        return new ToChildBlockJoinQuery(documents, parents);
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("[" + MomentsAggregationBuilder.NAME + "] cannot search: " + why);
    }
}
