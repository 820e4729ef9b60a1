package org.timeviper.search.lucene;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;

/**
 * The things a text gives colours to: in "a red square and a blue circle" the square is red and the circle blue. Sentence embeddings hardly tell that from "a red
 * circle and a blue square", and neither do words without their order. Where colours stand behind the thing ("coche rojo", 「車は赤い」), they are looked for there.
 *
 * @param colours for each thing that has any, as indexed, the colours it is said to have, by their English names whatever the language
 */
public record ColouredThings(Map<String, Set<String>> colours) {

    /** How many words of a text are read. */
    private static final int MAX_WORDS = 1_000;

    /** How far from the thing its colour may stand, in words: "a red and white striped shirt". */
    private static final int REACH = 4;

    public ColouredThings {
        colours = Map.copyOf(colours);
    }

    /**
     * Reads a text. Denied things are left out.
     *
     * @param analyzer a {@link CaptionAnalyzer} of whatever language, or one that passes its tokens on
     */
    public static ColouredThings of(String text, Analyzer analyzer) {
        List<CaptionQuery.Token> words = CaptionQuery.tokens(text, analyzer, MAX_WORDS).stream()
                .filter(token -> !token.denied())
                .toList();
        Map<String, Set<String>> colours = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).isModifier()) {
                Set<String> found = new HashSet<>();
                collect(words, i, -1, found);
                collect(words, i, 1, found);
                if (!found.isEmpty()) {
                    colours.computeIfAbsent(words.get(i).word().term(), thing -> new HashSet<>())
                            .addAll(found);
                }
            }
        }
        return new ColouredThings(colours);
    }

    /** Walks from a thing over the adjectives that stand on one side of it and belong to it, and collects their colours. */
    private static void collect(List<CaptionQuery.Token> words, int thing, int step, Set<String> colours) {
        for (int i = thing + step; i >= 0 && i < words.size(); i += step) {
            CaptionQuery.Token word = words.get(i);
            int distance =
                    Math.abs(word.word().position() - words.get(thing).word().position());
            if (!word.isModifier() || WordClass.isBehind(word.flags()) != step > 0 || distance > REACH) {
                return;
            }
            WordClass.colour(word.flags()).map(Colour::word).ifPresent(colours::add);
        }
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
}
