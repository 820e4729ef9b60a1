package org.timeviper.indexer.evaluation.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.model.VideoSession;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.VideoTasks;

/**
 * Asks for the intervals that hold the clue to a question, in words of our own, and reads them. As in CG-Bench's evaluation the model sees the question with its options, and all numbers of its
 * answer are taken in pairs; where all of them are at most 1 they are shares of the film.
 */
final class ClueQuestion {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

    private ClueQuestion() {}

    /** @param beginning of the footage, in seconds of the clip's film */
    static Outcome.Grounded ask(VideoSession session, Item.Clues item, double beginning) {
        double from = session.clip().startSeconds() - beginning;
        double seconds = session.clip().durationSeconds();
        Answer said = VideoTasks.answer(session, words(item, seconds), TokenListener.none());
        List<Span> within = intervals(said.words(), seconds);
        return new Outcome.Grounded(
                within.stream()
                        .map(span -> new Span(span.start() + from, span.end() + from))
                        .toList(),
                said.words(),
                said.confidence());
    }

    private static String words(Item.Clues item, double seconds) {
        StringBuilder options = new StringBuilder();
        for (int i = 0; i < item.options().size(); i++) {
            options.append((char) ('A' + i))
                    .append(". ")
                    .append(item.options().get(i))
                    .append('\n');
        }
        return String.format(
                Locale.ROOT,
                "The video lasts for %.1f seconds. Do not answer the question below: find all intervals of the video that"
                        + " one has to see to answer it. List them as [[start, end], …], in seconds.\n%s\n%s",
                seconds,
                item.question(),
                options);
    }

    /**
     * @param seconds how long what was looked at is
     * @return what is named, in order of the words, cut to what was looked at; an end before its start is taken for it
     */
    static List<Span> intervals(String words, double seconds) {
        List<Double> numbers = NUMBER.matcher(words)
                .results()
                .map((MatchResult number) -> Double.parseDouble(number.group()))
                .toList();
        boolean shares = numbers.stream().allMatch(number -> number <= 1);
        double unit = shares ? seconds : 1;
        List<Span> intervals = new ArrayList<>();
        for (int i = 0; i + 1 < numbers.size(); i += 2) {
            double one = Math.min(seconds, numbers.get(i) * unit);
            double other = Math.min(seconds, numbers.get(i + 1) * unit);
            intervals.add(new Span(Math.min(one, other), Math.max(one, other)));
        }
        return intervals;
    }
}
