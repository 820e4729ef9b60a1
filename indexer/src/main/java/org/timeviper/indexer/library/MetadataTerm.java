package org.timeviper.indexer.library;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A key of metadata and its value as one term, for the database and the search indexes to find videos by. A long value is there by its digest: every scene of a video carries
 * its terms, and no database indexes a thousand characters of any script.
 */
final class MetadataTerm {

    private static final int LONGEST_VALUE = 100;

    private MetadataTerm() {}

    /** @return {@code key:value}, or {@code key#digest} of a value of more than {@value #LONGEST_VALUE} characters; no key holds either sign */
    static String of(String key, String value) {
        return value.length() <= LONGEST_VALUE ? key + ":" + value : key + "#" + digest(value);
    }

    private static String digest(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256", e);
        }
    }
}
