package org.timeviper.indexer.model;

/** So many questions wait for the model already that no other is taken; another try later may find it free. */
public final class TooManyQuestions extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyQuestions(int waiting) {
        super(waiting + " questions wait for the model, and no more are taken at a time");
    }
}
