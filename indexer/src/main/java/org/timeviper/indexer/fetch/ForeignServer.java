package org.timeviper.indexer.fetch;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * How servers of other people are spoken to: each address is looked at before it is connected to, headers have an end, and neither a redirect nor a cookie is followed.
 *
 * @param mayBePrivate whether its address may be one that is not of the public internet
 * @param patience how long it may take to connect, and then to send its next byte
 */
record ForeignServer(boolean mayBePrivate, Timeout patience) {

    /** A server may not send headers without end. */
    private static final Http1Config BOUNDED = Http1Config.custom()
            .setMaxLineLength(16 << 10)
            .setMaxHeaderCount(200)
            .build();

    /** @return a client whose requests fail with {@link CheckedAddresses.Forbidden} for an address that it may not connect to */
    CloseableHttpClient client() {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(BOUNDED)
                                .build())
                        .setDnsResolver(new CheckedAddresses(mayBePrivate))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(patience)
                                .setSocketTimeout(patience)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(patience).build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("TimeViper-Search")
                .build();
    }
}
