package org.timeviper.indexer.command;

import io.quarkus.runtime.Quarkus;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A service that runs in this process on a library's folder, its logs in the folder's log file. Closing it stops it and waits until it has stopped. */
final class OwnService implements AutoCloseable {

    private final Thread thread;
    private final DataFolder.Lock lock;
    private final URI address;

    private OwnService(Thread thread, DataFolder.Lock lock, URI address) {
        this.thread = thread;
        this.lock = lock;
        this.address = address;
    }

    /**
     * Starts the service and returns when it answers.
     *
     * @param data the library's folder
     * @param lock the right to run a service on it; freed when this is closed
     * @param host the address to listen on
     * @param port the port; 0 for any free one
     * @param stays whether it is there for more than one command
     * @param logToTerminal whether logs are also written to the terminal
     */
    static OwnService start(
            DataFolder data, DataFolder.Lock lock, String host, int port, boolean stays, boolean logToTerminal) {
        Map<String, String> settings = Map.of(
                "timeviper.model.wake-at-start", Boolean.toString(stays),
                "timeviper.data", data.path().toString(),
                "quarkus.http.host", host,
                "quarkus.http.port", Integer.toString(port),
                "quarkus.banner.enabled", "false",
                "quarkus.log.console.enabled", Boolean.toString(logToTerminal),
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.path", data.logFile().toString());
        settings.forEach(System::setProperty);
        CompletableFuture<Integer> bound = ServiceApplication.expected();
        Thread thread = new Thread(
                () -> Quarkus.run(
                        ServiceApplication.class,
                        (code, problem) -> bound.completeExceptionally(
                                problem == null ? new IllegalStateException("it ended with code " + code) : problem)),
                "timeviper-service");
        thread.setDaemon(false);
        thread.start();
        try {
            URI address = URI.create("http://" + (host.equals("0.0.0.0") ? "localhost" : host) + ":" + bound.get());
            return new OwnService(thread, lock, address);
        } catch (ExecutionException e) {
            lock.close();
            throw new CommandFailure(
                    "the service could not start on " + data.path() + ": " + rootOf(e) + "\n  The log says more: "
                            + data.logFile(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lock.close();
            throw new CommandFailure("interrupted while the service started", e);
        }
    }

    private static String rootOf(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    URI address() {
        return address;
    }

    /** Waits until the service ends, as it does when the process is told to. */
    void await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Quarkus.asyncExit(ExitCode.DONE);
        await();
        lock.close();
    }
}
