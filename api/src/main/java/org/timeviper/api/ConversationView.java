package org.timeviper.api;

import java.time.Instant;
import java.util.List;

/**
 * A conversation.
 *
 * @param id identity, a UUID; who knows it may read the conversation, go on with it and delete it
 * @param createdAt when it was begun
 * @param expiresAt when it is deleted, unless another question is asked before
 * @param turns its questions and answers in order, without the oldest if there were many, and without those that looked at a video which is deleted
 */
public record ConversationView(String id, Instant createdAt, Instant expiresAt, List<TurnView> turns) {}
