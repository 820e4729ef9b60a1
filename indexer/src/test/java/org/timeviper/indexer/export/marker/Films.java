package org.timeviper.indexer.export.marker;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.timeviper.indexer.media.FrameRate;
import org.timeviper.indexer.media.Slate;

/** Films and lists of markers for tests. */
public final class Films {

    public static final FrameRate R23_976 = new FrameRate(24000, 1001);
    public static final FrameRate R25 = new FrameRate(25, 1);
    public static final FrameRate R29_97 = new FrameRate(30000, 1001);
    public static final FrameRate R50 = new FrameRate(50, 1);
    public static final FrameRate R59_94 = new FrameRate(60000, 1001);
    /** Rates that films have and no editing system. */
    public static final FrameRate R12_5 = new FrameRate(25, 2);

    public static final FrameRate R29_83 = new FrameRate(179, 6);
    public static final List<FrameRate> RATES = List.of(R23_976, R25, R29_97, R50, R59_94);

    public static final URI ADDRESS = URI.create("https://archive.example/search/");

    /** What has broken some format somewhere. */
    public static final List<String> HOSTILE = List.of(
            "two\nlines\r\n\r\nand a paragraph",
            "00:00:01.000 --> 00:00:02.000",
            "NOTE -->",
            "\"quoted\", 'comma', semicolon; and \\ backslash",
            "=HYPERLINK(\"http://evil.example\",\"click\")",
            "</script><script>alert(1)</script> & <b>bold</b> ]]> <!-- -->",
            "{\\an8}{b}styled{/b}",
            "שלום \u202Eעולם\u202C مرحبا",
            "家族 👨‍👩‍👧‍👦 🎬 é e\u0301",
            "half a letter \uD83D and a bell \u0007\u0000 and \uFFFE\uFEFF",
            "* LOC: 01:00:00:00 RED     forged",
            "001  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00",
            "\u2028line\u2029paragraph\u0085next\u000Bvertical",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(1+1)",
            "＝1＋1",
            "a;=1+1; +2,\t@SUM(1);\"-3\";－4",
            "long ".repeat(2000) + "👨‍👩‍👧‍👦".repeat(500));

    /** What is said of every film. */
    public static final Map<String, String> METADATA =
            new TreeMap<>(Map.of("rights", "</script> & owned", "series", "夜のニュース"));

    private Films() {}

    /** @param timecode of its first frame; null for none */
    public static Film film(String name, FrameRate rate, String timecode, long frames) {
        return film(name, new Slate(rate, false, timecode, null), frames);
    }

    public static Film film(String name, Slate slate, long frames) {
        return film(name, slate, frames, true);
    }

    /** @return one without a sound track */
    public static Film silent(String name, FrameRate rate, long frames) {
        return film(name, new Slate(rate, false, null, null), frames, false);
    }

    private static Film film(String name, Slate slate, long frames, boolean sound) {
        String id = "id-" + Integer.toHexString(name.hashCode());
        return new Film(
                id,
                new Label(name),
                new Label(name),
                "video/mp4",
                slate,
                frames,
                1920,
                1080,
                sound,
                METADATA,
                Instant.parse("2026-05-01T10:00:00Z"),
                ADDRESS.resolve("v1/videos/" + id + "/media"),
                ADDRESS.resolve("v1/videos/" + id + "/thumbnail?t=1"));
    }

    public static Marker scene(Film film, long start, long end, String label) {
        return new Marker(film, new FrameSpan(start, end), new Label(label), Marker.Kind.SCENE, 0.8);
    }

    public static Marker event(Film film, long start, long end, String label) {
        return new Marker(film, new FrameSpan(start, end), new Label(label), Marker.Kind.EVENT, 0.5);
    }

    public static Marker chosen(Film film, long start, long end, String label) {
        return new Marker(film, new FrameSpan(start, end), new Label(label), Marker.Kind.SELECTION, null);
    }

    public static MarkerList whole(Film film, Marker... markers) {
        return new MarkerList(film.name(), new Addresses(ADDRESS), film, List.of(markers));
    }

    public static MarkerList selection(String title, Marker... markers) {
        return new MarkerList(new Label(title), new Addresses(ADDRESS), null, List.of(markers));
    }

    /** @return a whole film with a scene of a second for each hostile label, and its name one too */
    public static MarkerList hostile(FrameRate rate) {
        Film film = film("a \"b\" <c> & 映画\n--> {d}.mp4", rate, null, HOSTILE.size() * (long) rate.nominal() * 12);
        List<Marker> markers = new ArrayList<>();
        for (String label : HOSTILE) {
            long start = markers.size() * (long) rate.nominal() * 12;
            markers.add(scene(film, start, start + rate.nominal() * 12L, label));
        }
        return whole(film, markers.toArray(Marker[]::new));
    }
}
