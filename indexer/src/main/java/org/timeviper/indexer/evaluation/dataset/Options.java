package org.timeviper.indexer.evaluation.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * The options of a question.
 *
 * @param annotation what asks it
 * @param field where they stand, for errors
 * @param texts 2 to 26, without letters; a few that are published are blank
 */
record Options(Annotation annotation, String field, List<String> texts) {

    private static final int FEWEST = 2;
    private static final int MOST = 26;

    Options {
        if (texts.size() < FEWEST || texts.size() > MOST) {
            throw annotation.rejected(
                    field, "holds %d options, but must hold %d to %d".formatted(texts.size(), FEWEST, MOST));
        }
        texts = List.copyOf(texts);
    }

    /** @return options that have no letters */
    static Options of(Annotation annotation, String field) {
        return new Options(annotation, field, annotation.textsOrBlanks(field));
    }

    /** @return options without the letters that stand before them: {@code A. a dog}, {@code (B) a cat}, {@code C: a hen} */
    static Options lettered(Annotation annotation, String field) {
        List<String> texts = annotation.textsOrBlanks(field);
        List<String> bare = new ArrayList<>();
        for (String text : texts) {
            char letter = letter(bare.size());
            String without = text.replaceFirst("^\\(?" + letter + "[.):]\\s*", "");
            bare.add(without.isEmpty() ? text : without);
        }
        return new Options(annotation, field, bare);
    }

    /** @return place of the option whose letter the field holds: {@code B} is 1 */
    int atLetter(String answer) {
        String letter = annotation.text(answer);
        int place = letter.length() == 1 ? letter.charAt(0) - 'A' : -1;
        if (place < 0 || place >= texts.size()) {
            throw annotation.rejected(
                    answer, "is '%s', but the options are A to %s".formatted(letter, letter(texts.size() - 1)));
        }
        return place;
    }

    /** @return place of the option whose number, from 0, the field holds, as a number or a text */
    int atNumber(String answer) {
        String number = annotation.id(answer);
        for (int place = 0; place < texts.size(); place++) {
            if (number.equals(Integer.toString(place))) {
                return place;
            }
        }
        throw annotation.rejected(answer, "is '%s', but the options are 0 to %d".formatted(number, texts.size() - 1));
    }

    /** @return place of the option that the field repeats */
    int equalTo(String answer) {
        String text = annotation.textOrBlank(answer);
        int place = texts.indexOf(text);
        if (place < 0) {
            throw annotation.rejected(answer, "is '%s', which is none of the options %s".formatted(text, texts));
        }
        return place;
    }

    private static char letter(int place) {
        return (char) ('A' + Math.min(place, MOST - 1));
    }
}
