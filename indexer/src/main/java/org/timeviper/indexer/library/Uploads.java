package org.timeviper.indexer.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Films that come in piece by piece: {@code uploads/<id>/original.<extension>} and a row that says how much of it is safe. The row is the truth: it advances only once the
 * bytes are on disk, and who is not its writer any more is told so before a byte of his is written, so that nothing is written over what is safe. A whole film has no
 * writer. Safe for use by many threads, and by many processes that share database and folder.
 */
public final class Uploads {

    private static final Pattern ID = Pattern.compile("[\\w-]{1,36}");

    private static final Duration CLAIM = Duration.ofMinutes(3);

    private final Jdbi jdbi;
    private final Path folder;
    private final Duration claim;

    /**
     * @param database a migrated database
     * @param data the library's folder
     */
    public Uploads(DataSource database, Path data) {
        this(database, data, CLAIM);
    }

    /** @param claim how long whoever takes a whole film in may be silent before another tries */
    public Uploads(DataSource database, Path data, Duration claim) {
        this.jdbi = Jdbi.create(database);
        this.folder = data.resolve("uploads");
        this.claim = claim;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for uploads " + folder + " cannot be made", e);
        }
    }

    /** @return the file of an upload; it lies in a folder of its own, under a name whose extension is the film's, as decoders look at it */
    public Path file(Upload upload) {
        return folder.resolve(upload.id()).resolve(MediaStore.fileName(upload.name()));
    }

    /** @return bytes that the disk has room for */
    public long room() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for uploads " + folder + " cannot be read", e);
        }
    }

    /** Begins an upload. */
    public void add(Upload upload) {
        try {
            Files.createDirectory(folder.resolve(upload.id()));
            Files.createFile(file(upload));
        } catch (IOException e) {
            throw new UncheckedIOException("The upload " + upload.name() + " cannot be begun", e);
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into uploads (id, name, collection, tags, language, own_metadata, metadata, size_bytes, received_bytes, created_at, expires_at, ended)
                        values (:id, :name, :collection, :tags, :language, :own_metadata, :metadata, :size, 0, :created, :expires, false)""")
                .bind("id", upload.id())
                .bind("name", upload.name())
                .bind("collection", upload.said().collection())
                .bind("tags", String.join(",", upload.said().tags()))
                .bind("language", upload.said().language())
                .bind("own_metadata", lines(upload.said().metadata()))
                .bind("metadata", upload.metadata())
                .bind("size", upload.sizeBytes())
                .bind("created", time(upload.createdAt()))
                .bind("expires", time(upload.expiresAt()))
                .execute());
    }

    /** @return the upload, empty when there is none */
    public Optional<Upload> upload(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle -> handle.createQuery("select * from uploads where id = :id")
                .bind("id", id)
                .map((row, context) -> upload(row))
                .findOne());
    }

    /** Bytes that are yet to come of the uploads under way: the disk's room is theirs. */
    long promised() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select coalesce(sum(size_bytes - received_bytes), 0) from uploads where not ended")
                .mapTo(Long.class)
                .one());
    }

    /** @return bytes that the disk has room for beside the uploads under way; negative if it has not even that */
    public long unpromised() {
        return room() - promised();
    }

    /** @return how many uploads are under way */
    public long underWay() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from uploads where not ended")
                .mapTo(Long.class)
                .one());
    }

    /**
     * Makes a request the writer of an upload: whoever was it before may write no more.
     *
     * @param writer the request's name, at most 36 characters
     * @param from where the request goes on
     * @param expires until when more is waited for
     * @return whether the upload stands there and is to be gone on with; if not, nothing is changed
     */
    public boolean begin(String id, String writer, long from, Instant expires) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update uploads set writer = :writer, expires_at = :expires
                                where id = :id and received_bytes = :from and received_bytes < size_bytes and not ended""")
                        .bind("writer", writer)
                        .bind("expires", time(expires))
                        .bind("id", id)
                        .bind("from", from)
                        .execute())
                > 0;
    }

    /**
     * Puts bytes in their place, so that they survive a loss of power once this returns. They count only once the upload is {@linkplain #advance advanced} over them.
     *
     * @return whether the writer is the upload's; if not, nothing is written
     * @throws IOException if the disk does not take them
     */
    public boolean write(Upload upload, String writer, long offset, ByteBuffer bytes) throws IOException {
        return jdbi.inTransaction(handle -> {
            if (!holds(handle, upload.id(), writer)) {
                return false;
            }
            put(upload, offset, bytes);
            return true;
        });
    }

    /**
     * {@linkplain #write Writes} and {@linkplain #advance advances} at once: bytes that need not be held to a checksum.
     *
     * @return whether the writer is the upload's; if not, nothing is written
     * @throws IOException if the disk does not take them
     */
    public boolean append(Upload upload, String writer, long offset, ByteBuffer bytes, Instant expires)
            throws IOException {
        long end = offset + bytes.remaining();
        return jdbi.inTransaction(handle -> {
            if (!holds(handle, upload.id(), writer)) {
                return false;
            }
            put(upload, offset, bytes);
            return advance(handle, upload.id(), writer, end, expires);
        });
    }

    /** Nobody else can become the writer, end the upload or remove it before the transaction is over. */
    private static boolean holds(Handle handle, String id, String writer) {
        return handle.createQuery("select id from uploads where id = :id and writer = :writer and not ended for update")
                .bind("id", id)
                .bind("writer", writer)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    private void put(Upload upload, long offset, ByteBuffer bytes) throws IOException {
        try (FileChannel file = FileChannel.open(file(upload), StandardOpenOption.WRITE)) {
            long at = offset;
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
            file.force(false);
        }
    }

    /**
     * Notes that what the writer has written is safe.
     *
     * @param to how much of the film is
     * @param expires until when more is waited for
     * @return whether the writer is the upload's; if not, nothing is changed
     */
    public boolean advance(String id, String writer, long to, Instant expires) {
        return jdbi.withHandle(handle -> advance(handle, id, writer, to, expires));
    }

    private static boolean advance(Handle handle, String id, String writer, long to, Instant expires) {
        return handle.createUpdate(
                                "update uploads set received_bytes = :to, expires_at = :expires where id = :id and writer = :writer and not ended")
                        .bind("to", to)
                        .bind("expires", time(expires))
                        .bind("id", id)
                        .bind("writer", writer)
                        .execute()
                > 0;
    }

    /** @return how long a claim holds that is not {@linkplain #renew renewed} */
    public Duration claimTime() {
        return claim;
    }

    /**
     * Takes on the work of bringing a whole film into the library. Nobody writes to it from then on.
     *
     * @param owner the caller's name, at most 36 characters
     * @return whether it is the caller's to do; false if another does it, or it is done
     */
    public boolean claim(String id, String owner) {
        Instant now = Instant.now();
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update uploads set claimed_by = :owner, claimed_until = :until, writer = null
                                where id = :id and not ended and received_bytes = size_bytes and (claimed_until is null or claimed_until < :now)""")
                        .bind("owner", owner)
                        .bind("until", time(now.plus(claim)))
                        .bind("now", time(now))
                        .bind("id", id)
                        .execute())
                > 0;
    }

    /**
     * Tells that whoever took the work on is still at it.
     *
     * @return whether it is still his
     */
    public boolean renew(String id, String owner) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "update uploads set claimed_until = :until where id = :id and claimed_by = :owner and not ended")
                        .bind("until", time(Instant.now().plus(claim)))
                        .bind("id", id)
                        .bind("owner", owner)
                        .execute())
                > 0;
    }

    /** Takes all claims back. Only for a library that no other process works on: whoever held one is dead. */
    public void releaseClaims() {
        jdbi.useHandle(handle -> handle.execute(
                "update uploads set claimed_by = null, claimed_until = null where claimed_until is not null"));
    }

    /** @return uploads that are whole, and that nobody brings into the library */
    public List<Upload> leftWhole() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from uploads where not ended and received_bytes = size_bytes and (claimed_until is null or claimed_until < :now)")
                .bind("now", time(Instant.now()))
                .map((row, context) -> upload(row))
                .list());
    }

    /**
     * Ends an upload: its bytes go, and that it was there is known until it expires.
     *
     * @param owner who has {@linkplain #claim taken it on}
     * @param problem why it is refused; null when it is a video now
     * @return whether it was the owner's to end; if not, nothing is changed
     */
    public boolean end(Upload upload, String owner, String problem) {
        int ended = jdbi.withHandle(handle -> handle.createUpdate(
                        "update uploads set ended = true, problem = :problem where id = :id and claimed_by = :owner and not ended")
                .bind("problem", problem)
                .bind("id", upload.id())
                .bind("owner", owner)
                .execute());
        if (ended > 0) {
            deleteFiles(upload.id());
        }
        return ended > 0;
    }

    /**
     * Removes an upload with its bytes, unless it is being taken into the library just now.
     *
     * @return whether there was one, and it is gone
     */
    public boolean terminate(String id) {
        return delete(
                id, "(ended or claimed_until is null or claimed_until < :now)", Map.of("now", time(Instant.now())));
    }

    /**
     * Removes an upload with its bytes, whoever works on it; a video that it became stays.
     *
     * @return whether there was one
     */
    public boolean remove(String id) {
        return delete(id, "true", Map.of());
    }

    /**
     * Removes what has expired. A film that is whole is no longer waited for, and does not expire before it has ended.
     *
     * @return the uploads that were removed
     */
    public List<String> removeExpired() {
        String expired = "expires_at < :now and (ended or received_bytes < size_bytes)";
        Map<String, Object> now = Map.of("now", time(Instant.now()));
        return jdbi
                .withHandle(handle -> handle.createQuery("select id from uploads where " + expired)
                        .bindMap(now)
                        .mapTo(String.class)
                        .list())
                .stream()
                .filter(id -> delete(id, expired, now)) // and once more, as it may have gone on meanwhile
                .toList();
    }

    private boolean delete(String id, String condition, Map<String, Object> values) {
        boolean deleted =
                jdbi.withHandle(handle -> handle.createUpdate("delete from uploads where id = :id and " + condition)
                                .bind("id", id)
                                .bindMap(values)
                                .execute())
                        > 0;
        if (deleted) {
            deleteFiles(id);
        }
        return deleted;
    }

    /** Deletes files of uploads that there is no row of. Only for a library that no other process works on: an upload that is just begun has its file first. */
    public void sweep() {
        Set<String> known = jdbi.withHandle(handle -> handle.createQuery("select id from uploads where not ended")
                .mapTo(String.class)
                .collect(Collectors.toSet()));
        try (Stream<Path> folders = Files.list(folder)) {
            folders.map(one -> one.getFileName().toString())
                    .filter(id -> !known.contains(id))
                    .toList()
                    .forEach(this::deleteFiles);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for uploads " + folder + " cannot be read", e);
        }
    }

    private void deleteFiles(String id) {
        MediaStore.delete(folder.resolve(id));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** A line for each key; neither keys nor values hold a line's end, and keys no equals sign. */
    private static String lines(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> metadata(ResultSet row) throws SQLException {
        return row.getString("own_metadata")
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    }

    private static Upload upload(ResultSet row) throws SQLException {
        List<String> tags = Arrays.stream(row.getString("tags").split(","))
                .filter(tag -> !tag.isEmpty())
                .toList();
        return new Upload(
                row.getString("id"),
                row.getString("name"),
                new Attributes(row.getString("collection"), tags, row.getString("language"), metadata(row)),
                row.getString("metadata"),
                row.getLong("size_bytes"),
                row.getLong("received_bytes"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("ended"),
                row.getString("problem"));
    }
}
