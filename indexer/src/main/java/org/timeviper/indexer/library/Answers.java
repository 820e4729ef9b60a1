package org.timeviper.indexer.library;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The answers that were given to writes with a key of the client's, for a day. Safe for use by many threads and, on PostgreSQL, by many processes. */
public final class Answers {

    private static final Duration KEPT = Duration.ofHours(24);

    /** A request that is under way for longer is one whose service died. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private final Jdbi jdbi;
    private final int most;

    /**
     * @param database a migrated database
     * @param most how many are kept; the oldest go first
     */
    public Answers(DataSource database, int most) {
        this.jdbi = Jdbi.create(database);
        this.most = most;
    }

    /** How a request with a key stands. */
    public sealed interface Standing {

        /** It is the first, and is under way from now on. */
        record Begun() implements Standing {}

        /** The same request was answered already. */
        record Answered(Answer answer) implements Standing {}

        /** The same request is under way. */
        record UnderWay() implements Standing {}

        /** The key belongs to another request. */
        record Taken() implements Standing {}
    }

    /**
     * Begins a request, unless one with its key is there.
     *
     * @param request tells requests apart, at most 64 characters
     */
    public Standing begin(String key, String request) {
        Instant now = Instant.now();
        jdbi.useHandle(handle -> handle.createUpdate("delete from answers where expires_at < :now")
                .bind("now", time(now))
                .execute());
        Optional<Standing> known = known(key, request);
        return known.orElseGet(() -> {
            try {
                insert(key, request, now);
                return new Standing.Begun();
            } catch (
                    UnableToExecuteStatementException
                            e) { // another thread or process was faster, or else it is a failure
                return known(key, request).orElseThrow(() -> e);
            }
        });
    }

    private Optional<Standing> known(String key, String request) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from answers where idempotency_key = :key")
                .bind("key", key)
                .map((row, context) -> {
                    if (!row.getString("request").equals(request)) {
                        return (Standing) new Standing.Taken();
                    }
                    int status = row.getInt("status");
                    return row.wasNull()
                            ? new Standing.UnderWay()
                            : new Standing.Answered(new Answer(
                                    status,
                                    row.getString("location"),
                                    row.getString("upload_expires"),
                                    row.getString("media_type"),
                                    row.getString("body")));
                })
                .findOne());
    }

    private void insert(String key, String request, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into answers (idempotency_key, request, begun_at, expires_at) values (:key, :request, :now, :expires)")
                .bind("key", key)
                .bind("request", request)
                .bind("now", time(now))
                .bind("expires", time(now.plus(LONGEST)))
                .execute());
    }

    /** Keeps the answer to a request. */
    public void keep(String key, Answer answer) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            update answers set status = :status, location = :location, upload_expires = :waits, media_type = :type, body = :body,
                                expires_at = :expires
                            where idempotency_key = :key""")
                    .bind("status", answer.status())
                    .bind("location", answer.location())
                    .bind("waits", answer.uploadExpires())
                    .bind("type", answer.mediaType())
                    .bind("body", answer.body())
                    .bind("expires", time(Instant.now().plus(KEPT)))
                    .bind("key", key)
                    .execute();
            removeTooMany(handle);
        });
    }

    private void removeTooMany(Handle handle) {
        long kept = handle.createQuery("select count(*) from answers")
                .mapTo(Long.class)
                .one();
        if (kept > most) {
            handle.createUpdate("""
                            delete from answers where idempotency_key in
                                (select idempotency_key from answers where status is not null order by expires_at limit :over)""").bind("over", kept - most).execute();
        }
    }

    /** Forgets a request that has changed nothing: it may come again. */
    public void abandon(String key) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from answers where idempotency_key = :key")
                .bind("key", key)
                .execute());
    }

    /** Forgets every answer that tells of a video, of the upload that it came from, or of a conversation: the same request is then another one. */
    public void forget(String id) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from answers where body like :id or location like :id")
                .bind("id", "%" + id + "%")
                .execute());
    }

    /** Forgets what was under way. Only for a library that no other process works on: whoever worked on it is dead. */
    public void abandonAll() {
        jdbi.useHandle(handle -> handle.execute("delete from answers where status is null"));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
