package org.timeviper.search.lucene;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;

/**
 * The things a text gives colours to: in "a red square and a blue circle" the square is red and the circle blue. Sentence embeddings hardly tell that from "a red
 * circle and a blue square", and neither do words without their order.
 *
 * @param colours for each thing that has any, as indexed, the colours it is said to have
 */
public record ColouredThings(Map<String, Set<String>> colours) {

    /** How many words of a text are read. */
    private static final int MAX_WORDS = 1_000;

    /** How far before the thing its colour may stand, in words: "a red and white striped shirt". */
    private static final int REACH = 4;

    public ColouredThings {
        colours = Map.copyOf(colours);
    }

    /**
     * Reads a text. Denied things are left out.
     *
     * @param analyzer a {@link CaptionAnalyzer}, or one that ends like it
     */
    public static ColouredThings of(String text, Analyzer analyzer) {
        List<CaptionQuery.Word> words = CaptionQuery.tokens(text, analyzer, MAX_WORDS).stream()
                .filter(token -> !token.denied())
                .map(CaptionQuery.Token::word)
                .toList();
        Map<String, Set<String>> colours = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String thing = words.get(i).term();
            for (int c = i - 1;
                    c >= 0 && !modifier(words.get(i)) && modifier(words.get(c)) && near(words.get(c), words.get(i));
                    c--) {
                String colour = colour(words.get(c));
                if (colour != null) {
                    colours.computeIfAbsent(thing, t -> new HashSet<>()).add(colour);
                }
            }
        }
        return new ColouredThings(colours);
    }

    /**
     * Says whether a caption gives a thing of this text other colours than this text does. A thing without a colour, or that is not named, differs from nothing.
     *
     * @param caption what the caption says
     */
    public boolean differFrom(ColouredThings caption) {
        return colours.entrySet().stream().anyMatch(wanted -> {
            Set<String> shown = caption.colours.getOrDefault(wanted.getKey(), Set.of());
            return !shown.isEmpty() && wanted.getValue().stream().noneMatch(shown::contains);
        });
    }

    private static boolean near(CaptionQuery.Word colour, CaptionQuery.Word thing) {
        return thing.position() - colour.position() <= REACH;
    }

    private static boolean modifier(CaptionQuery.Word word) {
        return Vocabulary.MODIFIERS.contains(word.text());
    }

    private static String colour(CaptionQuery.Word word) {
        return Vocabulary.COLOURS.get(word.text().toLowerCase(Locale.ROOT));
    }
}
