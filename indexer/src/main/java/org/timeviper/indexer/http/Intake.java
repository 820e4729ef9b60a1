package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.timeviper.api.Accepted;
import org.timeviper.api.JobState;
import org.timeviper.api.JobView;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.fetch.AllowedHosts;
import org.timeviper.indexer.fetch.FilmFetcher;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibrarySettings;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.pipeline.JobQueue;
import org.timeviper.indexer.pipeline.Step;

/**
 * Takes films in. What cannot be read as a film is refused at once and nothing of it is kept. An accepted film lies in the media store, and its video and job are in
 * the library, before the client hears of it; a crash on the way leaves at most a stray folder, which the next start sweeps away.
 */
@Singleton
final class Intake {

    private static final int LONGEST_NAME = 255;

    /** Seconds after which the import folder may be there again. */
    private static final int LATER = 60;

    private final Library library;
    private final MediaStore media;
    private final FilmReader films;
    private final FilmFetcher fetcher;
    private final JobQueue jobs;
    private final LibrarySettings settings;

    @Inject
    Intake(
            Library library,
            MediaStore media,
            FilmReader films,
            FilmFetcher fetcher,
            JobQueue jobs,
            LibrarySettings settings) {
        this.library = library;
        this.media = media;
        this.films = films;
        this.fetcher = fetcher;
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
     * Takes an upload that has come piece by piece and is whole. Where an earlier try was interrupted after the library had the video, that is what is given.
     *
     * @param whole its file; it stays until the upload is ended
     * @param mine asked before the library hears of it: whether it is still the caller's to take in
     */
    Accepted finish(Upload upload, Path whole, BooleanSupplier mine) {
        Optional<Video> there = library.video(upload.id());
        if (there.isPresent()) {
            return accepted(there.get());
        }
        MediaInfo info = films.probe(whole, upload.name());
        try {
            Path kept = media.keep(whole, upload.id(), upload.name());
            if (!mine.getAsBoolean()) {
                throw new Refused(
                        409,
                        "Overtaken",
                        ProblemCode.UPLOAD_OVERTAKEN,
                        "The upload " + upload.name() + " is taken in elsewhere: ask what became of it.");
            }
            return accept(upload.id(), upload.name(), kept, upload.sizeBytes(), info, upload.said());
        } catch (IOException e) {
            throw new UncheckedIOException("The upload " + upload.name() + " cannot be stored", e);
        }
    }

    private Accepted accepted(Video video) {
        Job job = library.job(video.jobId())
                .orElseThrow(() -> new NotFound(
                        ProblemCode.JOB_UNKNOWN, "The job of " + video.name() + " is gone with its video."));
        return new Accepted(Views.of(video), Views.of(job));
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
                        ProblemCode.IMPORT_OFF,
                        "This service has no import folder: set timeviper.import-folder, or upload the file."));
        try {
            Path root = folder.toRealPath();
            Path wanted = root.resolve(path).normalize();
            if (!wanted.startsWith(root)) {
                throw outside(path);
            }
            if (!Files.exists(wanted)) {
                throw new NotFound(
                        ProblemCode.IMPORT_UNREADABLE, "There is no file '" + path + "' below the import folder.");
            }
            Path real = wanted.toRealPath();
            if (!real.startsWith(root)) {
                throw outside(path);
            }
            return real;
        } catch (InvalidPathException e) {
            throw new Refused(
                    400,
                    "Invalid path",
                    ProblemCode.IMPORT_UNREADABLE,
                    "'" + path.replaceAll("\\p{Cntrl}", "?") + "' is no path.");
        } catch (IOException e) {
            throw new Refused(
                    503,
                    "Import folder unavailable",
                    ProblemCode.IMPORT_UNREADABLE,
                    "The import folder " + folder + " cannot be read.",
                    LATER);
        }
    }

    private static Refused outside(String path) {
        return new Refused(
                403,
                "Outside the import folder",
                ProblemCode.IMPORT_NOT_ALLOWED,
                "'" + path + "' leads out of the import folder: only files below it can be registered.");
    }

    /**
     * Registers a film that lies on another server. Its job brings it, so that the client need not wait; what turns out to be no film ends the job.
     *
     * @param address where it is
     * @param name what to call it; null for the last part of its address
     * @param said what the client says of it
     */
    Accepted fetch(String address, String name, Attributes said) {
        URI source = allowed(address);
        String called = plain(name == null ? source.getPath() : name);
        Instant now = Instant.now();
        String id = UUID.randomUUID().toString();
        String jobId = UUID.randomUUID().toString();
        Video video = new Video(
                id,
                called,
                media.place(id, named(source, called)),
                VideoState.INDEXING,
                0,
                0,
                0,
                0,
                0,
                now,
                0,
                0,
                null,
                null,
                jobId,
                said,
                false,
                null,
                null);
        Job job = new Job(jobId, id, JobState.QUEUED, Step.FETCH.title(), 0, null, null, null, now, now);
        library.add(video, job, source);
        jobs.submit(jobId);
        return new Accepted(Views.of(video), Views.of(job));
    }

    /** The name whose extension tells what the film is: that of the file, whatever people call the film. */
    private static String named(URI source, String called) {
        String file = plain(source.getPath());
        return file.contains(".") ? file : called;
    }

    private URI allowed(String address) {
        URI source;
        try {
            source = AllowedHosts.address(address);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "Invalid request", "'url' cannot be taken: " + e.getMessage() + ".");
        }
        if (fetcher.hosts().none()) {
            throw new Refused(
                    403,
                    "Imports by address are off",
                    ProblemCode.IMPORT_OFF,
                    "This service imports from no host: list those that it may import from in timeviper.import.hosts, or upload the film.");
        }
        if (!fetcher.hosts().allow(source)) {
            throw new Refused(
                    403,
                    "Host not allowed",
                    ProblemCode.IMPORT_NOT_ALLOWED,
                    AllowedHosts.shown(source)
                            + " is not on a host that films may be imported from: add it to timeviper.import.hosts, or upload the film.");
        }
        return source;
    }

    /**
     * Lets a video be indexed again, with the model that is configured now.
     *
     * @return its job; empty if one is under way
     */
    Optional<JobView> again(Video video) {
        Instant now = Instant.now();
        Job job = new Job(
                UUID.randomUUID().toString(),
                video.id(),
                JobState.QUEUED,
                Step.PROBE.title(),
                0,
                null,
                null,
                null,
                now,
                now);
        if (!library.again(job)) {
            return Optional.empty();
        }
        jobs.submit(job.id());
        return Optional.of(Views.of(job));
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
                null,
                jobId,
                said,
                info.audio(),
                info.slate(),
                null);
        Job job = new Job(jobId, id, JobState.QUEUED, "probe", 0, null, null, null, now, now);
        library.add(video, job);
        jobs.submit(jobId);
        return new Accepted(Views.of(video), Views.of(job));
    }

    /** The last part of a path of either kind, without control characters, of bounded length. */
    static String plain(String name) {
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = last.replaceAll("\\p{Cntrl}", "").strip();
        String cut = clean.length() > LONGEST_NAME - 64 ? clean.substring(clean.length() - (LONGEST_NAME - 64)) : clean;
        if (!cut.isEmpty() && Character.isLowSurrogate(cut.charAt(0))) {
            cut = cut.substring(1); // half a letter
        }
        return cut.isEmpty() || cut.matches("\\.+") ? "video" : cut;
    }
}
