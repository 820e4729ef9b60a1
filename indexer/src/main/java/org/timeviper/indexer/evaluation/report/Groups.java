package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.metric.Breakdown;
import org.timeviper.indexer.evaluation.metric.LengthBuckets;
import org.timeviper.indexer.evaluation.metric.Mean;

/** Tables and bars of groups. */
final class Groups {

    /** A table of more groups than this is no bar chart. */
    private static final int MOST_BARS = 24;

    private static final LengthBuckets LENGTHS = new LengthBuckets(15, 30, 60, 120, 300, 600, 1800, 3600);

    private Groups() {}

    /** One table for each key that tells more than one group apart. */
    static List<GroupTable> tables(String measure, Breakdown breakdown) {
        List<GroupTable> tables = new ArrayList<>();
        breakdown.groups().forEach((key, groups) -> {
            if (groups.size() > 1) {
                tables.add(new GroupTable(measure, key, rows(groups)));
            }
        });
        return tables;
    }

    private static List<GroupTable.Row> rows(SortedMap<String, Mean> groups) {
        return groups.entrySet().stream()
                .map(group -> row(group.getKey(), group.getValue()))
                .sorted(Comparator.comparingDouble((GroupTable.Row row) -> leading(row.group()))
                        .thenComparing(GroupTable.Row::group))
                .toList();
    }

    /** Groups that are numbers stand in the order of the numbers. */
    private static double leading(String group) {
        String digits = group.replaceFirst("^(\\d{1,9}).*$", "$1");
        return digits.matches("\\d{1,9}")
                ? Double.parseDouble(digits)
                : group.startsWith("under ") ? -1 : Double.MAX_VALUE;
    }

    private static GroupTable.Row row(String name, Mean mean) {
        return new GroupTable.Row(name, mean.count() == 0 ? null : mean.value(), mean.count());
    }

    static List<Plot> bars(List<GroupTable> tables) {
        return tables.stream()
                .filter(table -> table.rows().size() <= MOST_BARS)
                .<Plot>map(table -> new Plot.Bars(
                        table.measure() + " by " + table.key(),
                        table.key(),
                        table.measure(),
                        table.rows().stream().map(GroupTable.Row::group).toList(),
                        table.rows().stream().map(GroupTable.Row::value).toList(),
                        table.rows().stream().map(GroupTable.Row::count).toList()))
                .toList();
    }

    /** A score against the length of the footage: a table of one row a bucket that holds something. */
    static GroupTable byLength(String measure, List<LengthBuckets.Scored> scores) {
        List<GroupTable.Row> rows = LENGTHS.of(scores).stream()
                .filter(bucket -> bucket.mean().count() > 0)
                .map(bucket -> row(length(bucket), bucket.mean()))
                .toList();
        return new GroupTable(measure, "length in seconds", rows);
    }

    private static String length(LengthBuckets.Bucket bucket) {
        long from = Math.round(bucket.from());
        return Double.isInfinite(bucket.to()) ? from + " and more" : from + "–" + Math.round(bucket.to());
    }

    static Breakdown breakdown(List<ItemGroups> groups, List<Double> scores) {
        List<Breakdown.Scored> scored = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            scored.add(new Breakdown.Scored(groups.get(i), scores.get(i)));
        }
        return Breakdown.of(scored);
    }
}
