package org.timeviper.indexer.evaluation.metric;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Captions for tests. */
final class Captions {

    private Captions() {}

    /** A caption and its references, words parted by spaces. */
    static TokenizedCaption caption(String candidate, String... references) {
        return new TokenizedCaption(
                words(candidate), Arrays.stream(references).map(Captions::words).toList());
    }

    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }

    /** Texts of few different words, so that they share some. */
    static Arbitrary<List<String>> texts(int minWords, int maxWords) {
        return Arbitraries.of("dog", "cat", "ball", "runs", "jumps", "the", "red")
                .list()
                .ofMinSize(minWords)
                .ofMaxSize(maxWords);
    }

    static Arbitrary<TokenizedCaption> captions() {
        return Combinators.combine(texts(0, 8), texts(0, 8).list().ofMinSize(1).ofMaxSize(3))
                .as(TokenizedCaption::new);
    }

    /** The same caption with its references in another order. */
    static TokenizedCaption turned(TokenizedCaption caption) {
        return new TokenizedCaption(caption.candidate(), caption.references().reversed());
    }
}
