package org.timeviper.indexer.explain;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Writes a picture as SVG, element by element, one over another. Lengths are in pixels. */
final class Svg {

    /** Where a text stands to its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * How a text is written.
     *
     * @param size height of its letters
     * @param fill colour
     * @param bold whether its strokes are strong
     */
    record Type(double size, String fill, boolean bold) {}

    /** About how wide a letter is, of its height. */
    private static final double LETTER = 0.54;

    private final StringBuilder elements = new StringBuilder();

    /** Numbers of a pattern are written with a point, whatever the machine's language. */
    private void add(String pattern, Object... values) {
        elements.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }

    void rectangle(double x, double y, double width, double height, String fill) {
        add(
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>",
                x, y, Math.max(0, width), Math.max(0, height), fill);
    }

    void outline(double x, double y, double width, double height, String stroke) {
        add(
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"none\" stroke=\"%s\"/>",
                x, y, width, height, stroke);
    }

    void circle(double x, double y, double radius, String fill) {
        add("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" fill=\"%s\"/>", x, y, radius, fill);
    }

    void line(double x1, double y1, double x2, double y2, String stroke, String dashes) {
        add(
                "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"%s\" stroke-dasharray=\"%s\"/>",
                x1, y1, x2, y2, stroke, dashes);
    }

    /** @param path SVG path data */
    void path(String path, String fill, String stroke, double width) {
        add(
                "<path d=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%.2f\" stroke-linejoin=\"round\"/>",
                path, fill, stroke, width);
    }

    /** @param y of the line that letters stand on */
    void text(double x, double y, Type type, Anchor anchor, String content) {
        add(
                "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.1f\" fill=\"%s\" font-weight=\"%s\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                type.size(),
                type.fill(),
                type.bold() ? "600" : "400",
                anchor.name().toLowerCase(Locale.ROOT),
                escaped(content));
    }

    /** Puts a picture into a box, whole and in its own proportions. */
    void picture(double x, double y, double width, double height, byte[] jpeg) {
        add(
                "<image x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" href=\"data:image/jpeg;base64,%s\"/>",
                x, y, width, height, Base64.getEncoder().encodeToString(jpeg));
    }

    /**
     * @param title read to those who cannot see it
     * @return the whole document
     */
    String document(double width, double height, String title) {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$.0f %2$.0f\" width=\"%1$.0f\" height=\"%2$.0f\" role=\"img\""
                        + " font-family=\"system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif\">%n"
                        + "<title>%3$s</title>%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n%4$s</svg>%n",
                width,
                height,
                escaped(title),
                elements);
    }

    private static String escaped(String text) {
        return plain(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Text without what XML cannot hold, on one line. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : c)
                .filter(c -> c >= ' ' && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF))
                .forEach(plain::appendCodePoint);
        return plain.toString().strip().replaceAll(" +", " ");
    }

    /**
     * Breaks a text into lines, at words where it can. Widths are estimated: no font is at hand.
     *
     * @param size height of its letters
     * @param width room of a line
     * @param most lines at most; what goes beyond ends in an ellipsis
     */
    static List<String> lines(String text, double size, double width, int most) {
        int room = (int) (width / size / LETTER);
        List<String> lines = new ArrayList<>();
        String rest = plain(text);
        while (!rest.isEmpty() && lines.size() < most) {
            int cut = fitting(rest, room);
            boolean last = lines.size() == most - 1 && cut < rest.length();
            lines.add(
                    last
                            ? rest.substring(0, fitting(rest, room - 2)).strip() + "…"
                            : rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        return lines;
    }

    /** How many characters fit, where those of East Asian scripts take the room of two. */
    private static int fitting(String text, int room) {
        int taken = 0;
        int space = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == ' ') {
                space = i;
            }
            taken += c >= 0x2E80 ? 2 : 1;
            if (taken > room && i > 0) {
                return space > 0 ? space : i;
            }
        }
        return text.length();
    }
}
