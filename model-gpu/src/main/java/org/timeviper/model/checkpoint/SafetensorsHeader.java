package org.timeviper.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The beginning of a safetensors file that is to be written: what follows it is the tensors' values, one behind the other. */
public final class SafetensorsHeader {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ALIGNMENT = 8;

    private SafetensorsHeader() {}

    /**
     * @param metadata what the file says of itself
     * @param tensors in the order in which their values follow; wide elements first let each lie where the processor likes it
     * @return length and JSON, to be written as they are
     */
    public static ByteBuffer of(Map<String, String> metadata, List<TensorInfo> tensors) {
        byte[] json = json(metadata, tensors);
        return padded(json, Long.BYTES + (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    }

    /**
     * As {@link #of(Map, List)}, in room that was left for it before the values.
     *
     * @param room length and JSON together, in bytes, divisible by 8
     * @throws IllegalArgumentException if it does not fit
     */
    public static ByteBuffer of(Map<String, String> metadata, List<TensorInfo> tensors, int room) {
        byte[] json = json(metadata, tensors);
        if (Long.BYTES + json.length > room) {
            throw new IllegalArgumentException(
                    "a header of " + (Long.BYTES + json.length) + " bytes does not fit into " + room);
        }
        return padded(json, room);
    }

    private static byte[] json(Map<String, String> metadata, List<TensorInfo> tensors) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode about = root.putObject(SafetensorsFile.METADATA);
        metadata.forEach(about::put);
        long end = 0;
        for (TensorInfo tensor : tensors) {
            ObjectNode entry =
                    root.putObject(tensor.name()).put("dtype", tensor.type().name());
            ArrayNode shape = entry.putArray("shape");
            tensor.shape().forEach(shape::add);
            entry.putArray("data_offsets").add(end).add(end + tensor.bytes());
            end += tensor.bytes();
        }
        return json(root);
    }

    private static ByteBuffer padded(byte[] json, int bytes) {
        ByteBuffer header = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(bytes - Long.BYTES).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static byte[] json(ObjectNode root) {
        try {
            return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
