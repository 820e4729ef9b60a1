package org.timeviper.indexer.pipeline;

/** Hears what each part of a step took; the metrics do. */
@FunctionalInterface
public interface StepClock {

    /**
     * @param step the step
     * @param seconds what a part of it took
     */
    void spent(Step step, double seconds);
}
