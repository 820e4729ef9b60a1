package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.query.AbstractQueryBuilder;
import org.elasticsearch.index.query.QueryShardException;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.search.internal.MaxClauseCountQueryVisitor;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.timeviper.search.lucene.CaptionQuery;

/**
 * The query {@value #NAME}, a {@link CaptionQuery} on one field:
 *
 * <pre>{@code
 * {"timeviper_caption": {"scenes.terms": {"query": "a man without a hat", "language": "en"}}}
 * }</pre>
 *
 * <p>The query is analysed as captions are, whatever analyzer the field has: a field may hold terms that were analysed before they were sent, and then its index can be
 * opened on a node without this plugin. A field that the index does not have matches nothing, as with Elasticsearch's own queries; one without positions is refused.
 */
final class CaptionQueryBuilder extends AbstractQueryBuilder<CaptionQueryBuilder> {

    static final String NAME = "timeviper_caption";

    private static final String QUERY = "query";
    private static final String LANGUAGE = "language";
    private static final String EXPECTED = "[" + QUERY + ", " + LANGUAGE + ", " + BOOST_FIELD.getPreferredName() + ", "
            + NAME_FIELD.getPreferredName() + "]";

    private final String field;
    private final String query;
    private final CaptionLanguage language;

    /**
     * Makes a query.
     *
     * @param field the captions' field
     * @param query as typed
     * @param language the query's language
     */
    CaptionQueryBuilder(String field, String query, CaptionLanguage language) {
        this.field = Objects.requireNonNull(field, "field");
        this.query = Objects.requireNonNull(query, "query");
        this.language = Objects.requireNonNull(language, "language");
    }

    /** Reads what {@link #doWriteTo} wrote. */
    CaptionQueryBuilder(StreamInput in) throws IOException {
        super(in);
        this.field = in.readString();
        this.query = in.readString();
        this.language = CaptionLanguage.of(in.readString());
    }

    @Override
    protected void doWriteTo(StreamOutput out) throws IOException {
        out.writeString(field);
        out.writeString(query);
        out.writeString(language.code());
    }

    /**
     * Reads the query's body, from the brace after its name to the one that ends it.
     *
     * @throws ParsingException if it is not a field with an object that has a {@code query} and otherwise only what is known
     */
    static CaptionQueryBuilder fromXContent(XContentParser parser) throws IOException {
        if (parser.nextToken() != XContentParser.Token.FIELD_NAME) {
            throw refused(parser, "no field", "expected {\"FIELD\": {\"" + QUERY + "\": \"...\"}}");
        }
        String field = parser.currentName();
        if (parser.nextToken() != XContentParser.Token.START_OBJECT) {
            throw refused(parser, "no object for the field [" + field + "]", "expected one with " + EXPECTED);
        }
        CaptionQueryBuilder builder = fieldBody(field, parser);
        if (parser.nextToken() != XContentParser.Token.END_OBJECT) {
            throw refused(
                    parser,
                    "[" + parser.currentName() + "] after the field [" + field + "]",
                    "expected one field and nothing else");
        }
        return builder;
    }

    private static CaptionQueryBuilder fieldBody(String field, XContentParser parser) throws IOException {
        String query = null;
        CaptionLanguage language = CaptionLanguage.ENGLISH;
        float boost = DEFAULT_BOOST;
        String name = null;
        while (parser.nextToken() != XContentParser.Token.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case QUERY -> query = text(parser, key);
                case LANGUAGE -> language = language(parser, key);
                case "boost" -> boost = boost(parser, key);
                case "_name" -> name = text(parser, key);
                default ->
                    throw refused(
                            parser, "the unknown key [" + key + "] in [" + field + "]", "expected are " + EXPECTED);
            }
        }
        if (query == null) {
            throw refused(parser, "no [" + QUERY + "] in [" + field + "]", "expected are " + EXPECTED);
        }
        return new CaptionQueryBuilder(field, query, language).boost(boost).queryName(name);
    }

    private static String text(XContentParser parser, String key) throws IOException {
        if (parser.currentToken() != XContentParser.Token.VALUE_STRING) {
            throw refused(parser, parser.currentToken() + " for [" + key + "]", "expected a string");
        }
        return parser.text();
    }

    private static CaptionLanguage language(XContentParser parser, String key) throws IOException {
        String code = text(parser, key);
        try {
            return CaptionLanguage.of(code);
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), "[" + NAME + "] has an " + e.getMessage(), e);
        }
    }

    private static float boost(XContentParser parser, String key) throws IOException {
        float boost = parser.currentToken() == XContentParser.Token.VALUE_NUMBER ? parser.floatValue() : Float.NaN;
        if (!(boost >= 0 && boost < Float.POSITIVE_INFINITY)) {
            throw refused(parser, "no usable number for [" + key + "]", "expected one that is not negative");
        }
        return boost;
    }

    private static ParsingException refused(XContentParser parser, String found, String expected) {
        return new ParsingException(parser.getTokenLocation(), "[" + NAME + "] has " + found + "; " + expected);
    }

    @Override
    protected void doXContent(XContentBuilder builder, Params params) throws IOException {
        builder.startObject(NAME).startObject(field);
        builder.field(QUERY, query);
        builder.field(LANGUAGE, language.code());
        boostAndQueryNameToXContent(builder);
        builder.endObject().endObject();
    }

    @Override
    protected Query doToQuery(SearchExecutionContext context, MaxClauseCountQueryVisitor clauses) {
        MappedFieldType type = context.getFieldType(field);
        if (type == null) {
            return new MatchNoDocsQuery("The index has no field [" + field + "].");
        }
        if (!type.getTextSearchInfo().hasPositions()) {
            throw new QueryShardException(
                    context,
                    "[" + NAME + "] needs a text field with positions, and [" + field + "] is a [" + type.typeName()
                            + "] without them");
        }
        return CaptionQuery.parse(query, language.forQueries()).toQuery(type.name());
    }

    @Override
    protected boolean doEquals(CaptionQueryBuilder other) {
        return field.equals(other.field) && query.equals(other.query) && language == other.language;
    }

    @Override
    protected int doHashCode() {
        return Objects.hash(field, query, language);
    }

    @Override
    public String getWriteableName() {
        return NAME;
    }

    @Override
    public TransportVersion getMinimalSupportedVersion() {
        return TransportVersion.minimumCompatible();
    }
}
