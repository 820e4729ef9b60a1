package org.timeviper.model.checkpoint;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the pickle of a state dict, and nothing else: dicts, lists, tuples, numbers, strings and tensors. Every other class that a
 * pickle could name is refused by name, so nothing of a hostile file is ever run.
 *
 * <p>Nested dicts and lists are flattened, names joined by dots: no tensor is passed over, whatever it lies in. A single wrapper such as {@code model} or {@code
 * state_dict} is taken off the names of what it holds; what stands beside it keeps its own.
 */
final class StateDictPickle {
    private static final Set<String> WRAPPERS = Set.of("model", "state_dict", "module", "model_state_dict");
    private static final Set<String> FUNCTIONS =
            Set.of("collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter");
    private static final int MAX_DEPTH = 16;
    /** Far more than any state dict has; they bound what a hostile pickle can make of a few bytes. */
    private static final int MAX_INSTRUCTIONS = 4_000_000;

    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_NAME = 512;

    /**
     * A tensor as the pickle describes it.
     *
     * @param info name, type and shape
     * @param storage key of the storage it lies in
     * @param offset its first element within the storage, in elements
     * @param strides in elements
     */
    record Tensor(TensorInfo info, String storage, long offset, List<Long> strides) {

        /** @return whether its elements lie one after another, row by row */
        boolean contiguous() {
            long step = 1;
            for (int i = strides.size() - 1; i >= 0; i--) {
                if (info.shape().get(i) != 1 && strides.get(i) != step) {
                    return info.elements() == 0;
                }
                step *= Math.max(1, info.shape().get(i));
            }
            return true;
        }
    }

    private record Global(String name) {}

    private record Storage(TensorType type, String key) {}

    private record Rebuilt(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

    /** A dict as pairs: never hashed, since a hostile key could contain itself. */
    private record Dict(List<Object> keys, List<Object> values) {
        Dict() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** A list: of its items those that may hold tensors, by their place. */
    private static final class Sequence {
        private final Dict items = new Dict();
        private long length;

        void append(List<Object> more) {
            for (Object item : more) {
                if (item instanceof Dict
                        || item instanceof Sequence
                        || item instanceof List
                        || item instanceof Rebuilt) {
                    items.keys().add(length);
                    items.values().add(item);
                }
                length++;
            }
        }
    }

    private enum Marker {
        MARK,
        NONE
    }

    private final Path path;
    private final ByteBuffer in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int entries;

    private StateDictPickle(Path path, ByteBuffer in) {
        this.path = path;
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * @param path the file's name for errors
     * @param pickle the bytes of {@code data.pkl}
     * @return tensors by flattened name, in the order of the file
     * @throws CheckpointException when it is not the pickle of a state dict
     */
    static Map<String, Tensor> read(Path path, ByteBuffer pickle) {
        StateDictPickle reader = new StateDictPickle(path, pickle);
        try {
            Object root = reader.load();
            Map<String, Tensor> found = new LinkedHashMap<>();
            reader.flattenUnwrapped(root, 0, found);
            if (found.isEmpty()) {
                throw reader.fault("holds no tensors: save a state dict");
            }
            return found;
        } catch (BufferUnderflowException e) {
            throw new CheckpointException(path + " has a pickle that ends too early: fetch it again", e);
        } catch (ClassCastException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new CheckpointException(path + " has a pickle that is not the one of a state dict", e);
        }
    }

    private CheckpointException fault(String what) {
        return new CheckpointException(path + " " + what);
    }

    private Object load() {
        for (int instructions = 0; instructions < MAX_INSTRUCTIONS; instructions++) {
            int code = in.get() & 0xff;
            if (code == '.') {
                return pop();
            }
            step(code);
        }
        throw fault("has a pickle of more than " + MAX_INSTRUCTIONS + " instructions, which no state dict needs");
    }

    private void step(int code) {
        switch (code) {
            case 0x80 -> in.get();
            case 0x95 -> in.getLong();
            case '(' -> stack.push(Marker.MARK);
            case 'N' -> stack.push(Marker.NONE);
            case 0x88 -> stack.push(Boolean.TRUE);
            case 0x89 -> stack.push(Boolean.FALSE);
            case '}' -> stack.push(new Dict());
            case ']' -> stack.push(new Sequence());
            case ')' -> stack.push(List.of());
            case 'J' -> stack.push((long) in.getInt());
            case 'K' -> stack.push((long) (in.get() & 0xff));
            case 'M' -> stack.push((long) (in.getShort() & 0xffff));
            case 'G' -> stack.push(bigEndianDouble());
            case 0x8a -> stack.push(longNumber());
            case 'X' -> stack.push(text(in.getInt()));
            case 0x8c -> stack.push(text(in.get() & 0xff));
            case 'q' -> memo.put(in.get() & 0xff, peek());
            case 'r' -> memo.put(in.getInt(), peek());
            case 0x94 -> memo.put(memo.size(), peek());
            case 'h' -> stack.push(remembered(in.get() & 0xff));
            case 'j' -> stack.push(remembered(in.getInt()));
            case 't' -> stack.push(List.copyOf(sinceMark()));
            case 0x85 -> stack.push(List.copyOf(last(1)));
            case 0x86 -> stack.push(List.copyOf(last(2)));
            case 0x87 -> stack.push(List.copyOf(last(3)));
            case 'a' -> append(last(1));
            case 'e' -> append(sinceMark());
            case 's' -> setItems(last(2));
            case 'u' -> setItems(sinceMark());
            case 'c' -> stack.push(global(line() + "." + line()));
            case 0x93 -> stackGlobal();
            case 'Q' -> stack.push(storage(pop()));
            case 'R' -> reduce();
            case 'b' -> pop(); // attributes of a dict (its _metadata) carry no tensors
            default ->
                throw fault("has a pickle with the instruction 0x" + Integer.toHexString(code)
                        + ", which no state dict needs");
        }
    }

    private Object pop() {
        if (stack.isEmpty()) {
            throw fault("has a pickle that takes more than it holds");
        }
        return stack.pop();
    }

    private Object peek() {
        if (stack.isEmpty()) {
            throw fault("has a pickle that takes more than it holds");
        }
        return stack.peek();
    }

    private List<Object> last(int count) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(0, pop());
        }
        return items;
    }

    private List<Object> sinceMark() {
        List<Object> items = new ArrayList<>();
        for (Object item = pop(); item != Marker.MARK; item = pop()) {
            items.add(item);
        }
        return items.reversed();
    }

    private void append(List<Object> items) {
        if (!(peek() instanceof Sequence list)) {
            throw fault("has a pickle that appends " + items.size() + " items to what is not a list");
        }
        list.append(items);
    }

    private void setItems(List<Object> items) {
        if (!(peek() instanceof Dict dict) || items.size() % 2 != 0) {
            throw fault("has a pickle that sets items of what is not a dict");
        }
        for (int i = 0; i < items.size(); i += 2) {
            dict.keys().add(items.get(i));
            dict.values().add(items.get(i + 1));
        }
    }

    private Object remembered(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw fault("has a pickle that refers to what it has not defined");
        }
        return value;
    }

