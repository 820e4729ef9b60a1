package org.timeviper.indexer.evaluation.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Annotations in Parquet, the form in which Hugging Face keeps tables: a row is an annotation. */
final class ParquetAnnotations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Published tables take a fraction of a second. */
    private static final int MOST_SECONDS = 60;

    private ParquetAnnotations() {}

    /**
     * Reads the rows of a table.
     *
     * @param shards its files, in order
     * @throws UnreadableDataset if one is missing, empty or damaged
     */
    static void of(List<Path> shards, Consumer<Annotation> each) {
        for (Path file : shards) {
            int row = 0;
            for (JsonNode node : rows(file)) {
                each.accept(new Annotation(new Place(file, ++row, ""), node));
            }
        }
    }

    /**
     * Decodes a file in a thread of its own: one that is damaged can make the decoder fail in any way, ask for more memory than there is, or take no end.
     */
    private static List<JsonNode> rows(Path file) {
        byte[] bytes = AnnotationText.bytes(file);
        FutureTask<List<JsonNode>> decoding = new FutureTask<>(() -> decoded(bytes));
        Thread.ofPlatform().daemon().name("parquet").start(decoding);
        try {
            return decoding.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw damaged(file, deepest(e), e);
        } catch (TimeoutException e) {
            throw damaged(file, "to decode it takes no end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableDataset("The reading of %s was interrupted.".formatted(file), e);
        } finally {
            decoding.cancel(true);
        }
    }

    /** The decoder wraps what has happened; the first cause says most. */
    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static UnreadableDataset damaged(Path file, String problem, Exception cause) {
        return new UnreadableDataset(
                "%s is no Parquet file, or is damaged: %s. Fetch it again.".formatted(file, problem), cause);
    }

    private static List<JsonNode> decoded(byte[] bytes) throws IOException {
        InputFile input = new ReadsOfSomething(InputFile.of(ByteBuffer.wrap(bytes)));
        try (ParquetFileReader parquet = ParquetFileReader.open(input);
                RowReader rows = parquet.rowReader()) {
            long declared = parquet.getFileMetaData().numRows();
            List<JsonNode> nodes = new ArrayList<>();
            while (nodes.size() < declared && rows.hasNext()) {
                rows.next();
                nodes.add(node(rows));
            }
            if (nodes.size() < declared || rows.hasNext()) {
                throw new IOException("it declares " + declared + " rows and has another number");
            }
            return nodes;
        }
    }

    /**
     * A file that is never asked for nothing. Where a page claims to go on beyond its column, the decoder (1.0) asks for the bytes there, gets none, and asks again, for
     * ever, on a thread that then serves no one else.
     */
    private record ReadsOfSomething(InputFile file) implements InputFile {

        @Override
        public void open() throws IOException {
            file.open();
        }

        @Override
        public ByteBuffer readRange(long offset, int length) throws IOException {
            if (length <= 0) {
                throw new IOException("a page goes on beyond its column, at byte " + offset);
            }
            return file.readRange(offset, length);
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static ObjectNode node(RowReader row) {
        ObjectNode node = NODES.objectNode();
        for (int column = 0; column < row.getFieldCount(); column++) {
            node.set(row.getFieldName(column), value(row.getValue(column)));
        }
        return node;
    }

    /** What no annotation is made of, bytes or structs for instance, is as if it were not there. */
    private static JsonNode value(Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.textNode(text);
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Float number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case PqList list -> list(list);
            default -> NODES.missingNode();
        };
    }

    private static ArrayNode list(PqList values) {
        ArrayNode list = NODES.arrayNode();
        values.values().forEach(value -> list.add(value(value)));
        return list;
    }
}
