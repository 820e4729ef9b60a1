package org.timeviper.indexer.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one library.
 *
 * <p>Whoever runs a service on the library holds {@code library.lock}; a service that stays holds {@code serving.lock} as well. So a command knows whether to use the service that is there, to wait for another command, or to start a service of its own; the operating
 * system frees the locks of a process that dies.
 *
 * @param path the folder
 */
record DataFolder(Path path) {

    private static final String SERVING = "serving.lock";
    private static final String OPEN = "library.lock";
    private static final String ADDRESS = "service.json";

    /**
     * @param given the folder named on the command line, or null
     * @param environment the process's environment
     * @return that folder, else {@code TIMEVIPER_DATA}, else a folder of the user's
     */
    static DataFolder locate(Path given, Map<String, String> environment) {
        if (given != null) {
            return new DataFolder(given.toAbsolutePath().normalize());
        }
        String named = environment.getOrDefault("TIMEVIPER_DATA", "");
        if (!named.isBlank()) {
            return new DataFolder(Path.of(named).toAbsolutePath().normalize());
        }
        String shared = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = shared.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(shared);
        return new DataFolder(base.resolve("timeviper").toAbsolutePath().normalize());
    }

    /** Makes the folder where it is missing. */
    void create() {
        try {
            Files.createDirectories(path.resolve("logs"));
        } catch (IOException e) {
            throw new CommandFailure(
                    "the library's folder " + path + " cannot be made: " + e.getMessage()
                            + ". Name another with --data DIR or TIMEVIPER_DATA.",
                    e);
        }
    }

    Path logFile() {
        return path.resolve("logs").resolve("timeviper.log");
    }

    /** @return the file of a stored video, for links that outlive the command */
    Optional<Path> original(String videoId) {
        Path folder = path.resolve("media").resolve(videoId);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("original."))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @return the address that a running service has written down; it may be gone meanwhile */
    Optional<URI> serviceAddress() {
        try {
            JsonNode service = new ObjectMapper().readTree(Files.readAllBytes(path.resolve(ADDRESS)));
            int port = service.path("port").asInt();
            return port > 0 ? Optional.of(URI.create("http://127.0.0.1:" + port)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes down where this process's service is, for the commands of this machine; whoever reads it finds all of it or nothing. */
    void writeAddress(int port) {
        Map<String, Object> service =
                Map.of("port", port, "pid", ProcessHandle.current().pid());
        Path written = path.resolve(ADDRESS + ".part");
        try {
            Files.write(written, new ObjectMapper().writeValueAsBytes(service));
            Files.move(written, path.resolve(ADDRESS), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the service's address cannot be written to the library's folder " + path + ": " + e.getMessage(),
                    e);
        }
    }

    /** The service is there no longer. */
    void removeAddress() {
        try {
            Files.deleteIfExists(path.resolve(ADDRESS));
        } catch (IOException e) {
            throw new CommandFailure(
                    "the service's address cannot be taken out of the library's folder " + path + ": " + e.getMessage(),
                    e);
        }
    }

    /** @return the right to stay as this library's service; empty when another already is */
    Optional<Lock> lockForServing() {
        return lock(SERVING);
    }

    /** @return the right to run a service on this library; empty while another process has it */
    Optional<Lock> lockForOpening() {
        return lock(OPEN);
    }

    /** @return whether a service stays on this library */
    boolean served() {
        Optional<Lock> lock = lock(SERVING);
        lock.ifPresent(Lock::close);
        return lock.isEmpty();
    }

    private Optional<Lock> lock(String name) {
        create();
        Path file = path.resolve(name);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new Lock(channel));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // this process itself has it
        } catch (IOException e) {
            throw new CommandFailure("the library's folder " + path + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * A lock held until it is closed or the process ends.
     *
     * @param channel the open file, whose closing frees the lock
     */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new CommandFailure("a lock could not be freed: " + e.getMessage(), e);
            }
        }
    }
}
