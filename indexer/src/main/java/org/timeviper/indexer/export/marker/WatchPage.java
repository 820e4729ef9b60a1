package org.timeviper.indexer.export.marker;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page at which people watch a film, and how it is told where to begin: {@code https://site.example/watch/{video}?t={start}}. Seconds have at most three decimals;
 * {@code {end}} and {@code {fragment}}, which is {@code t=12,20}, may stand in it, too.
 *
 * @param form the address with the names of what is to be put into it
 */
public record WatchPage(String form) {

    private static final Pattern NAME = Pattern.compile("\\{(video|start|end|fragment)}");
    private static final Pattern TIME = Pattern.compile("\\{(start|end|fragment)}");

    /** @return the page that the service itself has */
    public static WatchPage of(URI service) {
        return new WatchPage(service + "?video={video}&t={start}");
    }

    /** @return the page of this form; empty where the form is no address of the web, does not name the film, does not tell where to begin, or names something else */
    public static Optional<WatchPage> read(String form) {
        boolean whole = form.contains("{video}") && (form.contains("{start}") || form.contains("{fragment}"));
        return whole && isWeb(NAME.matcher(form).replaceAll("0")) ? Optional.of(new WatchPage(form)) : Optional.empty();
    }

    private static boolean isWeb(String address) {
        try {
            URI read = new URI(address);
            return ("http".equals(read.getScheme()) || "https".equals(read.getScheme())) && read.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** @return the address at which the span plays */
    public String at(Film film, FrameSpan span) {
        return filled(form, film, span);
    }

    /** @return the address of the film, without what tells where to begin; where that is part of the path, from the first frame on */
    public String of(Film film) {
        String[] fragment = form.split("#", 2);
        String[] query = fragment[0].split("\\?", 2);
        StringBuilder page = new StringBuilder(query[0]);
        if (query.length == 2) {
            String kept = Stream.of(query[1].split("&"))
                    .filter(WatchPage::tellsMoreThanTime)
                    .collect(Collectors.joining("&"));
            page.append(kept.isEmpty() ? "" : "?" + kept);
        }
        if (fragment.length == 2 && tellsMoreThanTime(fragment[1])) {
            page.append('#').append(fragment[1]);
        }
        return filled(page.toString(), film, film.whole());
    }

    private static boolean tellsMoreThanTime(String part) {
        return !TIME.matcher(part).find() || part.contains("{video}");
    }

    private static String filled(String form, Film film, FrameSpan span) {
        String start = seconds(film, span.start());
        String end = seconds(film, span.end());
        Map<String, String> values = Map.of(
                "video",
                URLEncoder.encode(film.id(), StandardCharsets.UTF_8),
                "start",
                start,
                "end",
                end,
                "fragment",
                "t=" + start + "," + end);
        return NAME.matcher(form).replaceAll(name -> values.get(name.group(1)));
    }

    private static String seconds(Film film, long frame) {
        BigDecimal seconds = film.seconds(frame);
        return seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString();
    }
}
