package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.Query;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.CaptionQuery;

/**
 * The query {@value #NAME}, a {@link CaptionQuery} on one field:
 *
 * <pre>{@code
 * {"timeviper_caption": {"scenes.terms": {"query": "a man without a hat", "language": "en"}}}
 * }</pre>
 *
 * <p>The query is analysed as captions are, whatever analyzer the field has: a field may hold terms that were analysed before they were sent, and then its index can be
 * opened on a node without this plugin.
 */
final class CaptionQueryBuilder extends FieldQueryBuilder<CaptionQueryBuilder> {

    static final String NAME = "timeviper_caption";

    private static final String QUERY = "query";
    private static final String EXPECTED = "[" + QUERY + ", " + LANGUAGE + ", " + BOOST_FIELD.getPreferredName() + ", "
            + NAME_FIELD.getPreferredName() + "]";

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
        super(field);
        this.query = Objects.requireNonNull(query, "query");
        this.language = Objects.requireNonNull(language, "language");
    }

    /** Reads what {@link #doWriteTo} wrote. */
    CaptionQueryBuilder(StreamInput in) throws IOException {
        super(in);
        this.query = in.readString();
        this.language = CaptionLanguage.of(in.readString());
    }

    @Override
    void writeBody(StreamOutput out) throws IOException {
        out.writeString(query);
        out.writeString(language.code());
    }

    /**
     * Reads the query's body, from the brace after its name to the one that ends it.
     *
     * @throws ParsingException if it is not a field with an object that has a {@code query} and otherwise only what is known
     */
    static CaptionQueryBuilder fromXContent(XContentParser parser) throws IOException {
        StrictBody body = new StrictBody(NAME, parser);
        return body.ofField("{\"" + QUERY + "\": \"...\"}", EXPECTED, field -> ofField(field, body));
    }

    private static CaptionQueryBuilder ofField(String field, StrictBody body) throws IOException {
        String query = null;
        CaptionLanguage language = CaptionLanguage.ENGLISH;
        float boost = DEFAULT_BOOST;
        String name = null;
        for (String key = body.nextKey(); key != null; key = body.nextKey()) {
            switch (key) {
                case QUERY -> query = body.text(key);
                case LANGUAGE -> language = body.language(key);
                case "boost" -> boost = body.boost(key);
                case "_name" -> name = body.text(key);
                default ->
                    throw body.refused("the unknown key [" + key + "] in [" + field + "]", "expected are " + EXPECTED);
            }
        }
        if (query == null) {
            throw body.refused("no [" + QUERY + "] in [" + field + "]", "expected are " + EXPECTED);
        }
        return new CaptionQueryBuilder(field, query, language).boost(boost).queryName(name);
    }

    @Override
    void printBody(XContentBuilder builder) throws IOException {
        builder.field(QUERY, query);
        builder.field(LANGUAGE, language.code());
    }

    @Override
    List<?> body() {
        return List.of(query, language);
    }

    @Override
    String needed() {
        return "positions";
    }

    @Override
    Query toQuery(MappedFieldType type, SearchExecutionContext context) {
        return CaptionQuery.parse(query, CaptionAnalyzers.shared(language)).toQuery(type.name());
    }

    @Override
    public String getWriteableName() {
        return NAME;
    }
}
