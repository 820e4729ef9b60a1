package org.timeviper.indexer.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Uploads;

/** What is told to be safe is safe, and a disk that takes no more is not laid at the client's door. */
class UploadReceivingTest {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final int BLOCK = 4 << 20;

    @TempDir
    static Path folder;

    private static LibraryDatabase database;
    private static Uploads uploads;

    @BeforeAll
    static void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        uploads = new Uploads(database.source(), folder);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theBytesOfASlowerRequestAreNotWrittenOverThoseThatAreSafe() throws Exception {
        byte[] mangled = bytes(1, 3 * BLOCK);
        byte[] film = bytes(2, 3 * BLOCK);
        Upload upload = begun(film.length);
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                PipedOutputStream line = new PipedOutputStream()) {
            InputStream body = new PipedInputStream(line, 1 << 16);
            Future<Long> slow =
                    threads.submit(() -> new UploadReceiving(uploads, upload, checksum(film), LIFE).receive(body));
            line.write(mangled, 0, BLOCK + 1); // which is more than a block, and so that is on the disk soon
            assertEquals(
                    film.length,
                    new UploadReceiving(uploads, upload, checksum(film), LIFE).receive(new ByteArrayInputStream(film)));
            Refused late = assertInstanceOf(
                    Refused.class,
                    assertThrows(ExecutionException.class, () -> {
                                line.write(mangled, BLOCK + 1, BLOCK);
                                slow.get();
                            })
                            .getCause());
            assertEquals(409, late.status());
        }
        assertArrayEquals(film, Files.readAllBytes(uploads.file(upload)));
        assertTrue(uploads.upload(upload.id()).orElseThrow().whole());
    }

    @Test
    void aFullDiskIsToldAsSuchAndWhatIsSafeStays() throws IOException {
        Upload upload = begun(2 * BLOCK);
        replace(uploads.file(upload), file -> Files.createSymbolicLink(file, Path.of("/dev/full")));
        Refused full =
                assertThrows(Refused.class, () -> receive(upload, new ByteArrayInputStream(new byte[2 * BLOCK])));
        assertEquals(507, full.status());
        assertTrue(full.getMessage().contains("film.mp4"), full.getMessage());
        assertTrue(full.getMessage().contains("disk is full"), full.getMessage());
        assertEquals(0, uploads.upload(upload.id()).orElseThrow().receivedBytes());
        uploads.remove(upload.id());
    }

    @Test
    void aDiskThatFailsIsTheServicesFaultAndALineThatBreaksIsNot() throws IOException {
        Upload upload = begun(2 * BLOCK);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[1000]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line broke");
            }
        });
        assertThrows(UploadReceiving.BrokenOff.class, () -> receive(upload, broken));
        assertEquals(1000, uploads.upload(upload.id()).orElseThrow().receivedBytes());
        replace(uploads.file(upload), Files::createDirectory);
        Upload now = uploads.upload(upload.id()).orElseThrow();
        Refused failed = assertThrows(Refused.class, () -> receive(now, new ByteArrayInputStream(new byte[BLOCK])));
        assertEquals(500, failed.status());
        assertTrue(failed.getMessage().contains("1000 bytes are safe"), failed.getMessage());
        assertFalse(failed.getMessage().contains(folder.toString()), failed.getMessage());
        uploads.remove(upload.id());
    }

    /** Makes something of a file. */
    @FunctionalInterface
    private interface Making {
        void make(Path file) throws IOException;
    }

    private static void replace(Path file, Making making) throws IOException {
        Files.delete(file);
        making.make(file);
    }

    private static long receive(Upload upload, InputStream body) throws IOException {
        return new UploadReceiving(uploads, upload, Optional.empty(), LIFE).receive(body);
    }

    private static Upload begun(long size) {
        Instant now = Instant.now();
        Upload upload = new Upload(
                UUID.randomUUID().toString(),
                "film.mp4",
                Attributes.NONE,
                "",
                size,
                0,
                now,
                now.plus(LIFE),
                false,
                null);
        uploads.add(upload);
        return upload;
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Optional<UploadChecksum> checksum(byte[] bytes) throws Exception {
        return UploadChecksum.read("sha256 "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
}
