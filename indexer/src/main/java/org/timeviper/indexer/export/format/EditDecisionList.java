package org.timeviper.indexer.export.format;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.timeviper.indexer.export.marker.Edit;
import org.timeviper.indexer.export.marker.EditorsCount;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Label;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.export.marker.TimecodeCounting;
import org.timeviper.indexer.export.marker.Unexportable;

/**
 * A CMX3600 edit decision list. Source times are the file's own timecode. A whole film is recorded at its own timecode, cut where scenes begin; a selection is laid one span
 * after the other from 01:00:00:00 on, and so is a whole film whose own timecode passes midnight: readers take the record side to run upwards. Markers are {@code * LOC}
 * comments at their record time.
 *
 * <p>Of a film with sound, the picture and the first two channels are edited together. A rate that no editing system has is counted at a usual one, which a comment says.
 *
 * <p>{@code FCM} says how record times are counted; where the source of an edit is counted otherwise, another stands before that edit. Events beyond the 999 that the format had
 * room for get four digits, which editing systems of today read.
 */
final class EditDecisionList implements MarkerWriter {

    /** How record times are counted. */
    enum Count {
        AS_THE_FILM,
        DROP_FRAME,
        NON_DROP_FRAME
    }

    private static final String LINE_END = "\r\n";
    private static final int LONGEST_TITLE = 70;
    private static final int LONGEST_COMMENT = 200;
    private static final int HIGHEST_RATE = 100;

    private final Count count;

    EditDecisionList(Count count) {
        this.count = count;
    }

    @Override
    public String write(MarkerList given) {
        EditorsCount counted = EditorsCount.of(given);
        MarkerList list = counted.list();
        TimecodeCounting record = counting(list.films(), counted);
        StringBuilder text = new StringBuilder("TITLE: ")
                .append(list.title().within(LONGEST_TITLE))
                .append(LINE_END)
                .append(mode(record.drop()));
        Map<Film, String> reels = Reels.of(list.films());
        boolean drop = record.drop();
        List<Edit> edits = Edit.of(list);
        long at = start(list, edits, record);
        int number = 0;
        for (Edit edit : edits) {
            TimecodeCounting source = source(edit, record);
            if (source.drop() != drop) {
                drop = source.drop();
                text.append(mode(drop));
            }
            append(
                    text,
                    new Event(++number, edit, reels.get(edit.film()), source, record, at, counted.remark(edit.film())));
            at += edit.span().length();
        }
        return text.toString();
    }

    /**
     * One event.
     *
     * @param number its number
     * @param edit what it shows
     * @param reel where that is
     * @param source how the source is counted
     * @param record how the record side is counted
     * @param at its first frame on the record side
     * @param remark what is to be said of how its film is counted
     */
    private record Event(
            int number,
            Edit edit,
            String reel,
            TimecodeCounting source,
            TimecodeCounting record,
            long at,
            Optional<String> remark) {}

    private static void append(StringBuilder text, Event event) {
        Edit edit = event.edit();
        Film film = edit.film();
        long first = film.firstCount();
        text.append(String.format(
                        Locale.ROOT,
                        "%03d  %-8s %-5s C        %s %s %s %s",
                        event.number(),
                        event.reel(),
                        film.sound() ? "AA/V" : "V",
                        event.source().label(first + edit.span().start()),
                        event.source().label(first + edit.span().end()),
                        event.record().label(event.at()),
                        event.record().label(event.at() + edit.span().length())))
                .append(LINE_END);
        comment(text, "FROM CLIP NAME: " + film.fileName().within(LONGEST_COMMENT));
        event.remark().ifPresent(remark -> comment(text, remark.toUpperCase(Locale.ROOT)));
        if (film.slate().variable()) {
            comment(text, "VARIABLE FRAME RATE: COUNTED AT " + film.rate() + " FRAMES A SECOND");
        }
        for (Marker mark : edit.marks()) {
            long frame = event.at() + mark.span().start() - edit.span().start();
            comment(
                    text,
                    String.format(
                            "LOC: %s %-7s %s",
                            event.record().label(frame), MarkerColour.of(mark.kind()), comment(mark.label())));
        }
    }

