package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Search over all that the library's videos show. */
@Path("/v1/search")
@Produces(MediaType.APPLICATION_JSON)
public interface SearchResource {

    /**
     * Finds moments.
     *
     * <p>Plain words are looked for by themselves. What stands in quotes or beside a limit can also be asked for in its order:
     *
     * <pre>{@code
     * "red car" then "white car"                   the one, then, at most 30 seconds after its end, the other
     * red car then[10s] white car then[2min] dog   chains; limits in ms, s, min and h
     * "rain" while "people dance"                  both at the same time
     * "goal" near[20s] "whistle"                   in either order
     * "street" not near[1min] "police"             where that is nowhere near
     * ("a" then "b") while "c" within[0s..10min]   groups; a stretch of the film
     * }</pre>
     *
     * <p>The word "then" in a sentence is a word like any other: it relates two things only with a limit, or where the thing on one side of it is in quotes; so do "while", "near" and
     * "not near". Without a limit, 30 seconds are meant. Relations are taken from left to right. An expression that cannot be read, or that holds at more places than can be ranked,
     * is answered with {@code 400}, which says what to do.
     *
     * <p>Go on with the {@code next} of the page before as {@code cursor}, and otherwise the same parameters, but for {@code size} and {@code facets}. While the index does not change, every
     * moment comes on exactly one page: what is found further down is put behind what was found before, and does not change it. After a change, moments may move from page to
     * page. The 10,000 best scenes by words and as many by meaning are gone through. A cursor that is none, or belongs to another search, is answered with {@code 400}.
     *
     * @param query words or an expression, at most 1,000 characters
     * @param size how many moments at most
     * @param cursor what the page before gave as {@code next}; null for the first page
     * @param filter which videos and scenes may answer
     * @param verify whether the model takes a look at the best hits before they are called confident: at three moments at most, and at six things in all
     * @param facets whether the answer also counts what the search can be narrowed down by
     */
    @GET
    @Operation(
            summary = "Search for moments",
            description =
                    "Finds moments by words and by meaning. 'q' is plain words, or an expression of things and how they"
                            + " stand in time: \"red car\" then[10s] \"white car\"; \"rain\" while \"people dance\"; goal near[20s] whistle;"
                            + " \"street\" not near[1min] \"police\"; parentheses group, and within[0s..10min] keeps to a stretch of the film."
                            + " Beside a thing in quotes, 'then', 'near' and 'not near' need no limit and mean within 30 seconds. What"
                            + " cannot be read is answered with 400, which names the place. The answer's 'next' is the 'cursor' of the page"
                            + " after it, with otherwise the same parameters.")
    @APIResponse(responseCode = "200", description = "Moments, best first.")
    @APIResponse(
            responseCode = "400",
            description = "A parameter, or the place where the query cannot be read, named in words.")
    @APIResponse(responseCode = "404", description = "There is no such video to search in.")
    SearchResults search(
            @Parameter(description = "Words, or an expression of things and how they stand in time.")
                    @QueryParam("q")
                    @NotBlank
                    @Size(max = 1000)
                    String query,
            @Parameter(description = "How many moments at most.")
                    @QueryParam("size")
                    @DefaultValue("10")
                    @Min(1)
                    @Max(100)
                    int size,
            @Parameter(description = "What the page before gave as 'next'; without it, the first page.")
                    @QueryParam("cursor")
                    @Size(max = 100)
                    String cursor,
            @BeanParam VideoFilter filter,
            @Parameter(
                            description =
                                    "Whether the model takes a look at the best hits before they are called confident; that takes seconds.")
                    @QueryParam("verify")
                    @DefaultValue("false")
                    boolean verify,
            @Parameter(description = "Whether the answer also counts what the search can be narrowed down by.")
                    @QueryParam("facets")
                    @DefaultValue("false")
                    boolean facets);

    /**
     * Finds moments, asked for as a tree.
     *
     * @param request what is looked for; {@code 400} names the part of it that cannot be taken
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Search for moments, as JSON",
            description =
                    "The same search, with what is looked for as a tree in place of 'q', so that a program need not"
                            + " write expressions as text.")
    @APIResponse(responseCode = "200", description = "Moments, best first.")
    @APIResponse(responseCode = "400", description = "The part of the request that cannot be taken, named in words.")
    @APIResponse(responseCode = "404", description = "There is no such video to search in.")
    SearchResults searchFor(@NotNull @Valid SearchRequest request);
}
