package org.timeviper.indexer.model;

/** Watches a look at stretches of film, and may end it. */
@FunctionalInterface
public interface LookListener {

    /** Asked all the time, by the thread that looks. @return whether nobody waits for it any more */
    boolean givenUp();

    /**
     * Told whenever another stretch has been opened, before the next.
     *
     * @param stretches how many are open now
     */
    default void opened(int stretches) {}
}
