package org.timeviper.indexer.export.marker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Divides a film for a table of contents: spans in the order of time that never overlap. */
public final class Chapters {

    /** The longest title that a format takes, in UTF-16 units. */
    public static final int LONGEST_TITLE = 120;

    private Chapters() {}

    /**
     * @param list markers of one film
     * @return its scenes, or all markers where it has no scenes. One that runs into the next is cut; those that begin together become one with the labels of each, as many as a
     *     title has room for
     */
    public static List<Marker> of(MarkerList list) {
        List<Marker> all = list.byTime();
        List<Marker> scenes = all.stream()
                .filter(marker -> marker.kind() == Marker.Kind.SCENE)
                .toList();
        List<Marker> chosen = scenes.isEmpty() ? all : scenes;
        List<Marker> chapters = new ArrayList<>();
        int next;
        for (int first = 0; first < chosen.size(); first = next) {
            next = first + 1;
            while (next < chosen.size() && start(chosen, next) == start(chosen, first)) {
                next++;
            }
            Marker longest = chosen.get(first);
            long end = next < chosen.size()
                    ? Math.min(longest.span().end(), start(chosen, next))
                    : longest.span().end();
            chapters.add(longest.with(new FrameSpan(start(chosen, first), end), joined(chosen.subList(first, next))));
        }
        return chapters;
    }

    private static long start(List<Marker> markers, int number) {
        return markers.get(number).span().start();
    }

    private static Label joined(List<Marker> together) {
        if (together.size() == 1) {
            return together.getFirst().label();
        }
        Set<String> said = new LinkedHashSet<>();
        int length = 0;
        for (int i = 0; i < together.size() && length <= LONGEST_TITLE; i++) {
            Label label = together.get(i).label();
            length += !label.isEmpty() && said.add(label.text()) ? label.text().length() : 0;
        }
        return new Label(String.join(" / ", said));
    }
}
