package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * An export of a selection, or of what a search finds: one of the two is given.
 *
 * @param format a format, as {@link VideosResource#export} takes it
 * @param title what the export is called; null for the first film's name, or the query
 * @param selection spans in the order in which an edit is to show them
 * @param search a search; its moments come best first
 * @param base the address that links in the export begin with; null for the one that the request came to
 */
public record ExportRequest(
        @NotBlank String format,
        @Size(max = 200) String title,
        @Size(max = 10_000) List<@NotNull @Valid ExportSpan> selection,
        @Valid ExportSearch search,
        @Size(max = 2000) String base) {}
