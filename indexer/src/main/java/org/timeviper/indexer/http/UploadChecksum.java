package org.timeviper.indexer.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.timeviper.api.ProblemCode;

/** What the bytes of one request must add up to: tus' header {@code Upload-Checksum}, an algorithm and a digest in Base64. Used for one request. */
final class UploadChecksum {

    private static final Map<String, String> ALGORITHMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    private final MessageDigest digest;
    private final byte[] expected;

    private UploadChecksum(MessageDigest digest, byte[] expected) {
        this.digest = digest;
        this.expected = expected;
    }

    /** @return the names of the algorithms, with commas between them */
    static String algorithms() {
        return String.join(",", new TreeSet<>(ALGORITHMS.keySet()));
    }

    /**
     * @param header the header's value; null for none
     * @throws Refused if it cannot be read, or the algorithm is not known
     */
    static Optional<UploadChecksum> read(String header) {
        if (header == null) {
            return Optional.empty();
        }
        String[] parts = header.strip().split(" ", 2);
        String algorithm = ALGORITHMS.get(parts[0]);
        if (algorithm == null || parts.length < 2) {
            throw invalid();
        }
        try {
            return Optional.of(new UploadChecksum(
                    MessageDigest.getInstance(algorithm), Base64.getDecoder().decode(parts[1].strip())));
        } catch (IllegalArgumentException e) {
            throw invalid();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks " + algorithm, e);
        }
    }

    void add(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
    }

    /** @throws Refused if the bytes are not those that were sent */
    void verify() {
        if (!MessageDigest.isEqual(digest.digest(), expected)) {
            throw new Refused(
                    460,
                    "Checksum mismatch",
                    ProblemCode.CHECKSUM_MISMATCH,
                    "The bytes that came are not those that Upload-Checksum says: they are thrown away, send them again.");
        }
    }

    private static Refused invalid() {
        return new Refused(
                400,
                "Invalid request",
                "The header Upload-Checksum takes one of " + algorithms().replace(",", ", ")
                        + ", a space and the digest in Base64.");
    }
}
