package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.query.AbstractQueryBuilder;
import org.elasticsearch.index.query.QueryShardException;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.search.internal.MaxClauseCountQueryVisitor;
import org.elasticsearch.xcontent.XContentBuilder;

/**
 * A query of ours on one text field: {@code {"NAME": {"FIELD": {...}}}}. A field that the index does not have matches nothing, as with Elasticsearch's own queries; one without
 * positions is refused.
 *
 * @param <Q> the query itself
 */
abstract class FieldQueryBuilder<Q extends FieldQueryBuilder<Q>> extends AbstractQueryBuilder<Q> {

    /** The key of the language, for all queries on a field. */
    static final String LANGUAGE = "language";

    private final String field;

    FieldQueryBuilder(String field) {
        this.field = Objects.requireNonNull(field, "field");
    }

    /** Reads what {@link #doWriteTo} wrote, up to what {@link #writeBody} wrote. */
    FieldQueryBuilder(StreamInput in) throws IOException {
        super(in);
        this.field = in.readString();
    }

    /** Writes what the query says of its field. */
    abstract void writeBody(StreamOutput out) throws IOException;

    /** Prints what the query says of its field, as keys of an object. */
    abstract void printBody(XContentBuilder builder) throws IOException;

    /** @return what the query says of its field: queries of one kind that say the same of the same field are equal */
    abstract List<?> body();

    /** @return what the query needs of its text field, for errors; positions at least */
    abstract String needed();

    /** @param type of the field, which the index has and which has positions */
    abstract Query toQuery(MappedFieldType type, SearchExecutionContext context);

    final String field() {
        return field;
    }

    /** @return that the field does not have what is needed */
    final QueryShardException unfit(MappedFieldType type, SearchExecutionContext context) {
        return new QueryShardException(
                context,
                "[" + getName() + "] needs a text field with " + needed() + ", and [" + field + "] is a ["
                        + type.typeName() + "] without");
    }

    @Override
    protected final Query doToQuery(SearchExecutionContext context, MaxClauseCountQueryVisitor clauses) {
        MappedFieldType type = context.getFieldType(field);
        if (type == null) {
            return new MatchNoDocsQuery("The index has no field [" + field + "].");
        }
        if (!type.getTextSearchInfo().hasPositions()) {
            throw unfit(type, context);
        }
        return toQuery(type, context);
    }

    @Override
    protected final void doWriteTo(StreamOutput out) throws IOException {
        out.writeString(field);
        writeBody(out);
    }

    @Override
    protected final void doXContent(XContentBuilder builder, Params params) throws IOException {
        builder.startObject(getName()).startObject(field);
        printBody(builder);
        boostAndQueryNameToXContent(builder);
        builder.endObject().endObject();
    }

    @Override
    protected final boolean doEquals(Q other) {
        return field.equals(other.field()) && body().equals(other.body());
    }

    @Override
    protected final int doHashCode() {
        return Objects.hash(field, body());
    }

    @Override
    public final TransportVersion getMinimalSupportedVersion() {
        return TransportVersion.minimumCompatible();
    }
}
