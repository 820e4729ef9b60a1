package org.timeviper.indexer.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** The hosts that films may be imported from. */
public final class AllowedHosts {

    private final List<AllowedHost> entries;

    private AllowedHosts(List<AllowedHost> entries) {
        this.entries = entries;
    }

    /**
     * @param entries as in {@link FetchSettings#hosts}
     * @throws IllegalArgumentException if one cannot be read; names it
     */
    public static AllowedHosts of(List<String> entries) {
        return new AllowedHosts(entries.stream()
                .filter(entry -> !entry.isBlank())
                .map(AllowedHost::read)
                .toList());
    }

    /** @return whether nothing may be imported by its address */
    public boolean none() {
        return entries.isEmpty();
    }

    /**
     * Reads the address of a film.
     *
     * @throws IllegalArgumentException if it is none, or is for another protocol than HTTP, or holds a password; says so
     */
    public static URI address(String text) {
        try {
            URI address = new URI(text);
            boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            if (web && address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Said below, as of any other text that is no address.
        }
        throw new IllegalArgumentException(
                "it must be the address of a film, such as https://media.example.org/film.mp4, without a user's name");
    }

    /** @return whether a film may come from there */
    public boolean allow(URI address) {
        return allowing(address).isPresent();
    }

    /** An entry that allows private addresses comes first, so that the order of entries does not matter. */
    Optional<AllowedHost> allowing(URI address) {
        return entries.stream()
                .filter(entry -> entry.allows(address))
                .max((one, other) -> Boolean.compare(one.mayBePrivate(), other.mayBePrivate()));
    }

    /** @return an address as it may be shown: what stands behind the question mark may be a key */
    public static String shown(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority()
                + (address.getRawPath() == null ? "" : address.getRawPath());
    }
}
