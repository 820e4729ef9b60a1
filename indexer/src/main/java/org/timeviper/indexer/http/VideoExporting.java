package org.timeviper.indexer.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.timeviper.indexer.export.format.ExportFormat;
import org.timeviper.indexer.export.marker.Addresses;
import org.timeviper.indexer.export.marker.Label;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.export.marker.WatchPage;

/** Answers with an exported file: the format's media type, and a name that any disk takes. */
@Singleton
final class VideoExporting {

    /** Bytes of a file's name with its extension: what disks take that count bytes, as most do. */
    private static final int LONGEST_NAME = 255;

    private final UriInfo request;

    /** @param request the request under way; a proxy that stands for each in turn */
    @Inject
    VideoExporting(UriInfo request) {
        this.request = request;
    }

    /**
     * @param format what the format is called
     * @param base the address that links in the file begin with; null for the one that the request came to
     * @param page the form of the addresses at which people watch films; null for the service's own page
     * @param gather gathers the markers, given where links lead
     */
    Response file(String format, String base, String page, Function<Addresses, MarkerList> gather) {
        ExportFormat wanted = ExportFormat.called(format)
                .orElseThrow(() -> invalid("'format' must be one of " + String.join(", ", ExportFormat.words())
                        + " (it is '" + new Label(format).within(40) + "')."));
        URI service = base == null || base.isBlank() ? request.getBaseUri() : address(base);
        MarkerList markers = gather.apply(
                page == null || page.isBlank() ? new Addresses(service) : new Addresses(service, page(page)));
        return Response.ok(wanted.write(markers))
                .header("Content-Type", wanted.mediaType())
                .header("Content-Disposition", disposition(markers, wanted))
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** @return the text of an export, its links beginning with the address that the request came to */
    String text(ExportFormat format, Function<Addresses, MarkerList> gather) {
        return new String(format.write(gather.apply(new Addresses(request.getBaseUri()))), StandardCharsets.UTF_8);
    }

    private static URI address(String base) {
        try {
            URI address = new URI(base.endsWith("/") ? base : base + "/");
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web && address.getHost() != null && address.getQuery() == null && address.getFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Said below, as of any other text that is no address.
        }
        throw invalid("'base' must be the address that people reach this service at, such as https://archive.example/"
                + " (it is '" + new Label(base).within(80) + "').");
    }

    private static WatchPage page(String form) {
        return WatchPage.read(form)
                .orElseThrow(() -> invalid("'page' must be the address at which people watch a film, with {video} and"
                        + " {start} (seconds) where these belong, such as https://site.example/watch/{video}?t={start};"
                        + " it may also hold {end} and {fragment} (it is '" + new Label(form).within(80) + "')."));
    }

    private static Refused invalid(String detail) {
        return new Refused(400, "Invalid request", detail);
    }

    /** RFC 6266: a plain name for old clients, and the whole one. */
    private static String disposition(MarkerList markers, ExportFormat format) {
        String ending = "." + format.extension();
        String name = new Label(safe(markers)).withinBytes(LONGEST_NAME - ending.length()) + ending;
        String plain = name.replaceAll("[^A-Za-z0-9 ._()-]", "_");
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }

    /** Without what separates folders or is forbidden somewhere, no hidden file and no device, and no extension of a film. */
    private static String safe(MarkerList markers) {
        String title = markers.whole() != null
                ? markers.title().text().replaceFirst("(?<=.)\\.[A-Za-z0-9]{1,10}$", "")
                : markers.title().text();
        String clean = new Label(title.replaceAll("[/\\\\:*?\"<>|%]", " "))
                .text()
                .replaceFirst("^[. ]+", "")
                .replaceFirst("[. ]+$", "");
        boolean device = clean.matches("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
        return clean.isEmpty() ? "export" : device ? "_" + clean : clean;
    }
}
