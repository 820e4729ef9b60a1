package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.timeviper.api.ConversationView;
import org.timeviper.api.ConversationsResource;
import org.timeviper.indexer.ask.KeptConversations;

/** Conversations over HTTP. */
@Singleton
@Blocking
public final class ConversationsEndpoint implements ConversationsResource {

    private final KeptConversations conversations;

    @Inject
    ConversationsEndpoint(KeptConversations conversations) {
        this.conversations = conversations;
    }

    @Override
    public ConversationView conversation(String id) {
        return conversations.conversation(id);
    }

    @Override
    public Response delete(String id) {
        conversations.delete(id);
        return Response.noContent().build();
    }
}
