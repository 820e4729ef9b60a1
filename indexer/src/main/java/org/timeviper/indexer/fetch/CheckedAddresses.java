package org.timeviper.indexer.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks at each address that is connected to, so that a name cannot mean another one a moment later.
 *
 * @param mayBePrivate whether it may be one that is not of the public internet
 */
record CheckedAddresses(boolean mayBePrivate) implements DnsResolver {

    /** An address of the service's own network where there should be one of the internet. */
    static final class Forbidden extends UnknownHostException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public InetAddress[] resolve(String name) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(name);
        for (InetAddress address : addresses) {
            if (!mayBePrivate && !PublicAddress.is(address)) {
                throw new Forbidden();
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String name) {
        return name;
    }
}
