package org.timeviper.indexer.library;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.timeviper.api.JobState;
import org.timeviper.api.ProblemCode;

/**
 * What is yet to be told of jobs that have ended. It is written down in the transaction that ends the job, so that no end is forgotten and none is told that was not. Safe
 * for use by many threads and, on PostgreSQL, by many processes.
 */
public final class JobMessages {

    /** Of these somebody else may have taken some. */
    private static final int LOOKED_AT = 10;

    private final Jdbi jdbi;

    /** @param database a migrated database */
    public JobMessages(DataSource database) {
        this.jdbi = Jdbi.create(database);
    }

    /** A message, and when it was due. */
    private record Due(JobMessage message, OffsetDateTime at) {}

    /** Writes down that a job has just ended. */
    static void add(Handle handle, String jobId) {
        OffsetDateTime now = time(Instant.now());
        handle.createUpdate("""
                        insert into job_messages (id, job_id, state, problem, problem_code, ended_at, tries, due_at)
                        select cast(:id as varchar(36)), j.id, j.state, j.problem, j.problem_code, j.updated_at, 0, cast(:now as timestamp with time zone)
                        from jobs j where j.id = :job""")
                .bind("id", UUID.randomUUID().toString())
                .bind("now", now)
                .bind("job", jobId)
                .execute();
    }

    /**
     * Hands out the message that has been due for longest. Nobody else is handed it for a while.
     *
     * @param lease for how long it is the caller's; then it is due again, unless it was {@linkplain #remove removed}
     * @return empty if none is due that nobody else has just taken
     */
    public Optional<JobMessage> take(Duration lease) {
        Instant now = Instant.now();
        List<Due> due = jdbi.withHandle(handle -> handle.createQuery("""
                        select m.*, j.video_id, v.name from job_messages m
                        join jobs j on j.id = m.job_id join videos v on v.id = j.video_id
                        where m.due_at <= :now order by m.due_at, m.id limit :most""")
                .bind("now", time(now))
                .bind("most", LOOKED_AT)
                .map((row, context) -> new Due(message(row), row.getObject("due_at", OffsetDateTime.class)))
                .list());
        return due.stream()
                .filter(one -> putOff(one, now.plus(lease)))
                .map(Due::message)
                .findFirst();
    }

    private boolean putOff(Due due, Instant until) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "update job_messages set due_at = :until where id = :id and due_at = :due")
                        .bind("until", time(until))
                        .bind("id", due.message().id())
                        .bind("due", due.at())
                        .execute())
                > 0;
    }

    /** Notes that a message was told in vain, and when it is told again. */
    public void later(String id, Instant again) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update job_messages set tries = tries + 1, due_at = :again where id = :id")
                .bind("again", time(again))
                .bind("id", id)
                .execute());
    }

    /** Forgets a message: it was told, or is given up. */
    public void remove(String id) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from job_messages where id = :id")
                .bind("id", id)
                .execute());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static JobMessage message(ResultSet row) throws SQLException {
        return new JobMessage(
                row.getString("id"),
                row.getString("job_id"),
                row.getString("video_id"),
                row.getString("name"),
                JobState.valueOf(row.getString("state")),
                row.getString("problem"),
                ProblemCode.of(row.getString("problem_code")).orElse(null),
                row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                row.getInt("tries"));
    }
}
