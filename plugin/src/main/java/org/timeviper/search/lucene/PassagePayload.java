package org.timeviper.search.lucene;

import org.apache.lucene.util.BytesRef;

/**
 * What the index keeps with each word of a timeline beside its start: two numbers in groups of seven bits, the lowest first, all bytes of a number but the last with
 * their highest bit set. Three or four bytes for most passages.
 *
 * @param lengthMillis the passage's length
 * @param place the word's place in the passage, from 0, common words counted after the first kept one
 */
record PassagePayload(int lengthMillis, int place) {

    /** Bytes of the greatest number. */
    private static final int MAX_BYTES = 5;

    BytesRef encode() {
        BytesRef bytes = new BytesRef(2 * MAX_BYTES);
        append(bytes, lengthMillis);
        append(bytes, place);
        return bytes;
    }

    /**
     * Reads a payload.
     *
     * @param bytes as indexed, or null if there are none
     * @param field what to name in an error
     * @throws IllegalArgumentException if it is none of a timeline
     */
    static PassagePayload decode(BytesRef bytes, String field) {
        if (bytes != null) {
            int first = ending(bytes, bytes.offset);
            int second = ending(bytes, first);
            if (second == bytes.offset + bytes.length) {
                return new PassagePayload(number(bytes, bytes.offset, first), number(bytes, first, second));
            }
        }
        throw new IllegalArgumentException("The field '" + field
                + "' was not indexed as a timeline: its words carry no times. Analyze it with a timeline analyzer.");
    }

    private static void append(BytesRef bytes, int number) {
        int rest = number;
        for (; rest > 0x7f; rest >>>= 7) {
            bytes.bytes[bytes.length++] = (byte) (rest | 0x80);
        }
        bytes.bytes[bytes.length++] = (byte) rest;
    }

    /** Where the number that begins here ends, or -1 if no number does. */
    private static int ending(BytesRef bytes, int from) {
        for (int i = from; i >= 0 && i < Math.min(bytes.offset + bytes.length, from + MAX_BYTES); i++) {
            if (bytes.bytes[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int number(BytesRef bytes, int from, int to) {
        int number = 0;
        for (int i = to - 1; i >= from; i--) {
            number = number << 7 | bytes.bytes[i] & 0x7f;
        }
        return number;
    }
}
