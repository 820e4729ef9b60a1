package org.timeviper.indexer.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.timeviper.indexer.media.UnreadableMedia.Kind;

/**
 * Reads films through a decoder in a process of its own. Safe for use by many threads; each call runs one process.
 *
 * <pre>{@code
 * SampledFilm film = new FilmReader(DecoderSettings.defaults()).sample(file, 1.0, folder, (done, of) -> {});
 * }</pre>
 */
public final class FilmReader {

    private final DecoderSettings settings;
    private final ObjectMapper json = new ObjectMapper();

    /** @param settings how the decoder's process is run */
    public FilmReader(DecoderSettings settings) {
        this.settings = settings;
    }

    /**
     * Says what a file is, from its headers.
     *
     * @param file the film
     * @throws UnreadableMedia when it is not a film that can be decoded here
     */
    public MediaInfo probe(Path file) {
        return probe(file, file.getFileName().toString());
    }

    /**
     * Says what a file is, from its headers.
     *
     * @param file the film
     * @param name what it is called in messages
     * @throws UnreadableMedia when it is not a film that can be decoded here
     */
    public MediaInfo probe(Path file, String name) {
        refuseWhatIsNoFile(file, name);
        return info(
                name,
                new DecoderProcess(settings, name)
                        .run(List.of("probe", file.toAbsolutePath().toString()), (seconds, of) -> {}));
    }

    /**
     * Decodes a film once, from its first to its last frame: writes a JPEG picture for every {@code 1/fps} seconds, longest side at most 384 pixels, and finds the
     * shots. The folder's {@code sample.json} is written last; a folder without it is unfinished and is begun anew.
     *
     * @param file the film
     * @param fps pictures a second of film
     * @param directory where the pictures go
     * @param progress hears how far it is
     * @throws UnreadableMedia when it is not a film that can be decoded here
     */
    public SampledFilm sample(Path file, double fps, Path directory, SampleProgress progress) {
        return sample(file, file.getFileName().toString(), fps, directory, progress);
    }

    /**
     * As {@link #sample(Path, double, Path, SampleProgress)}.
     *
     * @param name what the film is called in messages
     */
    public SampledFilm sample(Path file, String name, double fps, Path directory, SampleProgress progress) {
        refuseWhatIsNoFile(file, name);
        empty(directory);
        String rate = String.format(Locale.ROOT, "%.6f", fps);
        new DecoderProcess(settings, name)
                .run(List.of("sample", file.toAbsolutePath().toString(), rate, directory.toString()), progress);
        return SampledFilm.open(directory);
    }

    /**
     * As {@link #sample(Path, double, Path, SampleProgress)}, of a film that lies in a folder as pictures.
     *
     * @throws UnreadableMedia when the pictures cannot be decoded; its message names their folder
     */
    public SampledFilm sample(PictureSequence film, double fps, Path directory, SampleProgress progress) {
        empty(directory);
        String folder = film.folder().toAbsolutePath().toString();
        List<String> order = List.of(
                "pictures",
                folder.replace("%", "%%") + "/" + film.pattern(),
                String.format(Locale.ROOT, "%.6f", film.rate()),
                Integer.toString(film.first()),
                String.format(Locale.ROOT, "%.6f", fps),
                directory.toString());
        new DecoderProcess(settings, "the folder of pictures " + film.folder()).run(order, progress);
        return SampledFilm.open(directory);
    }

    private static void refuseWhatIsNoFile(Path file, String name) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UnreadableMedia(
                    Kind.MISSING,
                    name + " (" + file + ") does not exist or cannot be read: check the path and its permissions");
        }
        try {
            if (Files.size(file) == 0) {
                throw new UnreadableMedia(Kind.EMPTY, name + " is empty (0 bytes): upload it again");
            }
        } catch (IOException e) {
            throw new UnreadableMedia(Kind.MISSING, name + " (" + file + ") cannot be read: " + e.getMessage());
        }
    }

    private static void empty(Path directory) {
        try {
            if (Files.exists(directory)) {
                try (Stream<Path> old = Files.walk(directory)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for sampled pictures " + directory + " cannot be written", e);
        }
    }

    private MediaInfo info(String name, String text) {
        Exception cause = null;
        try {
            MediaInfo info = json.readValue(text, MediaInfo.class);
            if (info != null) {
                return info;
            }
        } catch (JsonProcessingException e) {
            cause = e;
        }
        UnreadableMedia fault = new UnreadableMedia(
                Kind.DECODER_CRASHED,
                name
                        + " made the decoder answer what cannot be read: it is probably damaged, re-encode it and try again");
        fault.initCause(cause);
        throw fault;
    }
}
