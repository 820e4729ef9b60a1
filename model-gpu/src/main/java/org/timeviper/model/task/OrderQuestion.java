package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A question which of several things is seen first or last, or next before or after another one. When each of them is seen tells it, and a model that finds moments may know that better
 * than their order, all the more of a film that it sees in parts.
 *
 * @param place which of the things is asked for
 * @param other before or after which one; empty for the first and the last of all
 * @param wanted what is asked for, where no options are given
 */
record OrderQuestion(Place place, Optional<String> other, Wanted wanted) {

    /** Which of the things. */
    enum Place {
        FIRST,
        LAST,
        BEFORE,
        AFTER
    }

    /**
     * What the answer is to name.
     *
     * @param noun the question's own word for it, as in {@code which car}; empty if it asks {@code what}
     * @param event whether it asks what happens, and not what is seen
     */
    record Wanted(String noun, boolean event) {}

    /** Seconds that times may differ by and tell no order: they are told in whole ones. */
    private static final double AT_ONCE = 1;

    private static final String WHICH =
            "(?:which|what)(?: of (?:these|them|the following))?(?<noun>(?: [\\w-]+){0,2}?)";
    private static final String HAPPENS =
            " (?<does>comes?|came|is seen|is shown|appears?|appeared|happens?|happened|occurs?|occurred|enters?|entered|follows?)";
    private static final Pattern RELATIVE_LAST =
            Pattern.compile("^" + WHICH + HAPPENS + "(?: \\w+)?? (?<place>after|before) (?<other>.+?)\\?*$");
    private static final Pattern RELATIVE_FIRST =
            Pattern.compile("^(?:\\w+ )??(?<place>after|before) (?<other>.+?), " + WHICH + HAPPENS + "\\b.*$");
    private static final Pattern OF_ALL =
            Pattern.compile("^" + WHICH + HAPPENS + "(?: the)? (?<place>first|last)\\b.*$");
    private static final Pattern THE_FIRST = Pattern.compile(
            "^(?:which|what) (?<does>is) the (?<place>first|last) (?<noun>thing|object|event|action|animal|person)\\b.*$");
    private static final Pattern HAPPENING = Pattern.compile("happen.*|occur.*");
    private static final Set<String> EVENTS = Set.of("event", "action");

    /** @return what a question asks for; empty if it asks for no order, or in other words than these */
    static Optional<OrderQuestion> of(String question) {
        String asked = question.strip().toLowerCase(Locale.ROOT);
        return Stream.of(RELATIVE_LAST, RELATIVE_FIRST, OF_ALL, THE_FIRST)
                .map(pattern -> pattern.matcher(asked))
                .filter(Matcher::matches)
                .findFirst()
                .map(OrderQuestion::read);
    }

    private static OrderQuestion read(Matcher asked) {
        Place place = Place.valueOf(asked.group("place").toUpperCase(Locale.ROOT));
        Optional<String> other =
                asked.namedGroups().containsKey("other") ? Optional.of(asked.group("other")) : Optional.empty();
        String noun = asked.group("noun").strip();
        boolean event =
                EVENTS.contains(noun) || HAPPENING.matcher(asked.group("does")).matches();
        return new OrderQuestion(place, other, new Wanted(noun, event));
    }

    /** @return what must be found to answer it: the options, and the other thing behind them */
    List<String> sought(List<String> options) {
        List<String> sought = new ArrayList<>(options);
        other.ifPresent(sought::add);
        return sought;
    }

    /** An option, and when it is seen. */
    private record Seen(int option, double start) {}

    /**
     * Tells the answer from times.
     *
     * @param found when each of {@link #sought} is seen, if it is
     * @return the places of the options that may be right: one, or several if they come at once or if only some are known to be wrong; all if times tell nothing
     */
    List<Integer> answers(List<Optional<Span>> found) {
        List<Integer> known = known(found);
        if (!known.isEmpty()) {
            return known;
        }
        List<Integer> all = IntStream.range(0, found.size() - others()).boxed().toList();
        List<Integer> unseen = other.isPresent() && found.getLast().isEmpty()
                ? List.of()
                : all.stream().filter(option -> found.get(option).isEmpty()).toList();
        return unseen.isEmpty() ? all : unseen;
    }

    private int others() {
        return other.isPresent() ? 1 : 0;
    }

    /**
     * Tells the answer from times, if it is among what is seen.
     *
     * @param found when each of {@link #sought} is seen, if it is
     * @return the places of the options that may be right: one, or several if they come at once; none if times do not tell it
     */
    List<Integer> known(List<Optional<Span>> found) {
        Optional<Span> mark = other.isPresent() ? found.getLast() : Optional.of(new Span(0, 0));
        List<Seen> eligible = IntStream.range(0, found.size() - others())
                .boxed()
                .flatMap(option -> found.get(option).stream().map(span -> new Seen(option, span.start())))
                .filter(one ->
                        mark.isPresent() && eligible(one.start(), mark.get().start()))
                .toList();
        if (eligible.isEmpty()) {
            return List.of();
        }
        Comparator<Seen> early = Comparator.comparingDouble(Seen::start);
        double best = eligible.stream()
                .min(earliestIsRight() ? early : early.reversed())
                .orElseThrow()
                .start();
        return eligible.stream()
                .filter(one -> Math.abs(one.start() - best) < AT_ONCE)
                .map(Seen::option)
                .toList();
    }

    private boolean earliestIsRight() {
        return switch (place) {
            case FIRST, AFTER -> true;
            case LAST, BEFORE -> false;
        };
    }

    private boolean eligible(double start, double mark) {
        return switch (place) {
            case FIRST, LAST -> true;
            case AFTER -> start > mark;
            case BEFORE -> start < mark;
        };
    }
}
