package org.timeviper.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Completions for a query box. */
@Path("/v1/suggest")
@Produces(MediaType.APPLICATION_JSON)
public interface SuggestResource {

    /**
     * Completes what is being typed, from what the index holds: words and pairs of words of captions, tags, and titles of videos. Within an expression such as {@code "red car"
     * then "whi} the part under way is completed. Every suggestion can be searched for at once: a quote or parenthesis that is open is closed.
     *
     * <p>The most frequent come first. In a large archive, of what a letter or two begin, only the first in the order of the alphabet are counted.
     *
     * @param typed what is typed so far; nothing is suggested for nothing
     * @param limit how many suggestions at most
     */
    @GET
    @Operation(
            summary = "Completions for a query box",
            description = "Completes the last words of 'q' with words and phrases of captions, tags and titles that the"
                    + " index holds, the most frequent first (of what a letter or two begin in a large archive: of the first in the"
                    + " alphabet). Also within an expression, such as \"red car\" then \"whi, whose quote it closes.")
    @APIResponse(responseCode = "200", description = "Suggestions, best first; none for nothing.")
    @APIResponse(responseCode = "400", description = "A parameter that cannot be read, named in words.")
    Suggestions suggest(
            @Parameter(description = "What is typed so far.") @QueryParam("q") @Size(max = 1000) String typed,
            @Parameter(description = "How many suggestions at most.")
                    @QueryParam("limit")
                    @DefaultValue("8")
                    @Min(1)
                    @Max(20)
                    int limit);
}
