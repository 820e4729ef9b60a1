package org.timeviper.indexer.evaluation.dataset;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines as Charades-STA writes them: {@code VIDEO START END##SENTENCE}. Each becomes an annotation with the fields {@code video}, {@code start}, {@code end} and
 * {@code sentence}.
 */
final class GroundingLines {

    private static final String SECONDS = "(-?\\d{1,9}(?:\\.\\d{1,20})?)";
    private static final Pattern LINE =
            Pattern.compile("(\\S+)\\s+" + SECONDS + "\\s+" + SECONDS + "\\s*##\\s*(\\S.*)");

    private GroundingLines() {}

    /** Reads a file; a line of another form is rejected by itself. */
    static void of(Path file, ReadingBuilder reading, Consumer<Annotation> each) {
        int number = 0;
        for (Iterator<String> lines = AnnotationText.of(file).lines().iterator(); lines.hasNext(); ) {
            String line = lines.next().strip();
            Place place = new Place(file, ++number, "");
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                each.accept(annotation(place, matcher));
            } else if (!line.isEmpty()) {
                reading.reject(new UnusableAnnotation(place, "", "is not of the form VIDEO START END##SENTENCE"));
            }
        }
    }

    private static Annotation annotation(Place place, Matcher line) {
        return new Annotation(
                place,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("video", line.group(1))
                        .put("start", Double.parseDouble(line.group(2)))
                        .put("end", Double.parseDouble(line.group(3)))
                        .put("sentence", line.group(4)));
    }
}
