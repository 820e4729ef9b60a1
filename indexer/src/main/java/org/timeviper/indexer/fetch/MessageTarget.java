package org.timeviper.indexer.fetch;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * An address of another server that messages are sent to. As with films, an address in a private network is only connected to if that is said, and no answer leads anywhere
 * else. Safe for use by many threads.
 */
public final class MessageTarget {

    private static final String PRIVATE = "private:";

    private final URI address;
    private final boolean mayBePrivate;

    private MessageTarget(URI address, boolean mayBePrivate) {
        this.address = address;
        this.mayBePrivate = mayBePrivate;
    }

    /**
     * @param text an address of the web; {@code private:} before it if its host may be in a private network
     * @throws IllegalArgumentException if it cannot be read; says so
     */
    public static MessageTarget of(String text) {
        boolean mayBePrivate = text.startsWith(PRIVATE);
        return new MessageTarget(
                AllowedHosts.address(mayBePrivate ? text.substring(PRIVATE.length()) : text), mayBePrivate);
    }

    /**
     * Sends a message. Of the answer only the status is read.
     *
     * @param json the body
     * @param headers beside those of every request
     * @param patience how long it may take in all
     * @throws IOException if it was not taken; says why
     */
    public void post(byte[] json, Map<String, String> headers, Duration patience) throws IOException {
        HttpPost post = new HttpPost(address);
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("message-watch").factory());
        try (CloseableHttpClient client = new ForeignServer(mayBePrivate, Timeout.of(patience)).client()) {
            clock.schedule(post::abort, patience.toMillis(), TimeUnit.MILLISECONDS);
            try (ClassicHttpResponse response = client.executeOpen(null, post, null)) {
                if (response.getCode() / 100 != 2) {
                    throw new IOException(shown() + " answered with status " + response.getCode());
                }
            }
        } catch (CheckedAddresses.Forbidden e) {
            throw new IOException(
                    address.getHost()
                            + " has an address in a private network: write private: before the address if that is meant",
                    e);
        } finally {
            clock.shutdownNow();
        }
    }

    /** @return the address as it may be shown: what stands behind the question mark may be a key */
    public String shown() {
        return AllowedHosts.shown(address);
    }
}
