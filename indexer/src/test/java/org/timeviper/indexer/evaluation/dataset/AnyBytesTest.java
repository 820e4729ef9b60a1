package org.timeviper.indexer.evaluation.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.timeviper.indexer.evaluation.Item;

/** Whatever a file holds, a benchmark is read or refused with words; nothing else comes of it. */
class AnyBytesTest {

    private static final int SIZE = 3;
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    @Property(tries = 200)
    void filesOfAnyBytes(
            @ForAll("benchmarks") Benchmark benchmark, @ForAll long seed, @ForAll @Size(max = 200) byte[] bytes) {
        damaged(benchmark, new Random(seed), (random, whole) -> bytes);
    }

    @Property(tries = 400)
    void filesWithBytesChangedDoubledOrCutOut(@ForAll("benchmarks") Benchmark benchmark, @ForAll long seed) {
        damaged(benchmark, new Random(seed), AnyBytesTest::mutated);
    }

    @Property(tries = 600)
    void jsonWithValuesInPlaceOfOthers(@ForAll("benchmarks") Benchmark benchmark, @ForAll long seed) {
        damaged(benchmark, new Random(seed), AnyBytesTest::withOtherValues);
    }

    private interface Damage {
        byte[] to(Random random, byte[] whole) throws IOException;
    }

    private static void damaged(Benchmark benchmark, Random random, Damage damage) {
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            DatasetFiles files = folder.files();
            SampleDataset sample = SampleDataset.write(files, benchmark.name(), SIZE);
            String file =
                    sample.annotations().get(random.nextInt(sample.annotations().size()));
            files.bytes(file, damage.to(random, Files.readAllBytes(files.path(file))));
            try {
                sound(benchmark.read(files.root()), benchmark.scoredElsewhere());
            } catch (UnreadableDataset e) {
                assertTrue(e.getMessage().contains(files.root().toString()), e::getMessage);
                assertTrue(e.getMessage().endsWith("."), e::getMessage);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void sound(Reading reading, boolean answersUnpublished) {
        Set<String> ids = new HashSet<>();
        for (Item item : reading.items()) {
            assertTrue(ids.add(item.id()), item::id);
            assertTrue(Files.isRegularFile(item.footage().file()), item::toString);
            if (item instanceof Item.Choice choice) {
                assertEquals(answersUnpublished, !choice.published(), item::toString);
                assertTrue(
                        answersUnpublished
                                || choice.answer() >= 0
                                        && choice.answer() < choice.options().size(),
                        item::toString);
            }
        }
        reading.unusable().forEach(unusable -> {
            assertTrue(unusable.place().line() >= 1, unusable::toString);
            assertFalse(unusable.problem().isBlank(), unusable::toString);
            assertFalse(unusable.toString().contains("\n"), unusable::toString);
        });
    }

    private static byte[] mutated(Random random, byte[] whole) {
        byte[] bytes = whole;
        for (int change = 1 + random.nextInt(4); change > 0; change--) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + 1 + random.nextInt(8));
            bytes = switch (random.nextInt(3)) {
                case 0 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
                case 1 -> joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
                default -> overwritten(bytes, from, to, random);
            };
            if (bytes.length == 0) {
                return bytes;
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static byte[] overwritten(byte[] whole, int from, int to, Random random) {
        byte[] bytes = whole.clone();
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Of what is JSON, line by line or as a whole, one or two values become others; anything else stays. */
    private static byte[] withOtherValues(Random random, byte[] whole) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : new String(whole, StandardCharsets.UTF_8).split("\n")) {
            lines.add(line.startsWith("{") || line.startsWith("[") ? withOtherValues(random, line) : line);
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static String withOtherValues(Random random, String json) throws IOException {
        JsonNode tree = JSON.readTree(json);
        for (int change = random.nextInt(3); change > 0; change--) {
            List<Consumer<JsonNode>> places = new ArrayList<>();
            collect(tree, places);
            if (!places.isEmpty()) {
                places.get(random.nextInt(places.size())).accept(other(random));
            }
        }
        return JSON.writeValueAsString(tree);
    }

    private static void collect(JsonNode tree, List<Consumer<JsonNode>> places) {
        if (tree instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                places.add(value -> object.set(member.getKey(), value));
                collect(member.getValue(), places);
            });
        } else if (tree instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int entry = i;
                places.add(value -> array.set(entry, value));
                collect(array.get(i), places);
            }
        }
    }

    private static JsonNode other(Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(14)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.numberNode(-1);
            case 2 -> nodes.numberNode(Long.MAX_VALUE);
            case 3 -> nodes.numberNode(1e300);
            case 4 -> nodes.numberNode(Double.NaN);
            case 5 -> nodes.numberNode(Double.NEGATIVE_INFINITY);
            case 6 -> nodes.textNode("");
            case 7 -> nodes.textNode("../../film-0\u0000");
            case 8 -> nodes.textNode("A\n\u001B[31m\uD800 . / \\");
            case 9 -> nodes.textNode("film-0");
            case 10 -> nodes.arrayNode();
            case 11 -> nodes.arrayNode().add(nodes.arrayNode().add(1).add(0));
            case 12 -> nodes.objectNode().put("film-0", "A");
            default -> nodes.booleanNode(true);
        };
    }

    @Provide
    static Arbitrary<Benchmark> benchmarks() {
        return Arbitraries.of(Benchmarks.all());
    }
}
