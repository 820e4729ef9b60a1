package org.timeviper.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Search over all that the library's videos show. */
@Path("/v1/search")
@Produces(MediaType.APPLICATION_JSON)
public interface SearchResource {

    /**
     * Finds moments.
     *
     * @param query words, at most 1,000 characters
     * @param size how many moments at most
     * @param filter which videos and scenes may answer
     * @param verify whether the model takes a look at the best hits before they are called confident
     * @param facets whether the answer also counts what the search can be narrowed down by
     */
    @GET
    SearchResults search(
            @QueryParam("q") @NotBlank @Size(max = 1000) String query,
            @QueryParam("size") @DefaultValue("10") @Min(1) @Max(100) int size,
            @BeanParam VideoFilter filter,
            @QueryParam("verify") @DefaultValue("false") boolean verify,
            @QueryParam("facets") @DefaultValue("false") boolean facets);
}
