package org.timeviper.indexer.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.AskResult;
import org.timeviper.api.Citation;
import org.timeviper.model.task.VideoTasks;

/** Makes one answer of its parts. */
final class Composition {

    private Composition() {}

    /**
     * What is shown makes up the answer: the one text when all that is shown says the same, else a line for each span. When nothing is shown the answer is the sentence
     * that says so.
     *
     * @param parts in the order in which they were looked at
     */
    static AskResult of(String question, List<AnswerPart> parts) {
        List<AnswerPart> shown = parts.stream().filter(AnswerPart::shown).toList();
        List<AnswerPart> unseen = parts.stream().filter(part -> !part.shown()).toList();
        List<AnswerPart> ordered =
                Stream.concat(shown.stream(), unseen.stream()).toList();
        if (shown.isEmpty()) {
            return new AskResult(question, VideoTasks.notShown(), false, ordered);
        }
        long different = shown.stream()
                .map(part -> part.text().strip().toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (different == 1) {
            return new AskResult(question, shown.getFirst().text(), true, ordered);
        }
        List<String> lines = new ArrayList<>();
        for (AnswerPart part : shown) {
            Citation where = part.citation();
            lines.add(String.format(
                    Locale.ROOT, "%s, %.0f–%.0f s: %s", where.name(), where.start(), where.end(), part.text()));
        }
        return new AskResult(question, String.join("\n", lines), true, ordered);
    }
}
