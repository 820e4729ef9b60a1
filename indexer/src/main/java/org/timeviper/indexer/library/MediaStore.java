package org.timeviper.indexer.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library's files: {@code media/<video>/original.<extension>} and {@code media/<video>/frames/}, and in {@code seen/<video>/} what the model remembers of it. Pictures that a job is still sampling lie in {@code
 * media/<video>/frames-<job>/}, so that a video that is indexed again has its old ones until then, and two jobs do not write into one folder.
 */
public final class MediaStore {

    private static final Logger LOG = LoggerFactory.getLogger(MediaStore.class);

    private static final String ORIGINAL = "original";
    private static final String FRAMES = "frames";
    private static final String UNFINISHED = ".part";

    /** How often a folder is deleted into which somebody still writes; together longer than a decoder needs to hear that it is to end. */
    private static final int MOST_ROUNDS = 30;

    private static final long ROUND_NANOS = Duration.ofMillis(100).toNanos();

    private final Path media;
    private final Path incoming;
    private final Path seen;

    /** @param data the library's folder */
    public MediaStore(Path data) {
        this.media = data.resolve("media");
        this.incoming = data.resolve("incoming");
        this.seen = data.resolve("seen");
        try {
            Files.createDirectories(media);
        } catch (IOException e) {
            throw new UncheckedIOException("The media folder " + media + " cannot be made", e);
        }
    }

    /**
     * Moves an uploaded file into the store, so that it survives a loss of power once this returns.
     *
     * @param uploaded a file on any disk
     * @param videoId the new video's identity
     * @param name the name that the client gave it, for its extension only
     * @return where it lies now
     */
    public Path take(Path uploaded, String videoId, String name) throws IOException {
        Path folder = Files.createDirectories(media.resolve(videoId));
        Path target = folder.resolve(fileName(name));
        move(uploaded, target);
        force(target, StandardOpenOption.WRITE);
        force(folder, StandardOpenOption.READ);
        force(media, StandardOpenOption.READ);
        return target;
    }

