package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.timeviper.model.generation.Generation;

/** The events of a clip as the model lists them, and goes on with the list where it ends long before the clip does. For one thread. */
final class EventList {
    /** A list reaches to a clip's end if it ends at most so many seconds before it, or so much of the clip. */
    private static final double SLACK_SECONDS = 2;

    private static final double SLACK_SHARE = 0.03;

    private final Span clip;
    private final StringBuilder said = new StringBuilder();
    private final List<TimedCaption> events = new ArrayList<>();

    EventList(Span clip) {
        this.clip = clip;
    }

    /** What is put into the model's mouth for it to go on. */
    String lead() {
        return said.isEmpty() ? "" : said + "\n";
    }

    /**
     * Takes in what the model says further.
     *
     * @return whether to let it go on: it has said something new, and breaks off
     */
    boolean takeIn(Generation further) {
        List<TimedCaption> others = AnswerParsing.events(further, clip).stream()
                .filter(event -> events.stream().noneMatch(event::repeats))
                .toList();
        events.addAll(others);
        said.append(said.isEmpty() ? "" : "\n").append(further.text().strip());
        return !others.isEmpty() && breaksOff();
    }

    private boolean breaksOff() {
        double slack = Math.max(SLACK_SECONDS, SLACK_SHARE * clip.length());
        return events.stream().noneMatch(event -> event.span().end() >= clip.end() - slack);
    }

    List<TimedCaption> events() {
        return inOrder(events);
    }

    static List<TimedCaption> inOrder(List<TimedCaption> events) {
        return events.stream()
                .sorted(Comparator.comparingDouble(event -> event.span().start()))
                .toList();
    }
}
