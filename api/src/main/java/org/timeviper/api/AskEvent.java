package org.timeviper.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One event of a streamed answer. As JSON, its {@code type} says which: {@code looking}, {@code token}, {@code citation}, {@code part}, {@code done} or {@code error}; as a server-sent event it is
 * named so.
 *
 * <p>What has been said cannot be taken back. So the words of a part come as the model says them only if all that it answers counts, whatever it is sure of; where its
 * {@code config.json} has a least confidence for answers, they come in one piece, once it is known how sure the model is, or not at all. Words that could still become the
 * sentence that the thing is not seen are held back in any case. The words of parts that show nothing, or of which the model is not sure, are only in {@link Part} and
 * {@link Done}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AskEvent.Looking.class, name = "looking"),
    @JsonSubTypes.Type(value = AskEvent.Token.class, name = "token"),
    @JsonSubTypes.Type(value = AskEvent.Cited.class, name = "citation"),
    @JsonSubTypes.Type(value = AskEvent.Part.class, name = "part"),
    @JsonSubTypes.Type(value = AskEvent.Done.class, name = "done"),
    @JsonSubTypes.Type(value = AskEvent.Failed.class, name = "error")
})
@Schema(
        description = "One event of a streamed answer; 'type' says which.",
        oneOf = {
            AskEvent.Looking.class,
            AskEvent.Token.class,
            AskEvent.Cited.class,
            AskEvent.Part.class,
            AskEvent.Done.class,
            AskEvent.Failed.class
        },
        discriminatorProperty = "type",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "looking", schema = AskEvent.Looking.class),
            @DiscriminatorMapping(value = "token", schema = AskEvent.Token.class),
            @DiscriminatorMapping(value = "citation", schema = AskEvent.Cited.class),
            @DiscriminatorMapping(value = "part", schema = AskEvent.Part.class),
            @DiscriminatorMapping(value = "done", schema = AskEvent.Done.class),
            @DiscriminatorMapping(value = "error", schema = AskEvent.Failed.class)
        })
public sealed interface AskEvent {

    /**
     * The model now looks at a span.
     *
     * @param citation the span
     */
    @Schema(name = "AskLooking")
    record Looking(Citation citation) implements AskEvent {}

    /**
     * A piece of the answer.
     *
     * @param text the piece
     */
    @Schema(name = "AskToken")
    record Token(String text) implements AskEvent {}

    /**
     * Where the part rests that comes next, and with it the words since the model began to look there; if there were none, it shows nothing, or the model is not sure.
     *
     * @param citation the span that was looked at
     */
    @Schema(name = "AskCitation")
    record Cited(Citation citation) implements AskEvent {}

    /**
     * A part is finished.
     *
     * @param part the part
     */
    @Schema(name = "AskPart")
    record Part(AnswerPart part) implements AskEvent {}

    /**
     * The last event of a good answer.
     *
     * @param result the whole answer
     */
    @Schema(name = "AskDone")
    record Done(AskResult result) implements AskEvent {}

    /**
     * The last event of an answer that failed.
     *
     * @param text a sentence for a person
     * @param code the same for programs: a {@link ProblemCode}'s code
     */
    @Schema(name = "AskFailed")
    record Failed(String text, String code) implements AskEvent {}

    /** @return what its {@code type} is as JSON, and its name as a server-sent event */
    default String type() {
        return switch (this) {
            case Looking looking -> "looking";
            case Token token -> "token";
            case Cited cited -> "citation";
            case Part part -> "part";
            case Done done -> "done";
            case Failed failed -> "error";
        };
    }
}
