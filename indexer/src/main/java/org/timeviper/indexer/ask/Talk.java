package org.timeviper.indexer.ask;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResult;
import org.timeviper.api.Citation;
import org.timeviper.indexer.library.Conversation;
import org.timeviper.indexer.library.Conversations;
import org.timeviper.indexer.library.Turn;

/**
 * What a question is asked in: a conversation that it begins or goes on with, or none. While it is open no other question of the same conversation is answered. Once
 * closed it keeps nothing any more: so the answer to a client that has left is not kept.
 */
final class Talk implements AutoCloseable {

    private final Conversations conversations;
    private final Optional<String> id;
    private final boolean begins;
    private final List<Turn> turns;
    private final Instant askedAt = Instant.now();
    private final String owner;
    private boolean closed;

    private Talk(Conversations conversations, Optional<String> id, boolean begins, List<Turn> turns, String owner) {
        this.conversations = conversations;
        this.id = id;
        this.begins = begins;
        this.turns = turns;
        this.owner = owner;
    }

    /** @throws UnusableConversation if the question cannot be asked in the conversation that it names */
    static Talk enter(Conversations conversations, AskRequest request) {
        String owner = UUID.randomUUID().toString();
        String id = request.conversation();
        if (id == null || id.equals(AskRequest.NEW)) {
            return new Talk(conversations, Optional.empty(), id != null, List.of(), owner);
        }
        known(conversations, id);
        if (!conversations.claim(id, owner)) {
            throw UnusableConversation.busy(id);
        }
        return new Talk(
                conversations, Optional.of(id), false, known(conversations, id).turns(), owner);
    }

    private static Conversation known(Conversations conversations, String id) {
        return conversations.conversation(id).orElseThrow(() -> UnusableConversation.unknown(id));
    }

    /** @return the questions and answers before, in order */
    List<Turn> turns() {
        return turns;
    }

    /** Tells that the question is still being answered. */
    void goOn() {
        id.ifPresent(there -> conversations.renew(there, owner));
    }

    /** @return the same answer, with the conversation that keeps it from now on, if one does */
    synchronized AskResult keep(AskResult result) {
        if (closed) {
            return result;
        }
        if (begins) {
            return conversations.begin(turn(result)).map(result::in).orElse(result);
        }
        return id.filter(there -> conversations.add(there, turn(result)))
                .map(result::in)
                .orElse(result);
    }

    private Turn turn(AskResult result) {
        return new Turn(
                result.question(),
                result.answer(),
                result.shown(),
                result.sure(),
                askedAt,
                result.parts().stream().map(Talk::part).toList());
    }

    private static Turn.Part part(AnswerPart part) {
        Citation where = part.citation();
        return new Turn.Part(
                part.text(),
                part.shown(),
                part.sure(),
                part.confidence(),
                where.video(),
                where.start(),
                where.end(),
                where.framesSeen(),
                where.framesTotal());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            id.ifPresent(there -> conversations.release(there, owner));
        }
    }
}
