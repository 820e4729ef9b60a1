package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.timeviper.api.Accepted;
import org.timeviper.api.JobState;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibrarySettings;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.pipeline.JobQueue;

/**
 * Takes films in. What cannot be read as a film is refused at once and nothing of it is kept. An accepted film lies in the media store, and its video and job are in
 * the library, before the client hears of it; a crash on the way leaves at most a stray folder, which the next start sweeps away.
 */
@Singleton
final class Intake {

    private static final int LONGEST_NAME = 255;

    private final Library library;
    private final MediaStore media;
    private final FilmReader films;
    private final JobQueue jobs;
    private final LibrarySettings settings;

    @Inject
    Intake(Library library, MediaStore media, FilmReader films, JobQueue jobs, LibrarySettings settings) {
        this.library = library;
        this.media = media;
        this.films = films;
        this.jobs = jobs;
        this.settings = settings;
    }

    /**
     * Takes an uploaded file; it is moved.
     *
     * @param uploaded where the upload was streamed to
     * @param name the client's name for it
     * @param said what the client says of it
     */
    Accepted upload(Path uploaded, String name, Attributes said) {
        String plain = plain(name);
        String id = UUID.randomUUID().toString();
        try {
            Path folder = Files.createDirectory(uploaded.resolveSibling(id));
            Path received = Files.move(uploaded, folder.resolve(MediaStore.fileName(plain)));
            try {
                MediaInfo info = films.probe(received, plain);
                long size = Files.size(received);
                return accept(id, plain, media.take(received, id, plain), size, info, said);
            } finally {
                Files.deleteIfExists(received);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The upload " + plain + " cannot be stored", e);
        }
    }

    /**
     * Registers a file where it lies, below the import folder; it is neither copied nor ever deleted.
     *
     * @param path relative to the import folder
     * @param name what to call it; null for the file's name
     * @param said what the client says of it
     */
    Accepted register(String path, String name, Attributes said) {
        Path file = withinImportFolder(path);
        String called = plain(name == null ? file.getFileName().toString() : name);
        MediaInfo info = films.probe(file, plain(file.getFileName().toString()));
        try {
            return accept(UUID.randomUUID().toString(), called, file, Files.size(file), info, said);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + path + " cannot be read", e);
        }
    }

    /** Follows links before it compares, so that no link leads out of the folder. */
    private Path withinImportFolder(String path) {
        Path folder = settings.importFolder()
                .orElseThrow(() -> new Refused(
                        403,
                        "Imports are off",
                        "This service has no import folder: set timeviper.import-folder, or upload the file."));
        try {
            Path root = folder.toRealPath();
            Path wanted = root.resolve(path).normalize();
            if (!wanted.startsWith(root)) {
                throw outside(path);
            }
            if (!Files.exists(wanted)) {
                throw new NotFound("There is no file '" + path + "' below the import folder.");
            }
            Path real = wanted.toRealPath();
            if (!real.startsWith(root)) {
                throw outside(path);
            }
            return real;
        } catch (InvalidPathException e) {
            throw new Refused(400, "Invalid path", "'" + path.replaceAll("\\p{Cntrl}", "?") + "' is no path.");
        } catch (IOException e) {
            throw new Refused(503, "Import folder unavailable", "The import folder " + folder + " cannot be read.");
        }
    }

    private static Refused outside(String path) {
        return new Refused(
                403,
                "Outside the import folder",
                "'" + path + "' leads out of the import folder: only files below it can be registered.");
    }

    private Accepted accept(String id, String name, Path file, long size, MediaInfo info, Attributes said) {
        Instant now = Instant.now();
        String jobId = UUID.randomUUID().toString();
        Video video = new Video(
                id,
                name,
                file,
                VideoState.INDEXING,
                info.durationSeconds(),
                info.width(),
                info.height(),
                info.frameRate(),
                size,
                now,
                0,
                info.frameCount(),
                null,
                jobId,
                said,
                info.audio(),
                info.slate());
        Job job = new Job(jobId, id, JobState.QUEUED, "probe", 0, null, null, now, now);
        library.add(video, job);
        jobs.submit(jobId);
        return new Accepted(Views.of(video), Views.of(job));
    }

    /** The last part of a path of either kind, without control characters, of bounded length. */
    private static String plain(String name) {
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = last.replaceAll("\\p{Cntrl}", "").strip();
        String cut = clean.length() > LONGEST_NAME - 64 ? clean.substring(clean.length() - (LONGEST_NAME - 64)) : clean;
        if (!cut.isEmpty() && Character.isLowSurrogate(cut.charAt(0))) {
            cut = cut.substring(1); // half a letter
        }
        return cut.isEmpty() || cut.matches("\\.+") ? "video" : cut;
    }
}
