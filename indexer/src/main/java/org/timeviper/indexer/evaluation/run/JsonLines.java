package org.timeviper.indexer.evaluation.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of JSON objects, one a line, each on disk before the next one is made. A process that dies leaves at most half a line, which the next one takes away. Written by
 * one process at a time, which a lock sees to.
 */
final class JsonLines implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;

    private JsonLines(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file to add to it, or begins one.
     *
     * @throws UnusableResults if it is in use or cannot be written
     */
    static JsonLines open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(file, channel);
                toTheLastWholeLine(file, channel);
                return new JsonLines(file, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UnusableResults(
                    file + " cannot be written: " + e.getMessage() + ". Name another folder with --out.", e);
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new UnusableResults(
                    file + " is being written by another process. Wait for it, or give each its part with --shard.");
        }
    }

    private static void toTheLastWholeLine(Path file, FileChannel channel) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        channel.truncate(end);
        channel.position(end);
    }

    /**
     * Reads the whole lines of a file that may be in use.
     *
     * @throws UnusableResults if it cannot be read
     */
    static List<String> read(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UnusableResults(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads one line.
     *
     * @param number of the line, from 1
     * @throws UnusableResults if it is no such object
     */
    static <T> T parse(Path file, int number, String line, Class<T> type) {
        T value = null;
        JsonProcessingException cause = null;
        try {
            value = JSON.readValue(line, type);
        } catch (JsonProcessingException e) {
            cause = e;
        }
        if (value == null) {
            throw new UnusableResults(
                    "Line " + number + " of " + file
                            + " is damaged. Remove the line to have it made again, or the file to begin anew.",
                    cause);
        }
        return value;
    }

    /** @throws UnusableResults if the line cannot be written */
    void add(Object value) {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap((JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UnusableResults(
                    file + " cannot be written: " + e.getMessage()
                            + ". Is the disk full? What was there before is safe.",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UnusableResults(file + " could not be closed: " + e.getMessage(), e);
        }
    }
}
