package org.timeviper.indexer.export.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.timeviper.indexer.export.marker.MarkerList;

/** The formats that markers can be exported in. */
public enum ExportFormat {
    /** Captions for a player. */
    VTT("vtt", "text/vtt;charset=UTF-8", "vtt", new WebVtt(WebVtt.Track.CAPTIONS)),
    /** A player's table of contents. */
    VTT_CHAPTERS("vtt-chapters", "text/vtt;charset=UTF-8", "chapters.vtt", new WebVtt(WebVtt.Track.CHAPTERS)),
    /** What is seen, to be read aloud. */
    VTT_DESCRIPTIONS(
            "vtt-descriptions", "text/vtt;charset=UTF-8", "descriptions.vtt", new WebVtt(WebVtt.Track.DESCRIPTIONS)),
    /** For scripts in a page: a JSON object for each marker, with frames and timecodes. */
    VTT_METADATA("vtt-metadata", "text/vtt;charset=UTF-8", "metadata.vtt", new WebVtt(WebVtt.Track.METADATA)),
    /** SubRip subtitles. */
    SRT("srt", "application/x-subrip;charset=UTF-8", "srt", new SubRip()),
    /** CMX3600, counted as the first film is. */
    EDL("edl", "text/plain;charset=UTF-8", "edl", new EditDecisionList(EditDecisionList.Count.AS_THE_FILM)),
    /** CMX3600, drop-frame. */
    EDL_DF("edl-df", "text/plain;charset=UTF-8", "edl", new EditDecisionList(EditDecisionList.Count.DROP_FRAME)),
    /** CMX3600, non-drop-frame. */
    EDL_NDF("edl-ndf", "text/plain;charset=UTF-8", "edl", new EditDecisionList(EditDecisionList.Count.NON_DROP_FRAME)),
    /** Final Cut Pro XML. */
    FCPXML("fcpxml", "application/xml;charset=UTF-8", "fcpxml", new FinalCutXml()),
    /** OpenTimelineIO. */
    OTIO("otio", "application/vnd.pixar.opentimelineio+json", "otio", new OpenTimeline()),
    /** A shot list for a spreadsheet. */
    CSV("csv", "text/csv;charset=UTF-8;header=present", "csv", new ShotList()),
    /** A IIIF Presentation 3 manifest with annotations. */
    IIIF(
            "iiif",
            "application/ld+json;profile=\"http://iiif.io/api/presentation/3/context.json\"",
            "iiif.json",
            new IiifManifest()),
    /** schema.org's VideoObject with its Clips. */
    JSON_LD("jsonld", "application/ld+json", "jsonld", new VideoObjects()),
    /** Chapters for a video's description at YouTube. */
    YOUTUBE("youtube", "text/plain;charset=UTF-8", "youtube.txt", new YouTubeChapters());

    private final String word;
    private final String mediaType;
    private final String extension;
    private final MarkerWriter writer;

    ExportFormat(String word, String mediaType, String extension, MarkerWriter writer) {
        this.word = word;
        this.mediaType = mediaType;
        this.extension = extension;
        this.writer = writer;
    }

    /** @return the format that is called so */
    public static Optional<ExportFormat> called(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }

    /** @return what the formats are called */
    public static List<String> words() {
        return Arrays.stream(values()).map(ExportFormat::word).toList();
    }

    /** @return what it is called */
    public String word() {
        return word;
    }

    /** @return the media type of its files */
    public String mediaType() {
        return mediaType;
    }

    /** @return how the names of its files end, without a dot before */
    public String extension() {
        return extension;
    }

    /**
     * Writes markers.
     *
     * @return the bytes of the file
     * @throws org.timeviper.indexer.export.marker.Unexportable when the format cannot say it
     */
    public byte[] write(MarkerList list) {
        return writer.write(list).getBytes(StandardCharsets.UTF_8);
    }
}
