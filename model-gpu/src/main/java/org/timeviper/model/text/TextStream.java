package org.timeviper.model.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns tokens into text as they come, in whole characters: bytes of a character that is not complete yet are held back.
 *
 * <p>For one thread and one text.
 */
public final class TextStream {
    private static final String INCOMPLETE = "\uFFFD";

    private final Tokenizer tokenizer;
    private final List<Integer> tokens = new ArrayList<>();
    /** Tokens from here to {@code told} are decoded again with the new ones, for a decoder may need what stands before. */
    private int context;

    private int told;

    /** An empty text. */
    public TextStream(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Adds a token; returns the text that is now complete, possibly none. */
    public String add(int token) {
        tokens.add(token);
        String whole = decode(context, tokens.size());
        if (whole.endsWith(INCOMPLETE)) {
            return "";
        }
        String piece =
                whole.substring(Math.min(whole.length(), decode(context, told).length()));
        context = told;
        told = tokens.size();
        return piece;
    }

    /** Whether no bytes are held back. */
    public boolean isWhole() {
        return told == tokens.size();
    }

    /** Ends the text; returns what was held back. */
    public String finish() {
        String whole = decode(context, tokens.size());
        String piece =
                whole.substring(Math.min(whole.length(), decode(context, told).length()));
        told = tokens.size();
        context = told;
        return piece;
    }

    private String decode(int from, int to) {
        return tokenizer.decode(tokens.subList(from, to));
    }
}
