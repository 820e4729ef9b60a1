package org.timeviper.indexer.library;

import java.util.List;

/**
 * Some of the videos that a query lists, and how many those are on all pages, as they were at one moment.
 *
 * @param videos in the query's order
 * @param total how many there are on all pages
 */
public record VideoPage(List<Video> videos, long total) {

    public VideoPage {
        videos = List.copyOf(videos);
    }
}
