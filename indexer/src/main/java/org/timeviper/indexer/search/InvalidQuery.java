package org.timeviper.indexer.search;

import java.util.Map;
import org.timeviper.api.ProblemCode;

/** A query that cannot be read as an expression. The message names the place, and says what to do. */
public final class InvalidQuery extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN_BEFORE = 20;
    private static final int SHOWN_AFTER = 12;

    private final int place;
    private final ProblemCode code;
    private final transient Map<String, Object> parameters;

    private InvalidQuery(String message, int place, ProblemCode code, Map<String, Object> parameters) {
        super(message);
        this.place = place;
        this.code = code;
        this.parameters = parameters;
    }

    /** As below, of a mistake without parameters. */
    static InvalidQuery at(String typed, int place, ProblemCode code, String problem) {
        return at(typed, place, code, Map.of(), problem);
    }

    /**
     * @param typed the whole query
     * @param place where in it the problem is, counted from 0
     * @param code what is wrong, for programs
     * @param parameters the code's
     * @param problem what is wrong there and what to do, as sentences
     */
    static InvalidQuery at(String typed, int place, ProblemCode code, Map<String, Object> parameters, String problem) {
        int from = Math.max(0, place - SHOWN_BEFORE);
        int to = Math.min(typed.length(), place + SHOWN_AFTER);
        String shown = (from > 0 ? "…" : "")
                + typed.substring(whole(typed, from), whole(typed, to))
                + (to < typed.length() ? "…" : "");
        return new InvalidQuery(
                "At character " + (typed.codePointCount(0, place) + 1) + " (" + shown.strip() + "): " + problem,
                place,
                code,
                parameters);
    }

    /** A place that does not cut a character in two. */
    private static int whole(String typed, int place) {
        boolean cuts = place > 0
                && place < typed.length()
                && Character.isLowSurrogate(typed.charAt(place))
                && Character.isHighSurrogate(typed.charAt(place - 1));
        return cuts ? place - 1 : place;
    }

    /** @return where in the query the problem is, in UTF-16 code units counted from 0 */
    public int place() {
        return place;
    }

    /** @return what is wrong, for programs */
    public ProblemCode code() {
        return code;
    }

    /** @return the code's parameters */
    public Map<String, Object> parameters() {
        return parameters;
    }
}
