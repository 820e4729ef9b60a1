package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A question about footage.
 *
 * @param question the question, at most 2,000 characters
 * @param hits the spans to look at; null or empty for the whole library, of which the best moments are chosen, or, in a conversation, for what the question before was about
 * @param conversation {@value #NEW} to begin a conversation with this question, or the id of the one that it goes on with; null for a question by itself, of which nothing is
 *     kept
 */
public record AskRequest(
        @NotBlank @Size(max = 2000) String question,
        @Size(max = 20) List<@NotNull @Valid HitRef> hits,

        @Pattern(regexp = "[\\w-]{1,36}", message = "must be 'new' or the id of a conversation")
        @Schema(
                description =
                        "'new' to begin a conversation with this question, or the id of the one that it goes on with. Without it nothing of the question is kept.")
        String conversation) {

    /** Begins a conversation. */
    public static final String NEW = "new";

    /** A question by itself. */
    public AskRequest(String question, List<HitRef> hits) {
        this(question, hits, null);
    }
}
