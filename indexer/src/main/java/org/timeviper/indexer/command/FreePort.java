package org.timeviper.indexer.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port that nobody listens on. */
final class FreePort {

    private static final int LAST = 65_535;

    private FreePort() {}

    static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** @return the first free port from {@code port} on */
    static int from(String host, int port) {
        for (int candidate = port; candidate <= LAST; candidate++) {
            if (isFree(host, candidate)) {
                return candidate;
            }
        }
        throw new CommandFailure("no port from " + port + " on is free.");
    }
}
