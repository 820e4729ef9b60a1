package org.timeviper.model.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A safetensors file: eight bytes of header length, a JSON header (name → type, shape, offsets), the values.
 *
 * <p>The header is not trusted: lengths, offsets, overlaps, gaps, types and duplicate names are checked before anything is read.
 */
final class SafetensorsFile implements Checkpoint {
    /** The entry of the header that is no tensor. */
    static final String METADATA = "__metadata__";

    /** Room for a hundred thousand tensors; what a header of this length unfolds to still fits a small heap. */
    static final long MAX_HEADER_BYTES = 16L << 20;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private record Entry(TensorInfo info, long start, long end) {}

    private final MappedFile file;
    private final long valuesStart;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;

    private SafetensorsFile(
            MappedFile file, long valuesStart, Map<String, Entry> entries, Map<String, String> metadata) {
        this.file = file;
        this.valuesStart = valuesStart;
        this.entries = entries;
        this.metadata = Map.copyOf(metadata);
    }

    static SafetensorsFile open(Path path) {
        MappedFile file = MappedFile.open(path);
        try {
            long headerBytes = headerLength(file);
            JsonNode header = header(file, headerBytes);
            Map<String, Entry> entries = entries(file, header);
            refuse(file, layoutFaults(file, 8 + headerBytes, entries));
            return new SafetensorsFile(file, 8 + headerBytes, Collections.unmodifiableMap(entries), metadata(header));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static long headerLength(MappedFile file) {
        if (file.size() < 8) {
            throw new CheckpointException(file.path() + " is " + file.size()
                    + " bytes long, too short for a safetensors file: fetch it again");
        }
        long length = file.slice(0, 8).getLong();
        if (length < 2 || length > MAX_HEADER_BYTES || length > file.size() - 8) {
            throw new CheckpointException(file.path() + " is not a safetensors file or is truncated: its header claims "
                    + Long.toUnsignedString(length) + " bytes of a file of " + file.size() + hint(file));
        }
        return length;
    }

    /** PyTorch before 1.6 wrote bare pickles: they start with the protocol and a magic number. */
    private static String hint(MappedFile file) {
        ByteBuffer start = file.slice(0, 3);
        return start.get() == (byte) 0x80 && start.get() == 2 && start.get() == (byte) 0x8a
                ? " (it looks like PyTorch's old format: load it there and save it again with torch.save)"
                : "";
    }

    private static JsonNode header(MappedFile file, long headerBytes) {
        byte[] header = new byte[(int) headerBytes];
        file.slice(8, headerBytes).get(header);
        JsonNode root;
        try {
            root = JSON.readTree(header);
        } catch (IOException e) {
            throw new CheckpointException(file.path() + " has a header that is not valid JSON: " + firstLine(e), e);
        }
        if (root == null || !root.isObject()) {
            throw new CheckpointException(file.path() + " has a header that is not a JSON object");
        }
        return root;
    }

    private static Map<String, String> metadata(JsonNode header) {
        Map<String, String> metadata = new LinkedHashMap<>();
        header.path(METADATA)
                .properties()
                .forEach(property ->
                        metadata.put(property.getKey(), property.getValue().asText()));
        return metadata;
    }

    private static Map<String, Entry> entries(MappedFile file, JsonNode header) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        header.properties().forEach(property -> {
            if (!property.getKey().equals(METADATA)) {
                try {
                    entries.put(property.getKey(), entry(file.path(), property.getKey(), property.getValue()));
                } catch (CheckpointException e) {
                    faults.add(e.getMessage());
                }
            }
        });
        refuse(file, faults);
        return entries;
    }

    private static void refuse(MappedFile file, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new CheckpointException(file.path() + " has " + faults.size() + " faults", faults);
        }
    }

    static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("");
    }

    private static Entry entry(Path path, String name, JsonNode node) {
        TensorType type = TensorType.named(node.path("dtype").asText(""))
                .orElseThrow(() -> fault(
                        path,
                        name,
                        "has the unknown dtype '" + node.path("dtype").asText("") + "'"));
        JsonNode shapeNode = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!shapeNode.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw fault(path, name, "has no shape or no data_offsets");
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode extent : shapeNode) {
            shape.add(natural(path, name, extent));
        }
        long start = natural(path, name, offsets.get(0));
        long end = natural(path, name, offsets.get(1));
        TensorInfo info = new TensorInfo(name, type, shape);
        if (end < start || end - start != bytes(path, info)) {
            throw fault(
                    path,
                    name,
                    "spans " + (end - start) + " bytes, its shape " + shape + " and type " + type + " need "
                            + bytes(path, info));
        }
        return new Entry(info, start, end);
    }

    private static long bytes(Path path, TensorInfo info) {
        try {
            return info.bytes();
        } catch (ArithmeticException e) {
            throw fault(path, info.name(), "has the impossible shape " + info.shape());
        }
    }

    private static long natural(Path path, String name, JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
            throw fault(path, name, "has '" + number + "' where a natural number is expected");
        }
        return number.asLong();
    }

    private static List<String> layoutFaults(MappedFile file, long valuesStart, Map<String, Entry> entries) {
        long values = file.size() - valuesStart;
        List<Entry> byStart = new ArrayList<>(entries.values());
        byStart.sort(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::end));
        List<String> faults = new ArrayList<>();
        long reached = 0;
        for (Entry entry : byStart) {
            if (entry.end() > values) {
                faults.add(said(
                        file,
                        entry,
                        "ends at byte " + entry.end() + " of only " + values
                                + ": the file is truncated, fetch it again"));
            }
            if (entry.start() < reached) {
                faults.add(said(file, entry, "overlaps another tensor at byte " + entry.start()));
            }
            if (entry.start() > reached) {
                faults.add(said(
                        file,
                        entry,
                        "starts at byte " + entry.start() + ", but the tensor before it ends at " + reached
                                + ": the format allows no gaps"));
            }
            reached = Math.max(reached, entry.end());
        }
        if (reached < values) {
            faults.add(file.path() + " has " + (values - reached)
                    + " bytes behind its last tensor, which belong to none: fetch it again");
        }
        return faults;
    }

    private static String said(MappedFile file, Entry entry, String what) {
        return fault(file.path(), entry.info().name(), what).getMessage();
    }

    private static CheckpointException fault(Path path, String name, String what) {
        return new CheckpointException(path + ": tensor " + name + " " + what);
    }

    /** What the file says of itself. */
    Map<String, String> metadata() {
        return metadata;
    }

    /** The mapped file, header and all. */
    MappedFile file() {
        return file;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return entry(name).info();
    }

    @Override
    public Path home(String name) {
        entry(name);
        return file.path();
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw fault(file.path(), name, "is not in the file");
        }
        return entry;
    }

    @Override
    public ByteBuffer readRows(String name, long start, long count) {
        Entry entry = entry(name);
        int bytes = entry.info().bytesOfRows(file.path(), start, count);
        return file.slice(valuesStart + entry.start() + start * entry.info().rowBytes(), bytes);
    }

    @Override
    public void copy(String name, FileChannel to, LongConsumer progress) throws IOException {
        Entry entry = entry(name);
        file.copy(valuesStart + entry.start(), entry.end() - entry.start(), to, progress);
    }

    @Override
    public void close() {
        file.close();
    }
}
