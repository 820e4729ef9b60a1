package org.timeviper.indexer.media;

import java.io.IOException;
import java.nio.file.Path;
import org.timeviper.api.ProblemCode;

/** A file that cannot be used as a film. The message names the file and says what to do, and is fit to be shown to a person. */
public final class UnreadableMedia extends RuntimeException {

    /** What is wrong with a file. */
    public enum Kind {
        /** There is no such file, or it may not be read. */
        MISSING,
        /** It holds no bytes. */
        EMPTY,
        /** No demuxer knows it. */
        NOT_MEDIA,
        /** It ends too early to be opened. */
        TRUNCATED,
        /** Sound or data only. */
        NO_VIDEO,
        /** It has a video stream, of which no picture can be decoded. */
        NO_PICTURES,
        /** Its picture is larger than the decoder is allowed. */
        TOO_LARGE_PICTURE,
        /** Its codec is not known here. */
        UNKNOWN_CODEC,
        /** The decoder's process died of it. */
        DECODER_CRASHED,
        /** The decoder made no progress for too long. */
        TIMED_OUT
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /**
     * @param kind what is wrong
     * @param message names the file, what is wrong and what to do
     */
    public UnreadableMedia(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** A file of an indexed video's pictures that is gone or cannot be read; it is named without the folder in which the service keeps all videos'. */
    static UnreadableMedia damaged(Path file, IOException cause) {
        int names = file.getNameCount();
        UnreadableMedia damaged = new UnreadableMedia(
                Kind.MISSING,
                file.subpath(Math.max(0, names - 3), names) + " is missing or damaged: index the video again.");
        damaged.initCause(cause);
        return damaged;
    }

    /** @return what is wrong */
    public Kind kind() {
        return kind;
    }

    /** @return what is wrong, for programs */
    public ProblemCode code() {
        return switch (kind) {
            case MISSING -> ProblemCode.MEDIA_MISSING;
            case EMPTY -> ProblemCode.MEDIA_EMPTY;
            case NOT_MEDIA -> ProblemCode.MEDIA_NOT_A_VIDEO;
            case TRUNCATED -> ProblemCode.MEDIA_TRUNCATED;
            case NO_VIDEO -> ProblemCode.MEDIA_WITHOUT_VIDEO;
            case NO_PICTURES -> ProblemCode.MEDIA_WITHOUT_PICTURES;
            case TOO_LARGE_PICTURE -> ProblemCode.MEDIA_PICTURE_TOO_LARGE;
            case UNKNOWN_CODEC -> ProblemCode.MEDIA_CODEC_UNKNOWN;
            case DECODER_CRASHED, TIMED_OUT -> ProblemCode.MEDIA_DAMAGED;
        };
    }
}
