package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.KeysAndValues;
import org.timeviper.model.vector.Numbers;

/**
 * Keys and values of an attention layer of every sequence of a batch. What a sequence begins with, its trunk, stays where it is, and neighbours that share one read it together;
 * what they have of their own lies in one array, (sequences, keyValueHeads, capacity, headDim), and ends at the same place in every row, so that one write adds a token to each.
 */
final class KeyValueCaches implements CachesInPlace {
    /** Tokens to make room for at first. */
    private static final long SPARE = 64;

    private final Workspace owner;
    private List<KeyValueCache> trunks;
    private List<Workspace.Trunk> shared;
    private long[] starts;
    private NDArray startsOfRows;
    private NDArray keys;
    private NDArray values;
    private long capacity;
    private long end;
    private Optional<InPlace> inPlace = Optional.empty();

    /** Both arrays where they lie. */
    private record InPlace(Numbers keys, Numbers values) {}

    /** @param caches not empty; stay as they are, and must stay open while this is */
    KeyValueCaches(Workspace owner, List<KeyValueCache> caches) {
        this.owner = owner;
        this.end = caches.stream().mapToLong(KeyValueCache::branched).max().orElseThrow();
        this.capacity = end + SPARE;
        NDArray like = caches.getFirst().trunk().keys();
        long[] shape = {
            caches.size(), like.getShape().get(0), capacity, like.getShape().get(2)
        };
        this.keys = owner.zeros(like, shape);
        this.values = owner.zeros(like, shape);
        try (Workspace scratch = owner.sibling()) {
            for (int row = 0; row < caches.size(); row++) {
                NDArray itsKeys = scratch.rows(keys, row, 1);
                caches.get(row).copyBranched(scratch, itsKeys, scratch.rows(values, row, 1), end);
            }
        }
        hold(
                caches.stream().map(KeyValueCache::trunk).toList(),
                caches.stream().mapToLong(cache -> end - cache.branched()).toArray());
    }

    private void hold(List<KeyValueCache> rows, long[] begins) {
        trunks = rows;
        starts = begins;
        startsOfRows = owner.longs(begins);
        shared = new ArrayList<>();
        for (int first = 0, next; first < rows.size(); first = next) {
            KeyValueCache trunk = rows.get(first);
            next = first + 1;
            while (next < rows.size() && rows.get(next) == trunk) {
                next++;
            }
            shared.add(trunk.shared(next - first));
        }
    }

    @Override
    public long[] lengths() {
        return IntStream.range(0, starts.length)
                .mapToLong(row -> trunks.get(row).length() + end - starts[row])
                .toArray();
    }

    /** Takes in the next token of every sequence: (sequences, keyValueHeads·headDim) each, copied. */
    void append(Workspace workspace, NDArray newKeys, NDArray newValues) {
        makeRoom();
        workspace.remember(keys, end, newKeys);
        workspace.remember(values, end, newValues);
        end++;
    }

    @Override
    public void append(float[] newKeys, float[] newValues) {
        makeRoom();
        InPlace memory = inPlace();
        int width = width();
        for (int part = 0; part < newKeys.length / width; part++) {
            int place = Math.toIntExact((part * capacity + end) * width);
            memory.keys().write(place, newKeys, part * width, width);
            memory.values().write(place, newValues, part * width, width);
        }
        end++;
    }

    private int width() {
        return Math.toIntExact(keys.getShape().get(3));
    }

    private void makeRoom() {
        if (end == capacity) {
            capacity += capacity / 2;
            keys = larger(keys);
            values = larger(values);
            inPlace = Optional.empty();
        }
    }

    private NDArray larger(NDArray full) {
        long[] shape = full.getShape().getShape().clone();
        shape[2] = capacity;
        NDArray more = owner.zeros(full, shape);
        owner.write(more, 2, 0, full);
        full.close();
        return more;
    }

    /** Whether all that is held, and what comes next, can be reached by index, in the processor's memory. */
    boolean isReached() {
        return Numbers.reaches(keys.size() + keys.size() / 2) && trunks.stream().allMatch(KeyValueCache::isReached);
    }

    @Override
    public List<Neighbours> neighbours() {
        List<Neighbours> neighbours = new ArrayList<>();
        int first = 0;
        for (Workspace.Trunk trunk : shared) {
            int next = first + Math.toIntExact(trunk.sequences());
            neighbours.add(new Neighbours(
                    first,
                    Optional.of(trunks.get(first).stretch()),
                    IntStream.range(first, next).mapToObj(this::own).toList()));
            first = next;
        }
        return neighbours;
    }

    /** What a sequence has behind its trunk. */
    private KeysAndValues own(int row) {
        InPlace memory = inPlace();
        long heads = keys.getShape().get(1);
        return new KeysAndValues(
                memory.keys(),
                memory.values(),
                Math.toIntExact((row * heads * capacity + starts[row]) * width()),
                Math.toIntExact(capacity),
                Math.toIntExact(end - starts[row]));
    }

    private InPlace inPlace() {
        if (inPlace.isEmpty()) {
            inPlace = Optional.of(new InPlace(Numbers.of(keys), Numbers.of(values)));
        }
        return inPlace.get();
    }

    /** Attention of each sequence's last token, by its query (sequences, heads·headDim), to that and all before it. */
    NDArray attend(Workspace workspace, NDArray q) {
        return workspace.attentionSteps(q, keys, values, startsOfRows, end, shared);
    }

    /** Goes on with some of the rows, each once, several times or not at all. */
    void keep(int[] rows, NDArray index) {
        NDArray keptKeys = owner.selectRows(keys, index);
        NDArray keptValues = owner.selectRows(values, index);
        keys.close();
        values.close();
        startsOfRows.close();
        keys = keptKeys;
        values = keptValues;
        inPlace = Optional.empty();
        hold(
                Arrays.stream(rows).mapToObj(trunks::get).toList(),
                Arrays.stream(rows).mapToLong(row -> starts[row]).toArray());
    }
}