    private String text(int length) {
        if (length < 0 || length > in.remaining()) {
            throw fault("has a pickle that ends within a string: fetch it again");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder text = new StringBuilder();
        for (int c = in.get(); c != '\n'; c = in.get()) {
            text.append((char) (c & 0xff));
        }
        return text.toString();
    }

    private long longNumber() {
        int length = in.get() & 0xff;
        if (length > 8) {
            throw fault("has a pickle with a number of " + length + " bytes");
        }
        long value = 0;
        int high = 0;
        for (int i = 0; i < length; i++) {
            high = in.get();
            value |= (high & 0xffL) << (8 * i);
        }
        return length == 0 || length == 8 ? value : value | ((long) (high < 0 ? -1 : 0) << (8 * length));
    }

    private double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
    }

    private void stackGlobal() {
        String name = (String) pop();
        stack.push(global((String) pop() + "." + name));
    }

    private Global global(String name) {
        if (!FUNCTIONS.contains(name) && storageType(name).isEmpty()) {
            throw fault("has a pickle that asks for " + name
                    + ", which a state dict does not need: it is refused, save only the state dict");
        }
        return new Global(name);
    }

    private static Optional<TensorType> storageType(String name) {
        return name.startsWith("torch.") ? TensorType.ofStorage(name.substring("torch.".length())) : Optional.empty();
    }

    private Storage storage(Object id) {
        List<?> parts = (List<?>) id;
        if (parts.size() < 3 || !"storage".equals(parts.get(0)) || !(parts.get(1) instanceof Global type)) {
            throw fault("has a pickle that refers to something other than a storage");
        }
        TensorType elements = storageType(type.name())
                .orElseThrow(() -> fault("has a pickle with a storage of the type " + type.name()));
        return new Storage(elements, (String) parts.get(2));
    }

