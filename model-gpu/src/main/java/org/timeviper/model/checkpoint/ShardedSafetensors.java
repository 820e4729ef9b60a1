package org.timeviper.model.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Several safetensors files under one index ({@code model.safetensors.index.json}: {@code weight_map}, name → file). */
final class ShardedSafetensors implements Checkpoint {
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** A name beside the index: no folder, no way up, nothing that a file system refuses. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,250}");

    private final Path index;
    private final Map<String, SafetensorsFile> shards;
    private final Map<String, SafetensorsFile> homes;

    private ShardedSafetensors(Path index, Map<String, SafetensorsFile> shards, Map<String, SafetensorsFile> homes) {
        this.index = index;
        this.shards = shards;
        this.homes = homes;
    }

    static ShardedSafetensors open(Path index) {
        JsonNode map = weightMap(index);
        Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
        Map<String, SafetensorsFile> homes = new LinkedHashMap<>();
        ShardedSafetensors opened = new ShardedSafetensors(index, shards, Collections.unmodifiableMap(homes));
        try {
            map.properties().forEach(entry -> homes.put(entry.getKey(), opened.home(entry.getKey(), entry.getValue())));
            opened.refuseStrays();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static JsonNode weightMap(Path index) {
        try {
            JsonNode map = JSON.readTree(index.toFile()).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw new CheckpointException(index + " has no weight_map: it is not an index of safetensors shards");
            }
            return map;
        } catch (IOException e) {
            throw new CheckpointException(index + " is not valid JSON: " + SafetensorsFile.firstLine(e), e);
        }
    }

    private SafetensorsFile home(String name, JsonNode shard) {
        String file = shard.asText("");
        if (!shard.isTextual() || !PLAIN_NAME.matcher(file).matches()) {
            throw new CheckpointException(
                    index + ": tensor " + name + " is said to be in '" + file + "', which is not a plain file name");
        }
        SafetensorsFile home = shards.computeIfAbsent(file, this::openShard);
        if (!home.names().contains(name)) {
            throw new CheckpointException(
                    index + ": tensor " + name + " is said to be in " + file + ", but is not there");
        }
        return home;
    }

    private SafetensorsFile openShard(String file) {
        Path path = index.resolveSibling(file);
        if (!path.toFile().isFile()) {
            throw new CheckpointException(index + " names the shard " + file + ", which is not beside it: fetch it");
        }
        return SafetensorsFile.open(path);
    }

    private void refuseStrays() {
        shards.forEach((file, shard) -> shard.names().forEach(name -> {
            if (homes.get(name) != shard) {
                throw new CheckpointException(
                        index + ": " + file + " holds the tensor " + name + ", which the index does not place there");
            }
        }));
    }

    private SafetensorsFile home(String name) {
        SafetensorsFile home = homes.get(name);
        if (home == null) {
            throw new CheckpointException(index + ": tensor " + name + " is not in any shard");
        }
        return home;
    }

    @Override
    public Set<String> names() {
        return homes.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return home(name).info(name);
    }

    @Override
    public ByteBuffer read(String name) {
        return home(name).read(name);
    }

    @Override
    public void close() {
        shards.values().forEach(SafetensorsFile::close);
    }
}
