package org.timeviper.indexer.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host that films may be imported from.
 *
 * @param scheme {@code https}, or {@code http} where that is said
 * @param host its name in small letters; with {@code *.} before it, all names below it
 * @param port its port
 * @param mayBePrivate whether it may have an address that is not of the public internet
 */
record AllowedHost(String scheme, String host, int port, boolean mayBePrivate) {

    private static final Pattern ENTRY = Pattern.compile(
            "(?<private>private:)?((?<scheme>https?)://)?(?<host>(\\*\\.)?[a-z0-9][a-z0-9.-]*|\\[[0-9a-f:.]+])(:(?<port>\\d{1,5}))?/?");

    /**
     * @param entry as in {@link FetchSettings#hosts}
     * @throws IllegalArgumentException if it cannot be read; names it
     */
    static AllowedHost read(String entry) {
        Matcher parts = ENTRY.matcher(entry.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "timeviper.import.hosts has '" + entry
                            + "': an entry is a host such as media.example.org, *.example.org, http://media.example.org:8080 or private:nas.example.org");
        }
        String scheme = parts.group("scheme") == null ? "https" : parts.group("scheme");
        String port = parts.group("port");
        return new AllowedHost(
                scheme,
                parts.group("host"),
                port == null ? usualPort(scheme) : Integer.parseInt(port),
                parts.group("private") != null);
    }

    boolean allows(URI address) {
        String asked = address.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        boolean named = host.startsWith("*.") ? asked.endsWith(host.substring(1)) : asked.equals(host);
        int asks = address.getPort() < 0 ? usualPort(address.getScheme()) : address.getPort();
        return named && scheme.equalsIgnoreCase(address.getScheme()) && port == asks;
    }

    private static int usualPort(String scheme) {
        return scheme.equalsIgnoreCase("http") ? 80 : 443;
    }
}
