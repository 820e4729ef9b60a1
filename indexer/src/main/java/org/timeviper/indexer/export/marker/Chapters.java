package org.timeviper.indexer.export.marker;

import java.util.ArrayList;
import java.util.List;

/** Divides a film for a table of contents: spans in the order of time that never overlap. */
public final class Chapters {

    private Chapters() {}

    /**
     * @param list markers of one film
     * @return its scenes, or all markers where it has no scenes. One that runs into the next is cut; those that begin together become one with all their labels
     */
    public static List<Marker> of(MarkerList list) {
        List<Marker> scenes = list.byTime().stream()
                .filter(marker -> marker.kind() == Marker.Kind.SCENE)
                .toList();
        List<Marker> chapters = new ArrayList<>();
        for (Marker next : scenes.isEmpty() ? list.byTime() : scenes) {
            Marker last = chapters.isEmpty() ? null : chapters.getLast();
            if (last == null || last.span().end() <= next.span().start()) {
                chapters.add(next);
            } else if (last.span().start() == next.span().start()) {
                chapters.set(chapters.size() - 1, last.with(last.span(), joined(last.label(), next.label())));
            } else {
                FrameSpan cut = new FrameSpan(last.span().start(), next.span().start());
                chapters.set(chapters.size() - 1, last.with(cut, last.label()));
                chapters.add(next);
            }
        }
        return chapters;
    }

    private static Label joined(Label first, Label second) {
        return first.equals(second) ? first : new Label(first.text() + " / " + second.text());
    }
}
