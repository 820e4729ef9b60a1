package org.timeviper.indexer.export.format;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.timeviper.indexer.export.marker.Film;

/** How an editing system is told where a film's file lies: beside the exported file, under the name that it had where it came from. */
final class FileReference {

    private FileReference() {}

    /** @return a relative URL */
    static String of(Film film) {
        return "./"
                + URLEncoder.encode(film.fileName().text(), StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }
}
