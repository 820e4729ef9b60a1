package org.timeviper.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;

/** Safetensors files as tests write them. */
public final class TensorFile {
    private static final JsonMapper JSON = new JsonMapper();

    private TensorFile() {}

    /** A tensor with its values, little-endian, row by row. */
    public record Tensor(TensorType type, List<Long> shape, byte[] values) {

        /** Values that the type holds, or rounds. */
        public static Tensor of(TensorType type, List<Long> shape, float[] values) {
            ByteBuffer content =
                    ByteBuffer.allocate(type.bytes() * values.length).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                put(content, value, type);
            }
            return new Tensor(type, shape, content.array());
        }

        /** What it is under a name. */
        public TensorInfo info(String name) {
            return new TensorInfo(name, type, shape);
        }

        private static void put(ByteBuffer content, float value, TensorType type) {
            switch (type) {
                case F64 -> content.putDouble(value);
                case F32 -> content.putFloat(value);
                case F16 -> content.putShort(Float.floatToFloat16(value));
                case BF16 -> content.putShort((short) (Float.floatToRawIntBits(value) >> 16));
                case I32 -> content.putInt((int) value);
                case I64, I16, I8, U8, BOOL -> throw new IllegalArgumentException("no test needs weights of " + type);
            }
        }
    }

    /** Writes tensors, in their order. */
    public static void safetensors(Path file, Map<String, Tensor> tensors) throws IOException {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> infos.put(name, tensor.info(name)));
        byte[] header = header(infos);
        int values = tensors.values().stream()
                .mapToInt(tensor -> tensor.values().length)
                .sum();
        ByteBuffer content = ByteBuffer.allocate(header.length + values).put(header);
        tensors.values().forEach(tensor -> content.put(tensor.values()));
        Files.write(file, content.array());
    }

    /**
     * Writes tensors of zeros that take no room on the disk, whatever their size.
     *
     * @return where the first one's values begin
     */
    public static long sparse(Path file, Map<String, TensorInfo> tensors) throws IOException {
        byte[] header = header(tensors);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(header);
            out.setLength(header.length
                    + tensors.values().stream().mapToLong(TensorInfo::bytes).sum());
        }
        return header.length;
    }

    private static byte[] header(Map<String, TensorInfo> tensors) {
        ObjectNode header = JSON.createObjectNode();
        long end = 0;
        for (TensorInfo tensor : tensors.values()) {
            ObjectNode entry =
                    header.putObject(tensor.name()).put("dtype", tensor.type().name());
            ArrayNode shape = entry.putArray("shape");
            tensor.shape().forEach(shape::add);
            entry.putArray("data_offsets").add(end).add(end + tensor.bytes());
            end += tensor.bytes();
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    /** Writes which tensor lies in which file, as an index beside them. */
    public static void index(Path file, Map<String, String> homes) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("metadata").put("total_size", 0);
        ObjectNode map = root.putObject("weight_map");
        homes.forEach(map::put);
        Files.writeString(file, root.toString());
    }
}
