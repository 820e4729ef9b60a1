package org.timeviper.indexer.media;

import java.util.List;

/**
 * What {@code sample.json} holds: everything about a sampled film but its pictures.
 *
 * @param info the film as it was decoded
 * @param fps pictures a second
 * @param times second of each picture, ascending
 * @param shots the shots in order, without gaps
 * @param warnings sentences about damage that was seen
 */
public record SampleRecord(MediaInfo info, double fps, List<Double> times, List<Shot> shots, List<String> warnings) {}
