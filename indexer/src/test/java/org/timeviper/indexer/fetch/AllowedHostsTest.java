package org.timeviper.indexer.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which addresses this service may be made to connect to. */
class AllowedHostsTest {

    @Test
    void anEntryAllowsItsHostSchemeAndPortAndNothingElse() {
        AllowedHosts hosts = AllowedHosts.of(List.of(
                "media.example.org", " *.cdn.example.org ", "http://old.example.org:8080", "[2001:4860::8]", ""));
        for (String allowed : List.of(
                "https://media.example.org/a.mp4?b#c",
                "https://MEDIA.example.org./a",
                "https://media.example.org:443/",
                "https://x.cdn.example.org/",
                "http://old.example.org:8080/",
                "https://[2001:4860::8]/")) {
            assertTrue(hosts.allow(URI.create(allowed)), allowed);
        }
        for (String other : List.of(
                "http://media.example.org/",
                "https://media.example.org:8443/",
                "https://media.example.org.evil.example/",
                "https://evilmedia.example.org/",
                "https://cdn.example.org/",
                "https://evilcdn.example.org/",
                "https://old.example.org:8080/",
                "http://old.example.org/")) {
            assertFalse(hosts.allow(URI.create(other)), other);
        }
        assertTrue(AllowedHosts.of(List.of()).none());
    }

    @Test
    void anEntryThatCannotBeReadIsNamed() {
        for (String entry : List.of("https://user@host", "ftp://host", "*", "a b", "host/path", "*.*.org")) {
            String message = assertThrows(IllegalArgumentException.class, () -> AllowedHosts.of(List.of(entry)))
                    .getMessage();
            assertTrue(message.contains("'" + entry + "'"), message);
        }
    }

    @Test
    void whatIsNoAddressOfTheWebIsRefused() {
        for (String text : List.of(
                "",
                "film.mp4",
                "file:///etc/passwd",
                "ftp://host/a",
                "https://",
                "https://user:word@host/a",
                "https://a b")) {
            assertThrows(IllegalArgumentException.class, () -> AllowedHosts.address(text), text);
        }
        assertEquals("https://h/a", AllowedHosts.shown(AllowedHosts.address("https://h/a?key=secret#x")));
    }

    @Test
    void addressesOfThisMachineAndItsNetworkAreNotPublicHoweverTheyAreWritten() throws UnknownHostException {
        for (String special : List.of(
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::127.0.0.1",
                "2002:7f00:1::",
                "2002:a00:1::",
                "2001::1",
                "2001:db8::1")) {
            assertFalse(PublicAddress.is(InetAddress.getByName(special)), special);
        }
        for (String open : List.of(
                "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8")) {
            assertTrue(PublicAddress.is(InetAddress.getByName(open)), open);
        }
    }
}
