package org.timeviper.indexer.library;

import java.time.Instant;

/**
 * A film that comes in piece by piece.
 *
 * @param id identity, a UUID; the video that it becomes has the same
 * @param name what people call the film
 * @param said what the client says of it
 * @param metadata the client's own words for both, as it is to get them back
 * @param sizeBytes how long the film is
 * @param receivedBytes how much of it is safe on disk, from its beginning on
 * @param createdAt when it was begun
 * @param expiresAt when it is given up, unless more of it comes
 * @param ended whether nothing more is taken: it is a video, or was refused
 * @param problem why it was refused; null otherwise
 */
public record Upload(
        String id,
        String name,
        Attributes said,
        String metadata,
        long sizeBytes,
        long receivedBytes,
        Instant createdAt,
        Instant expiresAt,
        boolean ended,
        String problem) {

    /** @return whether all of it has come */
    public boolean whole() {
        return receivedBytes == sizeBytes;
    }
}
