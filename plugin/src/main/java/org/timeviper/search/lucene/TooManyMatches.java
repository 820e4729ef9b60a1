package org.timeviper.search.lucene;

/** An expression holds at more places than are looked at. The message says how many these are, and what to ask instead. */
public final class TooManyMatches extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final String ADVICE = "ask for rarer things or shorter distances.";

    private TooManyMatches(String message) {
        super(message);
    }

    /**
     * @param most how many places may match
     * @param where what the limit is counted over
     * @param expression what was looked for
     */
    static TooManyMatches of(int most, String where, TemporalExpression expression) {
        return new TooManyMatches("More than " + most + " places " + where + " match " + expression + ": " + ADVICE);
    }

    /** @return whether a message is one of this class's: all that another process tells of it */
    public static boolean tells(String message) {
        return message != null && message.endsWith(ADVICE);
    }

    /** @return what a message of another process tells of */
    public static TooManyMatches told(String message) {
        return new TooManyMatches(message);
    }
}
