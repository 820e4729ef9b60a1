package org.timeviper.indexer.library;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.timeviper.api.JobState;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.media.FrameRate;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.Slate;

/**
 * The library's rows. Every method is one transaction; what a method has returned from is on disk. Safe for use by many threads and, on PostgreSQL, by many
 * processes: whoever changes a video and its jobs holds the video first, so that nobody waits for another in a circle.
 */
public final class Library {

    private static final Pattern ID = Pattern.compile("[\\w-]{1,36}");

    /** The tables by which jobs are handed out: those that have a film to bring, and those that work on one. */
    private static final List<String> SCHEDULES = List.of("scheduled_fetches", "scheduled_tasks");

    private final Jdbi jdbi;
    private final boolean tells;

    /** @param database a migrated database */
    public Library(DataSource database) {
        this(database, false);
    }

    /** @param tells whether {@linkplain JobMessages messages} are written of jobs that end */
    public Library(DataSource database, boolean tells) {
        this.jdbi = Jdbi.create(database);
        this.tells = tells;
    }

    // ---- videos

    /** Takes a video and its first job in, together. */
    public void add(Video video, Job job) {
        add(video, job, null);
    }

    /**
     * Takes in a video whose film is yet to come, and its first job, together.
     *
     * @param source the film's address; null if the film is there
     */
    public void add(Video video, Job job, URI source) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            insert into videos (id, name, file, state, duration_seconds, width, height, frame_rate, size_bytes, created_at, frames_seen, frames_total, problem, job_id, collection, language)
                            values (:id, :name, :file, :state, :duration, :width, :height, :rate, :size, :created, 0, :total, null, :job, :collection, :language)""")
                    .bind("id", video.id())
                    .bind("name", video.name())
                    .bind("file", video.file().toString())
                    .bind("state", video.state().name())
                    .bind("duration", video.durationSeconds())
                    .bind("width", video.width())
                    .bind("height", video.height())
                    .bind("rate", video.frameRate())
                    .bind("size", video.sizeBytes())
                    .bind("created", time(video.createdAt()))
                    .bind("total", video.framesTotal())
                    .bind("job", job.id())
                    .bind("collection", video.attributes().collection())
                    .bind("language", video.attributes().language())
                    .execute();
            insertTags(handle, video);
            insertMetadata(handle, video);
            writeSlate(handle, video.id(), video.sound(), video.slate());
            insert(handle, job);
            if (source != null) {
                handle.createUpdate("insert into fetches (video_id, url) values (:id, :url)")
                        .bind("id", video.id())
                        .bind("url", source.toString())
                        .execute();
            }
        });
    }

    /** @return where a video's film is to be brought from; empty if it is there */
    public Optional<URI> source(String videoId) {
        return jdbi.withHandle(handle -> handle.createQuery("select url from fetches where video_id = :id")
                .bind("id", videoId)
                .mapTo(String.class)
                .findOne()
                .map(URI::create));
    }

    /**
     * Notes that a video's film is there; where it came from is forgotten.
     *
     * @param file where it lies now
     */
    public void fetched(String videoId, Path file, long sizeBytes) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("update videos set size_bytes = :size, file = :file where id = :id")
                    .bind("size", sizeBytes)
                    .bind("file", file.toString())
                    .bind("id", videoId)
                    .execute();
            handle.createUpdate("delete from fetches where video_id = :id")
                    .bind("id", videoId)
                    .execute();
        });
    }

    private static void insert(Handle handle, Job job) {
        handle.createUpdate("""
                        insert into jobs (id, video_id, state, step, percent, remaining_seconds, problem, created_at, updated_at)
                        values (:id, :video, :state, :step, :percent, null, null, :created, :created)""")
                .bind("id", job.id())
                .bind("video", job.videoId())
                .bind("state", job.state().name())
                .bind("step", job.step())
                .bind("percent", job.percent())
                .bind("created", time(job.createdAt()))
                .execute();
    }

    /** @return the video, empty when there is none */
    public Optional<Video> video(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> only(
                handle,
                handle.createQuery("select * from videos where id = :id").bind("id", id)));
    }

    /** @return the videos with these identities, by identity */
    public Map<String, Video> videos(List<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return jdbi.withHandle(handle ->
                read(
                                handle,
                                handle.createQuery("select * from videos where id in (<ids>)")
                                        .bindList("ids", ids))
                        .stream()
                        .collect(Collectors.toMap(Video::id, video -> video)));
    }

    /** @return videos, newest first */
    public List<Video> videos(int from, int size) {
        return page(VideoQuery.ALL, from, size).videos();
    }

    /**
     * Lists videos.
     *
     * @param from how many are passed over
     * @param size how many at most
     */
    public VideoPage page(VideoQuery wanted, int from, int size) {
        VideoSelection selection = new VideoSelection(wanted);
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> new VideoPage(read(handle, selection.page(handle, from, size)), count(handle, selection)));
    }

    /** @return how many videos there are */
    public long countVideos() {
        return jdbi.withHandle(handle -> count(handle, new VideoSelection(VideoQuery.ALL)));
    }

    private static long count(Handle handle, VideoSelection selection) {
        return selection.count(handle).mapTo(Long.class).one();
    }

    /** Notes what decoding has found out about a video. */
    public void describe(String videoId, MediaInfo info) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            "update videos set duration_seconds = :d, width = :w, height = :h, frame_rate = :r, frames_total = :n where id = :id")
                    .bind("d", info.durationSeconds())
                    .bind("w", info.width())
                    .bind("h", info.height())
                    .bind("r", info.frameRate())
                    .bind("n", info.frameCount())
                    .bind("id", videoId)
                    .execute();
            writeSlate(handle, videoId, info.audio(), info.slate());
        });
    }

    /** Notes how a video's frames are counted, and nothing else of what was found out: for one that was indexed before this was asked. */
    public void slate(String videoId, boolean sound, Slate slate) {
        jdbi.useHandle(handle -> writeSlate(handle, videoId, sound, slate));
    }

    private static void writeSlate(Handle handle, String videoId, boolean sound, Slate slate) {
        if (slate == null) {
            return;
        }
        handle.createUpdate("""
                        update videos set has_sound = :sound, rate_numerator = :numerator, rate_denominator = :denominator,
                            variable_rate = :variable, start_timecode = :timecode, reel = :reel where id = :id""")
                .bind("sound", sound)
                .bind("numerator", slate.rate().numerator())
                .bind("denominator", slate.rate().denominator())
                .bind("variable", slate.variable())
                .bind("timecode", slate.timecode())
                .bind("reel", slate.reel())
                .bind("id", videoId)
                .execute();
    }

    /** Notes how many of a video's frames the model has looked at. */
    public void seen(String videoId, long frames) {
        jdbi.useHandle(handle -> handle.createUpdate("update videos set frames_seen = :n where id = :id")
                .bind("n", frames)
                .bind("id", videoId)
                .execute());
    }

    /**
     * Changes what is said of a video.
     *
     * @param change gives what is said from now on
     * @param follow told the video as changed, with its scenes, before anybody else can see, change or remove it; if it throws, nothing is changed
     * @return the video as changed; empty if there is none
     */
    public Optional<Video> change(
            String videoId, UnaryOperator<Attributes> change, BiConsumer<Video, List<StoredScene>> follow) {
        return jdbi.inTransaction(handle -> held(handle, videoId).map(video -> {
            Video changed = video.with(change.apply(video.attributes()));
            update(handle, changed);
            follow.accept(changed, scenes(handle, videoId));
            return changed;
        }));
    }

    private static void update(Handle handle, Video video) {
        handle.createUpdate(
                        "update videos set collection = :collection, language = :language, changed_at = :now where id = :id")
                .bind("collection", video.attributes().collection())
                .bind("language", video.attributes().language())
                .bind("now", time(Instant.now()))
                .bind("id", video.id())
                .execute();
        handle.createUpdate("delete from video_tags where video_id = :id")
                .bind("id", video.id())
                .execute();
        insertTags(handle, video);
        handle.createUpdate("delete from video_metadata where video_id = :id")
                .bind("id", video.id())
                .execute();
        insertMetadata(handle, video);
    }

    private static void insertTags(Handle handle, Video video) {
        for (String tag : video.attributes().tags()) {
            handle.createUpdate("insert into video_tags (video_id, tag) values (:id, :tag)")
                    .bind("id", video.id())
                    .bind("tag", tag)
                    .execute();
        }
    }

    private static void insertMetadata(Handle handle, Video video) {
        video.attributes().metadata().forEach((key, value) -> handle.createUpdate(
                        "insert into video_metadata (video_id, meta_key, meta_value, term) values (:id, :key, :value, :term)")
                .bind("id", video.id())
                .bind("key", key)
                .bind("value", value)
                .bind("term", MetadataTerm.of(key, value))
                .execute());
    }

    /**
     * Hands over a video with its scenes, and lets nobody change or remove it meanwhile: what is written elsewhere of it is then written in the order of its changes.
     *
     * @return what the work gave; empty if there is no such video
     */
    public <T> Optional<T> whileHeld(String videoId, BiFunction<Video, List<StoredScene>, T> work) {
        return jdbi.inTransaction(
                handle -> held(handle, videoId).map(video -> work.apply(video, scenes(handle, videoId))));
    }

    /**
     * Does something of a video that is not published, and that nobody can publish meanwhile. Whoever is just publishing it is waited for.
     *
     * @return whether it was done; false if the video is published
     */
    public boolean ifUnpublished(String videoId, Runnable work) {
        return jdbi.inTransaction(handle -> {
            boolean published = held(handle, videoId)
                    .filter(video -> video.state() == VideoState.READY)
                    .isPresent();
            if (!published) {
                work.run();
            }
            return !published;
        });
    }

    private static Optional<Video> held(Handle handle, String videoId) {
        return ID.matcher(videoId).matches()
                ? only(
                        handle,
                        handle.createQuery("select * from videos where id = :id for update")
                                .bind("id", videoId))
                : Optional.empty();
    }

    /** @return the videos of which something else has been said or seen since, and when */
    public Map<String, Instant> changedSince(Instant time) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, changed_at from videos where changed_at >= :time")
                .bind("time", time(time))
                .map((row, context) -> Map.entry(
                        row.getString("id"),
                        row.getObject("changed_at", OffsetDateTime.class).toInstant()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * Removes a video with its jobs, results and scenes, and what conversations tell of it.
     *
     * @return whether there was one
     */
    public boolean remove(String videoId) {
        return remove(videoId, video -> {});
    }

    /**
     * As {@link #remove(String)}, unless there is something against it.
     *
     * @param before told the video, before anybody else can see, change or remove it; if it throws, nothing is removed
     */
    public boolean remove(String videoId, Consumer<Video> before) {
        return jdbi.inTransaction(handle -> {
            Optional<Video> video = held(handle, videoId);
            video.ifPresent(before);
            video.ifPresent(there -> Conversations.forget(handle, there.id()));
            return video.isPresent()
                    && handle.createUpdate("delete from videos where id = :id")
                                    .bind("id", videoId)
                                    .execute()
                            > 0;
        });
    }

    // ---- jobs

    /** @return the job, empty when there is none */
    public Optional<Job> job(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery("select * from jobs where id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne());
    }

    /**
     * Lists jobs, newest first.
     *
     * @param state only those in this state; empty for all
     * @param video only those of this video; empty for all
     * @param from how many are passed over
     * @param size how many at most
     */
    public JobPage jobs(Optional<JobState> state, Optional<String> video, int from, int size) {
        String where = "from jobs where (:anyState or state = :state) and (:anyVideo or video_id = :video)";
        Map<String, Object> values = Map.of(
                "anyState", state.isEmpty(),
                "state", state.map(JobState::name).orElse(""),
                "anyVideo", video.isEmpty(),
                "video", video.orElse(""));
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> new JobPage(
                        handle.createQuery(
                                        "select * " + where + " order by created_at desc, id limit :size offset :from")
                                .bindMap(values)
                                .bind("size", size)
                                .bind("from", from)
                                .map((row, context) -> job(row))
                                .list(),
                        handle.createQuery("select count(*) " + where)
                                .bindMap(values)
                                .mapTo(Long.class)
                                .one()));
    }

    /**
     * Ends a job that waits or is under way; whoever works on it is told when he next {@linkplain #progress notes its progress} or {@linkplain #store stores} what he has
     * found. A video that can be searched stays so.
     *
     * @return whether it was one; false also if it was just {@linkplain #publish being published}, which is then done
     */
    public boolean cancel(String jobId) {
        return jdbi.inTransaction(handle -> {
            heldOf(handle, jobId);
            int cancelled = handle.createUpdate("""
                            update jobs set state = 'CANCELLED', remaining_seconds = null, problem = 'It was cancelled.', problem_code = :code, updated_at = :now
                            where id = :id and state in ('QUEUED', 'RUNNING')""")
                    .bind("code", ProblemCode.CANCELLED.code())
                    .bind("now", time(Instant.now()))
                    .bind("id", jobId)
                    .execute();
            if (cancelled > 0) {
                tell(handle, jobId);
                handle.createUpdate("""
                                update videos set state = 'CANCELLED', problem = 'Its indexing was cancelled: retry its job to go on.', problem_code = :code
                                where job_id = :id and state = 'INDEXING'""")
                        .bind("code", ProblemCode.CANCELLED.code())
                        .bind("id", jobId)
                        .execute();
            }
            return cancelled > 0;
        });
    }

    /**
     * Lets the latest job of a video, which failed or was cancelled, wait for its turn again.
     *
     * @return whether it was such a job
     */
    public boolean retry(String jobId) {
        return jdbi.inTransaction(handle -> {
            heldOf(handle, jobId);
            int queued = handle.createUpdate("""
                            update jobs set state = 'QUEUED', problem = null, problem_code = null, updated_at = :now
                            where id = :id and state in ('FAILED', 'CANCELLED') and id = (select v.job_id from videos v where v.id = jobs.video_id)""")
                    .bind("now", time(Instant.now()))
                    .bind("id", jobId)
                    .execute();
            if (queued > 0) {
                waitsAgain(handle, jobId);
            }
            return queued > 0;
        });
    }

    private static void waitsAgain(Handle handle, String jobId) {
        handle.createUpdate(
                        "update videos set problem = null, problem_code = null, state = case when state = 'READY' then 'READY' else 'INDEXING' end where job_id = :id")
                .bind("id", jobId)
                .execute();
    }

    /**
     * Notes which model a job works with. One that goes on after the model has changed stays with the first: its video is then not wholly described by the present one.
     */
    public void worksWith(String jobId, ModelIdentity model) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update jobs set model_name = :name, model_fingerprint = :fingerprint where id = :id and model_fingerprint is null")
                .bind("name", model.name())
                .bind("fingerprint", model.fingerprint())
                .bind("id", jobId)
                .execute());
    }

    /**
     * Lists videos that can be searched and were described by another model than the present one, or it is not known by which, those that came first first. Left out are those
     * whose next job waits or is under way, and those that the present model has been tried on in vain.
     *
     * @param size how many at most
     */
    public VideoPage outdated(ModelIdentity present, int size) {
        String which = """
                from videos v where v.state = 'READY' and (v.model_fingerprint is null or v.model_fingerprint <> :present)
                    and not exists (select 1 from jobs j where j.video_id = v.id and (j.state in ('QUEUED', 'RUNNING')
                        or j.id = v.job_id and j.state in ('FAILED', 'CANCELLED') and j.model_fingerprint = :present))""";
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> new VideoPage(
                        read(
                                handle,
                                handle.createQuery("select v.* " + which
                                                + " order by v.created_at, v.id fetch first :size rows only")
                                        .bind("present", present.fingerprint())
                                        .bind("size", size)),
                        handle.createQuery("select count(*) " + which)
                                .bind("present", present.fingerprint())
                                .mapTo(Long.class)
                                .one()));
    }

    /**
     * Gives a video another job, which begins from its beginning: what the steps have found is forgotten. Its scenes stay until there are new ones.
     *
     * @return whether it was given; false if one is under way, if its film has not come yet, or if there is no such video
     */
    public boolean again(Job job) {
        return jdbi.inTransaction(handle -> {
            Optional<Video> video = held(handle, job.videoId());
            long underWay = handle.createQuery("""
                            select (select count(*) from jobs where video_id = :id and state in ('QUEUED', 'RUNNING'))
                                + (select count(*) from fetches where video_id = :id)""")
                    .bind("id", job.videoId())
                    .mapTo(Long.class)
                    .one();
            if (video.isEmpty() || underWay > 0) {
                return false;
            }
            handle.createUpdate("delete from step_results where video_id = :id and step <> 'fetch'")
                    .bind("id", job.videoId())
                    .execute();
            insert(handle, job);
            handle.createUpdate("update videos set job_id = :job where id = :id")
                    .bind("job", job.id())
                    .bind("id", job.videoId())
                    .execute();
            waitsAgain(handle, job.id());
            return true;
        });
    }

    /** @return jobs that are queued or running, oldest first */
    public List<Job> unfinishedJobs() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from jobs where state in ('QUEUED', 'RUNNING') order by created_at, id")
                .map((row, context) -> job(row))
                .list());
    }

    /**
     * Takes all leases of jobs back, so that they go on at once. Only for a library that no other process works on: whoever held a lease is dead.
     *
     * @return how many were taken back
     */
    public int releaseLeases() {
        return jdbi.inTransaction(handle -> SCHEDULES.stream()
                .mapToInt(schedule -> handle.createUpdate("update " + schedule
                                + " set picked = false, picked_by = null, last_heartbeat = null where picked = true")
                        .execute())
                .sum());
    }

    /** @return how many jobs are in each state */
    public Map<JobState, Long> countJobs() {
        return jdbi.withHandle(handle -> handle.createQuery("select state, count(*) as n from jobs group by state")
                .map((row, context) -> Map.entry(JobState.valueOf(row.getString("state")), row.getLong("n")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * Notes a running job's progress.
     *
     * @return whether the job is to go on; false if it was cancelled, or is gone with its video
     */
    public boolean progress(String jobId, String step, double percent, Double remainingSeconds) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        update jobs set state = 'RUNNING', step = :step, percent = :percent, remaining_seconds = :remaining, updated_at = :now
                        where id = :id and state in ('QUEUED', 'RUNNING')""")
                        .bind("step", step)
                        .bind("percent", percent)
                        .bind("remaining", remainingSeconds)
                        .bind("now", time(Instant.now()))
                        .bind("id", jobId)
                        .execute())
                > 0;
    }

    /** Lets a job that is under way wait for its turn again: what it does next is done by another worker. */
    public void waitForNextTurn(String jobId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update jobs set state = 'QUEUED', remaining_seconds = null, updated_at = :now where id = :id and state = 'RUNNING'")
                .bind("now", time(Instant.now()))
                .bind("id", jobId)
                .execute());
    }

    /**
     * Ends a job, and with it the indexing of its video; a video that was searchable before stays so. One that was cancelled has not failed.
     *
     * @param code what is wrong, for programs; null when it went well
     * @param problem the same for a person; null when it went well
     */
    public void finish(String jobId, ProblemCode code, String problem) {
        jdbi.useTransaction(handle -> {
            heldOf(handle, jobId);
            finish(handle, jobId, code, problem);
        });
    }

    private void finish(Handle handle, String jobId, ProblemCode code, String problem) {
        String coded = code == null ? null : code.code();
        int ended = handle.createUpdate("""
                        update jobs set state = :state, percent = case when :state = 'DONE' then 100 else percent end,
                            remaining_seconds = null, problem = :problem, problem_code = :code, updated_at = :now where id = :id and (:well or state <> 'CANCELLED')""")
                .bind("state", problem == null ? "DONE" : "FAILED")
                .bind("problem", problem)
                .bind("code", coded)
                .bind("now", time(Instant.now()))
                .bind("id", jobId)
                .bind("well", problem == null)
                .execute();
        if (ended > 0) {
            tell(handle, jobId);
            handle.createUpdate(
                            "update videos set state = case when state = 'READY' then 'READY' else :state end, problem = :problem, problem_code = :code where job_id = :id")
                    .bind("state", (problem == null ? VideoState.READY : VideoState.FAILED).name())
                    .bind("problem", problem)
                    .bind("code", coded)
                    .bind("id", jobId)
                    .execute();
        }
    }

    /** Holds the video of a job, which nobody then changes, removes, or gives another job. */
    private static Optional<Video> heldOf(Handle handle, String jobId) {
        return handle.createQuery("select video_id from jobs where id = :id")
                .bind("id", jobId)
                .mapTo(String.class)
                .findOne()
                .flatMap(video -> held(handle, video));
    }

    /** The same, of a job that has not ended; empty if it has. */
    private static Optional<Video> heldUnderWay(Handle handle, String jobId) {
        return heldOf(handle, jobId)
                .filter(video -> handle.createQuery(
                                        "select count(*) from jobs where id = :id and state in ('QUEUED', 'RUNNING')")
                                .bind("id", jobId)
                                .mapTo(Long.class)
                                .one()
                        > 0);
    }

    /**
     * Does something of a job that nobody can cancel meanwhile.
     *
     * @return whether it was done; false if the job has ended, or is gone with its video
     */
    public boolean whileUnderWay(String jobId, Runnable work) {
        return jdbi.inTransaction(handle -> {
            Optional<Video> video = heldUnderWay(handle, jobId);
            video.ifPresent(held -> work.run());
            return video.isPresent();
        });
    }

    private void tell(Handle handle, String endedJob) {
        if (tells) {
            JobMessages.add(handle, endedJob);
        }
    }

    // ---- what the steps have found

    /** @return the stored result of a part of a step, empty when it is not finished */
    public Optional<String> result(String videoId, String step, int part) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select result from step_results where video_id = :id and step = :step and part = :part")
                .bind("id", videoId)
                .bind("step", step)
                .bind("part", part)
                .mapTo(String.class)
                .findOne());
    }

    /** @return finished parts by step, for a person or a test that wants to know what was done and when */
    public List<FinishedPart> finishedParts(String videoId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select step, part, finished_at, seconds from step_results where video_id = :id order by finished_at, part")
                .bind("id", videoId)
                .map((row, context) -> new FinishedPart(
                        row.getString("step"),
                        row.getInt("part"),
                        row.getObject("finished_at", OffsetDateTime.class).toInstant(),
                        row.getDouble("seconds")))
                .list());
    }

    /**
     * Stores what a part of a step has found; {@code seconds} is what it took.
     *
     * @return whether it was stored; false if the job has ended, or is gone with its video: the video's next job must not take it for its own
     */
    public boolean store(String jobId, String step, int part, String result, double seconds) {
        return jdbi.inTransaction(handle -> {
            Optional<Video> video = heldUnderWay(handle, jobId);
            video.ifPresent(held -> store(handle, held.id(), step, part, result, seconds));
            return video.isPresent();
        });
    }

    private static void store(Handle handle, String videoId, String step, int part, String result, double seconds) {
        handle.createUpdate("delete from step_results where video_id = :id and step = :step and part = :part")
                .bind("id", videoId)
                .bind("step", step)
                .bind("part", part)
                .execute();
        handle.createUpdate(
                        "insert into step_results (video_id, step, part, result, finished_at, seconds) values (:id, :step, :part, :result, :now, :seconds)")
                .bind("id", videoId)
                .bind("step", step)
                .bind("part", part)
                .bind("result", result)
                .bind("now", time(Instant.now()))
                .bind("seconds", seconds)
                .execute();
    }

    // ---- scenes

    /** Puts these scenes in the place of all that the video had. */
    public void replaceScenes(String videoId, List<StoredScene> scenes) {
        jdbi.useTransaction(handle -> {
            held(handle, videoId);
            replaceScenes(handle, videoId, scenes);
        });
    }

    private static void replaceScenes(Handle handle, String videoId, List<StoredScene> scenes) {
        handle.createUpdate("delete from scenes where video_id = :id")
                .bind("id", videoId)
                .execute();
        for (StoredScene scene : scenes) {
            insert(handle, scene);
        }
        handle.createUpdate("update videos set changed_at = :now where id = :id")
                .bind("now", time(Instant.now()))
                .bind("id", videoId)
                .execute();
    }

    /**
     * Ends a job well: its scenes take the place of all that its video had, and the video can be searched. Who wants to cancel it meanwhile comes too late.
     *
     * @param embedded the step that has stored the scenes; that it keeps them too is not needed any more
     * @param last the last step, which this is
     * @param follow told the video with its scenes, in order of time, before anybody else can see, change or remove it; if it throws, nothing is changed
     * @return whether it was done; false if the job has ended, or is gone with its video
     */
    public boolean publish(
            String jobId,
            String embedded,
            String last,
            List<StoredScene> scenes,
            BiConsumer<Video, List<StoredScene>> follow) {
        long begun = System.nanoTime();
        return jdbi.inTransaction(handle -> {
            Optional<Video> video = heldUnderWay(handle, jobId);
            video.map(Video::id).ifPresent(id -> {
                replaceScenes(handle, id, scenes);
                follow.accept(video.get(), scenes(handle, id));
                describedAsByJob(handle, id, jobId);
                String count = Integer.toString(scenes.size());
                handle.createUpdate("update step_results set result = :count where video_id = :id and step = :step")
                        .bind("count", count)
                        .bind("id", id)
                        .bind("step", embedded)
                        .execute();
                store(handle, id, last, 0, count, (System.nanoTime() - begun) / 1e9);
                finish(handle, jobId, null, null);
            });
            return video.isPresent();
        });
    }

    private static void describedAsByJob(Handle handle, String videoId, String jobId) {
        handle.createUpdate("""
                        update videos set model_name = (select model_name from jobs where id = :job),
                            model_fingerprint = (select model_fingerprint from jobs where id = :job) where id = :id""").bind("job", jobId).bind("id", videoId).execute();
    }

    private static void insert(Handle handle, StoredScene scene) {
        handle.createUpdate("""
                        insert into scenes (video_id, ordinal, start_seconds, end_seconds, kind, caption, confidence, frames_seen, frames_total, vector)
                        values (:video, :ordinal, :start, :end, :kind, :caption, :confidence, :seen, :total, :vector)""")
                .bind("video", scene.videoId())
                .bind("ordinal", scene.ordinal())
                .bind("start", scene.start())
                .bind("end", scene.end())
                .bind("kind", scene.kind())
                .bind("caption", scene.caption())
                .bind("confidence", scene.confidence())
                .bind("seen", scene.framesSeen())
                .bind("total", scene.framesTotal())
                .bind("vector", bytes(scene.vector()))
                .execute();
    }

    /** @return a video's scenes in order of time */
    public List<StoredScene> scenes(String videoId) {
        return jdbi.withHandle(handle -> scenes(handle, videoId));
    }

    private static List<StoredScene> scenes(Handle handle, String videoId) {
        return handle.createQuery("select * from scenes where video_id = :id order by start_seconds, ordinal")
                .bind("id", videoId)
                .map((row, context) -> scene(row))
                .list();
    }

    /** Goes through every video that has scenes, each {@linkplain #whileHeld held} meanwhile, one at a time; what the index is rebuilt from. */
    public void eachPublished(BiConsumer<Video, List<StoredScene>> consumer) {
        List<String> ids = jdbi.withHandle(
                handle -> handle.createQuery("select id from videos where state = 'READY' order by created_at, id")
                        .mapTo(String.class)
                        .list());
        ids.forEach(id -> whileHeld(id, (video, scenes) -> {
            consumer.accept(video, scenes);
            return video;
        }));
    }

    /** @return how many scenes each searchable video has; what a sound index agrees with */
    public Map<String, Long> scenesByVideo() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select s.video_id, count(*) as n from scenes s join videos v on v.id = s.video_id where v.state = 'READY' group by s.video_id")
                .map((row, context) -> Map.entry(row.getString("video_id"), row.getLong("n")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    // ---- rows

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Video> only(Handle handle, Query query) {
        return read(handle, query).stream().findFirst();
    }

    /** Reads rows of videos, and then the tags and the metadata of all of them at once. */
    private static List<Video> read(Handle handle, Query query) {
        List<Video> videos = query.map((row, context) -> video(row)).list();
        if (videos.isEmpty()) {
            return videos;
        }
        List<String> ids = videos.stream().map(Video::id).toList();
        Map<String, List<String>> tags = tags(handle, ids);
        Map<String, Map<String, String>> metadata = metadata(handle, ids);
        List<Video> whole = new ArrayList<>();
        for (Video video : videos) {
            Attributes said = video.attributes();
            whole.add(video.with(new Attributes(
                    said.collection(),
                    tags.getOrDefault(video.id(), List.of()),
                    said.language(),
                    metadata.getOrDefault(video.id(), Map.of()))));
        }
        return whole;
    }

    private static Map<String, List<String>> tags(Handle handle, List<String> videos) {
        return handle.createQuery("select video_id, tag from video_tags where video_id in (<ids>)")
                .bindList("ids", videos)
                .map((row, context) -> Map.entry(row.getString("video_id"), row.getString("tag")))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Map<String, Map<String, String>> metadata(Handle handle, List<String> videos) {
        Map<String, Map<String, String>> metadata = new HashMap<>();
        handle.createQuery("select video_id, meta_key, meta_value from video_metadata where video_id in (<ids>)")
                .bindList("ids", videos)
                .map((row, context) -> metadata.computeIfAbsent(row.getString("video_id"), id -> new HashMap<>())
                        .put(row.getString("meta_key"), row.getString("meta_value")))
                .list();
        return metadata;
    }

    /** A video without its tags and its metadata, which stand in tables of their own. */
    private static Video video(ResultSet row) throws SQLException {
        return new Video(
                row.getString("id"),
                row.getString("name"),
                Path.of(row.getString("file")),
                VideoState.valueOf(row.getString("state")),
                row.getDouble("duration_seconds"),
                row.getInt("width"),
                row.getInt("height"),
                row.getDouble("frame_rate"),
                row.getLong("size_bytes"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("frames_seen"),
                row.getLong("frames_total"),
                row.getString("problem"),
                code(row),
                row.getString("job_id"),
                new Attributes(row.getString("collection"), List.of(), row.getString("language")),
                row.getBoolean("has_sound"),
                slate(row),
                model(row));
    }

    /** A code that a later version of the service wrote is none that this one knows. */
    private static ProblemCode code(ResultSet row) throws SQLException {
        return ProblemCode.of(row.getString("problem_code")).orElse(null);
    }

    private static ModelIdentity model(ResultSet row) throws SQLException {
        String fingerprint = row.getString("model_fingerprint");
        return fingerprint == null ? null : new ModelIdentity(row.getString("model_name"), fingerprint);
    }

    private static Slate slate(ResultSet row) throws SQLException {
        long numerator = row.getLong("rate_numerator");
        return numerator == 0
                ? null
                : new Slate(
                        new FrameRate(numerator, row.getLong("rate_denominator")),
                        row.getBoolean("variable_rate"),
                        row.getString("start_timecode"),
                        row.getString("reel"));
    }

    private static Job job(ResultSet row) throws SQLException {
        double seconds = row.getDouble("remaining_seconds");
        Double remaining = row.wasNull() ? null : seconds;
        return new Job(
                row.getString("id"),
                row.getString("video_id"),
                JobState.valueOf(row.getString("state")),
                row.getString("step"),
                row.getDouble("percent"),
                remaining,
                row.getString("problem"),
                code(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static StoredScene scene(ResultSet row) throws SQLException {
        return new StoredScene(
                row.getString("video_id"),
                row.getInt("ordinal"),
                row.getDouble("start_seconds"),
                row.getDouble("end_seconds"),
                row.getString("kind"),
                row.getString("caption"),
                row.getDouble("confidence"),
                row.getLong("frames_seen"),
                row.getLong("frames_total"),
                floats(row.getBytes("vector")));
    }

    private static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
        return vector;
    }
}
