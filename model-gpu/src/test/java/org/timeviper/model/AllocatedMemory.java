package org.timeviper.model;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much memory native code has allocated and not freed yet, as the allocator counts it (that of glibc, from 2.33 on). What is resident tells less: Java's heap grows with
 * garbage, and the allocator keeps what was freed in one order and cannot use it in another, so that the same work adds 20 MiB or 90.
 */
final class AllocatedMemory {

    /** Times that something is opened to tell what it holds. */
    private static final int OPENINGS = 7;

    /** Times that work is done to tell what it needs, where nothing is known of that. */
    private static final int RUNS = 3;

    /** And at most where it is known what would be enough. */
    private static final int MOST_RUNS = 20;

    /** How often in a row compilers must be seen to rest: between two methods they do so for a moment. */
    private static final int IDLE_LOOKS = 4;

    /** Each takes some milliseconds. */
    private static final int MOST_LOOKS = 30_000;

    private static final Pattern COMPILER_AT_WORK =
            Pattern.compile("\\AName:\\tC[12] Compiler.*$[\\s\\S]*?^State:\\t[RD]", Pattern.MULTILINE);

    private static final Function MALLINFO = NativeLibrary.getInstance("c").getFunction("mallinfo2");

    private AllocatedMemory() {}

    /** The structure of the same name in {@code malloc.h}. */
    @Structure.FieldOrder({
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    })
    public static final class Mallinfo2 extends Structure implements Structure.ByValue {
        public long arena;
        public long ordblks;
        public long smblks;
        public long hblks;
        /** Bytes in blocks that are mapped one by one. */
        public long hblkhd;

        public long usmblks;
        public long fsmblks;
        /** Bytes in use in all other blocks. */
        public long uordblks;

        public long fordblks;
        public long keepcost;
    }

    private static long now() {
        Mallinfo2 info = (Mallinfo2) MALLINFO.invoke(Mallinfo2.class, new Object[0]);
        return info.hblkhd + info.uordblks;
    }

    /** As {@link #growthDuring(long, Runnable)}, always of as many runs. */
    static long growthDuring(Runnable work) throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            least = Math.min(least, growthDuringOne(work));
        }
        return least;
    }

    /**
     * The most by which it grows, in bytes, while some work is done; looked at about every millisecond. Java's compilers allocate tens of MiB in between, as much again for the same method, and never less than nothing: of
     * several runs, each begun when they have nothing to do, the least is what the work needs at most.
     *
     * @param enough the work is not done again once it needed less
     */
    static long growthDuring(long enough, Runnable work) throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < MOST_RUNS && least >= enough; run++) {
            least = Math.min(least, growthDuringOne(work));
        }
        return least;
    }

    /** By how much it has grown, in bytes, when something is open, which is opened several times: the middle one, for a compiler that is done meanwhile gives memory back. */
    static long growthWhileOpen(Supplier<? extends AutoCloseable> opening) throws Exception {
        long[] growths = new long[OPENINGS];
        for (int run = 0; run < growths.length; run++) {
            System.gc();
            awaitCompilers();
            long before = now();
            AutoCloseable opened = opening.get();
            try {
                awaitCompilers();
                growths[run] = now() - before;
            } finally {
                opened.close();
            }
        }
        Arrays.sort(growths);
        return growths[OPENINGS / 2];
    }

    /**
     * Waits until Java's compilers have nothing to do: beside other jobs, what the work before has given to them may take them longer than all the runs. Waits no longer than some minutes, for
     * they may be given more all the time.
     */
    private static void awaitCompilers() {
        int idle = 0;
        for (int look = 0; look < MOST_LOOKS && idle < IDLE_LOOKS; look++) {
            idle = compiles() ? 0 : idle + 1;
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Whether a compiler's thread runs or would like to, as the system sees it. */
    private static boolean compiles() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(AllocatedMemory::status)
                    .anyMatch(status -> COMPILER_AT_WORK.matcher(status).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return nothing of a thread that has just ended */
    private static String status(Path thread) {
        try {
            return Files.readString(thread.resolve("status"));
        } catch (IOException e) {
            return "";
        }
    }

    private static long growthDuringOne(Runnable work) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        System.gc();
        awaitCompilers();
        long before = now();
        AtomicLong most = new AtomicLong(before);
        Thread watch = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                most.accumulateAndGet(now(), Math::max);
                LockSupport.parkNanos(1_000_000);
            }
        });
        try {
            work.run();
        } finally {
            done.set(true);
            watch.join();
        }
        return most.get() - before;
    }
}
