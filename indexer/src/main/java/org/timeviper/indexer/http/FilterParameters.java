package org.timeviper.indexer.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.timeviper.api.MetadataFilter;
import org.timeviper.api.VideoFilter;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.VideoConditions;

/** Reads the query parameters that say which videos may answer. Of a search form, fields that are left empty count as not given. */
final class FilterParameters {

    private static final int MOST_VALUES = 100;

    private FilterParameters() {}

    /** @throws RuntimeException a problem of status 400 that names the parameter which cannot be taken */
    static SceneFilter read(VideoFilter asked) {
        return new SceneFilter(
                given(asked.video()), conditions(asked, "from", "to"), share("minConfidence", asked.minConfidence()));
    }

    /**
     * What a video must be like.
     *
     * @param fromName what the parameter is called that says since when videos came
     * @param toName that which says until when
     * @throws RuntimeException a problem of status 400 that names the parameter which cannot be taken
     */
    static VideoConditions conditions(VideoFilter asked, String fromName, String toName) {
        Optional<Instant> from = given(asked.from()).map(text -> time(fromName, text, 0));
        Optional<Instant> to = given(asked.to()).map(text -> time(toName, text, 1));
        inOrder(fromName, from, toName, to);
        OptionalDouble least = seconds("minDuration", asked.minDuration());
        OptionalDouble most = seconds("maxDuration", asked.maxDuration());
        inOrder(least, most);
        return new VideoConditions(
                values("collection", asked.collections(), Attributes::collection),
                values("tag", asked.tags(), Attributes::tag),
                values("language", asked.languages(), Attributes::language),
                values(asked.metadata()),
                from,
                to,
                least,
                most);
    }

    /** Refuses a time that is not before the other: no video came then. */
    private static void inOrder(String fromName, Optional<Instant> from, String toName, Optional<Instant> to) {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw invalid("'" + fromName + "' must be before '" + toName + "' (they stand for " + from.get() + " and "
                    + to.get() + ").");
        }
    }

    /** Refuses a least duration that is more than the most. */
    private static void inOrder(OptionalDouble least, OptionalDouble most) {
        if (least.isPresent() && most.isPresent() && least.getAsDouble() > most.getAsDouble()) {
            throw invalid("'minDuration' must not be more than 'maxDuration' (they are " + least.getAsDouble() + " and "
                    + most.getAsDouble() + ").");
        }
    }

    static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(value -> !value.isEmpty());
    }

    private static Set<String> values(String name, Collection<String> given, BinaryOperator<String> read) {
        List<String> values = given == null
                ? List.of()
                : given.stream()
                        .filter(value -> value != null && !value.isEmpty())
                        .toList();
        checkCount(name, values.size());
        return values.stream().map(value -> read.apply(name, value)).collect(Collectors.toSet());
    }

    private static void checkCount(String name, int count) {
        if (count > MOST_VALUES) {
            throw invalid(
                    "'" + name + "' may be given " + MOST_VALUES + " times at most (it is given " + count + " times).");
        }
    }

    /** What is asked for of metadata: for each key, the values of which a video must have one. */
    private static Map<String, Set<String>> values(MetadataFilter asked) {
        List<MetadataFilter.Condition> given = asked == null
                ? List.of()
                : asked.conditions().stream()
                        .filter(condition -> !condition.toString().isEmpty())
                        .toList();
        checkCount("metadata", given.size());
        Map<String, Set<String>> wanted = new HashMap<>();
        for (MetadataFilter.Condition condition : given) {
            if (condition.value() == null) {
                throw invalid("'meta' takes a key and a value such as rights:owned (it is "
                        + VideosEndpoint.shortened(condition.key()) + ").");
            }
            wanted.computeIfAbsent(Attributes.key("metadata", condition.key()), key -> new HashSet<>())
                    .add(Attributes.value("metadata." + condition.key(), condition.value()));
        }
        return wanted;
    }

    /**
     * @param daysLater how many days after the beginning of a date the time lies that the date stands for
     */
    private static Instant time(String name, String text, int daysLater) {
        try {
            return text.indexOf('T') < 0 && text.indexOf('t') < 0
                    ? inFourDigits(LocalDate.parse(text)
                            .plusDays(daysLater)
                            .atStartOfDay()
                            .atOffset(ZoneOffset.UTC))
                    : inFourDigits(OffsetDateTime.parse(text));
        } catch (DateTimeException e) {
            String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
            throw invalid(
                    "'" + name + "' takes a date such as 2026-05-01 or a time such as 2026-05-01T10:00:00Z (it is '"
                            + shown + "').");
        }
    }

    /** An index counts milliseconds and cannot count to the year 999,999,999. */
    private static Instant inFourDigits(OffsetDateTime time) {
        if (time.getYear() < 0 || time.getYear() > 10_000) {
            throw new DateTimeException("The year has more than four digits.");
        }
        return time.toInstant();
    }

    private static OptionalDouble seconds(String name, Double given) {
        if (given == null) {
            return OptionalDouble.empty();
        }
        if (!(given >= 0 && given < Double.POSITIVE_INFINITY)) {
            throw invalid("'" + name + "' must be a number of seconds, 0 or more (it is " + given + ").");
        }
        return OptionalDouble.of(given);
    }

    private static OptionalDouble share(String name, Double given) {
        if (given == null) {
            return OptionalDouble.empty();
        }
        if (!(given >= 0 && given <= 1)) {
            throw invalid("'" + name + "' must be a number between 0 and 1 (it is " + given + ").");
        }
        return OptionalDouble.of(given);
    }

    static Refused invalid(String detail) {
        return new Refused(400, "Invalid request", detail);
    }

    /** Reads one of several words, whatever the case of letters. */
    static <T extends Enum<T>> T one(String parameter, String given, T[] values) {
        return Optional.of(given)
                .flatMap(name -> Arrays.stream(values)
                        .filter(value -> value.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> invalid("'" + parameter + "' takes one of "
                        + Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + (parameter.equals("sort") ? ", with a minus before it for the reverse" : "")
                        + " (it is " + VideosEndpoint.shortened(given) + ")."));
    }
}
