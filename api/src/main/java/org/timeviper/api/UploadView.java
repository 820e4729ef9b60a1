package org.timeviper.api;

import java.time.Instant;

/**
 * A resumable upload as it stands.
 *
 * @param id identity, a UUID
 * @param name what people call the film
 * @param state how it stands
 * @param sizeBytes how long the film is, in bytes
 * @param receivedBytes how much of it has come
 * @param createdAt when it was begun
 * @param expiresAt when it is given up, unless more of it comes; what has ended is told of until then
 * @param problem why it was refused; null otherwise
 * @param video the video that it became; null until then
 * @param job the job that indexes the video; null until then
 */
public record UploadView(
        String id,
        String name,
        UploadState state,
        long sizeBytes,
        long receivedBytes,
        Instant createdAt,
        Instant expiresAt,
        String problem,
        String video,
        String job) {}