    private void reduce() {
        List<?> arguments = (List<?>) pop();
        Object called = pop();
        if (!(called instanceof Global global)) {
            throw fault("has a pickle that calls what is not a function");
        }
        stack.push(
                switch (global.name()) {
                    case "collections.OrderedDict" -> new Dict();
                    case "torch._utils._rebuild_tensor_v2" -> rebuilt(arguments);
                    case "torch._utils._rebuild_parameter" -> (Rebuilt) arguments.get(0);
                    default -> throw fault("has a pickle that calls the storage type " + global.name());
                });
    }

    private Rebuilt rebuilt(List<?> arguments) {
        List<Long> shape = naturals((List<?>) arguments.get(2));
        List<Long> strides = naturals((List<?>) arguments.get(3));
        if (shape.size() != strides.size()) {
            throw fault("has a tensor with " + shape.size() + " extents and " + strides.size() + " strides");
        }
        return new Rebuilt(
                (Storage) arguments.get(0), naturals(List.of(arguments.get(1))).get(0), shape, strides);
    }

    private List<Long> naturals(List<?> numbers) {
        List<Long> naturals = new ArrayList<>();
        for (Object number : numbers) {
            if (!(number instanceof Long value) || value < 0) {
                throw fault("has a tensor with '" + number.getClass().getSimpleName()
                        + "' where a natural number is expected");
            }
            naturals.add(value);
        }
        return naturals;
    }

    /** Flattens what has no outer name: the file's own dict, and in it what is in a wrapper. */
    private void flattenUnwrapped(Object value, int depth, Map<String, Tensor> found) {
        requireDepth("", depth);
        if (!(value instanceof Dict dict)) {
            flatten(value, "", depth, found);
            return;
        }
        int wrapper = wrapper(dict);
        for (int i = 0; i < dict.keys().size(); i++) {
            if (i == wrapper) {
                flattenUnwrapped(dict.values().get(i), depth + 1, found);
            } else {
                flatten(dict.values().get(i), name("", dict.keys().get(i), i), depth + 1, found);
            }
        }
    }

    /** @return which entry of a dict is its wrapper: the only one that is called like one; -1 if there is none */
    private static int wrapper(Dict dict) {
        List<Integer> wrappers = new ArrayList<>();
        for (int i = 0; i < dict.keys().size(); i++) {
            if (dict.keys().get(i) instanceof String key
                    && WRAPPERS.contains(key)
                    && dict.values().get(i) instanceof Dict) {
                wrappers.add(i);
            }
        }
        return wrappers.size() == 1 ? wrappers.getFirst() : -1;
    }

    private void requireDepth(String name, int depth) {
        if (depth > MAX_DEPTH) {
            throw fault("nests its dicts more than " + MAX_DEPTH + " deep at " + name);
        }
    }

    /** @param place of the key among others: the name of one that has none */
    private String name(String outer, Object key, int place) {
        return name(
                outer,
                switch (key) {
                    case String text -> text;
                    case Number number -> number.toString();
                    case Boolean flag -> flag.toString();
                    default -> "#" + place;
                });
    }

    private String name(String outer, String key) {
        if (++entries > MAX_ENTRIES) {
            throw fault("unfolds to more than " + MAX_ENTRIES + " entries, which no state dict has");
        }
        if (outer.length() + key.length() >= MAX_NAME) {
            throw fault("has a name of more than " + MAX_NAME + " characters within " + outer);
        }
        return outer.isEmpty() ? key : outer + "." + key;
    }

    private void flatten(Object value, String name, int depth, Map<String, Tensor> found) {
        requireDepth(name, depth);
        switch (value) {
            case Dict dict -> flattenItems(dict.keys(), dict.values(), name, depth, found);
            case Sequence list -> flattenItems(list.items.keys(), list.items.values(), name, depth, found);
            case List<?> tuple -> {
                for (int i = 0; i < tuple.size(); i++) {
                    flatten(tuple.get(i), name(name, String.valueOf(i)), depth + 1, found);
                }
            }
            case Rebuilt tensor -> place(tensor, name, found);
            default -> {} // a number, a text: no tensor
        }
    }

    private void flattenItems(
            List<Object> keys, List<Object> values, String name, int depth, Map<String, Tensor> found) {
        for (int i = 0; i < keys.size(); i++) {
            flatten(values.get(i), name(name, keys.get(i), i), depth + 1, found);
        }
    }

    private void place(Rebuilt tensor, String name, Map<String, Tensor> found) {
        TensorInfo info = new TensorInfo(name, tensor.storage().type(), tensor.shape());
        Tensor placed = new Tensor(info, tensor.storage().key(), tensor.offset(), tensor.strides());
        if (found.put(name, placed) != null) {
            throw fault("holds the tensor " + name + " twice");
        }
    }
}
