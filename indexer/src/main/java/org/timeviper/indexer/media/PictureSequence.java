package org.timeviper.indexer.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.timeviper.indexer.media.UnreadableMedia.Kind;

/**
 * A film that lies in a folder as JPEG pictures which are numbered without a gap, as datasets give films out: {@code 00001.jpg}, {@code 00002.jpg} and so on. Other files in the folder
 * are passed over.
 *
 * @param folder where the pictures lie
 * @param rate pictures a second
 * @param pattern how a picture is called after its number, for example {@code %05d.jpg}
 * @param first the first picture's number
 * @param count how many pictures there are, at least one
 */
public record PictureSequence(Path folder, double rate, String pattern, int first, int count) {

    private static final Pattern PICTURE = Pattern.compile("\\d{1,9}\\.jpe?g");

    /**
     * Looks into a folder; the pictures are not opened.
     *
     * @param rate pictures a second; more than 0
     * @throws UnreadableMedia when it is no folder, holds no such picture, or some are missing between the first and the last; its message names the folder
     */
    public static PictureSequence of(Path folder, double rate) {
        List<String> names = names(folder);
        if (names.isEmpty()) {
            throw new UnreadableMedia(
                    Kind.EMPTY,
                    "the folder of pictures " + folder
                            + " holds none that is called by its number, as 00001.jpg: unpack"
                            + " the film's pictures into it again");
        }
        List<String> patterns = names.stream()
                .map(name -> pattern(name, padded(names)))
                .distinct()
                .toList();
        if (patterns.size() > 1) {
            throw new UnreadableMedia(
                    Kind.NOT_MEDIA,
                    "the folder of pictures " + folder + " holds pictures that are numbered in several ways, "
                            + String.join(" and ", patterns) + ": keep those of one film in it");
        }
        int[] numbers = names.stream()
                .mapToInt(name -> Integer.parseInt(stem(name)))
                .sorted()
                .toArray();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != numbers[0] + i) {
                throw new UnreadableMedia(
                        Kind.TRUNCATED,
                        "the folder of pictures " + folder + " lacks "
                                + String.format(patterns.getFirst(), numbers[0] + i)
                                + " between its first and its last: unpack the film's pictures into it again");
            }
        }
        return new PictureSequence(folder, rate, patterns.getFirst(), numbers[0], numbers.length);
    }

    /** @return how long the film lasts, in seconds */
    public double seconds() {
        return count / rate;
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> PICTURE.matcher(name).matches())
                    .toList();
        } catch (IOException e) {
            UnreadableMedia missing = new UnreadableMedia(
                    Kind.MISSING,
                    "the folder of pictures " + folder
                            + " does not exist or cannot be read: check the path and its permissions");
            missing.initCause(e);
            throw missing;
        }
    }

    private static boolean padded(List<String> names) {
        return names.stream().map(PictureSequence::stem).anyMatch(number -> number.matches("0\\d+"));
    }

    private static String pattern(String name, boolean padded) {
        return (padded ? "%0" + stem(name).length() + "d" : "%d") + name.substring(name.indexOf('.'));
    }

    private static String stem(String name) {
        return name.substring(0, name.indexOf('.'));
    }
}
