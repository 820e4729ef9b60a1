package org.timeviper.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One object of a config file. Every lookup takes a key and its aliases, and every error names file and key.
 *
 * @param where file and path of keys, for errors
 * @param node the object
 */
record JsonSection(String where, JsonNode node) {

    /** @return the object under the key; empty if the key is absent */
    Optional<JsonSection> section(String key) {
        return find(key).map(found -> {
            if (!found.isObject()) {
                throw wrong(key, found, "an object");
            }
            return new JsonSection(where + ": " + key, found);
        });
    }

    JsonSection requiredSection(String key) {
        return section(key).orElseThrow(() -> missing(key));
    }

    String text(String key, String absent) {
        return find(key)
                .map(found -> {
                    if (!found.isTextual()) {
                        throw wrong(key, found, "a text");
                    }
                    return found.textValue();
                })
                .orElse(absent);
    }

    String requiredText(String key) {
        return find(key).map(found -> text(key, "")).orElseThrow(() -> missing(key));
    }

    /** @return the texts under the key; none if it is absent */
    List<String> texts(String key) {
        return find(key)
                .map(found -> {
                    List<JsonNode> items =
                            StreamSupport.stream(found.spliterator(), false).toList();
                    if (!found.isArray() || !items.stream().allMatch(JsonNode::isTextual)) {
                        throw wrong(key, found, "a list of texts");
                    }
                    return items.stream().map(JsonNode::textValue).toList();
                })
                .orElse(List.of());
    }

    /** @return the finite numbers of the list under the key, which must be there */
    List<Double> numbers(String key) {
        JsonNode found = find(key).orElseThrow(() -> missing(key));
        List<Double> numbers = new ArrayList<>();
        for (JsonNode item : found) {
            numbers.add(item.isNumber() ? item.doubleValue() : Double.NaN);
        }
        if (!found.isArray() || !numbers.stream().allMatch(Double::isFinite)) {
            throw wrong(key, found, "a list of numbers");
        }
        return numbers;
    }

    /** @return what stands in it, in its order */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** @return a whole number of at least 1, under the first of the keys that is there */
    int count(String... keys) {
        return optionalCount(keys).orElseThrow(() -> missing(keys));
    }

    int countOr(int absent, String... keys) {
        return optionalCount(keys).orElse(absent);
    }

    private Optional<Integer> optionalCount(String... keys) {
        return find(keys).map(found -> {
            if (!found.isIntegralNumber() || !found.canConvertToInt() || found.intValue() < 1) {
                throw wrong(name(keys), found, "a whole number of at least 1");
            }
            return found.intValue();
        });
    }

    /** @return a number above 0, possibly infinite */
    double positive(double absent, String... keys) {
        return find(keys)
                .map(found -> {
                    if (!found.isNumber() || !(found.doubleValue() > 0)) {
                        throw wrong(name(keys), found, "a number above 0");
                    }
                    return found.doubleValue();
                })
                .orElse(absent);
    }

    /** @return a finite number, which must be there */
    double number(String key) {
        JsonNode found = find(key).orElseThrow(() -> missing(key));
        if (!found.isNumber() || !Double.isFinite(found.doubleValue())) {
            throw wrong(key, found, "a number");
        }
        return found.doubleValue();
    }

    /** @return a finite number of at least 0 */
    double atLeastZero(double absent, String key) {
        return find(key)
                .map(found -> {
                    if (!found.isNumber() || !(found.doubleValue() >= 0) || Double.isInfinite(found.doubleValue())) {
                        throw wrong(key, found, "a number of at least 0");
                    }
                    return found.doubleValue();
                })
                .orElse(absent);
    }

    /** @return a number of at least 0 and at most 1 */
    double probability(double absent, String key) {
        double found = atLeastZero(absent, key);
        if (found > 1) {
            throw wrong(key, found, "a probability, at most 1");
        }
        return found;
    }

    boolean flag(boolean absent, String... keys) {
        return find(keys)
                .map(found -> {
                    if (!found.isBoolean()) {
                        throw wrong(name(keys), found, "true or false");
                    }
                    return found.booleanValue();
                })
                .orElse(absent);
    }

    /** @return the numbers under the key, exactly {@code size} of them */
    List<Double> numbers(int size, List<Double> absent, String key) {
        return find(key)
                .map(found -> {
                    List<JsonNode> items =
                            StreamSupport.stream(found.spliterator(), false).toList();
                    if (!found.isArray()
                            || items.size() != size
                            || !items.stream().allMatch(JsonNode::isNumber)) {
                        throw wrong(key, found, "a list of " + size + " numbers");
                    }
                    return items.stream().map(JsonNode::doubleValue).toList();
                })
                .orElse(absent);
    }

    /** @return the pairs of numbers under the key, at least one; empty if the key is absent */
    Optional<List<List<Double>>> pairs(String key) {
        return find(key).map(found -> {
            List<List<Double>> pairs = new ArrayList<>();
            for (JsonNode item : found) {
                if (!item.isArray()
                        || item.size() != 2
                        || !item.get(0).isNumber()
                        || !item.get(1).isNumber()) {
                    throw wrong(key, found, "a list of pairs of numbers");
                }
                pairs.add(List.of(item.get(0).doubleValue(), item.get(1).doubleValue()));
            }
            if (!found.isArray() || pairs.isEmpty()) {
                throw wrong(key, found, "a list of pairs of numbers");
            }
            return pairs;
        });
    }

    /** An error about a value that is there but cannot be. */
    ModelException wrong(String key, Object value, String expected) {
        return new ModelException("%s: the key '%s' is %s, but must be %s".formatted(where, key, value, expected));
    }

    private ModelException missing(String... keys) {
        String also = keys.length == 1
                ? ""
                : " (also known as " + String.join(", ", Arrays.asList(keys).subList(1, keys.length)) + ")";
        return new ModelException("%s: the key '%s'%s is missing".formatted(where, keys[0], also));
    }

    private Optional<JsonNode> find(String... keys) {
        return Arrays.stream(keys)
                .map(node::get)
                .filter(found -> found != null && !found.isNull())
                .findFirst();
    }

    private String name(String... keys) {
        return Arrays.stream(keys).filter(node::hasNonNull).findFirst().orElse(keys[0]);
    }
}
