package org.timeviper.indexer.ask;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.AskResult;
import org.timeviper.api.Citation;
import org.timeviper.model.task.VideoTasks;

/** Makes one answer of its parts. */
final class Composition {

    private static final Pattern YES = Pattern.compile("yes\\b.*", Pattern.DOTALL);
    private static final Pattern NO = Pattern.compile("no\\b.*", Pattern.DOTALL);

    private Composition() {}

    /**
     * What is shown makes up the answer: the one text when all that is shown says the same, else a line for each span. When nothing is shown the answer is the sentence
     * that says so, or that it can't be told for sure, if that is so of any part.
     *
     * <p>What is shown comes first, in the order in which it was looked at, which is that of the hits; where one part says yes and another no, the surest comes first. Then
     * come those parts of which the model is not sure, then those that do not show what is asked about.
     *
     * @param parts in the order in which they were looked at
     */
    static AskResult of(String question, List<AnswerPart> parts) {
        List<AnswerPart> shown =
                inOrder(parts.stream().filter(AnswerPart::shown).toList());
        List<AnswerPart> unsure = parts.stream().filter(part -> !part.sure()).toList();
        List<AnswerPart> unseen =
                parts.stream().filter(part -> part.sure() && !part.shown()).toList();
        List<AnswerPart> ordered =
                Stream.of(shown, unsure, unseen).flatMap(List::stream).toList();
        if (shown.isEmpty()) {
            String nothing = unsure.isEmpty() ? VideoTasks.notShown() : VideoTasks.notSure();
            return new AskResult(question, nothing, false, ordered);
        }
        long different = shown.stream().map(Composition::plain).distinct().count();
        return new AskResult(question, different == 1 ? shown.getFirst().text() : lines(shown), true, ordered);
    }

    private static List<AnswerPart> inOrder(List<AnswerPart> shown) {
        boolean contradict = shown.stream()
                        .anyMatch(part -> YES.matcher(plain(part)).matches())
                && shown.stream().anyMatch(part -> NO.matcher(plain(part)).matches());
        return contradict
                ? shown.stream()
                        .sorted(Comparator.comparingDouble(AnswerPart::confidence)
                                .reversed())
                        .toList()
                : shown;
    }

    private static String plain(AnswerPart part) {
        return part.text().strip().toLowerCase(Locale.ROOT);
    }

    private static String lines(List<AnswerPart> shown) {
        return String.join("\n", shown.stream().map(Composition::line).toList());
    }

    private static String line(AnswerPart part) {
        Citation where = part.citation();
        return String.format(Locale.ROOT, "%s, %.0f–%.0f s: %s", where.name(), where.start(), where.end(), part.text());
    }
}
