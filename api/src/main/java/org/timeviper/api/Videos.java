package org.timeviper.api;

import java.util.List;

/**
 * A page of the library's videos.
 *
 * @param videos the videos of this page
 * @param total how many the library has that are listed, on all pages
 */
public record Videos(List<VideoView> videos, long total) {}