    private static void comment(StringBuilder text, String comment) {
        text.append("* ").append(comment.stripTrailing()).append(LINE_END);
    }

    private static String comment(Label label) {
        return label.within(LONGEST_COMMENT);
    }

    private static String mode(boolean drop) {
        return "FCM: " + (drop ? "DROP FRAME" : "NON-DROP FRAME") + LINE_END;
    }

    private TimecodeCounting counting(List<Film> films, EditorsCount counted) {
        if (films.isEmpty()) {
            throw new Unexportable(
                    Unexportable.Kind.NOTHING,
                    Map.of(),
                    "An EDL without a film has no frame rate: select at least one span.");
        }
        Film first = films.getFirst();
        if (films.stream().map(Film::rate).distinct().count() > 1) {
            throw new Unexportable(
                    Unexportable.Kind.RATES_DIFFER,
                    Map.of(),
                    "An EDL has one frame rate, and these films differ: "
                            + films.stream()
                                    .map(film -> film.name().within(60) + " has " + counted.rate(film))
                                    .limit(5)
                                    .collect(Collectors.joining(", "))
                            + ". Export the films of each rate by themselves, or take fcpxml or otio.");
        }
        if (first.rate().nominal() > HIGHEST_RATE) {
            throw new Unexportable(
                    Unexportable.Kind.RATE_TOO_HIGH,
                    Map.of("name", first.name().text()),
                    "The timecode of an EDL counts at most 100 frames a second, and "
                            + first.name().within(60) + " has " + counted.rate(first) + ": take fcpxml or otio.");
        }
        if (count == Count.DROP_FRAME && !TimecodeCounting.droppable(first.rate())) {
            throw new Unexportable(
                    Unexportable.Kind.NO_DROP_FRAME,
                    Map.of("name", first.name().text()),
                    "Drop-frame timecode is for 29.97 and 59.94 frames a second, and "
                            + first.name().within(60) + " has " + counted.rate(first) + ": take edl.");
        }
        return switch (count) {
            case AS_THE_FILM -> first.counting();
            case DROP_FRAME -> TimecodeCounting.of(first.rate(), true);
            case NON_DROP_FRAME -> TimecodeCounting.of(first.rate(), false);
        };
    }

    /** As the file says; one that says nothing is counted as the record side is. Frames a day apart would have one label. */
    private static TimecodeCounting source(Edit edit, TimecodeCounting record) {
        Film film = edit.film();
        TimecodeCounting source = film.timecoded() ? film.counting() : record;
        if (edit.span().end() > source.framesOfDay()) {
            throw new Unexportable(
                    Unexportable.Kind.TOO_LONG,
                    Map.of(),
                    "The timecode of an EDL begins anew after 24 hours, and of "
                            + film.name().within(60)
                            + " more are wanted: take fcpxml or otio, or spans of its first 24 hours.");
        }
        return source;
    }

    /** The first frame on the record side, from which the list reaches its end before midnight. */
    private static long start(MarkerList list, List<Edit> edits, TimecodeCounting record) {
        long hour = record.hour();
        long own = list.whole() == null ? hour : start(list.whole(), record);
        long length = edits.stream().mapToLong(edit -> edit.span().length()).sum();
        if (own + length < record.framesOfDay()) {
            return own;
        }
        if (hour + length < record.framesOfDay()) {
            return hour;
        }
        throw new Unexportable(
                Unexportable.Kind.TOO_LONG,
                Map.of(),
                "The timecode of an EDL ends at midnight. Laid out from 01:00:00:00 on, this list would pass it:"
                        + " export it in parts that last less than 23 hours, or take fcpxml or otio.");
    }

    /** The record frame that bears the label of the film's first frame, or the next label where that one is left out. */
    private static long start(Film film, TimecodeCounting record) {
        if (!film.timecoded() || film.counting().equals(record)) {
            return film.firstCount();
        }
        String label = film.timecode(0);
        try {
            return record.frame(label);
        } catch (IllegalArgumentException e) {
            return record.frame(label.substring(0, 9) + String.format(Locale.ROOT, "%02d", record.nominal() / 15));
        }
    }
}
