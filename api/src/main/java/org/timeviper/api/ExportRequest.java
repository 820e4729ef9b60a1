package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An export of a selection, or of what a search finds: one of the two is given.
 *
 * @param format a format, as {@link VideosResource#export} takes it
 * @param title what the export is called; null for the first film's name, or the query
 * @param selection spans in the order in which an edit is to show them
 * @param search a search; its moments come best first
 * @param base the address that links in the export begin with; null for the one that the request came to
 * @param page in {@code jsonld}, the form of the addresses at which people watch films, as {@link VideosResource#export} takes it; null for the service's own page
 */
public record ExportRequest(
        @NotBlank String format,
        @Size(max = 200) String title,
        @Size(max = 10_000) List<@NotNull @Valid ExportSpan> selection,
        @Valid ExportSearch search,
        @Size(max = 2000) String base,

        @Schema(description = ExportRequest.PAGE_TEXT) @Size(max = 2000)
        String page) {

    static final String PAGE_TEXT =
            "In jsonld, the form of the addresses at which people watch films: https://site.example/watch/{video}?t={start}."
                    + " {start} and {end} are seconds, {fragment} is t=start,end. Without it, the service's own page.";
}
