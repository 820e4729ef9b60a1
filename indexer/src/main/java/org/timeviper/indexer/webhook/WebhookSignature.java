package org.timeviper.indexer.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> are: HMAC-SHA256 over {@code id.timestamp.body}, so that whoever receives one knows who
 * sent it, that nothing was changed, and when it was sent.
 */
final class WebhookSignature {

    private static final String ENCODED = "whsec_";
    private static final int FEWEST_BYTES = 24;

    private final byte[] key;

    /**
     * @param secret bytes in Base64 behind {@code whsec_}, or any other text
     * @throws IllegalArgumentException if it is too short, or cannot be read
     */
    WebhookSignature(String secret) {
        this.key = secret.startsWith(ENCODED)
                ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
        if (key.length < FEWEST_BYTES) {
            throw new IllegalArgumentException("it has less than " + FEWEST_BYTES + " bytes");
        }
    }

    /**
     * @param id the message's own
     * @param seconds when it is sent, in seconds since 1970
     * @return the value of {@code webhook-signature}
     */
    String of(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks HMAC-SHA256", e);
        }
    }
}
