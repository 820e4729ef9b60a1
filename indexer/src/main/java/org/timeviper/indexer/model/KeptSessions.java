package org.timeviper.indexer.model;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.model.Clip;
import org.timeviper.model.TimeViper;
import org.timeviper.model.VideoSession;
import org.timeviper.model.checkpoint.SealedTensors;
import org.timeviper.model.config.ModelException;

/**
 * What the model has seen of films, on disk: the visual embeddings of stretches, and the states from which prompts about them go on. Where they grow beyond a bound, those go first
 * that were not used for the longest time. The folder is the only truth, so that several processes may share it; what cannot be read or written costs time and nothing else.
 *
 * <p>For one thread at a time.
 */
final class KeptSessions {

    private static final Logger LOG = LoggerFactory.getLogger(KeptSessions.class);

    /** Nobody takes as long to write a file: one that is older and unfinished was left by a process that ended. */
    private static final Duration LONGEST_WRITING = Duration.ofHours(1);

    private final MediaStore media;
    private final long most;
    private final String precision;
    private boolean failing;

    /**
     * @param most bytes of all files together; 0 to keep nothing
     * @param precision in which the model computes, as the settings name it: states of another one are of no use
     */
    KeptSessions(MediaStore media, long most, String precision) {
        this.media = media;
        this.most = most;
        this.precision = precision;
    }

    @FunctionalInterface
    private interface Writing {
        void to(Path file) throws IOException;
    }

    private record KeptFile(Path file, long bytes, Instant used) {}

    private Path embeddings(Origin origin) {
        return media.seen(origin.videoId()).resolve(origin.digest() + ".embeddings.safetensors");
    }

    private Path state(Origin origin) {
        return media.seen(origin.videoId()).resolve(origin.digest() + "." + precision + ".state.safetensors");
    }

    /** Opens a session without reading a picture of its clip; none if its frames were not seen, or that is not known any more. */
    Optional<VideoSession> reopen(TimeViper model, Clip clip, Origin origin) {
        Path file = embeddings(origin);
        try {
            if (usable(file)) {
                return Optional.of(model.reopen(clip, file, origin.text()));
            }
        } catch (ModelException e) {
            refuse(file, e);
        }
        discard(state(origin)); // It goes on from these embeddings and not from others.
        return Optional.empty();
    }

    /** Lets a session go on from where an earlier one was; false if that is not known any more. */
    boolean recallState(VideoSession session, Origin origin) {
        Path file = state(origin);
        if (!usable(file)) {
            return false;
        }
        try {
            session.recallPrefix(file, origin.text());
            touched(embeddings(origin)); // Without them a state is of no use: it goes first.
            return true;
        } catch (ModelException e) {
            refuse(file, e);
            return false;
        }
    }

    /** Whether there is a file, which is now the one that was used last. */
    private boolean usable(Path file) {
        return most > 0 && touched(file);
    }

    private static boolean touched(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void refuse(Path file, ModelException cause) {
        LOG.warn("What was kept of a film is computed again: {}", cause.getMessage());
        discard(file);
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays where it is", file, e);
        }
    }

    /** Keeps what a session has seen, unless that is there already. */
    void keepEmbeddings(VideoSession session, Origin origin) {
        keep(embeddings(origin), origin, session.embeddingBytes(), file -> session.keepEmbeddings(file, origin.text()));
    }

    /** Keeps the state from which a session's prompts go on, unless there is none yet, or it is there already. */
    void keepState(VideoSession session, Origin origin) {
        if (session.prefixBytes() > 0) {
            keep(state(origin), origin, session.prefixBytes(), file -> session.keepPrefix(file, origin.text()));
            touched(embeddings(origin));
        }
    }

    private void keep(Path file, Origin origin, long bytes, Writing writing) {
        if (bytes > most || touched(file) || !stillThere(origin)) {
            return;
        }
        try {
            trim(most - bytes);
            Files.createDirectories(file.getParent());
            writing.to(file);
            if (!stillThere(origin)) {
                media.removeSeen(origin.videoId());
            }
            failing = false;
        } catch (IOException | RuntimeException e) { // An answer must not be lost because it could not be made cheaper.
            if (!failing) {
                LOG.warn(
                        "What the model has seen cannot be kept in {}, and so is computed again when it is wanted. Is the disk full?",
                        file.getParent(),
                        e);
            }
            failing = true;
        }
    }

    /** Another process may have deleted the video, or have sampled it anew. */
    private boolean stillThere(Origin origin) {
        Path frames = media.frames(origin.videoId());
        try {
            return SampledFilm.finished(frames)
                    && SampledFilm.open(frames).fingerprint().equals(origin.pictures());
        } catch (RuntimeException e) {
            LOG.debug("The pictures of video {} have just gone", origin.videoId(), e);
            return false;
        }
    }

    /** Deletes what is kept of a video. */
    void forget(String videoId) {
        media.removeSeen(videoId);
    }

    /** Brings the folder below the bound, which may have been another one before. */
    void trim() {
        try {
            trim(most);
        } catch (IOException e) {
            LOG.warn("The folder {} cannot be read", media.seen(), e);
        }
    }

    private void trim(long bound) throws IOException {
        List<KeptFile> files = files();
        files.sort(Comparator.comparing(KeptFile::used));
        long held = files.stream().mapToLong(KeptFile::bytes).sum();
        for (KeptFile file : files) {
            if (held <= bound) {
                return;
            }
            delete(file.file());
            held -= file.bytes();
        }
    }

    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        try {
            Files.deleteIfExists(file.getParent());
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("Something else of its video is left beside {}", file);
        }
    }

    /** All files, without those that a process which has ended did not finish: they go at once. */
    private List<KeptFile> files() throws IOException {
        List<KeptFile> files = new ArrayList<>();
        if (Files.notExists(media.seen())) {
            return files;
        }
        Instant abandoned = Instant.now().minus(LONGEST_WRITING);
        Files.walkFileTree(media.seen(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Instant used = attributes.lastModifiedTime().toInstant();
                if (file.toString().endsWith(SealedTensors.UNFINISHED) && used.isBefore(abandoned)) {
                    delete(file);
                } else {
                    files.add(new KeptFile(file, attributes.size(), used));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return passOver(e);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                return e == null ? FileVisitResult.CONTINUE : passOver(e);
            }

            /** Another process may delete what is walked over. */
            private FileVisitResult passOver(IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return files;
    }
}
