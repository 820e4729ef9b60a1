package org.timeviper.search.lucene;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of these classes: a service and the plugin in its cluster understand each other if they have the same. */
public final class SearchVersion {

    private static final String CURRENT = read();

    private SearchVersion() {}

    /** @return the version that was built, as in the plugin's descriptor */
    public static String current() {
        return CURRENT;
    }

    private static String read() {
        try (InputStream in = SearchVersion.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the version failed.", e);
        }
    }
}
