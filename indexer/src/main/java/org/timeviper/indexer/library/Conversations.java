package org.timeviper.indexer.library;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Conversations about footage, for as long as they are kept. Of a video that is deleted no turn is left, and none comes after it: turns are added while their videos are
 * held. Safe for use by many threads and, on PostgreSQL, by many processes.
 */
public final class Conversations {

    private static final Pattern ID = Pattern.compile("[\\w-]{1,36}");

    /** Longer than the model takes for one stretch of film, with others before it. */
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final ConversationSettings settings;

    /** @param database a migrated database */
    public Conversations(DataSource database, ConversationSettings settings) {
        this.jdbi = Jdbi.create(database);
        this.settings = settings;
    }

    /** @return how long after its last question a conversation is kept */
    public Duration kept() {
        return settings.expires();
    }

    /** @return the conversation, empty when there is none, or it has ended */
    public Optional<Conversation> conversation(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return jdbi.inTransaction(
                handle -> handle.createQuery("select * from conversations where id = :id and expires_at > :now")
                        .bind("id", id)
                        .bind("now", time(Instant.now()))
                        .map((row, context) -> new Conversation(
                                id, instant(row, "created_at"), instant(row, "expires_at"), turns(handle, id)))
                        .findOne());
    }

    private static List<Turn> turns(Handle handle, String id) {
        Map<Integer, List<Turn.Part>> parts = handle
                .createQuery("select * from turn_parts where conversation_id = :id order by ordinal, position")
                .bind("id", id)
                .map((row, context) -> Map.entry(row.getInt("ordinal"), part(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return handle.createQuery("select * from turns where conversation_id = :id order by ordinal")
                .bind("id", id)
                .map((row, context) -> new Turn(
                        row.getString("question"),
                        row.getString("answer"),
                        row.getBoolean("shown"),
                        row.getBoolean("sure"),
                        instant(row, "asked_at"),
                        parts.getOrDefault(row.getInt("ordinal"), List.of())))
                .list();
    }

    /**
     * Takes a conversation on for one question.
     *
     * @param owner the caller's name, at most 36 characters
     * @return whether it is the caller's; false if another question of it is being answered, or it is gone
     */
    public boolean claim(String id, String owner) {
        Instant now = Instant.now();
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update conversations set claimed_by = :owner, claimed_until = :until
                                where id = :id and expires_at > :now and (claimed_until is null or claimed_until < :now)""")
                        .bind("owner", owner)
                        .bind("until", time(now.plus(CLAIM)))
                        .bind("now", time(now))
                        .bind("id", id)
                        .execute())
                > 0;
    }

    /** Tells that whoever took it on is still at it. */
    public void renew(String id, String owner) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update conversations set claimed_until = :until where id = :id and claimed_by = :owner")
                .bind("until", time(Instant.now().plus(CLAIM)))
                .bind("id", id)
                .bind("owner", owner)
                .execute());
    }

    /** Lets another question come. */
    public void release(String id, String owner) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update conversations set claimed_by = null, claimed_until = null where id = :id and claimed_by = :owner")
                .bind("id", id)
                .bind("owner", owner)
                .execute());
    }

    /** Takes all claims back. Only for a library that no other process works on: whoever held one is dead. */
    public void releaseClaims() {
        jdbi.useHandle(handle -> handle.execute(
                "update conversations set claimed_by = null, claimed_until = null where claimed_until is not null"));
    }

    /**
     * Begins a conversation with its first turn.
     *
     * @return its id; empty if a video that the turn tells of is gone
     */
    public Optional<String> begin(Turn turn) {
        String id = UUID.randomUUID().toString();
        return jdbi.inTransaction(handle -> {
            if (!hold(handle, turn)) {
                return Optional.empty();
            }
            Instant now = Instant.now();
            handle.createUpdate("insert into conversations (id, created_at, expires_at) values (:id, :now, :expires)")
                    .bind("id", id)
                    .bind("now", time(now))
                    .bind("expires", time(now.plus(settings.expires())))
                    .execute();
            add(handle, id, turn);
            removeTooMany(handle);
            return Optional.of(id);
        });
    }

    /**
     * Adds a turn to a conversation.
     *
     * @return whether it is kept; not if the conversation, or a video that the turn tells of, is gone
     */
    public boolean add(String id, Turn turn) {
        return jdbi.inTransaction(handle -> {
            if (!hold(handle, turn)) {
                return false;
            }
            Instant now = Instant.now();
            boolean there = handle.createUpdate(
                                    "update conversations set expires_at = :expires where id = :id and expires_at > :now")
                            .bind("expires", time(now.plus(settings.expires())))
                            .bind("id", id)
                            .bind("now", time(now))
                            .execute()
                    > 0;
            if (there) {
                add(handle, id, turn);
            }
            return there;
        });
    }

    /** Keeps the turn's videos from being deleted, always in the same order, and before anything else is held. */
    private static boolean hold(Handle handle, Turn turn) {
        return turn.parts().stream().map(Turn.Part::videoId).distinct().sorted().allMatch(video -> handle.createQuery(
                        "select id from videos where id = :id for update")
                .bind("id", video)
                .mapTo(String.class)
                .findOne()
                .isPresent());
    }

    private void add(Handle handle, String id, Turn turn) {
        int ordinal = handle.createQuery("select coalesce(max(ordinal), 0) + 1 from turns where conversation_id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .one();
        handle.createUpdate("""
                        insert into turns (conversation_id, ordinal, question, answer, shown, sure, asked_at)
                        values (:id, :ordinal, :question, :answer, :shown, :sure, :asked)""")
                .bind("id", id)
                .bind("ordinal", ordinal)
                .bind("question", turn.question())
                .bind("answer", turn.answer())
                .bind("shown", turn.shown())
                .bind("sure", turn.sure())
                .bind("asked", time(turn.askedAt()))
                .execute();
        for (int position = 0; position < turn.parts().size(); position++) {
            insert(handle, id, ordinal, position, turn.parts().get(position));
        }
        handle.createUpdate("""
                        delete from turns where conversation_id = :id and ordinal not in
                            (select ordinal from turns where conversation_id = :id order by ordinal desc limit :most)""").bind("id", id).bind("most", settings.turns()).execute();
    }

    private static void insert(Handle handle, String id, int ordinal, int position, Turn.Part part) {
        handle.createUpdate("""
                        insert into turn_parts (conversation_id, ordinal, position, text, shown, sure, confidence,
                            video_id, start_seconds, end_seconds, frames_seen, frames_total)
                        values (:id, :ordinal, :position, :text, :shown, :sure, :confidence, :video, :start, :end, :seen, :total)""")
                .bind("id", id)
                .bind("ordinal", ordinal)
                .bind("position", position)
                .bind("text", part.text())
                .bind("shown", part.shown())
                .bind("sure", part.sure())
                .bind("confidence", part.confidence())
                .bind("video", part.videoId())
                .bind("start", part.start())
                .bind("end", part.end())
                .bind("seen", part.framesSeen())
                .bind("total", part.framesTotal())
                .execute();
    }

    private void removeTooMany(Handle handle) {
        long kept = handle.createQuery("select count(*) from conversations")
                .mapTo(Long.class)
                .one();
        if (kept > settings.most()) {
            handle.createUpdate("""
                            delete from conversations where id in
                                (select id from conversations order by expires_at limit :over)""").bind("over", kept - settings.most()).execute();
        }
    }

    /** @return whether there was one */
    public boolean remove(String id) {
        return ID.matcher(id).matches()
                && jdbi.withHandle(handle -> handle.createUpdate(
                                        "delete from conversations where id = :id and expires_at > :now")
                                .bind("id", id)
                                .bind("now", time(Instant.now()))
                                .execute())
                        > 0;
    }

    /** @return those that have ended, and are removed */
    public List<String> removeExpired() {
        OffsetDateTime now = time(Instant.now());
        return jdbi
                .withHandle(handle -> handle.createQuery("select id from conversations where expires_at <= :now")
                        .bind("now", now)
                        .mapTo(String.class)
                        .list())
                .stream()
                .filter(id -> jdbi.withHandle(handle -> handle.createUpdate(
                                        "delete from conversations where id = :id and expires_at <= :now")
                                .bind("id", id)
                                .bind("now", now)
                                .execute())
                        > 0)
                .toList();
    }

    /** Forgets every turn that tells of a video: also what was asked, and what other videos said to it. The video is held, or about to be deleted. */
    static void forget(Handle handle, String videoId) {
        handle.createUpdate("""
                        delete from turns where exists (select 1 from turn_parts p
                            where p.conversation_id = turns.conversation_id and p.ordinal = turns.ordinal and p.video_id = :video)""").bind("video", videoId).execute();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Turn.Part part(ResultSet row) throws SQLException {
        return new Turn.Part(
                row.getString("text"),
                row.getBoolean("shown"),
                row.getBoolean("sure"),
                row.getDouble("confidence"),
                row.getString("video_id"),
                row.getDouble("start_seconds"),
                row.getDouble("end_seconds"),
                row.getLong("frames_seen"),
                row.getLong("frames_total"));
    }
}
