package org.timeviper.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.timeviper.api.VideoChange;

/** Uploads one film by the tus protocol, part by part, and goes on where the service says that it stands when a connection breaks or the service is busy. */
final class FilmUpload {

    /** Bytes of one request. */
    private static final long PART = 64L << 20;

    private static final int MOST_FAILURES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int WRONG_OFFSET = 409;
    private static final int BUSY = 503;

    /**
     * What the service made of a film.
     *
     * @param video the video's identity
     * @param job its job's
     */
    record Became(String video, String job) {}

    private final Transport transport;
    private final Path film;
    private final VideoChange said;

    FilmUpload(Transport transport, Path film, VideoChange said) {
        this.transport = transport;
        this.film = film;
        this.said = said;
    }

    /**
     * @throws TimeViperException if the film is refused, or five tries one after the other bring nothing forward
     * @throws UncheckedIOException if the film cannot be read
     */
    Became send() {
        long size = size();
        String upload = begin(size);
        long offset = 0;
        int failures = 0;
        while (true) {
            try {
                HttpResponse<InputStream> response = part(upload, offset, Math.min(PART, size - offset));
                offset = number(response, "Upload-Offset");
                failures = 0;
                if (offset == size) {
                    return new Became(named(response, "Upload-Video"), named(response, "Upload-Job"));
                }
            } catch (TimeViperException e) {
                if (++failures == MOST_FAILURES || !passing(e)) {
                    throw e;
                }
                pause(e);
                offset = standing(upload, offset);
            }
        }
    }

    private long size() {
        try {
            return Files.size(film);
        } catch (IOException e) {
            throw new UncheckedIOException(film + " cannot be read", e);
        }
    }

    /** @return the upload's path */
    private String begin(long size) {
        HttpResponse<InputStream> response = answered(tus("/v1/uploads")
                .header("Upload-Length", Long.toString(size))
                .header("Upload-Metadata", metadata())
                .POST(BodyPublishers.noBody()));
        return "/v1/uploads/" + named(response, "Location");
    }

    private String metadata() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("filename", film.getFileName().toString());
        values.put("collection", said.collection());
        values.put("tags", said.tags() == null ? null : String.join(",", said.tags()));
        values.put("language", said.language());
        values.put("metadata", ownKeys());
        return values.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .map(entry -> entry.getKey() + " "
                        + Base64.getEncoder().encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }

    private String ownKeys() {
        try {
            return said.metadata() == null ? null : transport.json().writeValueAsString(said.metadata());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The metadata " + said.metadata() + " cannot be written as JSON", e);
        }
    }

    private HttpResponse<InputStream> part(String upload, long offset, long length) {
        return answered(tus(upload)
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", bytes(offset, length)));
    }

    private BodyPublisher bytes(long offset, long length) {
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> from(offset)), length);
    }

    private InputStream from(long offset) {
        try {
            return Channels.newInputStream(FileChannel.open(film).position(offset));
        } catch (IOException e) {
            throw new UncheckedIOException(film + " cannot be read", e);
        }
    }

    /** @return where the upload stands; where it stood, if the service does not say */
    private long standing(String upload, long before) {
        try {
            return number(answered(tus(upload).method("HEAD", BodyPublishers.noBody())), "Upload-Offset");
        } catch (TimeViperException e) {
            if (passing(e)) {
                return before;
            }
            throw e;
        }
    }

    private static boolean passing(TimeViperException e) {
        return e.status() == TimeViperException.NO_ANSWER || e.status() == WRONG_OFFSET || e.status() == BUSY;
    }

    private static void pause(TimeViperException cause) {
        try {
            Thread.sleep(cause.retryAfter().orElse(PAUSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    private HttpRequest.Builder tus(String path) {
        return transport.request(path).header("Tus-Resumable", "1.0.0");
    }

    /** Answers of the protocol say everything in their headers. */
    private HttpResponse<InputStream> answered(HttpRequest.Builder request) {
        HttpResponse<InputStream> response = transport.send(request);
        try (InputStream body = response.body()) {
            body.transferTo(OutputStream.nullOutputStream());
            return response;
        } catch (IOException e) {
            throw transport.lost(e);
        }
    }

    private long number(HttpResponse<InputStream> response, String header) {
        return response.headers().firstValueAsLong(header).orElseThrow(() -> missing(header));
    }

    /** @return the identity that an address ends with, whatever a gateway has put before it */
    private String named(HttpResponse<InputStream> response, String header) {
        String address = response.headers().firstValue(header).orElseThrow(() -> missing(header));
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private TimeViperException missing(String header) {
        return transport.lost(new IOException("its answer lacks the header " + header));
    }
}
