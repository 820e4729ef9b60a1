package org.timeviper.indexer.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to a service of this machine that is cut: of each of the first long requests only so many bytes pass, and then both ends lose the connection. */
public final class BrokenLine implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger cuts = new AtomicInteger();
    private final ServerSocket line;
    private final int service;
    private final int mostCuts;
    private final int after;

    /**
     * @param service the port that it leads to
     * @param mostCuts how often it is cut; from then on it holds
     * @param after bytes
     */
    public BrokenLine(int service, int mostCuts, int after) throws IOException {
        this.line = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.service = service;
        this.mostCuts = mostCuts;
        this.after = after;
        threads.submit(this::accept);
    }

    public int port() {
        return line.getLocalPort();
    }

    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!line.isClosed()) {
            try {
                Socket client = line.accept();
                Socket there = new Socket("localhost", service);
                threads.submit(() -> pass(there, client, false));
                threads.submit(() -> pass(client, there, true));
            } catch (IOException e) {
                if (!line.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void pass(Socket from, Socket to, boolean breaks) {
        byte[] bytes = new byte[1000];
        long passed = 0;
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                out.write(bytes, 0, count);
                passed += count;
                if (breaks && passed >= after && cuts.getAndUpdate(cut -> Math.min(mostCuts, cut + 1)) < mostCuts) {
                    Thread.sleep(200); // what has passed arrives
                    return;
                }
            }
        } catch (IOException e) {
            // One of the ends hung up, or the other direction was cut: so is this one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
        threads.shutdownNow();
    }
}
