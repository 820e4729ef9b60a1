package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.timeviper.model.tensor.StoredArrays;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.KeysAndValues;
import org.timeviper.model.vector.Numbers;

/**
 * Keys and values of an attention layer, (keyValueHeads, capacity, headDim) each, compute precision.
 *
 * <p>A fork shares the memory and writes behind what the original holds; so of an original and its forks only one may be
 * appended to at a time, and the original not at all while forks live.
 *
 * <p>A branch writes into memory of its own: what it begins with, its trunk, it leaves where it is. So any number of branches may be appended to while the original stays as it is.
 *
 * <p>One that outgrows its memory becomes a branch of what it holds: that may be a whole film's, which is not copied for the words behind it.
 */
final class KeyValueCache implements CachesInPlace {
    private static final String KEYS = "keys";
    private static final String VALUES = "values";

    private final Workspace owner;
    private final int heads;
    private Optional<KeyValueCache> trunk;
    private long reserved;
    private NDArray keys;
    private NDArray values;
    private long capacity;
    private long length;
    private Optional<InPlace> inPlace = Optional.empty();

    /** Both arrays where they lie. */
    private record InPlace(Numbers keys, Numbers values) {}

    /**
     * @param owner frees the memory
     * @param heads key/value heads
     * @param reserved tokens to make room for at first
     */
    KeyValueCache(Workspace owner, int heads, long reserved) {
        this(owner, heads, reserved, Optional.empty());
    }

    private KeyValueCache(Workspace owner, int heads, long reserved, Optional<KeyValueCache> trunk) {
        this.owner = owner;
        this.heads = heads;
        this.reserved = reserved;
        this.trunk = trunk;
    }

    /** Makes room for so many tokens, if not for more, when the first is appended. */
    void reserve(long tokens) {
        reserved = Math.max(reserved, tokens);
    }

    /** Without those of the trunk. */
    NDArray keys() {
        return keys;
    }

    /** Without those of the trunk. */
    NDArray values() {
        return values;
    }

    /** Tokens held, those of the trunk included. */
    long length() {
        return trunk.map(KeyValueCache::length).orElse(0L) + length;
    }

    /** Attention of the last tokens, by their queries (tokens, heads·headDim), to themselves and all before them. */
    NDArray attend(Workspace workspace, NDArray q) {
        return trunk.map(first -> workspace.branchedAttention(q, first.shared(1), keys, values, length))
                .orElseGet(() -> workspace.causalAttention(q, keys, values, length));
    }

    /** As what so many sequences begin with. */
    Workspace.Trunk shared(long sequences) {
        return new Workspace.Trunk(keys, values, length, sequences);
    }

    /** @param newKeys and newValues (tokens, keyValueHeads·headDim), copied */
    void append(Workspace workspace, NDArray newKeys, NDArray newValues) {
        appendSplit(workspace, workspace.splitHeads(newKeys, heads), workspace.splitHeads(newValues, heads));
    }

    private void appendSplit(Workspace workspace, NDArray newKeys, NDArray newValues) {
        long added = newKeys.getShape().get(1);
        makeRoom(workspace, newKeys, added);
        workspace.write(keys, 1, length, newKeys);
        workspace.write(values, 1, length, newValues);
        length += added;
    }

    /** Whether all that is held can be reached by index, in the processor's memory. */
    boolean isReached() {
        return trunk.map(KeyValueCache::isReached).orElse(true) && (capacity == 0 || Numbers.reaches(keys));
    }

    @Override
    public long[] lengths() {
        return new long[] {length()};
    }

    @Override
    public List<Neighbours> neighbours() {
        return List.of(new Neighbours(0, trunk.map(KeyValueCache::stretch), List.of(stretch())));
    }

    /** All that is held, where it lies, in order. */
    List<KeysAndValues> stretches() {
        return Stream.concat(trunk.stream().map(KeyValueCache::stretch), Stream.of(stretch()))
                .toList();
    }

    /** What is held behind the trunk, where it lies. */
    KeysAndValues stretch() {
        InPlace memory = inPlace();
        return new KeysAndValues(memory.keys(), memory.values(), 0, Math.toIntExact(capacity), Math.toIntExact(length));
    }

    @Override
    public void append(float[] newKeys, float[] newValues) {
        makeRoom(owner, trunk().keys, 1);
        InPlace memory = inPlace();
        int width = newKeys.length / heads;
        for (int head = 0; head < heads; head++) {
            int place = Math.toIntExact((head * capacity + length) * width);
            memory.keys().write(place, newKeys, head * width, width);
            memory.values().write(place, newValues, head * width, width);
        }
        length++;
    }

