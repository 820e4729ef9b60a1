package org.timeviper.indexer.evaluation.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question with its options below it in the same text, one a line, each behind a label.
 *
 * @param question without the options
 * @param options without their labels
 */
record InlineQuestion(String question, Options options) {

    /**
     * @param field where the text stands
     * @param label what stands before an option; its only group is a letter, or a number from 1
     * @throws Rejected if the options do not stand below the question in order
     */
    static InlineQuestion of(Annotation annotation, String field, Pattern label) {
        List<String> question = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String line : annotation.text(field).split("\\R")) {
            Matcher labelled = label.matcher(line.strip());
            if (labelled.lookingAt() && place(labelled.group(1)) == options.size()) {
                options.add(line.strip().substring(labelled.end()).strip());
            } else if (options.isEmpty()) {
                question.add(line.strip());
            } else {
                throw annotation.rejected(
                        field, "has the line '%s' where option %d should be".formatted(line, options.size() + 1));
            }
        }
        String asked = String.join("\n", question).strip();
        if (asked.isEmpty() || options.contains("")) {
            throw annotation.rejected(field, "has no question above its options, or an option without words");
        }
        return new InlineQuestion(asked, new Options(annotation, field, options));
    }

    /**
     * @param answer a field that holds an option's label, with or without the option
     * @return the option's place
     */
    int labelled(String answer, Pattern label) {
        Annotation annotation = options.annotation();
        String text = annotation.text(answer);
        Matcher labelled = label.matcher(text);
        int place = labelled.lookingAt() ? place(labelled.group(1)) : -1;
        if (place < 0 || place >= options.texts().size()) {
            throw annotation.rejected(
                    answer,
                    "is '%s', which begins like none of the %d options"
                            .formatted(text, options.texts().size()));
        }
        return place;
    }

    private static int place(String label) {
        char first = label.charAt(0);
        return Character.isDigit(first) ? first - '1' : first - 'A';
    }
}
