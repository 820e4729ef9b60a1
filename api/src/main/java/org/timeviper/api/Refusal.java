package org.timeviper.api;

import java.util.List;

/** Why an answer, or a part of one, asserts nothing. Its text is then the service's sentence that says so, in English. */
public enum Refusal {
    /** The model is sure that the footage does not show what is asked about. */
    NOT_SHOWN,
    /** The model cannot tell for sure. */
    NOT_SURE,
    /** There was no footage to look at. */
    NOTHING_TO_LOOK_AT;

    /** @return why a part asserts nothing; null if it does assert something */
    static Refusal of(boolean shown, boolean sure) {
        if (shown) {
            return null;
        }
        return sure ? NOT_SHOWN : NOT_SURE;
    }

    /** @return why an answer of these parts asserts nothing; null if it does assert something */
    static Refusal of(boolean shown, List<AnswerPart> parts) {
        return parts.isEmpty() && !shown
                ? NOTHING_TO_LOOK_AT
                : of(shown, parts.stream().allMatch(AnswerPart::sure));
    }
}
