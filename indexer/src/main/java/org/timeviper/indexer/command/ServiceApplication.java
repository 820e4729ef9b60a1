package org.timeviper.indexer.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import org.timeviper.indexer.library.LibrarySettings;

/**
 * The service as a part of a command: tells its port to the command and to others of this machine once it answers, and goes on until it is told to stop. That it has one is certain only
 * here: the server listens several times over, and hears that one of them does before another one has said where.
 */
public final class ServiceApplication implements QuarkusApplication {

    /** Quarkus makes this object itself, so the one who waits for it is left here. One service a process. */
    private static volatile CompletableFuture<Integer> port = new CompletableFuture<>();

    private final HttpServer server;
    private final DataFolder data;

    /**
     * @param server the HTTP server that has just started
     * @param library whose folder the address is written to
     */
    @Inject
    public ServiceApplication(HttpServer server, LibrarySettings library) {
        this.server = server;
        this.data = new DataFolder(library.data());
    }

    /** @return a new promise of the port of the service that is about to start */
    static CompletableFuture<Integer> expected() {
        port = new CompletableFuture<>();
        return port;
    }

    @Override
    public int run(String... arguments) {
        data.writeAddress(server.getPort());
        try {
            port.complete(server.getPort());
            Quarkus.waitForExit();
        } finally {
            data.removeAddress();
        }
        return ExitCode.DONE;
    }
}
