package org.timeviper.indexer.command;

import java.util.List;
import org.timeviper.api.MetadataFilter;
import org.timeviper.api.VideoFilter;
import picocli.CommandLine.Option;

/** Which videos and scenes a command's search is to look in. The service says what is wrong with a value. */
final class FilterOptions {

    @Option(
            names = "--collection",
            paramLabel = "NAME",
            description = "Only videos of this collection; of any of them, when repeated.")
    private List<String> collections;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = "Only videos with this tag; with all of them, when repeated.")
    private List<String> tags;

    @Option(
            names = "--language",
            paramLabel = "LANG",
            description = "Only videos in this language; in any of them, when repeated.")
    private List<String> languages;

    @Option(
            names = "--meta",
            paramLabel = "KEY:VALUE",
            description = "Only videos with this value of their metadata; with any of them, when a key is repeated.")
    private List<String> metadata;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only videos that came on this date or later: 2026-05-01 (UTC) or 2026-05-01T10:00:00Z.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Only videos that came up to this date, the whole of it, or before this time.")
    private String to;

    @Option(names = "--min-duration", paramLabel = "SECONDS", description = "Only videos at least this long.")
    private Double minDuration;

    @Option(names = "--max-duration", paramLabel = "SECONDS", description = "Only videos at most this long.")
    private Double maxDuration;

    @Option(
            names = "--min-confidence",
            paramLabel = "SHARE",
            description = "Only scenes of which the model is at least so sure: 0 to 1.")
    private Double minConfidence;

    /** @return the filter that is meant */
    VideoFilter filter() {
        return new VideoFilter(
                null,
                collections,
                tags,
                languages,
                having(metadata),
                from,
                to,
                minDuration,
                maxDuration,
                minConfidence);
    }

    private static MetadataFilter having(List<String> conditions) {
        return conditions == null
                ? null
                : new MetadataFilter(conditions.stream()
                        .map(MetadataFilter.Condition::fromString)
                        .toList());
    }
}
