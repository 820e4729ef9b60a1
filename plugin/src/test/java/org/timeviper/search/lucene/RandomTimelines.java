package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.timeviper.search.lucene.NaiveTemporal.Place;

/** Draws small timelines and expressions, dense enough that everything happens: overlaps, touching ends, equal spans, no length. */
public final class RandomTimelines {

    private static final List<String> THINGS = List.of("car", "dog", "hat", "man", "bus");
    private static final double[] DISTANCES = {0, 0.5, 1, 2, 3.5, 10};

    /**
     * A passage whose meaning is known without analysing it.
     *
     * @param shown the things it shows
     * @param denied the things it says are not there
     */
    public record Told(TimeSpan span, Set<String> shown, Set<String> denied) {

        public String text() {
            String all = String.join(" and the ", shown);
            return denied.stream().map(thing -> ", no " + thing).collect(Collectors.joining("", "The " + all, "."));
        }
    }

    private final Random random;

    public RandomTimelines(long seed) {
        this.random = new Random(seed);
    }

    TimeSpan span() {
        int start = random.nextInt(40) * 500;
        return new TimeSpan(start, start + random.nextInt(3) * random.nextInt(8) * 500);
    }

    public List<Told> timeline() {
        List<Told> passages = new ArrayList<>();
        for (int i = random.nextInt(14); i >= 0; i--) {
            Set<String> shown = things(1 + random.nextInt(3));
            Set<String> denied = things(random.nextInt(4) == 0 ? 1 : 0);
            denied.removeAll(shown);
            passages.add(new Told(span(), shown, denied));
        }
        return passages;
    }

    private Set<String> things(int count) {
        Set<String> things = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            things.add(THINGS.get(random.nextInt(THINGS.size())));
        }
        return things;
    }

    public TemporalExpression expression(int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return operand();
        }
        TemporalExpression one = expression(depth - 1);
        double distance = DISTANCES[random.nextInt(DISTANCES.length)];
        return switch (random.nextInt(6)) {
            case 0, 1 -> one.then(expression(depth - 1), distance);
            case 2 -> one.whilst(expression(depth - 1));
            case 3 -> one.near(expression(depth - 1), distance);
            case 4 -> one.notNear(expression(depth - 1), distance);
            default -> one.within(new TimeSpan(random.nextInt(20) * 500, 10_000 + random.nextInt(40) * 500));
        };
    }

    private TemporalExpression.Operand operand() {
        String thing = THINGS.get(random.nextInt(THINGS.size()));
        String other = THINGS.get(random.nextInt(THINGS.size()));
        return new TemporalExpression.Operand(
                switch (random.nextInt(6)) {
                    case 0 -> "a " + thing + " and a " + other;
                    case 1 -> "a " + thing + " without a " + other;
                    case 2 -> "no " + thing;
                    default -> "a " + thing;
                });
    }

    /** What {@link #operand} means, read off its text. */
    public static Set<Place> hits(TemporalExpression.Operand operand, List<Told> timeline) {
        Set<String> wanted = new TreeSet<>();
        Set<String> denied = new TreeSet<>();
        boolean deny = false;
        for (String word : operand.text().split(" ")) {
            deny |= word.equals("no") || word.equals("without");
            if (THINGS.contains(word)) {
                (deny ? denied : wanted).add(word);
            }
        }
        Set<Place> hits = new TreeSet<>();
        for (Told passage : timeline) {
            Set<String> shown = new TreeSet<>();
            Set<String> absent = new TreeSet<>();
            timeline.stream()
                    .filter(other -> other.span().equals(passage.span()))
                    .forEach(other -> {
                        shown.addAll(other.shown());
                        absent.addAll(other.denied());
                    });
            boolean said = wanted.isEmpty() ? absent.containsAll(denied) : shown.containsAll(wanted);
            if (said && denied.stream().noneMatch(shown::contains)) {
                hits.add(Place.of(passage.span()));
            }
        }
        return hits;
    }
}
