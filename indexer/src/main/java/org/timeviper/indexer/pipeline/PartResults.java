package org.timeviper.indexer.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.library.Library;
import org.timeviper.model.config.ModelException;

/** The results of the parts of steps: what the library has is read, what it does not have is made and stored. */
final class PartResults {

    private static final Logger LOG = LoggerFactory.getLogger(PartResults.class);

    private final Library library;
    private final StepClock clock;
    private final int together;
    private final ObjectMapper json = new ObjectMapper();

    /** @param together how many parts are made together, where they can be */
    PartResults(Library library, StepClock clock, int together) {
        this.library = library;
        this.clock = clock;
        this.together = together;
    }

    /**
     * Parts of a step that are made in the same way.
     *
     * @param first number of the first of them among all of the step's
     * @param before how many of the step's were made before
     * @param ofWhat what each is made of
     * @param count how many the step has
     */
    record Parts<W>(Step step, int first, int before, List<W> ofWhat, int count) {

        int number(int part) {
            return first + part;
        }

        /** @param made how many of these are */
        double share(double made) {
            return (before + made) / count;
        }
    }

    /** Makes the results of parts together. */
    @FunctionalInterface
    interface Making<W, T> {

        /**
         * @param some what the parts are made of
         * @param begun to be told how many of them are half done
         * @return in order
         */
        List<T> of(List<W> some, IntConsumer begun);
    }

    /** Gives the stored result of a part, or makes and stores it. */
    <T> T once(Work work, Step step, int part, TypeReference<T> type, Supplier<T> making) {
        return stored(work, step, part, type).orElseGet(() -> make(work, step, part, making));
    }

    /** Makes and stores the result of a part. */
    <T> T make(Work work, Step step, int part, Supplier<T> making) {
        long begun = System.nanoTime();
        T result = making.get();
        store(work, step, part, result, seconds(begun));
        return result;
    }

    /**
     * Gives the results of parts; those that are not stored are made some together, and stored before the next. Where that fails, each of them is made by itself: one that cannot be made
     * does not keep the others from being stored.
     *
     * @return in order
     */
    <W, T> List<T> onceEach(Work work, Parts<W> parts, TypeReference<T> type, Making<W, T> making) {
        Map<Integer, T> results = new TreeMap<>();
        List<Integer> missing = new ArrayList<>();
        for (int part = 0; part < parts.ofWhat().size(); part++) {
            Optional<T> stored = stored(work, parts.step(), parts.number(part), type);
            if (stored.isPresent()) {
                results.put(part, stored.get());
            } else {
                missing.add(part);
            }
        }
        for (int next = 0; next < missing.size(); next += together) {
            int done = results.size();
            work.progress().at(parts.step(), parts.share(done));
            IntConsumer begun = half -> work.progress().at(parts.step(), parts.share(done + 0.5 * half));
            List<Integer> some = missing.subList(next, Math.min(missing.size(), next + together));
            results.putAll(madeTogether(work, parts, some, ofWhat -> making.of(ofWhat, begun)));
        }
        return List.copyOf(results.values());
    }

    private <W, T> Map<Integer, T> madeTogether(
            Work work, Parts<W> parts, List<Integer> some, Function<List<W>, List<T>> making) {
        try {
            return made(work, parts, some, making);
        } catch (CancellationException | ModelException e) { // no part by itself would fare better
            throw e;
        } catch (RuntimeException e) {
            if (some.size() == 1) {
                throw e;
            }
            LOG.warn(
                    "Of job {}, {} parts of the step {} could not be made together; they are made one by one",
                    work.job().id(),
                    some.size(),
                    parts.step().title(),
                    e);
            return madeOneByOne(work, parts, some, making);
        }
    }

    private <W, T> Map<Integer, T> madeOneByOne(
            Work work, Parts<W> parts, List<Integer> some, Function<List<W>, List<T>> making) {
        Map<Integer, T> results = new TreeMap<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (int part : some) {
            try {
                results.putAll(made(work, parts, List.of(part), making));
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
            throw first;
        }
        return results;
    }

    private <W, T> Map<Integer, T> made(
            Work work, Parts<W> parts, List<Integer> some, Function<List<W>, List<T>> making) {
        long begun = System.nanoTime();
        List<T> made = making.apply(some.stream().map(parts.ofWhat()::get).toList());
        double each = seconds(begun) / some.size();
        Map<Integer, T> results = new TreeMap<>();
        for (int i = 0; i < some.size(); i++) {
            store(work, parts.step(), parts.number(some.get(i)), made.get(i), each);
            results.put(some.get(i), made.get(i));
        }
        return results;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void store(Work work, Step step, int part, Object result, double seconds) {
        if (!library.store(work.job().id(), step.title(), part, write(result), seconds)) {
            throw work.ended();
        }
        clock.spent(step, seconds);
    }

    private <T> Optional<T> stored(Work work, Step step, int part, TypeReference<T> type) {
        return library.result(work.id(), step.title(), part).map(text -> read(text, type));
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A stored result of indexing is damaged: delete the video and upload it again", e);
        }
    }

    private String write(Object result) {
        try {
            return json.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result of indexing cannot be stored", e);
        }
    }
}