    /**
     * Takes a file that stays where it is until it is deleted there, so that whoever is interrupted can begin again. Survives a loss of power once this returns. Under its
     * name there is never a part of it, also where two take it at the same time.
     *
     * @param whole a file on any disk
     * @param videoId the new video's identity
     * @param name the name that the client gave it, for its extension only
     * @return where it lies now, too
     */
    public Path keep(Path whole, String videoId, String name) throws IOException {
        Path folder = Files.createDirectories(media.resolve(videoId));
        Path target = folder.resolve(fileName(name));
        Path beside = folder.resolve(UUID.randomUUID() + UNFINISHED);
        try {
            linkOrCopy(whole, beside);
            force(beside, StandardOpenOption.WRITE);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside); // it stays, too, where it is a link to what was there already
        }
        force(folder, StandardOpenOption.READ);
        force(media, StandardOpenOption.READ);
        return target;
    }

    private static void linkOrCopy(Path whole, Path target) throws IOException {
        try {
            Files.createLink(target, whole);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(whole, target); // another disk, or one that knows no links
        }
    }

    /** A new file is only there after a loss of power when the folders that name it are on disk too. */
    private static void force(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        FileStore here = Files.getFileStore(from);
        if (here.equals(Files.getFileStore(to.getParent()))) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.copy(from, to);
            Files.delete(from);
        }
    }

    /** @return the file name that stands for a client's name: of that, only the extension is kept, as a disk may not take the rest */
    public static String fileName(String name) {
        return ORIGINAL + extension(name);
    }

    /** @return whether a video's file is one that was taken here, and so has lost its name; else it lies where it was imported from, under its own */
    public static boolean took(Path file, String videoId) {
        return file.getFileName().toString().startsWith(ORIGINAL + ".")
                && file.getParent() != null
                && file.getParent().endsWith(videoId);
    }

    /** Only letters and digits, at most ten: the name comes from outside. */
    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return extension.matches("[a-z0-9]{1,10}") ? "." + extension : ".bin";
    }

    /** @return where a film that is yet to come is to lie */
    public Path place(String videoId, String name) {
        return media.resolve(videoId).resolve(fileName(name));
    }

    /**
     * Lets a film's file have the extension of what it turned out to be, as players go by it.
     *
     * @param file a film that was taken here
     * @param extension without the dot
     * @return where it lies now
     */
    public Path renamed(Path file, String extension) throws IOException {
        return Files.move(file, file.resolveSibling(fileName("." + extension)), StandardCopyOption.ATOMIC_MOVE);
    }

    /** @return the folder of a video's sampled pictures */
    public Path frames(String videoId) {
        return media.resolve(videoId).resolve(FRAMES);
    }

    /** @return the folder that holds, video by video, what the model remembers of them; made when there is something */
    public Path seen() {
        return seen;
    }

    /** @return the folder of what the model remembers of a video */
    public Path seen(String videoId) {
        return seen.resolve(videoId);
    }

    /** Deletes what the model remembers of a video. */
    public void removeSeen(String videoId) {
        delete(seen(videoId));
    }

    /** @return the folder that a job samples pictures into, until they {@linkplain #useFrames take the old ones' place} */
    public Path nextFrames(String videoId, String jobId) {
        return media.resolve(videoId).resolve(FRAMES + "-" + jobId);
    }

    /** Puts what a job has sampled in the place of the video's pictures. Whoever looks at them must not do so meanwhile. */
    public void useFrames(String videoId, String jobId) {
        Path frames = frames(videoId);
        Path old = media.resolve(videoId).resolve(FRAMES + "-old");
        delete(old);
        try {
            if (Files.exists(frames)) {
                Files.move(frames, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(nextFrames(videoId, jobId), frames, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The new pictures of video " + videoId + " cannot take their place", e);
        }
        delete(old);
    }

    /** Deletes what a job has sampled. */
    public void removeNextFrames(String videoId, String jobId) {
        delete(nextFrames(videoId, jobId));
    }

    /** Deletes what other jobs of a video have sampled: it has one at a time, so nobody will use that. */
    public void removeOtherFrames(String videoId, String jobId) {
        try (Stream<Path> all = Files.list(media.resolve(videoId))) {
            all.filter(folder -> folder.getFileName().toString().startsWith(FRAMES + "-"))
                    .filter(folder -> !folder.equals(nextFrames(videoId, jobId)))
                    .toList()
                    .forEach(MediaStore::delete);
        } catch (NoSuchFileException e) {
            LOG.debug("Video {} has no folder yet, and so no pictures that nobody will use", videoId);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of video " + videoId + " cannot be read", e);
        }
    }

    /** Deletes all files of a video; of an unknown one, nothing happens. */
    public void remove(String videoId) {
        delete(media.resolve(videoId));
        removeSeen(videoId);
    }

    /**
     * Deletes a folder with all that is in it; where there is none, nothing happens. Others may delete it too, or still write into it: then it is tried for some seconds, and
     * the log tells of what is left.
     */
    static void delete(Path folder) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (gone(folder)) {
                return;
            }
            LockSupport.parkNanos(ROUND_NANOS);
        }
        LOG.warn("The files in {} could not all be deleted: somebody goes on writing there", folder);
    }

    /** @return whether nothing is left; if something is, it came in while the rest was deleted */
    private static boolean gone(Path folder) {
        try {
            if (Files.exists(folder)) {
                Files.walkFileTree(folder, new Deletion());
            }
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("The files in " + folder + " cannot be deleted", e);
        }
    }

    /** Deletes what it passes, and does not mind that somebody else has done so already. */
    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return passOver(e);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (e != null) {
                return passOver(e);
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }

        private static FileVisitResult passOver(IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }

    /**
     * Deletes what a crash has left of uploads that were never accepted: half-received files, and folders of videos that the library does not know; and
     * files that were not written to their end. Nobody else may be at work
     * in the library's folder.
     */
    public void sweep(Predicate<String> known) {
        delete(incoming);
        strays(media, known).forEach(this::remove);
        strays(seen, known).forEach(this::removeSeen);
        strays(seen, known.negate()).forEach(this::removeUnfinished);
    }

    /** Deletes what a process that has ended has begun to write of what the model remembers. */
    private void removeUnfinished(String videoId) {
        try (Stream<Path> files = Files.list(seen(videoId))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(UNFINISHED)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + seen(videoId) + " cannot be cleared", e);
        }
    }

    private static List<String> strays(Path folder, Predicate<String> known) {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> videos = Files.list(folder)) {
            return videos.map(video -> video.getFileName().toString())
                    .filter(known.negate())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be read", e);
        }
    }
}
