package org.timeviper.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is wrong, for programs: the {@code code} of a {@link Problem}, of a job that failed and of an answer that broke off. Codes do not change; new ones may come, so who meets one
 * that he does not know keeps to the sentence beside it. A problem whose request a program should not have sent at all may have none.
 */
public enum ProblemCode {
    QUERY_EMPTY("The query says nothing to look for."),
    QUERY_QUOTE_OPEN("A quote in the query is not closed."),
    QUERY_QUOTES_EMPTY("Quotes in the query hold nothing."),
    QUERY_BRACKET_OPEN("The bracket of a limit is not closed."),
    QUERY_PARENTHESIS_OPEN("A parenthesis is not closed."),
    QUERY_PARENTHESIS_UNMATCHED("A parenthesis closes nothing."),
    QUERY_PARENTHESIS_BARE("Nothing to look for stands at the inner side of a parenthesis."),
    QUERY_TOO_DEEP("Parentheses are nested too deep.", "most"),
    QUERY_RELATION_MISSING("Nothing says how a thing stands in time to the one before it."),
    QUERY_THING_MISSING("Nothing to look for stands on one side of a relation.", "relation", "side"),
    QUERY_LIMIT_UNWANTED("A relation has a limit, and takes none.", "relation"),
    QUERY_LIMIT_SINGLE("A relation has a range, and takes one limit.", "relation"),
    QUERY_LIMIT_RANGE("'within' has no range, and takes one."),
    QUERY_LENGTH_UNREADABLE("A length of time cannot be read.", "given"),
    QUERY_OUT_OF_BOUNDS("A length of time, or the expression, is larger than is taken, or a range runs backwards."),
    QUERY_TOO_BROAD("Too much of the library matches the expression."),
    CURSOR_UNKNOWN("The cursor is none that this index gave."),
    CURSOR_OF_ANOTHER_SEARCH("The cursor belongs to another search."),
    CURSOR_EXPIRED("The view of the index that the cursor belongs to is no longer kept."),
    VIDEO_UNKNOWN("There is no such video."),
    JOB_UNKNOWN("There is no such job."),
    UPLOAD_UNKNOWN("There is no such upload, or it has expired."),
    CONVERSATION_UNKNOWN("There is no such conversation, or it has ended."),
    PICTURE_UNKNOWN("There is no picture of the video yet."),
    FILM_NOT_THERE("The video's film has not come yet."),
    FILM_GONE("The video's media file is gone."),
    NOT_INDEXED("The video is not indexed yet, or could not be."),
    SPAN_OUTSIDE("A span does not start before it ends, or lies outside the film."),
    CHANGED_MEANWHILE("The video is another one than the request means."),
    JOB_ENDED("The job has ended already."),
    JOB_NOT_RETRYABLE("Only the latest job of a video can be retried, if it failed or was cancelled."),
    JOB_UNDER_WAY("A job of the video is under way already."),
    CONVERSATION_BUSY("Another question of the conversation is being answered."),
    BUSY("As many requests of this kind are under way as are taken; come again."),
    MODEL_UNAVAILABLE("The model cannot be used."),
    INDEX_UNAVAILABLE("The index cannot be used."),
    INTERNAL_ERROR("The service failed; its log says why."),
    TOO_LARGE("The film is larger than is taken."),
    NO_ROOM("The service's disk has no room for the film."),
    STORAGE_FAILED("The service cannot write to its disk."),
    UPLOAD_BROKEN_OFF("The transfer broke off; the upload can be gone on with."),
    UPLOAD_WRONG_OFFSET("The upload stands elsewhere than the request says."),
    UPLOAD_OVERTAKEN("Another request has gone on with the upload, or ended it."),
    UPLOAD_REFUSED("The upload has ended, as its film was refused."),
    UPLOAD_EXPIRED("The upload has expired."),
    CHECKSUM_MISMATCH("The bytes that came are not those that were sent."),
    MEDIA_MISSING("The file, or a picture of it, is gone or cannot be read."),
    MEDIA_EMPTY("The file holds no bytes."),
    MEDIA_NOT_A_VIDEO("The file is no film that can be read."),
    MEDIA_TRUNCATED("The file is cut off."),
    MEDIA_WITHOUT_VIDEO("The file holds sound, or a still picture, only."),
    MEDIA_WITHOUT_PICTURES("No picture of the film can be decoded."),
    MEDIA_PICTURE_TOO_LARGE("The film's picture is larger than is taken."),
    MEDIA_CODEC_UNKNOWN("The film's codec is not known."),
    MEDIA_DAMAGED("The decoder ended, or stood still, at the film."),
    IMPORT_OFF("The service imports no films of this kind."),
    IMPORT_NOT_ALLOWED("Films may not be imported from there."),
    IMPORT_UNREADABLE("The film cannot be read at its address or path."),
    IMPORT_NOT_A_VIDEO("What is at the address is no film."),
    IMPORT_TOO_LARGE("The film at the address is larger than is taken."),
    IMPORT_TOO_SLOW("The film took longer to come than is allowed."),
    INDEXING_FAILED("The video could not be indexed, after several tries."),
    CANCELLED("The job was cancelled."),
    TAGS_TOO_MANY("A video takes fewer tags.", "most"),
    TAG_WITH_COMMA("A tag holds a comma."),
    LANGUAGE_UNREADABLE("The language is no BCP 47 tag.", "given"),
    METADATA_TOO_MANY("A video takes fewer keys of metadata.", "most"),
    METADATA_KEY_UNREADABLE("A key of metadata holds other characters than are taken, or too many.", "most"),
    TEXT_BLANK("A text of the request is blank.", "field"),
    TEXT_TOO_LONG("A text of the request is too long.", "field", "most"),
    TEXT_UNWRITABLE("A text of the request holds control characters, line breaks or half characters.", "field"),
    EXPORT_EMPTY("There is nothing to export."),
    EXPORT_OF_ONE_FILM("The format tells the times of one film, and the spans are of several.", "count"),
    EXPORT_RATES_DIFFER("The format has one frame rate, and the films differ."),
    EXPORT_RATE_TOO_HIGH("The film has more frames a second than the format's timecode counts.", "name"),
    EXPORT_WITHOUT_DROP_FRAME("Drop-frame timecode is not for the film's frame rate.", "name"),
    EXPORT_TOO_LONG("The format's timecode ends after 24 hours."),
    EXPORT_OF_FEW_CHAPTERS("YouTube shows three chapters or more, of ten seconds or more.", "name");

    private final String meaning;
    private final List<String> parameters;

    ProblemCode(String meaning, String... parameters) {
        this.meaning = meaning;
        this.parameters = List.of(parameters);
    }

    /** @return as it is written: {@code query-quote-open} */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return the one that is written so; empty if none is, or for null */
    public static Optional<ProblemCode> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }

    /** @return what it means, in a sentence */
    public String meaning() {
        return meaning;
    }

    /** @return the names of the parameters that a problem gives with it */
    public List<String> parameters() {
        return parameters;
    }

    /** @return all of them with their meanings, as a list in Markdown */
    public static String listed() {
        return String.join("\n", Arrays.stream(values()).map(ProblemCode::item).toList());
    }

    private String item() {
        return "- `" + code() + "`: " + meaning
                + (parameters.isEmpty() ? "" : " Parameters: `" + String.join("`, `", parameters) + "`.");
    }
}
