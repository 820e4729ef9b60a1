package org.timeviper.indexer.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.api.ProblemCode;

/**
 * Brings films from other servers. A transfer that breaks off goes on from where it stands, by range, where the server can do that; else it begins again. Safe for use by
 * many threads.
 */
public final class FilmFetcher {

    private static final Logger LOG = LoggerFactory.getLogger(FilmFetcher.class);

    /** Tries in a row that bring nothing. */
    private static final int MOST_VAIN_TRIES = 4;

    private static final long LOOK_MILLIS = 500;

    private final AllowedHosts hosts;
    private final FetchSettings settings;
    private final long mostBytes;
    private final LongSupplier room;

    /**
     * @param hosts where films may come from
     * @param mostBytes how long a film may be
     * @param room bytes that the disk has room for, asked before a film or the rest of it comes
     */
    public FilmFetcher(AllowedHosts hosts, FetchSettings settings, long mostBytes, LongSupplier room) {
        this.hosts = hosts;
        this.settings = settings;
        this.mostBytes = mostBytes;
        this.room = room;
    }

    /** @return where films may come from */
    public AllowedHosts hosts() {
        return hosts;
    }

    /**
     * Brings a film. What an earlier call, also of another process, has brought of it is not asked for again if the server still has the same version.
     *
     * @param address where it is
     * @param file where it is to lie; a file that is there is taken for the film
     * @throws Unfetchable if it may not or cannot be brought
     * @throws UncheckedIOException if it did not come this time, and may come on another try
     * @throws CancellationException if {@code progress} wants it to be given up
     */
    public void fetch(URI address, Path file, FetchProgress progress) {
        if (Files.exists(file)) {
            return;
        }
        PartialFile part = new PartialFile(file);
        try (Watch watch = new Watch(address, progress)) {
            bringOrDiscard(address, part, progress, watch);
            part.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    AllowedHosts.shown(address) + " cannot be imported at present: " + reason(e), e);
        }
    }

    /** What can never be made whole is not kept; what only took too long can. */
    private void bringOrDiscard(URI address, PartialFile part, FetchProgress progress, Watch watch) throws IOException {
        try {
            bring(address, part, progress, watch);
        } catch (Unfetchable e) {
            if (!watch.late()) {
                part.discard();
            }
            throw e;
        }
    }

    private void bring(URI address, PartialFile part, FetchProgress progress, Watch watch) throws IOException {
        int vain = 0;
        while (true) {
            long before = part.size();
            try {
                if (new Transfer(hosts, settings.stallTime(), mostBytes, room, part, progress, watch).run(address)) {
                    return;
                }
                vain = 0; // a server may send a film in slices
            } catch (IOException e) {
                watch.check();
                vain = part.size() > before ? 1 : vain + 1;
                if (vain >= MOST_VAIN_TRIES) {
                    throw e;
                }
                LOG.info("The import from {} broke off and goes on: {}", AllowedHosts.shown(address), reason(e));
                watch.pause(Duration.ofMillis(250L << vain));
            }
        }
    }

    static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Breaks off the request under way when the transfer is given up or has taken too long: it may be waiting for a server that says nothing. */
    final class Watch implements AutoCloseable {

        private final URI address;
        private final FetchProgress progress;
        private final long deadline = System.nanoTime() + settings.maxTime().toNanos();
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("fetch-watch").factory());
        private volatile Runnable breakOff = () -> {};

        Watch(URI address, FetchProgress progress) {
            this.address = address;
            this.progress = progress;
            clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** @param breakOff breaks off the request that begins now */
        void during(Runnable breakOff) {
            this.breakOff = breakOff;
        }

        private void look() {
            if (late() || progress.cancelled()) {
                breakOff.run();
            }
        }

        private boolean late() {
            return System.nanoTime() - deadline > 0;
        }

        /** @throws CancellationException or {@link Unfetchable}, if it is over */
        void check() {
            if (progress.cancelled()) {
                throw new CancellationException("the import was cancelled");
            }
            if (late()) {
                throw new Unfetchable(
                        ProblemCode.IMPORT_TOO_SLOW,
                        AllowedHosts.shown(address) + " took longer to come than the "
                                + settings.maxTime().toSeconds()
                                + " s that are allowed: raise timeviper.import.max-time, or upload the film.");
            }
        }

        void pause(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                check();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
