package org.timeviper.indexer.command;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A library opened for one command, through the service that stays on it or else through one of the command's own.
 *
 * @param data the library's folder
 * @param client speaks to the service
 * @param own the command's own service; null when another process serves the library
 */
record LibraryAccess(DataFolder data, ServiceClient client, OwnService own) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Opens a library; waits while another command has it open. */
    static LibraryAccess open(DataFolder data, Terminal terminal) {
        try (ProgressLine progress = new ProgressLine(terminal)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                if (data.served()) {
                    Optional<ServiceClient> client =
                            data.serviceAddress().map(ServiceClient::new).filter(ServiceClient::answers);
                    if (client.isPresent()) {
                        return new LibraryAccess(data, client.get(), null);
                    }
                } else {
                    Optional<DataFolder.Lock> lock = data.lockForOpening();
                    if (lock.isPresent()) {
                        progress.show("Opening the library ...");
                        OwnService own = OwnService.start(data, lock.get(), "127.0.0.1", 0, false, false);
                        return new LibraryAccess(data, new ServiceClient(own.address()), own);
                    }
                }
                progress.show("Waiting for the library: another command has it open ...");
                pause();
            }
        }
        throw new CommandFailure(
                "the library " + data.path()
                        + " is held by another timeviper process that does not end. Use another with --data DIR, or end that process.");
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    /**
     * A link that plays a span and still works when the command has ended.
     *
     * @param video the video's identity
     * @param play the service's own path
     */
    String link(String video, String play, double start, double end) {
        if (own == null) {
            return client.address().resolve(play).toString();
        }
        return data.original(video)
                .map(file -> file.toUri() + String.format(Locale.ROOT, "#t=%.1f,%.1f", start, end))
                .orElse("");
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
