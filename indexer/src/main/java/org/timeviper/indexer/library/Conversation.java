package org.timeviper.indexer.library;

import java.time.Instant;
import java.util.List;

/**
 * Questions that followed one another.
 *
 * @param id identity
 * @param createdAt when it was begun
 * @param expiresAt when it ends, unless somebody goes on with it
 * @param turns in order
 */
public record Conversation(String id, Instant createdAt, Instant expiresAt, List<Turn> turns) {}
