package org.timeviper.api;

import java.util.List;

/**
 * A page of the library's videos, newest first.
 *
 * @param videos the videos of this page
 * @param total how many the library has
 */
public record Videos(List<VideoView> videos, long total) {}
