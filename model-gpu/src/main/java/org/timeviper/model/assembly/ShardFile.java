package org.timeviper.model.assembly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.timeviper.model.checkpoint.SafetensorsHeader;
import org.timeviper.model.checkpoint.TensorInfo;

/**
 * A safetensors file to be written.
 *
 * @param name the file's
 * @param tensors what it holds; wide elements first, so that each lies where the processor likes it
 */
record ShardFile(String name, List<Taken> tensors) {
    private static final JsonMapper JSON = new JsonMapper();

    ShardFile {
        tensors = tensors.stream()
                .sorted(Comparator.comparingInt(tensor -> -tensor.info().type().bytes()))
                .toList();
    }

    /** A tensor that is taken, under its name in the model, and the part that holds it. */
    record Taken(TensorInfo info, Part part) {}

    /** Puts tensors into files one after another; each is as large as wanted, or holds one tensor that is larger. */
    static List<ShardFile> of(List<Taken> tensors, long shardBytes) {
        List<List<Taken>> groups = new ArrayList<>();
        long filled = shardBytes;
        for (Taken tensor : tensors) {
            long bytes = tensor.info().bytes();
            if (groups.isEmpty() || filled + bytes > shardBytes) {
                groups.add(new ArrayList<>());
                filled = 0;
            }
            groups.getLast().add(tensor);
            filled += bytes;
        }
        List<ShardFile> files = new ArrayList<>();
        for (List<Taken> group : groups) {
            String name = groups.size() == 1
                    ? "model.safetensors"
                    : "model-%05d-of-%05d.safetensors".formatted(files.size() + 1, groups.size());
            files.add(new ShardFile(name, group));
        }
        return files;
    }

    /** The file that says which tensor lies in which of several. */
    static byte[] index(List<ShardFile> files) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("metadata")
                .put("total_size", files.stream().mapToLong(ShardFile::bytes).sum());
        ObjectNode homes = root.putObject("weight_map");
        files.forEach(
                file -> file.tensors().forEach(tensor -> homes.put(tensor.info().name(), file.name())));
        return json(root);
    }

    /** Bytes of all values. */
    long bytes() {
        return tensors.stream().mapToLong(tensor -> tensor.info().bytes()).sum();
    }

    /** Writes the file, and sees it onto the disk. */
    void write(Path folder, LongConsumer progress) throws IOException {
        try (FileChannel out =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer header = SafetensorsHeader.of(
                    Map.of("format", "pt"), tensors.stream().map(Taken::info).toList());
            while (header.hasRemaining()) {
                out.write(header);
            }
            for (Taken tensor : tensors) {
                Part part = tensor.part();
                part.checkpoint().copy(part.names().get(tensor.info().name()), out, progress);
            }
            out.force(true);
        }
    }

    private static byte[] json(ObjectNode root) {
        try {
            return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
