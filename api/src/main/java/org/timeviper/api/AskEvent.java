package org.timeviper.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One event of a streamed answer. As JSON, its {@code type} says which: {@code looking}, {@code token}, {@code part}, {@code done} or {@code error}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AskEvent.Looking.class, name = "looking"),
    @JsonSubTypes.Type(value = AskEvent.Token.class, name = "token"),
    @JsonSubTypes.Type(value = AskEvent.Part.class, name = "part"),
    @JsonSubTypes.Type(value = AskEvent.Done.class, name = "done"),
    @JsonSubTypes.Type(value = AskEvent.Failed.class, name = "error")
})
@Schema(
        description = "One event of a streamed answer; 'type' says which.",
        oneOf = {
            AskEvent.Looking.class,
            AskEvent.Token.class,
            AskEvent.Part.class,
            AskEvent.Done.class,
            AskEvent.Failed.class
        },
        discriminatorProperty = "type",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "looking", schema = AskEvent.Looking.class),
            @DiscriminatorMapping(value = "token", schema = AskEvent.Token.class),
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
     */
    @Schema(name = "AskFailed")
    record Failed(String text) implements AskEvent {}
}
