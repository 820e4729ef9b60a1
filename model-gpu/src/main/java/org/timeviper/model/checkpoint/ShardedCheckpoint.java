package org.timeviper.model.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/** Several files under one index ({@code model.safetensors.index.json}, {@code pytorch_model.bin.index.json}: {@code weight_map}, name → file). */
final class ShardedCheckpoint implements Checkpoint {
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** A name beside the index: no folder, no way up, nothing that a file system refuses. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,250}");

    private final Path index;
    private final Map<String, Checkpoint> shards;
    private final Map<String, Checkpoint> homes;

    private ShardedCheckpoint(Path index, Map<String, Checkpoint> shards, Map<String, Checkpoint> homes) {
        this.index = index;
        this.shards = shards;
        this.homes = homes;
    }

    static ShardedCheckpoint open(Path index) {
        JsonNode map = weightMap(index);
        Map<String, Checkpoint> shards = new LinkedHashMap<>();
        Map<String, Checkpoint> homes = new LinkedHashMap<>();
        ShardedCheckpoint opened = new ShardedCheckpoint(index, shards, Collections.unmodifiableMap(homes));
        try {
            opened.openShards(map);
            opened.placeTensors(map, homes);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Opens each of the files that is named. */
    private void openShards(JsonNode map) {
        Set<String> files = new LinkedHashSet<>();
        map.properties().forEach(entry -> files.add(shardName(entry.getKey(), entry.getValue())));
        List<String> faults = new ArrayList<>();
        for (String file : files) {
            try {
                shards.put(file, openShard(file));
            } catch (CheckpointException e) {
                faults.addAll(e.faults());
            }
        }
        refuse(faults);
    }

    /** Finds every tensor's file, and none in a file that the index does not know of. */
    private void placeTensors(JsonNode map, Map<String, Checkpoint> found) {
        List<String> faults = new ArrayList<>();
        map.properties().forEach(entry -> {
            String file = entry.getValue().asText();
            Checkpoint home = shards.get(file);
            if (home.names().contains(entry.getKey())) {
                found.put(entry.getKey(), home);
            } else {
                faults.add(index + ": tensor " + entry.getKey() + " is said to be in " + file + ", but is not there");
            }
        });
        shards.forEach((file, shard) -> shard.names().stream()
                .filter(name -> found.get(name) != shard)
                .forEach(name -> faults.add(
                        index + ": " + file + " holds the tensor " + name + ", which the index does not place there")));
        refuse(faults);
    }

    private void refuse(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new CheckpointException(index + " has " + faults.size() + " faults", faults);
        }
    }

    private static JsonNode weightMap(Path index) {
        try {
            long bytes = Files.size(index);
            if (bytes > SafetensorsFile.MAX_HEADER_BYTES) {
                throw new CheckpointException(
                        index + " is " + bytes + " bytes long, more than an index of shards needs");
            }
            JsonNode map = JSON.readTree(index.toFile()).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw new CheckpointException(index + " has no weight_map: it is not an index of shards");
            }
            return map;
        } catch (IOException e) {
            throw new CheckpointException(index + " is not valid JSON: " + SafetensorsFile.firstLine(e), e);
        }
    }

    private String shardName(String name, JsonNode shard) {
        String file = shard.asText("");
        if (!shard.isTextual() || !PLAIN_NAME.matcher(file).matches() || file.endsWith(".json")) {
            throw new CheckpointException(
                    index + ": tensor " + name + " is said to be in '" + file + "', which is not a plain file name");
        }
        return file;
    }

    private Checkpoint openShard(String file) {
        Path path = index.resolveSibling(file);
        if (!path.toFile().isFile()) {
            throw new CheckpointException(index + " names the shard " + file + ", which is not beside it: fetch it");
        }
        return Checkpoint.open(path);
    }

    private Checkpoint shard(String name) {
        Checkpoint home = homes.get(name);
        if (home == null) {
            throw new CheckpointException(index + ": tensor " + name + " is not in any shard");
        }
        return home;
    }

    @Override
    public Path path() {
        return index;
    }

    @Override
    public Set<String> names() {
        return homes.keySet();
    }

    @Override
    public Path home(String name) {
        return shard(name).path();
    }

    @Override
    public TensorInfo info(String name) {
        return shard(name).info(name);
    }

    @Override
    public ByteBuffer readRows(String name, long start, long count) {
        return shard(name).readRows(name, start, count);
    }

    @Override
    public void copy(String name, FileChannel to, LongConsumer progress) throws IOException {
        shard(name).copy(name, to, progress);
    }

    @Override
    public void close() {
        shards.values().forEach(Checkpoint::close);
    }
}
