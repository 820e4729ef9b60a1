package org.timeviper.indexer.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.timeviper.api.Accepted;
import org.timeviper.api.JobState;
import org.timeviper.api.JobView;
import org.timeviper.api.VideoChange;
import org.timeviper.api.VideoState;
import org.timeviper.api.VideoView;

/** Hands films to the service one after another and follows the work on each. */
final class Indexing {

    private static final long POLL_MILLIS = 200;

    private static final Map<String, String> STEPS = Map.of(
            "fetch", "fetching",
            "probe", "reading",
            "sample", "decoding",
            "describe", "describing",
            "ground", "pinning times",
            "embed", "embedding",
            "publish", "publishing");

    /** For films of which the command line says nothing. */
    static final VideoChange NOTHING_SAID = new VideoChange(null, null, null, null);

    private final ServiceClient client;
    private final ProgressLine progress;
    private final boolean again;
    private final VideoChange said;
    private final Map<String, VideoView> present = new HashMap<>();

    /**
     * @param again whether films that the library already holds (same name, same size) are indexed once more
     * @param said what is said of every film
     */
    Indexing(ServiceClient client, ProgressLine progress, boolean again, VideoChange said) {
        this.client = client;
        this.progress = progress;
        this.again = again;
        this.said = said;
        client.videos().stream()
                .filter(video -> video.state() == VideoState.READY)
                .forEach(video -> present.putIfAbsent(identity(video.name(), video.sizeBytes()), video));
    }

    /**
     * What became of one file.
     *
     * @param file as named on the command line
     * @param id the video's identity; null when it never came into the library
     * @param state {@code indexed}, {@code present} (it already was in the library) or {@code failed}
     * @param duration the film's seconds
     * @param scenes how many scenes and events were described
     * @param seconds how long it took
     * @param realTimeFactor seconds of film a second of work; null when nothing was done
     * @param framesSeen frames that the model looked at
     * @param framesTotal frames that the film has
     * @param collection the collection it belongs to; null for none
     * @param tags its tags; null when it never came into the library
     * @param language the language spoken in it; null if unknown
     * @param metadata what else is said of it; null when it never came into the library
     * @param problem why it failed; null otherwise
     */
    record Outcome(
            String file,
            String id,
            String state,
            double duration,
            int scenes,
            double seconds,
            Double realTimeFactor,
            long framesSeen,
            long framesTotal,
            String collection,
            List<String> tags,
            String language,
            Map<String, String> metadata,
            String problem) {

        boolean failed() {
            return state.equals("failed");
        }

        /** @return one line for a person */
        String inWords() {
            String about =
                    switch (state) {
                        case "present" -> "already in the library (--again indexes it once more)";
                        case "failed" -> problem;
                        default ->
                            String.format(
                                    Locale.ROOT,
                                    "%d scenes and events, %s of film in %s (%.1f times real time), %d of %d frames seen",
                                    scenes,
                                    Timecode.duration(duration),
                                    Timecode.duration(seconds),
                                    realTimeFactor,
                                    framesSeen,
                                    framesTotal);
                    };
            return file + ": " + about;
        }
    }

    /** Indexes one file under its own name; a file that cannot be indexed is an outcome, not an exception. */
    Outcome index(Path file) {
        return index(file, file.toString());
    }

    /** Indexes one file, shown to people under the given name. */
    Outcome index(Path file, String shown) {
        long began = System.nanoTime();
        try {
            long size = readableSize(file);
            VideoView already = present.get(identity(file.getFileName().toString(), size));
            if (already != null && !again) {
                return outcome(
                        shown,
                        "present",
                        said.equals(NOTHING_SAID) ? already : client.change(already.id(), said),
                        client.timeline(already.id()).scenes().size(),
                        0);
            }
            progress.show(shown + ": handing it to the service ...");
            return followed(shown, client.upload(file, file.getFileName().toString(), said), began);
        } catch (CommandFailure e) {
            return failure(shown, null, e.getMessage());
        } finally {
            progress.clear();
        }
    }

    /** Indexes a film that the service brings from another server; how long it is is not known before, so it is never taken for one that is there. */
    Outcome indexFrom(String url) {
        String shown = url.replaceFirst("[?#].*", ""); // what follows may be a key
        long began = System.nanoTime();
        try {
            progress.show(shown + ": asking the service to bring it ...");
            return followed(shown, client.importFrom(url, said), began);
        } catch (CommandFailure e) {
            return failure(shown, null, e.getMessage());
        } finally {
            progress.clear();
        }
    }

    private Outcome followed(String shown, Accepted accepted, long began) {
        JobView job = follow(shown, accepted.job());
        double seconds = (System.nanoTime() - began) / 1e9;
        VideoView video = client.video(accepted.video().id());
        if (job.state() != JobState.DONE) {
            return failure(shown, video.id(), job.problem());
        }
        return outcome(
                shown, "indexed", video, client.timeline(video.id()).scenes().size(), seconds);
    }

    private JobView follow(String shown, JobView accepted) {
        JobView job = accepted;
        while (!job.state().ended()) {
            String step = job.state() == JobState.QUEUED
                    ? "waiting for its turn"
                    : STEPS.getOrDefault(job.step(), job.step());
            progress.show(shown + ": " + step, job.percent(), job.remainingSeconds());
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure("interrupted; the service goes on with it when it next runs", e);
            }
            job = client.job(job.id());
        }
        return job;
    }

    private static long readableSize(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandFailure("is a folder; name the files in it, for example " + file.resolve("*.mp4"));
        }
        if (!Files.exists(file)) {
            throw new CommandFailure("there is no such file");
        }
        if (!Files.isReadable(file)) {
            throw new CommandFailure("may not be read by this user");
        }
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new CommandFailure("cannot be read: " + e.getMessage(), e);
        }
    }

    private static String identity(String name, long size) {
        return size + " " + name;
    }

    private static Outcome outcome(String shown, String state, VideoView video, int scenes, double seconds) {
        return new Outcome(
                shown,
                video.id(),
                state,
                video.durationSeconds(),
                scenes,
                seconds,
                seconds > 0 ? video.durationSeconds() / seconds : null,
                video.framesSeen(),
                video.framesTotal(),
                video.collection(),
                video.tags(),
                video.language(),
                video.metadata(),
                null);
    }

    private static Outcome failure(String shown, String id, String problem) {
        return new Outcome(shown, id, "failed", 0, 0, 0, null, 0, 0, null, null, null, null, problem);
    }
}
