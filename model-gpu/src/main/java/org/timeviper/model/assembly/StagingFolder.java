package org.timeviper.model.assembly;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.timeviper.model.config.ModelException;

/**
 * A folder that is written beside the place where it is to appear, and appears there whole or not at all. What a killed process has
 * left of one is removed by the next that wants the same place; what another process is writing is let alone.
 */
final class StagingFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path target;
    private final Path path;
    private final FileChannel lock;
    private final Thread atExit = new Thread(this::close);

    private StagingFolder(Path target, Path path, FileChannel lock) {
        this.target = target;
        this.path = path;
        this.lock = lock;
    }

    /**
     * @param target where the folder is to appear; its parents are made
     * @throws ModelException if something is there already, or is being written to there
     */
    static StagingFolder beside(Path target) throws IOException {
        if (Files.exists(target)) {
            throw thereAlready(target);
        }
        Path path = target.resolveSibling("." + target.getFileName() + ".assembling");
        Files.createDirectories(path);
        FileChannel lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new ModelException(target + " is being made by another process: wait for it, or end it", e);
        }
        StagingFolder folder = new StagingFolder(target, path, lock);
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        if (Files.exists(target)) { // appeared since it was looked for: its folder moved, and this is a new one
            folder.close();
            throw thereAlready(target);
        }
        remove(path, LOCK);
        return folder;
    }

    private static ModelException thereAlready(Path target) {
        return new ModelException(target + " is there already: name another folder, or remove it");
    }

    Path path() {
        return path;
    }

    /** Lets the folder appear. Its lock goes with it and is held until it is there: at no time may another process clear it. */
    synchronized void publish() throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.delete(target.resolve(LOCK));
        } finally {
            lock.close();
            forgetExit();
        }
    }

    /** Removes what has not appeared. */
    @Override
    public synchronized void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            remove(path, LOCK);
            Files.deleteIfExists(path.resolve(LOCK));
            Files.deleteIfExists(path);
            lock.close();
        } catch (IOException e) {
            throw new ModelException(path + " cannot be removed: " + e.getMessage(), e);
        } finally {
            forgetExit();
        }
    }

    private void forgetExit() {
        if (Thread.currentThread() != atExit) {
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    private static void remove(Path folder, String but) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.getFileName().toString().equals(but)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
