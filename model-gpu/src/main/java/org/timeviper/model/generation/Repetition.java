package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * Watches the tokens of an answer for a tail that says the same over and over, as a model does that has lost its way: a stretch of at
 * most {@link #LONGEST_PERIOD} tokens, at least {@link #TIMES} times over and {@link #FEWEST_TOKENS} tokens in all. Tokens are compared,
 * not their shape: a list of spans is none as long as a number in it moves on.
 *
 * <p>Costs one comparison a period and token. For one thread and one answer.
 */
final class Repetition {
    /** Tokens of the longest stretch that is looked for. */
    static final int LONGEST_PERIOD = 64;
    /** How often a stretch must be said. */
    static final int TIMES = 3;
    /** How many tokens that must be: "no, no, no" may be meant. */
    static final int FEWEST_TOKENS = 12;

    private final List<Integer> tokens;
    /** By period: how many tokens at the tail each are the one that stands a period before it. */
    private final int[] repeated;

    Repetition() {
        this(List.of(), new int[LONGEST_PERIOD + 1]);
    }

    private Repetition(List<Integer> tokens, int[] repeated) {
        this.tokens = new ArrayList<>(tokens);
        this.repeated = repeated.clone();
    }

    /** Of the same tokens and a further one; this one stays as it is. */
    Repetition longerBy(int token) {
        Repetition longer = new Repetition(tokens, repeated);
        longer.add(token);
        return longer;
    }

    /** Takes in the next token. */
    void add(int token) {
        tokens.add(token);
        int last = tokens.size() - 1;
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            boolean again = last >= period && tokens.get(last - period) == token;
            repeated[period] = again ? repeated[period] + 1 : 0;
        }
    }

    /** Tokens at the tail that only repeat what stands before them; 0 while the tail is not a repetition. */
    int surplus() {
        return repeated[period()];
    }

    /** Tokens of the stretch that is repeated, the shortest; 0 while the tail is not a repetition. */
    int period() {
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            int length = repeated[period] + period;
            if (length >= Math.max(TIMES * period, FEWEST_TOKENS)) {
                return period;
            }
        }
        return 0;
    }

    /** How many tokens from the front are none of a repetition's surplus, whatever follows. */
    int certain() {
        int open = 0;
        for (int length : repeated) {
            open = Math.max(open, length);
        }
        return tokens.size() - open;
    }
}
