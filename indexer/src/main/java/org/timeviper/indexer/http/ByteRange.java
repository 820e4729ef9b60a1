package org.timeviper.indexer.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A single byte range of a file (RFC 9110, 14.1.2).
 *
 * @param first first byte
 * @param length bytes
 */
record ByteRange(long first, long length) {

    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * @param header the {@code Range} header
     * @param size the file's size in bytes
     * @return the range; empty when the header is not one single range, which then means the whole file
     * @throws OutsideFile when the range lies outside the file
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher matcher = FORM.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        long first;
        long last;
        if (matcher.group(1).isEmpty()) {
            long tail = Long.parseLong(matcher.group(2));
            first = Math.max(0, size - tail);
            last = tail == 0 ? -1 : size - 1;
        } else {
            first = Long.parseLong(matcher.group(1));
            last = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
            if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < first) {
                return Optional.empty();
            }
        }
        if (first >= size || last < first) {
            throw new OutsideFile(header, size);
        }
        return Optional.of(new ByteRange(first, last - first + 1));
    }
}
