package org.timeviper.indexer.fetch;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Tells addresses of the public internet from those of this machine, its network, and the rest that is nobody's (IANA's special-purpose registries). */
final class PublicAddress {

    private static final List<Block> SPECIAL = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 4),
            Block.of("240.0.0.0", 4),
            Block.of("100::", 64),
            Block.of("2001:db8::", 32),
            Block.of("3fff::", 20));

    /** What is global in IPv6 lies in here. */
    private static final Block GLOBAL = Block.of("2000::", 3);

    /** Addresses that hold one of IPv4, which is what is connected to in the end: NAT64, and 6to4. */
    private static final Block NAT64 = Block.of("64:ff9b::", 96);

    private static final Block SIX_TO_FOUR = Block.of("2002::", 16);
    private static final Block TEREDO = Block.of("2001::", 32);

    private PublicAddress() {}

    /** Addresses that begin with the same bits. */
    private record Block(byte[] first, int bits) {

        static Block of(String first, int bits) {
            try {
                return new Block(InetAddress.getByName(first).getAddress(), bits);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(first, e);
            }
        }

        boolean holds(byte[] address) {
            if (address.length != first.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                if (((address[bit / 8] ^ first[bit / 8]) & (0x80 >> bit % 8)) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @return whether it is an address of the public internet; of one that is mapped into IPv6, whether that is */
    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            if (NAT64.holds(bytes)) {
                return isIpv4(bytes, 12);
            }
            if (SIX_TO_FOUR.holds(bytes)) {
                return isIpv4(bytes, 2);
            }
            if (!GLOBAL.holds(bytes) || TEREDO.holds(bytes)) {
                return false;
            }
        }
        return SPECIAL.stream().noneMatch(block -> block.holds(bytes));
    }

    private static boolean isIpv4(byte[] bytes, int from) {
        byte[] held = Arrays.copyOfRange(bytes, from, from + 4);
        return SPECIAL.stream().noneMatch(block -> block.holds(held));
    }
}
