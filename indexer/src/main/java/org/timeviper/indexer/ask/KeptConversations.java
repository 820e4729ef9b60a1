package org.timeviper.indexer.ask;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.ConversationView;
import org.timeviper.api.TurnView;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.Conversation;
import org.timeviper.indexer.library.Conversations;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.Turn;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.pipeline.Purging;

/** Conversations as they are kept, for who knows their ids. */
@Singleton
public final class KeptConversations {

    private final Conversations conversations;
    private final Answers answers;
    private final Library library;
    private final Purging purging;

    @Inject
    KeptConversations(Conversations conversations, Answers answers, Library library, Purging purging) {
        this.conversations = conversations;
        this.answers = answers;
        this.library = library;
        this.purging = purging;
    }

    /** @throws UnusableConversation if there is none, or it has ended */
    public ConversationView conversation(String id) {
        Conversation kept = conversations.conversation(id).orElseThrow(() -> UnusableConversation.unknown(id));
        List<String> named = kept.turns().stream()
                .flatMap(turn -> turn.parts().stream().map(Turn.Part::videoId))
                .distinct()
                .toList();
        Map<String, Video> videos = library.videos(named);
        return new ConversationView(
                kept.id(),
                kept.createdAt(),
                kept.expiresAt(),
                kept.turns().stream()
                        .filter(turn -> turn.parts().stream().allMatch(part -> videos.containsKey(part.videoId())))
                        .map(turn -> view(turn, videos))
                        .toList());
    }

    private static TurnView view(Turn turn, Map<String, Video> videos) {
        return new TurnView(
                turn.question(),
                turn.answer(),
                turn.shown(),
                turn.sure(),
                turn.askedAt(),
                turn.parts().stream()
                        .map(part -> new AnswerPart(
                                part.text(),
                                part.shown(),
                                part.sure(),
                                part.confidence(),
                                new Stretch(videos.get(part.videoId()), part.start(), part.end())
                                        .cite(part.framesSeen(), part.framesTotal())))
                        .toList());
    }

    /**
     * Deletes a conversation; what the files of the database still hold of it goes with the next purge.
     *
     * @throws UnusableConversation if there is none, or it has ended
     */
    public void delete(String id) {
        if (!conversations.remove(id)) {
            throw UnusableConversation.unknown(id);
        }
        answers.forget(id);
        purging.ask();
    }
}
