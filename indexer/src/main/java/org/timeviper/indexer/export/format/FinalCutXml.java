package org.timeviper.indexer.export.format;

import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.indexer.export.marker.Edit;
import org.timeviper.indexer.export.marker.EditorsCount;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.FrameSpan;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.export.marker.TimecodeCounting;
import org.timeviper.indexer.export.marker.Unexportable;
import org.timeviper.indexer.media.FrameRate;

/**
 * Final Cut Pro XML 1.10: a project with the films as assets, the edits as clips and the markers on them. All times are fractions of seconds and whole frames. An asset begins
 * at the file's timecode; the file is looked for beside the exported one.
 *
 * <p>The project has the first film's rate. A clip of another rate lasts as many frames of the project as come nearest and as its film has left, and plays at its own speed.
 * A rate that no editing system has is counted at a usual one, which the notes of its clips say.
 */
final class FinalCutXml implements MarkerWriter {

    private static final int LONGEST_NAME = 120;

    /** The rates that a clip may be conformed from, as the format writes them. */
    private static final Map<FrameRate, String> RATES = Map.ofEntries(
            Map.entry(FrameRate.near(23.976), "23.98"),
            Map.entry(FrameRate.near(24), "24"),
            Map.entry(FrameRate.near(25), "25"),
            Map.entry(FrameRate.near(29.97), "29.97"),
            Map.entry(FrameRate.near(30), "30"),
            Map.entry(FrameRate.near(47.952), "47.95"),
            Map.entry(FrameRate.near(48), "48"),
            Map.entry(FrameRate.near(50), "50"),
            Map.entry(FrameRate.near(59.94), "59.94"),
            Map.entry(FrameRate.near(60), "60"));

    /** A picture's size and rate, which films share. */
    private record Format(FrameRate rate, int width, int height) {

        static Format of(Film film) {
            return new Format(film.rate(), film.width(), film.height());
        }
    }

    /**
     * An edit as it lies on the sequence.
     *
     * @param edit what it shows
     * @param start its first frame in the film
     * @param length how many frames of the sequence it lasts
     */
    private record Clip(Edit edit, long start, long length) {

        /** Never longer than what the film has left; where that is not even a frame of the sequence, it begins earlier. */
        static Clip of(Edit edit, FrameRate sequence) {
            FrameSpan span = edit.span();
            FrameRate rate = edit.film().rate();
            long frames = edit.film().frames();
            long nearest = sequence.lasting(span.length(), rate, RoundingMode.HALF_UP);
            long left = sequence.lasting(frames - span.start(), rate, RoundingMode.FLOOR);
            long length = Math.max(1, Math.min(nearest, left));
            long latest = Math.max(0, frames - rate.lasting(length, sequence, RoundingMode.CEILING));
            return new Clip(edit, Math.min(span.start(), latest), length);
        }
    }

    @Override
    public String write(MarkerList given) {
        EditorsCount counted = EditorsCount.of(given);
        MarkerList list = counted.list();
        List<Film> films = list.films();
        if (films.isEmpty()) {
            throw new Unexportable(
                    Unexportable.Kind.NOTHING,
                    Map.of(),
                    "A Final Cut Pro project without a film has no frame rate: select at least one span.");
        }
        Film first = films.getFirst();
        XmlText xml = new XmlText("<!DOCTYPE fcpxml>");
        xml.open("fcpxml", "version", "1.10");
        Map<Format, String> formats = new LinkedHashMap<>();
        Map<Film, String> assets = new LinkedHashMap<>();
        xml.open("resources");
        for (Film film : films) {
            resources(xml, film, formats, assets);
        }
        xml.close();
        String title = list.title().within(LONGEST_NAME);
        xml.open("event", "name", title);
        xml.open("project", "name", title);
        sequence(xml, counted, first, formats.get(Format.of(first)), assets);
        xml.close();
        xml.close();
        xml.close();
        return xml.document();
    }

