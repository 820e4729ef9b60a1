package org.timeviper.indexer.ask;

import java.util.regex.Pattern;

/**
 * Tells by its words whether a question can be understood without those before it. English and Japanese words are known; questions in other languages seem to stand for
 * themselves. It is a guess: "it" is taken for a thing also in "is it raining?", while "there" in "is there a boat?" is not taken for a place.
 */
final class PointingBack {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private static final String BE = "(?:is|are|was|were|isn't|aren't|wasn't|weren't|be|been)";

    private static final Pattern STANDS_FOR_A_THING = Pattern.compile(
            "\\b(?:it|its|itself|they|them|their|theirs|themselves|he|him|his|himself|she|her|hers|herself|these|those|this|the same|the others?|the former|the latter)\\b"
                    // "is that a boat?", "what is behind that?", not "the car that turns"
                    + "|^that\\b|\\b(?:is|are|was|were|does|did|of|in|on|at|with|after|before|behind|beside|near|like|about|than) that\\b"
                    // "the red one", "which one?", not "one man"
                    + "|\\b(?:the(?: \\w+)?|this|that|which|another|other) ones?\\b"
                    // "who is there?", not "is there a boat?" nor "there is a boat"
                    + "|(?<!\\b" + BE + " )\\bthere\\b(?! " + BE + "\\b)|\\bthere\\s*[?.!]*$"
                    // "what happens then?"
                    + "|\\b(?:then|next|afterwards?|again|too|else)\\s*[?.!]*$"
                    + "|それ|そこ|そちら|そっち|その|そんな|あれ|あそこ|あの|これ|ここ|この|彼|同じ|もう一|もうひと",
            FLAGS);

    private static final Pattern GOES_ON = Pattern.compile(
            "^(?:and|but|or|so|then|also|now|ok|okay|what about|how about)\\b|^(?:では|じゃあ|それで|そして|でも|次|あと|また)", FLAGS);

    private PointingBack() {}

    /** @return whether it says "it", "there", "the second one": something that only an earlier question or answer names */
    static boolean standsForAThing(String question) {
        return STANDS_FOR_A_THING.matcher(plain(question)).find();
    }

    /** @return whether it begins as one that goes on: "and the door?" */
    static boolean goesOn(String question) {
        return GOES_ON.matcher(plain(question)).find();
    }

    private static String plain(String question) {
        return question.strip().replace('’', '\'').replaceAll("\\s+", " ");
    }
}
