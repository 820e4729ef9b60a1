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
import java.util.function.Consumer;

/** Annotations in Parquet, the form in which Hugging Face keeps tables: a row is an annotation. */
final class ParquetAnnotations {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

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

    /** A damaged file can make the decoder fail in any way. */
    private static List<JsonNode> rows(Path file) {
        InputFile input = InputFile.of(ByteBuffer.wrap(AnnotationText.bytes(file)));
        List<JsonNode> nodes = new ArrayList<>();
        try (ParquetFileReader parquet = ParquetFileReader.open(input);
                RowReader rows = parquet.rowReader()) {
            while (rows.hasNext()) {
                rows.next();
                nodes.add(node(rows));
            }
            return nodes;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableDataset(
                    "%s, after row %d: it is no Parquet file, or is damaged: %s. Fetch it again."
                            .formatted(file, nodes.size(), e.getMessage()),
                    e);
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
