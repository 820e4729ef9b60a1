package org.timeviper.client;

import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import org.jboss.resteasy.client.jaxrs.ClientHttpEngine;
import org.jboss.resteasy.client.jaxrs.internal.ClientConfiguration;
import org.jboss.resteasy.client.jaxrs.internal.ClientInvocation;
import org.jboss.resteasy.client.jaxrs.internal.ClientResponse;
import org.jboss.resteasy.tracing.RESTEasyTracingLogger;
import org.jboss.resteasy.util.CaseInsensitiveMap;

/** Sends the requests of the contract's interfaces over Java's own HTTP client. */
final class JavaHttpEngine implements ClientHttpEngine {

    private final Transport transport;

    JavaHttpEngine(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Response invoke(Invocation invocation) {
        ClientInvocation call = (ClientInvocation) invocation;
        HttpRequest.Builder request = transport.request(call.getUri()).method(call.getMethod(), body(call));
        call.getHeaders().asMap().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return new Received(call.getClientConfiguration(), transport.send(request));
    }

    /** Bodies of the contract are small: films go another way. */
    private static BodyPublisher body(ClientInvocation call) {
        if (call.getEntity() == null) {
            return BodyPublishers.noBody();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        call.getDelegatingOutputStream().setDelegate(bytes);
        try {
            call.writeRequestBody(call.getEntityStream());
        } catch (IOException e) {
            throw new UncheckedIOException("A request cannot be written", e);
        }
        return BodyPublishers.ofByteArray(bytes.toByteArray());
    }

    /** The transport has both. */
    @Override
    public SSLContext getSslContext() {
        return null;
    }

    @Override
    public HostnameVerifier getHostnameVerifier() {
        return null;
    }

    @Override
    public void close() {
        transport.close();
    }

    private static final class Received extends ClientResponse {

        private InputStream body;

        Received(ClientConfiguration configuration, HttpResponse<InputStream> response) {
            super(configuration, RESTEasyTracingLogger.empty());
            body = response.body();
            MultivaluedMap<String, String> headers = new CaseInsensitiveMap<>();
            response.headers().map().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
            setStatus(response.statusCode());
            setHeaders(headers);
        }

        @Override
        protected InputStream getInputStream() {
            return body;
        }

        @Override
        protected void setInputStream(InputStream stream) {
            body = stream;
            resetEntity();
        }

        @Override
        public void releaseConnection() throws IOException {
            body.close();
        }

        @Override
        public void releaseConnection(boolean consume) throws IOException {
            if (consume) {
                body.transferTo(OutputStream.nullOutputStream());
            }
            body.close();
        }
    }
}
