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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * Films that come in piece by piece: {@code uploads/<id>/original.<extension>} and a row that says how much of it is safe. The row is the truth: it advances only once the
 * bytes are on disk, and only from where it stood, so that of two clients that send the same piece one is told that it is late. Safe for use by many threads, and by many
 * processes that share database and folder.
 */
public final class Uploads {

    private static final Pattern ID = Pattern.compile("[\\w-]{1,36}");

    /** How long whoever takes a whole film in may take before another tries. */
    private static final Duration CLAIM = Duration.ofMinutes(3);

    private final Jdbi jdbi;
    private final Path folder;

    /**
     * @param database a migrated database
     * @param data the library's folder
     */
    public Uploads(DataSource database, Path data) {
        this.jdbi = Jdbi.create(database);
        this.folder = data.resolve("uploads");
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
                        insert into uploads (id, name, collection, tags, language, metadata, size_bytes, received_bytes, created_at, expires_at, ended, problem, claimed_until)
                        values (:id, :name, :collection, :tags, :language, :metadata, :size, 0, :created, :expires, false, null, null)""")
                .bind("id", upload.id())
                .bind("name", upload.name())
                .bind("collection", upload.said().collection())
                .bind("tags", String.join(",", upload.said().tags()))
                .bind("language", upload.said().language())
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

    /** @return how many uploads are under way */
    public long underWay() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from uploads where not ended")
                .mapTo(Long.class)
                .one());
    }

    /**
     * Puts bytes in their place, so that they survive a loss of power once this returns. They count only once the upload is {@linkplain #advance advanced} over them.
     *
     * @throws java.nio.file.NoSuchFileException if the upload has ended or is gone
     */
    public void write(Upload upload, long offset, ByteBuffer bytes) throws IOException {
        // Opened each time: an upload that has ended meanwhile, whose film lies in the library, is not written to.
        try (FileChannel file = FileChannel.open(file(upload), StandardOpenOption.WRITE)) {
            long at = offset;
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
            file.force(false);
        }
    }

    /**
     * Notes that the bytes between are safe.
     *
     * @param expires until when more is waited for
     * @return whether the upload stood at {@code from}; if not, nothing is changed
     */
    public boolean advance(String id, long from, long to, Instant expires) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "update uploads set received_bytes = :to, expires_at = :expires where id = :id and received_bytes = :from and not ended")
                        .bind("to", to)
                        .bind("from", from)
                        .bind("expires", time(expires))
                        .bind("id", id)
                        .execute())
                > 0;
    }

    /**
     * Takes on the work of bringing a whole film into the library.
     *
     * @return whether it is the caller's to do; false if another does it, or it is done
     */
    public boolean claim(String id) {
        Instant now = Instant.now();
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update uploads set claimed_until = :until
                                where id = :id and not ended and received_bytes = size_bytes and (claimed_until is null or claimed_until < :now)""")
                        .bind("until", time(now.plus(CLAIM)))
                        .bind("now", time(now))
                        .bind("id", id)
                        .execute())
                > 0;
    }

    /** Takes all claims back. Only for a library that no other process works on: whoever held one is dead. */
    public void releaseClaims() {
        jdbi.useHandle(
                handle -> handle.execute("update uploads set claimed_until = null where claimed_until is not null"));
    }

    /** @return uploads that are whole, and that nobody brings into the library */
    public List<Upload> leftWhole() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from uploads where not ended and received_bytes = size_bytes and (claimed_until is null or claimed_until < :now)")
                .bind("now", time(Instant.now()))
                .map((row, context) -> upload(row))
                .list());
    }

    /** Ends an upload: its bytes go, and that it was there is known until it expires; {@code problem} is null when it is a video now. */
    public void end(Upload upload, String problem) {
        jdbi.useHandle(
                handle -> handle.createUpdate("update uploads set ended = true, problem = :problem where id = :id")
                        .bind("problem", problem)
                        .bind("id", upload.id())
                        .execute());
        deleteFiles(upload.id());
    }

    /**
     * Removes an upload with its bytes; a video that it became stays.
     *
     * @return whether there was one
     */
    public boolean remove(String id) {
        boolean there = jdbi.withHandle(handle -> handle.createUpdate("delete from uploads where id = :id")
                        .bind("id", id)
                        .execute())
                > 0;
        if (there) {
            deleteFiles(id);
        }
        return there;
    }

    /**
     * Removes what has expired. A film that is whole is no longer waited for, and does not expire before it has ended.
     *
     * @return how many uploads were removed
     */
    public int removeExpired() {
        List<String> expired = jdbi.withHandle(handle -> handle.createQuery(
                        "select id from uploads where expires_at < :now and (ended or received_bytes < size_bytes)")
                .bind("now", time(Instant.now()))
                .mapTo(String.class)
                .list());
        expired.forEach(this::remove);
        return expired.size();
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

    private static Upload upload(ResultSet row) throws SQLException {
        List<String> tags = Arrays.stream(row.getString("tags").split(","))
                .filter(tag -> !tag.isEmpty())
                .toList();
        return new Upload(
                row.getString("id"),
                row.getString("name"),
                new Attributes(row.getString("collection"), tags, row.getString("language")),
                row.getString("metadata"),
                row.getLong("size_bytes"),
                row.getLong("received_bytes"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("ended"),
                row.getString("problem"));
    }
}
