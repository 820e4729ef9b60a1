package org.timeviper.indexer.evaluation.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.evaluation.Item;

/**
 * One of several equal parts of a benchmark, for as many processes. All that is asked about a film is in one part, so that no film is decoded twice.
 *
 * @param number from 1
 * @param count how many there are
 */
public record Shard(int number, int count) {

    /** All of it. */
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /** @throws IllegalArgumentException if there is no such part */
    public Shard {
        if (count < 1 || number < 1 || number > count) {
            throw new IllegalArgumentException("There is no part " + number + "/" + count
                    + ": parts are numbered from 1/" + count + " to " + count + "/" + count + ".");
        }
    }

    /**
     * @param text such as {@code 2/8}
     * @throws IllegalArgumentException if it is no such thing
     */
    public static Shard parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("A part is written as 2/8, the second of eight, not as '" + text + "'.");
        }
        return new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /**
     * @param items all of a benchmark, always in the same order
     * @return those of this part, in that order
     */
    public List<Item> part(List<Item> items) {
        Map<Object, Integer> films = new HashMap<>();
        List<Item> own = new ArrayList<>();
        for (Item item : items) {
            int film = films.computeIfAbsent(item.footage().file(), file -> films.size());
            if (film % count == number - 1) {
                own.add(item);
            }
        }
        return own;
    }
}
