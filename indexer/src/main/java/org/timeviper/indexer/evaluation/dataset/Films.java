package org.timeviper.indexer.evaluation.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.model.task.Span;

/**
 * The films of a dataset, found by name. What kind of film file each is does not matter: those who fetch films themselves get other kinds than the annotations name.
 *
 * <p>Each folder is listed once. Not safe for use by several threads.
 */
final class Films {

    /** Of several kinds of the same film, the first of these is taken. */
    private static final List<String> KINDS = List.of("mp4", "mkv", "webm", "avi", "mov");

    private final List<Path> folders;
    private final Map<Path, Map<String, Path>> listed = new HashMap<>();

    /** @param folders absolute and normalised, in the order in which to look */
    Films(List<Path> folders) {
        this.folders = folders;
    }

    /**
     * @param names what the film may be called, with or without its kind; may name folders
     * @return all of the film
     * @throws FilmMissing if it is not there
     * @throws Rejected if a name leads out of the folders
     */
    Footage whole(Annotation annotation, String... names) {
        return new Footage(find(annotation, names), Optional.empty());
    }

    /**
     * @param stretch in seconds of the film
     * @param names as for {@link #whole}
     * @return a part of the film
     * @throws FilmMissing if it is not there
     * @throws Rejected if a name leads out of the folders
     */
    Footage part(Annotation annotation, Span stretch, String... names) {
        return new Footage(find(annotation, names), Optional.of(stretch));
    }

    private Path find(Annotation annotation, String... names) {
        return look(annotation, names).orElseThrow(() -> new FilmMissing(names[0], folders));
    }

    /**
     * @param names as for {@link #whole}
     * @return the film, if it is there
     * @throws Rejected if a name leads out of the folders
     */
    Optional<Path> look(Annotation annotation, String... names) {
        for (String name : names) {
            for (Path folder : folders) {
                Path film = within(annotation, folder, name);
                Path found = listed.computeIfAbsent(film.getParent(), Films::list)
                        .get(film.getFileName().toString());
                if (found != null) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * @param name what the film is called; may name folders
     * @return the folder in which the film lies as pictures, if it is there
     * @throws Rejected if the name leads out of the folders
     */
    Optional<Path> lookForFolder(Annotation annotation, String name) {
        return folders.stream()
                .map(folder -> within(annotation, folder, name))
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static Path within(Annotation annotation, Path folder, String name) {
        try {
            Path film = folder.resolve(withoutKind(name)).normalize();
            if (film.startsWith(folder) && !film.equals(folder)) {
                return film;
            }
        } catch (InvalidPathException e) {
            throw annotation.rejected("", "names a film that no file can be named like: " + e.getReason());
        }
        throw annotation.rejected("", "names the film '" + name + "', which is not within the folder of films");
    }

    private static Map<String, Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        Map<String, Path> films = new HashMap<>();
        try (Stream<Path> files =
                Files.find(folder, 1, (file, attributes) -> attributes.isRegularFile(), FileVisitOption.FOLLOW_LINKS)) {
            files.filter(file -> kind(file.getFileName().toString()) >= 0)
                    .sorted(Comparator.comparingInt(
                                    (Path file) -> kind(file.getFileName().toString()))
                            .thenComparing(Comparator.naturalOrder()))
                    .forEach(file ->
                            films.putIfAbsent(withoutKind(file.getFileName().toString()), file));
            return films;
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableDataset("%s cannot be read (%s). See that it may be.".formatted(folder, e), e);
        }
    }

    private static String withoutKind(String name) {
        return kind(name) < 0 ? name : name.substring(0, name.lastIndexOf('.'));
    }

    /** @return place among the kinds; −1 for what is no film */
    private static int kind(String name) {
        String kind = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.indexOf('.') < 0 ? -1 : KINDS.indexOf(kind);
    }
}
