package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
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
    private static final double OVERSAMPLING = 3;

    /**
     * The scenes of an index, whether or not the request's alias lets them through: that is not known when a request is read.
     *
     * @throws IllegalArgumentException if the index has no such scenes, keeps them otherwise than {@link SceneSchema} says, or their vectors have another length
     */
    static ShardScenes of(AggregationContext context, MomentsRequest request, QueryBuilder filter) throws IOException {
        SceneSchema schema = request.schema();
        if (request.path().isEmpty()) {
            checkFields(context, schema, request);
            return new ShardScenes(schema, MatchAllDocsQuery.INSTANCE, Optional.empty()).only(query(context, filter));
        }
        NestedObjectMapper nested = nested(context, request.path());
        checkFields(context, schema, request);
        context.nestedScope().nextLevel(nested);
        Optional<Query> narrowing = query(context, filter);
        context.nestedScope().previousLevel();
        return new ShardScenes(schema, nested.nestedTypeFilter(), Optional.empty()).only(narrowing);
    }

    private static Optional<Query> query(AggregationContext context, QueryBuilder filter) throws IOException {
        return filter == null ? Optional.empty() : Optional.of(context.buildQuery(filter));
    }

    /** These scenes, if the request's alias lets them through. To be asked once the search begins. */
    ShardScenes letThrough(AggregationContext context) {
        Optional<Query> documents = aliasFilter(context);
        return only(schema.equals(SceneSchema.FLAT) ? documents : documents.map(held -> children(context, held)));
    }

    private ShardScenes only(Optional<Query> narrowing) {
        if (narrowing.isEmpty()) {
            return this;
        }
        BooleanQuery.Builder both =
                new BooleanQuery.Builder().add(filter.orElse(all), Occur.FILTER).add(narrowing.get(), Occur.FILTER);
        return new ShardScenes(schema, all, Optional.of(both.build()));
    }

    SceneSearcher searcher(IndexSearcher searcher, CaptionAnalyzer analyzer) {
        return new SceneSearcher(searcher, schema, analyzer, filter, OVERSAMPLING);
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
                        schema.metadata(),
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
        int dimensions = dimensions(vectors);
        for (SoughtScene scene : request.sought().scenes().values()) {
            if (scene.vector().length != dimensions) {
                throw refused("the vector of [" + scene.text() + "] has " + scene.vector().length
                        + " numbers, and those of [" + name + "] have " + dimensions);
            }
        }
    }

    /** The field's type has a number here that may be null, and no way to ask for it. */
    private static int dimensions(DenseVectorFieldMapper.DenseVectorFieldType vectors) {
        try {
            return vectors.getVectorDimensions();
        } catch (NullPointerException unknown) {
            throw refused("[" + vectors.name() + "] has no vectors yet, and its mapping does not say their dims");
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

    /** What the alias of the request lets through, and the slice that it asks for, if that is not everything. */
    private static Optional<Query> aliasFilter(AggregationContext context) {
        Query everything = MatchAllDocsQuery.INSTANCE;
        Query documents = Queries.newNonNestedFilter(context.getIndexSettings().getIndexVersionCreated());
        Query filtered = context.filterQuery(everything);
        if (filtered instanceof BooleanQuery all
                && all.clauses().stream()
                        .allMatch(clause -> clause.query().equals(everything)
                                || clause.query().equals(documents))) {
            return Optional.empty();
        }
        return filtered.equals(everything)
                ? Optional.empty()
                : Optional.of(new BooleanQuery.Builder()
                        .add(filtered, Occur.FILTER)
                        .add(documents, Occur.FILTER)
                        .build());
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