    private InPlace inPlace() {
        if (inPlace.isEmpty()) {
            inPlace = Optional.of(new InPlace(Numbers.of(keys), Numbers.of(values)));
        }
        return inPlace.get();
    }

    /** What is held, by name: views, of the workspace. */
    Map<String, NDArray> arrays(String name, Workspace views) {
        return length == 0
                ? Map.of()
                : Map.of(
                        name + KEYS, views.stretch(keys, 1, 0, length),
                        name + VALUES, views.stretch(values, 1, 0, length));
    }

    /**
     * Appends what {@link #arrays} gave.
     *
     * @param tokens how many that must be
     * @throws org.timeviper.model.checkpoint.CheckpointException when it is not there, or of others
     */
    void restore(StoredArrays stored, String name, long tokens, Workspace scratch) {
        if (tokens > 0) {
            NDArray storedKeys = stored.read(name + KEYS, scratch, heads, tokens, -1);
            NDArray storedValues =
                    stored.read(name + VALUES, scratch, storedKeys.getShape().getShape());
            appendSplit(scratch, storedKeys, storedValues);
        }
    }

    /** Of the memory that is taken up, also where nothing is held yet; without the trunk's. */
    long bytes(Workspace scratch) {
        return capacity == 0 ? 0 : scratch.width(keys) * (keys.size() + values.size());
    }

    private void makeRoom(Workspace workspace, NDArray like, long added) {
        if (length + added <= capacity) {
            return;
        }
        if (trunk.isEmpty() && length > 0) {
            becomeBranch(added);
        }
        long larger = Math.max(length + added, Math.max(reserved, capacity + capacity / 2));
        NDArray moreKeys = owner.zeros(like, heads, larger, like.getShape().get(2));
        NDArray moreValues = owner.zeros(like, heads, larger, like.getShape().get(2));
        if (length > 0) {
            try (Workspace scratch = workspace.sibling()) {
                scratch.write(moreKeys, 1, 0, scratch.stretch(keys, 1, 0, length));
                scratch.write(moreValues, 1, 0, scratch.stretch(values, 1, 0, length));
            }
        }
        if (capacity > 0) {
            keys.close();
            values.close();
        }
        keys = moreKeys;
        values = moreValues;
        capacity = larger;
        inPlace = Optional.empty();
    }

    private void becomeBranch(long added) {
        KeyValueCache held = new KeyValueCache(owner, heads, 0);
        held.keys = keys;
        held.values = values;
        held.capacity = capacity;
        held.length = length;
        trunk = Optional.of(held);
        reserved = Math.max(Prefill.SLACK, added);
        capacity = 0;
        length = 0;
    }

    /** A cache of its own that begins with what this one holds. */
    KeyValueCache fork(Workspace forkOwner) {
        KeyValueCache fork = new KeyValueCache(forkOwner, heads, reserved, trunk);
        if (capacity > 0) {
            fork.keys = forkOwner.alias(keys);
            fork.values = forkOwner.alias(values);
            fork.capacity = capacity;
            fork.length = length;
        }
        return fork;
    }

    /**
     * A cache of its own that begins with what this one holds. This one must stay as it is, and open, while the branch lives.
     *
     * @throws IllegalStateException if this is a branch itself
     */
    KeyValueCache branch(Workspace branchOwner) {
        if (trunk.isPresent()) {
            throw new IllegalStateException("a branch has no branches");
        }
        return new KeyValueCache(branchOwner, heads, 0, length == 0 ? Optional.empty() : Optional.of(this));
    }

    /** What a branch begins with; of what is none, all that it holds. */
    KeyValueCache trunk() {
        return trunk.orElse(this);
    }

    /** Tokens behind the trunk. */
    long branched() {
        return trunk.isEmpty() ? 0 : length;
    }

    /** Copies what is behind the trunk into arrays (1, keyValueHeads, capacity, headDim), so that it ends there. */
    void copyBranched(Workspace workspace, NDArray toKeys, NDArray toValues, long end) {
        long count = branched();
        if (count > 0) {
            workspace.write(toKeys, -2, end - count, workspace.stretch(keys, -2, 0, count));
            workspace.write(toValues, -2, end - count, workspace.stretch(values, -2, 0, count));
        }
    }
}
