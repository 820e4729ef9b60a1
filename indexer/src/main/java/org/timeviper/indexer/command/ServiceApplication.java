package org.timeviper.indexer.command;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;

/** The service as a part of a command: tells the command its port once it answers, and goes on until it is told to stop. */
public final class ServiceApplication implements QuarkusApplication {

    /** Quarkus makes this object itself, so the one who waits for it is left here. One service a process. */
    private static volatile CompletableFuture<Integer> port = new CompletableFuture<>();

    private final HttpServer server;

    /** @param server the HTTP server that has just started */
    @Inject
    public ServiceApplication(HttpServer server) {
        this.server = server;
    }

    /** @return a new promise of the port of the service that is about to start */
    static CompletableFuture<Integer> expected() {
        port = new CompletableFuture<>();
        return port;
    }

    @Override
    public int run(String... arguments) {
        port.complete(server.getPort());
        Quarkus.waitForExit();
        return ExitCode.DONE;
    }
}
