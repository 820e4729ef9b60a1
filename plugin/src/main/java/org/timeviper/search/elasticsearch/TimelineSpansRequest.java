package org.timeviper.search.elasticsearch;

import java.io.IOException;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.search.SearchExtBuilder;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;

/**
 * The extension {@value #NAME} of a search: asks that each hit tell where in its timeline the temporal queries hold ({@link TimelineSpansPhase}).
 *
 * <pre>{@code
 * {"query": ..., "ext": {"timeviper_spans": {"size": 100}}}
 * }</pre>
 *
 * <p>{@code size} is the number of spans that a hit tells at most, the earliest first: {@value #DEFAULT_SIZE} if it is left out, {@value #MAX_SIZE} at most.
 */
final class TimelineSpansRequest extends SearchExtBuilder {

    static final String NAME = "timeviper_spans";

    private static final String SIZE = "size";
    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 10_000;

    private final int size;

    /** @param size spans of a hit at most */
    TimelineSpansRequest(int size) {
        this.size = size;
    }

    /** Reads what {@link #writeTo} wrote. */
    TimelineSpansRequest(StreamInput in) throws IOException {
        this.size = in.readVInt();
    }

    /**
     * Reads the extension's body.
     *
     * @throws ParsingException if it is no object, or one with what is not known
     */
    static TimelineSpansRequest fromXContent(XContentParser parser) throws IOException {
        StrictBody body = new StrictBody(NAME, parser);
        String expected = "[" + SIZE + "]";
        body.beginObject(NAME, expected);
        int size = DEFAULT_SIZE;
        for (String key = body.nextKey(); key != null; key = body.nextKey()) {
            if (!key.equals(SIZE)) {
                throw body.refused("the unknown key [" + key + "]", "expected are " + expected);
            }
            size = body.count(key, MAX_SIZE);
        }
        return new TimelineSpansRequest(size);
    }

    /** @return spans of a hit at most */
    int size() {
        return size;
    }

    @Override
    public void writeTo(StreamOutput out) throws IOException {
        out.writeVInt(size);
    }

    @Override
    public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
        return builder.startObject(NAME).field(SIZE, size).endObject();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimelineSpansRequest that && size == that.size;
    }

    @Override
    public int hashCode() {
        return Integer.hashCode(size);
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
