package org.timeviper.search.elasticsearch.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two ports of the loopback address that nobody listened to a moment ago. Below the range that outgoing connections draw theirs from, so that a node which is down
 * finds its ports free again.
 */
record NodePorts(int http, int transport) {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    static NodePorts free() throws IOException {
        int http = anyFree();
        int transport = anyFree();
        while (transport == http) {
            transport = anyFree();
        }
        return new NodePorts(http, transport);
    }

    private static int anyFree() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IOException("No free port was found between " + FIRST + " and " + LAST + ".");
    }
}
