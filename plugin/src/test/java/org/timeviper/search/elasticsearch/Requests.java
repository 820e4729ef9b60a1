package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.elasticsearch.common.io.stream.BytesStreamOutput;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.Writeable;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.core.CheckedFunction;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentParserConfiguration;
import org.elasticsearch.xcontent.json.JsonXContent;

/** Parts of requests on their way: from JSON, and from node to node. */
final class Requests {

    static {
        // Elasticsearch's exceptions cannot be made before its logging is set up, which the server does first of all.
        LogConfigurator.configureESLogging();
    }

    private Requests() {}

    /**
     * Reads a part as a request's parser does: up to the brace after its name it is read already.
     *
     * @param json with single quotes for double ones, unless it has double ones
     */
    static <T> T parse(String name, String json, CheckedFunction<XContentParser, T, IOException> reader)
            throws IOException {
        String strict = json.contains("\"") ? json : json.replace('\'', '"');
        try (XContentParser parser =
                JsonXContent.jsonXContent.createParser(XContentParserConfiguration.EMPTY, strict)) {
            parser.nextToken();
            parser.nextToken();
            assertEquals(name, parser.currentName());
            parser.nextToken();
            T read = reader.apply(parser);
            assertEquals(XContentParser.Token.END_OBJECT, parser.nextToken());
            return read;
        }
    }

    /** Sends to another node, and checks that everything sent is read there. */
    static <T extends Writeable> T sent(T part, Writeable.Reader<T> reader) throws IOException {
        try (BytesStreamOutput out = new BytesStreamOutput()) {
            part.writeTo(out);
            try (StreamInput in = out.bytes().streamInput()) {
                T read = reader.read(in);
                assertEquals(-1, in.read(), "bytes are left");
                return read;
            }
        }
    }
}
