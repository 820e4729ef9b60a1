package org.timeviper.indexer.evaluation.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.xerial.snappy.Snappy;

/**
 * Writes a small Parquet file as Hugging Face's are laid out: columns of texts, whole numbers and lists of texts, any of which may be null; one row group, one page a
 * column, compressed with Snappy.
 */
final class ParquetTable {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int INT64 = 2;
    private static final int BYTE_ARRAY = 6;
    private static final int OPTIONAL = 1;
    private static final int REPEATED = 2;
    private static final int UTF8 = 0;
    private static final int LIST = 3;
    private static final int SNAPPY = 1;
    private static final int PLAIN = 0;
    private static final int RLE = 3;

    private ParquetTable() {}

    /** @param rows all with the keys of the first, in its order; a column whose values are all null is one of texts */
    static byte[] of(List<Map<String, Object>> rows) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(MAGIC);
        List<Consumer<Thrift>> schema = new ArrayList<>();
        List<Consumer<Thrift>> chunks = new ArrayList<>();
        List<String> columns = List.copyOf(rows.getFirst().keySet());
        schema.add(root -> {
            root.text(4, "schema");
            root.i32(5, columns.size());
        });
        for (String column : columns) {
            List<Object> values = new ArrayList<>();
            rows.forEach(row -> values.add(row.get(column)));
            Chunk chunk = Chunk.of(column, values);
            schema.addAll(chunk.schema());
            chunks.add(chunk.write(file));
        }
        byte[] footer = Thrift.of(metadata -> {
            metadata.i32(1, 1);
            metadata.structs(2, schema);
            metadata.i64(3, rows.size());
            metadata.structs(4, List.of(group -> {
                group.structs(1, chunks);
                group.i64(2, file.size());
                group.i64(3, rows.size());
            }));
        });
        file.writeBytes(footer);
        file.writeBytes(littleEndian(footer.length));
        file.writeBytes(MAGIC);
        return file.toByteArray();
    }

    /**
     * A column's values.
     *
     * @param path of the column in the schema
     * @param repetitions for each value, whether it goes on with a list: 1, or begins a row: 0; empty for a column without lists
     * @param definitions for each value, how much of its path is there
     * @param values those that are there, plain
     */
    private record Chunk(
            List<String> path,
            int type,
            List<Consumer<Thrift>> schema,
            List<Integer> repetitions,
            List<Integer> definitions,
            byte[] values) {

        static Chunk of(String name, List<Object> values) {
            Object example =
                    values.stream().filter(Objects::nonNull).findFirst().orElse("");
            return example instanceof List ? ofLists(name, values) : ofScalars(name, values, example instanceof String);
        }

        private static Chunk ofScalars(String name, List<Object> values, boolean texts) {
            List<Integer> definitions = new ArrayList<>();
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            for (Object value : values) {
                definitions.add(value == null ? 0 : 1);
                if (value != null) {
                    plain.writeBytes(texts ? plain((String) value) : plain(((Number) value).longValue()));
                }
            }
            Consumer<Thrift> schema = leaf(name, texts ? BYTE_ARRAY : INT64);
            return new Chunk(
                    List.of(name),
                    texts ? BYTE_ARRAY : INT64,
                    List.of(schema),
                    List.of(),
                    definitions,
                    plain.toByteArray());
        }

        private static Chunk ofLists(String name, List<Object> values) {
            List<Integer> repetitions = new ArrayList<>();
            List<Integer> definitions = new ArrayList<>();
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            for (Object value : values) {
                List<?> entries = value == null ? List.of() : (List<?>) value;
                if (entries.isEmpty()) {
                    repetitions.add(0);
                    definitions.add(value == null ? 0 : 1);
                }
                for (int i = 0; i < entries.size(); i++) {
                    repetitions.add(i == 0 ? 0 : 1);
                    definitions.add(3);
                    plain.writeBytes(plain((String) entries.get(i)));
                }
            }
            List<Consumer<Thrift>> schema = List.of(
                    list -> {
                        list.i32(3, OPTIONAL);
                        list.text(4, name);
                        list.i32(5, 1);
                        list.i32(6, LIST);
                    },
                    list -> {
                        list.i32(3, REPEATED);
                        list.text(4, "list");
                        list.i32(5, 1);
                    },
                    leaf("element", BYTE_ARRAY));
            return new Chunk(
                    List.of(name, "list", "element"),
                    BYTE_ARRAY,
                    schema,
                    repetitions,
                    definitions,
                    plain.toByteArray());
        }

        private static Consumer<Thrift> leaf(String name, int type) {
            return leaf -> {
                leaf.i32(1, type);
                leaf.i32(3, OPTIONAL);
                leaf.text(4, name);
                if (type == BYTE_ARRAY) {
                    leaf.i32(6, UTF8);
                }
            };
        }

        private static byte[] plain(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            plain.writeBytes(littleEndian(bytes.length));
            plain.writeBytes(bytes);
            return plain.toByteArray();
        }

        private static byte[] plain(long number) {
            return ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array();
        }

        /** @return the column's part of the footer */
        Consumer<Thrift> write(ByteArrayOutputStream file) {
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            if (!repetitions.isEmpty()) {
                page.writeBytes(levels(repetitions));
            }
            page.writeBytes(levels(definitions));
            page.writeBytes(values);
            byte[] compressed = compressed(page.toByteArray());
            byte[] header = Thrift.of(fields -> {
                fields.i32(1, 0);
                fields.i32(2, page.size());
                fields.i32(3, compressed.length);
                fields.struct(5, data -> {
                    data.i32(1, definitions.size());
                    data.i32(2, PLAIN);
                    data.i32(3, RLE);
                    data.i32(4, RLE);
                });
            });
            long offset = file.size();
            file.writeBytes(header);
            file.writeBytes(compressed);
            return chunk -> {
                chunk.i64(2, offset);
                chunk.struct(3, metadata -> {
                    metadata.i32(1, type);
                    metadata.i32s(2, List.of(PLAIN, RLE));
                    metadata.texts(3, path);
                    metadata.i32(4, SNAPPY);
                    metadata.i64(5, definitions.size());
                    metadata.i64(6, header.length + page.size());
                    metadata.i64(7, header.length + compressed.length);
                    metadata.i64(9, offset);
                });
            };
        }

        /** Runs of one value each, of the run-length encoding. */
        private static byte[] levels(List<Integer> levels) {
            ByteArrayOutputStream runs = new ByteArrayOutputStream();
            runs.writeBytes(littleEndian(2 * levels.size()));
            levels.forEach(level -> {
                runs.write(1 << 1);
                runs.write(level);
            });
            return runs.toByteArray();
        }

        private static byte[] compressed(byte[] page) {
            try {
                return Snappy.compress(page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    /** Thrift's compact protocol, as far as Parquet's footer needs it. */
    private static final class Thrift {

        private static final int I32 = 5;
        private static final int I64 = 6;
        private static final int BINARY = 8;
        private static final int LIST = 9;
        private static final int STRUCT = 12;
        private static final int SHORT_LIST = 15;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int lastField;

        static byte[] of(Consumer<Thrift> body) {
            Thrift thrift = new Thrift();
            thrift.nested(body);
            return thrift.out.toByteArray();
        }

        void i32(int field, int number) {
            field(field, I32);
            zigzag(number);
        }

        void i64(int field, long number) {
            field(field, I64);
            zigzag(number);
        }

        void text(int field, String text) {
            field(field, BINARY);
            binary(text);
        }

        void struct(int field, Consumer<Thrift> body) {
            field(field, STRUCT);
            nested(body);
        }

        void i32s(int field, List<Integer> numbers) {
            list(field, I32, numbers.size());
            numbers.forEach(this::zigzag);
        }

        void texts(int field, List<String> texts) {
            list(field, BINARY, texts.size());
            texts.forEach(this::binary);
        }

        void structs(int field, List<Consumer<Thrift>> bodies) {
            list(field, STRUCT, bodies.size());
            bodies.forEach(this::nested);
        }

        private void list(int field, int type, int size) {
            field(field, LIST);
            if (size < SHORT_LIST) {
                out.write(size << 4 | type);
            } else {
                out.write(SHORT_LIST << 4 | type);
                varint(size);
            }
        }

        private void nested(Consumer<Thrift> body) {
            int outer = lastField;
            lastField = 0;
            body.accept(this);
            out.write(0);
            lastField = outer;
        }

        private void field(int field, int type) {
            out.write(field - lastField << 4 | type);
            lastField = field;
        }

        private void binary(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            varint(bytes.length);
            out.writeBytes(bytes);
        }

        private void zigzag(long number) {
            varint(number << 1 ^ number >> 63);
        }

        private void varint(long number) {
            long rest = number;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