    private static void resources(XmlText xml, Film film, Map<Format, String> formats, Map<Film, String> assets) {
        Format format = Format.of(film);
        if (!formats.containsKey(format)) {
            formats.put(format, "f" + (formats.size() + 1));
            xml.empty(
                    "format",
                    "id",
                    formats.get(format),
                    "frameDuration",
                    time(1, film.rate()),
                    "width",
                    size(film.width()),
                    "height",
                    size(film.height()));
        }
        assets.put(film, "a" + (assets.size() + 1));
        xml.open(
                "asset",
                "id",
                assets.get(film),
                "name",
                film.name().within(LONGEST_NAME),
                "start",
                time(film.firstCount(), film.rate()),
                "duration",
                time(film.frames(), film.rate()),
                "hasVideo",
                "1",
                "format",
                formats.get(format),
                "hasAudio",
                film.sound() ? "1" : null,
                "audioSources",
                film.sound() ? "1" : null);
        xml.empty("media-rep", "kind", "original-media", "src", FileReference.of(film));
        xml.close();
    }

    private static String size(int pixels) {
        return pixels > 0 ? Integer.toString(pixels) : null;
    }

    private static void sequence(
            XmlText xml, EditorsCount counted, Film first, String format, Map<Film, String> assets) {
        MarkerList list = counted.list();
        FrameRate rate = first.rate();
        TimecodeCounting counting = first.counting();
        long start = list.whole() != null ? first.firstCount() : counting.hour();
        List<Clip> clips =
                Edit.of(list).stream().map(edit -> Clip.of(edit, rate)).toList();
        long length = clips.stream().mapToLong(Clip::length).sum();
        xml.open(
                "sequence",
                "format",
                format,
                "duration",
                time(length, rate),
                "tcStart",
                time(start, rate),
                "tcFormat",
                tcFormat(counting));
        xml.open("spine");
        long at = start;
        for (Clip clip : clips) {
            Film film = clip.edit().film();
            clip(xml, clip, assets.get(film), at, rate, counted.remark(film));
            at += clip.length();
        }
        xml.close();
        xml.close();
    }

    private static void clip(
            XmlText xml, Clip clip, String asset, long at, FrameRate sequence, Optional<String> remark) {
        Edit edit = clip.edit();
        Film film = edit.film();
        FrameRate rate = film.rate();
        xml.open(
                "asset-clip",
                "ref",
                asset,
                "offset",
                time(at, sequence),
                "name",
                edit.name().within(LONGEST_NAME),
                "start",
                time(film.firstCount() + clip.start(), rate),
                "duration",
                time(clip.length(), sequence),
                "tcFormat",
                tcFormat(film.counting()),
                "audioRole",
                film.sound() ? "dialogue" : null);
        String note = Stream.concat(Stream.of(edit.label().text()), remark.stream())
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining(" / "));
        if (!note.isEmpty()) {
            xml.text("note", note);
        }
        if (!rate.equals(sequence)) {
            xml.empty("conform-rate", "scaleEnabled", "0", "srcFrameRate", RATES.get(rate));
        }
        for (Marker mark : edit.marks()) {
            xml.empty(
                    "marker",
                    "start",
                    time(film.firstCount() + mark.span().start(), rate),
                    "duration",
                    time(1, rate),
                    "value",
                    mark.label().within(LONGEST_NAME),
                    "note",
                    mark.kind().word() + ", " + mark.span().length() + " frames: "
                            + mark.label().text());
        }
        xml.close();
    }

    private static String tcFormat(TimecodeCounting counting) {
        return counting.drop() ? "DF" : "NDF";
    }

    /** @return the second at which a frame begins, {@code 1001/30000s} */
    static String time(long frame, FrameRate rate) {
        BigInteger numerator = BigInteger.valueOf(frame).multiply(BigInteger.valueOf(rate.denominator()));
        BigInteger denominator = BigInteger.valueOf(rate.numerator());
        BigInteger common = numerator.gcd(denominator);
        return denominator.equals(common)
                ? numerator.divide(common) + "s"
                : numerator.divide(common) + "/" + denominator.divide(common) + "s";
    }
}
