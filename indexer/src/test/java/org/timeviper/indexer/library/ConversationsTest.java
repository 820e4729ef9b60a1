package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of conversations, and for how long. */
class ConversationsTest {

    @TempDir
    Path folder;

    private LibraryDatabase database;
    private Library library;

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Bounds of conversations that tests open themselves. */
    record Bounds(Duration expires, int turns, int most) implements ConversationSettings {
        static final Bounds WIDE = new Bounds(Duration.ofHours(1), 10, 10);
    }

    private Conversations kept(Bounds bounds) {
        return new Conversations(database.source(), bounds);
    }

    static Turn turn(String question, String... videos) {
        return new Turn(
                question,
                "It is red.",
                true,
                true,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                Stream.of(videos)
                        .map(video -> new Turn.Part("It is red.", true, true, 0.75, video, 1.5, 4, 3, 62))
                        .toList());
    }

    private List<String> questions(Conversations conversations, String id) {
        return conversations.conversation(id).orElseThrow().turns().stream()
                .map(Turn::question)
                .toList();
    }

    @Test
    void turnsComeBackAsTheyWereInOrder() {
        Conversations conversations = kept(Bounds.WIDE);
        String film = UnpublishedVideo.add(library, Path.of("a.mp4"));
        String other = UnpublishedVideo.add(library, Path.of("b.mp4"));
        List<Turn> turns = List.of(turn("What?", film, other), turn("Where?"), turn("赤い車は？", other));
        String id = conversations.begin(turns.getFirst()).orElseThrow();
        turns.subList(1, 3).forEach(turn -> assertTrue(conversations.add(id, turn)));
        assertEquals(turns, conversations.conversation(id).orElseThrow().turns());
    }

    @Test
    void theOldestTurnsGo() {
        Conversations conversations = kept(new Bounds(Duration.ofHours(1), 2, 10));
        String id = conversations.begin(turn("1")).orElseThrow();
        List.of("2", "3", "4").forEach(question -> conversations.add(id, turn(question)));
        assertEquals(List.of("3", "4"), questions(conversations, id));
    }

    @Test
    void theConversationsThatNobodyHasGoneOnWithForLongestGo() {
        Conversations conversations = kept(new Bounds(Duration.ofHours(1), 10, 2));
        String first = conversations.begin(turn("1")).orElseThrow();
        String second = conversations.begin(turn("2")).orElseThrow();
        conversations.add(first, turn("again"));
        String third = conversations.begin(turn("3")).orElseThrow();
        assertEquals(List.of("1", "again"), questions(conversations, first));
        assertEquals(Optional.empty(), conversations.conversation(second));
        assertEquals(List.of("3"), questions(conversations, third));
    }

    @Test
    void aConversationThatHasEndedIsNotThereAndIsRemoved() {
        Conversations conversations = kept(new Bounds(Duration.ofMillis(50), 10, 10));
        String id = conversations.begin(turn("What?")).orElseThrow();
        Awaitility.await().until(() -> conversations.conversation(id).isEmpty());
        assertFalse(conversations.claim(id, "me") || conversations.add(id, turn("And?")) || conversations.remove(id));
        assertEquals(List.of(id), conversations.removeExpired());
        assertEquals(List.of(), conversations.removeExpired());
    }

    @Test
    void oneQuestionOfAConversationIsAnsweredAtATime() {
        Conversations conversations = kept(Bounds.WIDE);
        String id = conversations.begin(turn("What?")).orElseThrow();
        assertTrue(conversations.claim(id, "me"));
        assertFalse(conversations.claim(id, "you"));
        conversations.release(id, "you");
        assertFalse(conversations.claim(id, "you"), "it was not yours to release");
        conversations.release(id, "me");
        assertTrue(conversations.claim(id, "you"));
        conversations.releaseClaims();
        assertTrue(conversations.claim(id, "me"));
    }

    @Test
    void aDeletedConversationTakesNothingMore() {
        Conversations conversations = kept(Bounds.WIDE);
        String id = conversations.begin(turn("What?")).orElseThrow();
        assertTrue(conversations.remove(id));
        assertFalse(conversations.remove(id) || conversations.add(id, turn("And?")));
        assertEquals(Optional.empty(), conversations.conversation(id));
    }

    @Test
    void whatIsNoIdIsNoConversation() {
        Conversations conversations = kept(Bounds.WIDE);
        for (String id : List.of("", "new", "a\u0000b", "x".repeat(3000), "' or 1=1 --")) {
            assertEquals(Optional.empty(), conversations.conversation(id));
            assertFalse(conversations.remove(id));
        }
    }

    @Test
    void ofADeletedVideoNoTurnIsLeftAndNoneComesAfterIt() {
        Conversations conversations = kept(Bounds.WIDE);
        String gone = UnpublishedVideo.add(library, Path.of("gone.mp4"));
        String stays = UnpublishedVideo.add(library, Path.of("stays.mp4"));
        String id = conversations.begin(turn("of both", stays, gone)).orElseThrow();
        conversations.add(id, turn("of one", gone));
        conversations.add(id, turn("of the other", stays));
        conversations.add(id, turn("of none"));
        assertTrue(library.remove(gone));
        assertEquals(List.of("of the other", "of none"), questions(conversations, id));
        assertFalse(conversations.add(id, turn("too late", stays, gone)));
        assertEquals(Optional.empty(), conversations.begin(turn("too late", gone)));
        assertTrue(conversations.add(id, turn("next", stays)));
        assertEquals(List.of("of the other", "of none", "next"), questions(conversations, id));
    }
}
