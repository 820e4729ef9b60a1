package org.timeviper.indexer.evaluation.dataset;

/** What a benchmark asks, and so how it is scored. */
public enum Scoring {
    /** Which option? */
    CHOICES,
    /** When is it shown? */
    GROUNDING,
    /** Which parts hold the clue to a question? */
    CLUES,
    /** What happens when? */
    EVENTS,
    /** What is to be seen? */
    CAPTIONS,
    /** Questions with answers of any words. */
    OPEN,
    /** Where does one shot become another? */
    EDITS
}
