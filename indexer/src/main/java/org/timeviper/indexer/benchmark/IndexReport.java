package org.timeviper.indexer.benchmark;

import java.util.List;
import java.util.Map;

/**
 * What was measured on one archive.
 *
 * @param scenes how many scenes the archive has
 * @param videos how many videos
 * @param loadSeconds how long writing them took; null if they were there from an earlier run
 * @param scenesPerSecond how fast they were written; null likewise
 * @param bytes what the index takes on disk
 * @param bytesPerScene the same for one scene
 * @param recall how much of the truly nearest the vector search finds
 * @param operations what was timed
 */
public record IndexReport(
        long scenes,
        long videos,
        Double loadSeconds,
        Double scenesPerSecond,
        long bytes,
        double bytesPerScene,
        Recall recall,
        List<Operation> operations) {

    /**
     * An operation that was timed.
     *
     * @param name what was done
     * @param latencies how long it took, by the number of clients that did it at the same time
     */
    public record Operation(String name, Map<Integer, Latencies> latencies) {}

    public IndexReport {
        operations = List.copyOf(operations);
    }
}
