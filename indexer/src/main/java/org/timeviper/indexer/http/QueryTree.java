package org.timeviper.indexer.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.timeviper.api.QueryExpression;
import org.timeviper.indexer.search.QuerySyntax;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TimeSpan;

/** Reads what is looked for out of the body of a search. */
final class QueryTree {

    private static final String PARTS = "words, then, while, near, notNear and within";

    /** How many characters of a path an error shows. */
    private static final int MOST_SHOWN = 100;

    private QueryTree() {}

    /**
     * Reads a tree.
     *
     * @param path where the tree stands in the body, for errors
     * @throws RuntimeException a problem of status 400 that names the part which cannot be taken
     */
    static TemporalExpression read(String path, QueryExpression tree) {
        List<Supplier<TemporalExpression>> given = new ArrayList<>();
        add(given, tree.words(), words -> made(path + ".words", () -> new TemporalExpression.Operand(words)));
        add(given, tree.then(), then -> ordered(path + ".then", then, TemporalExpression::then));
        add(given, tree.near(), near -> ordered(path + ".near", near, TemporalExpression::near));
        add(given, tree.during(), during -> {
            String at = path + ".while";
            TemporalExpression first = read(at + ".first", during.first());
            TemporalExpression second = read(at + ".second", during.second());
            return made(at, () -> first.whilst(second));
        });
        add(given, tree.notNear(), apart -> {
            String at = path + ".notNear";
            TemporalExpression wanted = read(at + ".wanted", apart.wanted());
            TemporalExpression unwanted = read(at + ".unwanted", apart.unwanted());
            return made(at, () -> wanted.notNear(unwanted, seconds(apart.withinSeconds())));
        });
        add(given, tree.within(), within -> {
            String at = path + ".within";
            TemporalExpression of = read(at + ".of", within.of());
            return made(at, () -> of.within(TimeSpan.ofSeconds(within.from(), within.to())));
        });
        if (given.size() != 1) {
            throw invalid(path, "takes exactly one of " + PARTS + " (it has " + given.size() + ").");
        }
        return given.getFirst().get();
    }

    private static <T> void add(
            List<Supplier<TemporalExpression>> given, T part, Function<T, TemporalExpression> read) {
        if (part != null) {
            given.add(() -> read.apply(part));
        }
    }

    /** A relation that takes a limit. */
    private interface Relation {
        TemporalExpression of(TemporalExpression first, TemporalExpression second, double withinSeconds);
    }

    private static TemporalExpression ordered(String at, QueryExpression.Ordered pair, Relation relation) {
        TemporalExpression first = read(at + ".first", pair.first());
        TemporalExpression second = read(at + ".second", pair.second());
        return made(at, () -> relation.of(first, second, seconds(pair.withinSeconds())));
    }

    private static double seconds(Double given) {
        return given == null ? QuerySyntax.USUAL_SECONDS : given;
    }

    private static TemporalExpression made(String at, Supplier<TemporalExpression> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw invalid(at, "cannot be taken. " + e.getMessage());
        }
    }

    private static Refused invalid(String path, String detail) {
        String shown = path.length() > MOST_SHOWN ? "…" + path.substring(path.length() - MOST_SHOWN) : path;
        return new Refused(400, "Invalid request", "'" + shown + "' " + detail);
    }
}
