package org.timeviper.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is looked for, as a tree: a thing in words, or two things and how they stand in time. Exactly one part is given.
 *
 * <pre>{@code
 * {"words": "red car"}
 * {"then": {"first": {"words": "red car"}, "second": {"words": "white car"}, "withinSeconds": 10}}
 * }</pre>
 *
 * @param words what is shown, in words, at most 1,000 characters; words after "no", "not" or "without" must be absent
 * @param then one thing, then another
 * @param during one thing while another goes on
 * @param near one thing near another in time, in either order
 * @param notNear a thing with another one nowhere near it in time
 * @param within a thing between two times of the film
 */
@Schema(
        description =
                "What is looked for, as a tree: exactly one of 'words', 'then', 'while', 'near', 'notNear' and 'within'."
                        + " A tree has at most 64 words and relations.",
        examples =
                "{\"then\":{\"first\":{\"words\":\"red car\"},\"second\":{\"words\":\"white car\"},\"withinSeconds\":10}}")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueryExpression(
        @Schema(description = "What is shown, in words.") @Size(max = 1000)
        String words,

        @Schema(description = "The first, then the second.") @Valid
        Ordered then,

        @Schema(description = "The first while the second goes on.") @JsonProperty("while") @Valid
        Together during,

        @Schema(description = "One near the other in time, in either order.") @Valid
        Ordered near,

        @Schema(description = "What is wanted, with nothing unwanted near it in time.") @Valid
        Apart notNear,

        @Schema(description = "What lies between two times of the film.") @Valid
        Between within) {

    /**
     * Two things and the time between them.
     *
     * @param first the one
     * @param second the other
     * @param withinSeconds the most that may lie between the end of the one and the start of the other, in seconds; null for 30
     */
    public record Ordered(
            @NotNull @Valid QueryExpression first,
            @NotNull @Valid QueryExpression second,

            @Schema(description = "Most seconds from the end of the one to the start of the other; 30 unless given.")
            @PositiveOrZero
            Double withinSeconds) {}

    /**
     * Two things at the same time.
     *
     * @param first the one
     * @param second the other
     */
    public record Together(
            @NotNull @Valid QueryExpression first,
            @NotNull @Valid QueryExpression second) {}

    /**
     * A thing without another.
     *
     * @param wanted what is wanted
     * @param unwanted what must not be near it
     * @param withinSeconds how near, in seconds; null for 30
     */
    public record Apart(
            @NotNull @Valid QueryExpression wanted,
            @NotNull @Valid QueryExpression unwanted,

            @Schema(description = "How many seconds around must be free of it; 30 unless given.") @PositiveOrZero
            Double withinSeconds) {}

    /**
     * A thing between two times.
     *
     * @param of the thing
     * @param from first second of the film
     * @param to last second of the film
     */
    public record Between(
            @NotNull @Valid QueryExpression of,
            @NotNull @PositiveOrZero Double from,
            @NotNull @PositiveOrZero Double to) {}

    /** @return a thing in words */
    public static QueryExpression words(String words) {
        return new QueryExpression(words, null, null, null, null, null);
    }

    /** @return this, then another, at most so many seconds later */
    public QueryExpression then(QueryExpression second, double withinSeconds) {
        return new QueryExpression(null, new Ordered(this, second, withinSeconds), null, null, null, null);
    }
}
