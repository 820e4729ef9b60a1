package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.Query;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.analysis.NamedAnalyzer;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.query.QueryShardException;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TemporalQuery;
import org.timeviper.search.lucene.TimelineAnalyzer;

/**
 * The query {@value #NAME}, a {@link TemporalQuery} on one field. What may stand in it, {@link TemporalSyntax} says:
 *
 * <pre>{@code
 * {"timeviper_timeline": {"timeline": {"then": {"first": {"words": "red car"}, "second": {"words": "white car"}, "within_seconds": 10}}}}
 * }</pre>
 *
 * <p>Words are analysed as the field's timelines are. Whoever names a {@code language} says that the field is in it, and is told if it is not. A field without
 * timelines is refused.
 */
final class TimelineQueryBuilder extends FieldQueryBuilder<TimelineQueryBuilder> {

    static final String NAME = "timeviper_timeline";

    private static final String EXPECTED = "[" + TemporalSyntax.KEYS + ", " + LANGUAGE + ", "
            + BOOST_FIELD.getPreferredName() + ", " + NAME_FIELD.getPreferredName() + "]";

    private final TemporalExpression expression;

    /** Null for that of the field. */
    private final CaptionLanguage language;

    /**
     * Makes a query.
     *
     * @param field the timelines' field
     * @param expression what to find
     * @param language that the field must be in; null if any will do
     */
    TimelineQueryBuilder(String field, TemporalExpression expression, CaptionLanguage language) {
        super(field);
        this.expression = Objects.requireNonNull(expression, "expression");
        this.language = language;
    }

    /** Reads what {@link #doWriteTo} wrote. */
    TimelineQueryBuilder(StreamInput in) throws IOException {
        super(in);
        this.expression = TemporalSyntax.read(in);
        String code = in.readOptionalString();
        this.language = code == null ? null : CaptionLanguage.of(code);
    }

    @Override
    void writeBody(StreamOutput out) throws IOException {
        TemporalSyntax.write(out, expression);
        out.writeOptionalString(language == null ? null : language.code());
    }

    /**
     * Reads the query's body, from the brace after its name to the one that ends it.
     *
     * @throws ParsingException if it is not a field with an object that has one expression and otherwise only what is known
     */
    static TimelineQueryBuilder fromXContent(XContentParser parser) throws IOException {
        StrictBody body = new StrictBody(NAME, parser);
        return body.ofField("{\"words\": \"...\"}", EXPECTED, field -> ofField(field, body));
    }

    private static TimelineQueryBuilder ofField(String field, StrictBody body) throws IOException {
        TemporalExpression expression = null;
        CaptionLanguage language = null;
        float boost = DEFAULT_BOOST;
        String name = null;
        for (String key = body.nextKey(); key != null; key = body.nextKey()) {
            switch (key) {
                case LANGUAGE -> language = body.language(key);
                case "boost" -> boost = body.boost(key);
                case "_name" -> name = body.text(key);
                default -> {
                    if (expression != null) {
                        throw body.refused(
                                "[" + key + "] beside another expression in [" + field + "]",
                                "expected is one of [" + TemporalSyntax.KEYS + "]");
                    }
                    expression = TemporalSyntax.parse(body, key, EXPECTED);
                }
            }
        }
        if (expression == null) {
            throw body.refused(
                    "nothing to find in [" + field + "]", "expected is one of [" + TemporalSyntax.KEYS + "]");
        }
        return new TimelineQueryBuilder(field, expression, language)
                .boost(boost)
                .queryName(name);
    }

    @Override
    void printBody(XContentBuilder builder) throws IOException {
        TemporalSyntax.print(builder, expression);
        if (language != null) {
            builder.field(LANGUAGE, language.code());
        }
    }

    @Override
    List<?> body() {
        return Arrays.asList(expression, language);
    }

    @Override
    String needed() {
        return "the analyzer [" + TimelineAnalyzerProvider.NAME + "] and positions";
    }

    @Override
    Query toQuery(MappedFieldType type, SearchExecutionContext context) {
        NamedAnalyzer analyzer = context.getMappingLookup().indexAnalyzer(type.name(), unindexed -> null);
        if (analyzer == null || !(analyzer.analyzer() instanceof TimelineAnalyzer timelines)) {
            throw unfit(type, context);
        }
        if (language != null
                && timelines.captions() instanceof CaptionAnalyzer captions
                && captions.language() != language) {
            throw new QueryShardException(
                    context,
                    "[" + NAME + "] asks in [" + language.code() + "], and the timelines of [" + field() + "] are in ["
                            + captions.language().code() + "]");
        }
        return new TemporalQuery(type.name(), expression, timelines.captions());
    }

    @Override
    public String getWriteableName() {
        return NAME;
    }
}
