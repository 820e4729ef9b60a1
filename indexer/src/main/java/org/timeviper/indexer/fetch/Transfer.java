package org.timeviper.indexer.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.timeviper.api.ProblemCode;

/** One try to bring a film, or the rest of it: a request, and those that its answers lead to. Used once. */
final class Transfer {

    private static final int MOST_REDIRECTS = 5;
    private static final int BUFFER = 1 << 16;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final AllowedHosts hosts;
    private final Timeout stall;
    private final long mostBytes;
    private final LongSupplier room;
    private final PartialFile part;
    private final FetchProgress progress;
    private final FilmFetcher.Watch watch;

    Transfer(
            AllowedHosts hosts,
            Duration stall,
            long mostBytes,
            LongSupplier room,
            PartialFile part,
            FetchProgress progress,
            FilmFetcher.Watch watch) {
        this.hosts = hosts;
        this.stall = Timeout.of(stall.toMillis(), TimeUnit.MILLISECONDS);
        this.mostBytes = mostBytes;
        this.room = room;
        this.part = part;
        this.progress = progress;
        this.watch = watch;
    }

    /** It lies elsewhere. Thrown, so that nothing more is read of the answer that says so. */
    private static final class Elsewhere extends IOException {
        private static final long serialVersionUID = 1L;
        private final URI address;

        Elsewhere(URI address) {
            this.address = address;
        }
    }

    /**
     * @return whether all of the film is there; false if the server has sent a part of what it was asked for, as it may
     * @throws IOException if it broke off; what has come is kept
     * @throws UncheckedIOException if the disk has no room for it; what has come is kept
     * @throws Unfetchable if there is no use in another try
     */
    boolean run(URI film) throws IOException {
        URI at = film;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            watch.check();
            try {
                return request(at);
            } catch (Elsewhere e) {
                at = e.address;
            }
        }
        throw new Unfetchable(
                ProblemCode.IMPORT_UNREADABLE,
                AllowedHosts.shown(film) + " leads on and on, more than " + MOST_REDIRECTS
                        + " times: give the film's own address.");
    }

    private boolean request(URI address) throws IOException {
        AllowedHost host = hosts.allowing(address)
                .orElseThrow(
                        () -> new Unfetchable(
                                ProblemCode.IMPORT_NOT_ALLOWED,
                                AllowedHosts.shown(address)
                                        + " is not on a host that films may be imported from: add it to timeviper.import.hosts, or upload the film."));
        HttpGet get = new HttpGet(address);
        get.setHeader("Accept-Encoding", "identity");
        Optional<String> version = part.version();
        if (version.isPresent() && part.size() > 0) {
            get.setHeader("Range", "bytes=" + part.size() + "-");
            get.setHeader("If-Range", version.get());
        }
        watch.during(get::abort);
        try (CloseableHttpClient client = new ForeignServer(host.mayBePrivate(), stall).client()) {
            return client.execute(get, response -> {
                try {
                    return take(address, response);
                } catch (IOException | RuntimeException e) {
                    get.abort(); // or else the client reads what is left, to use the connection again
                    throw e;
                }
            });
        } catch (CheckedAddresses.Forbidden e) {
            throw new Unfetchable(
                    ProblemCode.IMPORT_NOT_ALLOWED,
                    address.getHost()
                            + " has an address in a private network, which films are not imported from: write private: before the host in timeviper.import.hosts if that is meant, or upload the film.");
        } finally {
            watch.during(() -> {});
        }
    }

    /** @return whether all of the film is there */
    private boolean take(URI address, ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        switch (status) {
            case 200 -> {
                part.begin(version(response));
                receive(address, response.getEntity(), 0, length(response.getEntity()));
                return true;
            }
            case 206 -> {
                return goOn(address, response);
            }
            case 301, 302, 303, 307, 308 -> throw new Elsewhere(location(address, response));
            case 416 -> {
                if (nothingIsLeft(response)) {
                    return true;
                }
                part.discard();
                throw new IOException("the film is another one now, it comes again");
            }
            case 408, 425, 429 -> throw new IOException("the server answered with status " + status);
            default -> {
                if (status >= 500) {
                    throw new IOException("the server answered with status " + status);
                }
                throw new Unfetchable(
                        ProblemCode.IMPORT_UNREADABLE,
                        AllowedHosts.shown(address) + " cannot be read: its server answered with status " + status
                                + ". See that the address is right and open to this service.");
            }
        }
    }

    /** Whether there is nothing behind what has come of this version, because that is all of it. */
    private boolean nothingIsLeft(ClassicHttpResponse response) throws IOException {
        return part.size() > 0 && range(response).equals("bytes */" + part.size());
    }

    private static String range(ClassicHttpResponse response) {
        Header range = response.getFirstHeader("Content-Range");
        return range == null ? "" : range.getValue().strip();
    }

    private boolean goOn(URI address, ClassicHttpResponse response) throws IOException {
        Matcher parts = RANGE.matcher(range(response));
        if (!parts.matches() || Long.parseLong(parts.group(1)) != part.size()) {
            part.discard();
            throw new IOException("the server sent another part than it was asked for, the film comes again");
        }
        long before = part.size();
        long ofBytes = parts.group(2).equals("*") ? 0 : Long.parseLong(parts.group(2));
        receive(address, response.getEntity(), before, ofBytes);
        if (part.size() == before) {
            throw new IOException("the server sent nothing of what is left");
        }
        return part.size() == ofBytes;
    }

    private static URI location(URI address, ClassicHttpResponse response) {
        Header location = response.getFirstHeader("Location");
        try {
            return AllowedHosts.address(
                    address.resolve(location == null ? "" : location.getValue()).toString());
        } catch (IllegalArgumentException e) {
            throw new Unfetchable(
                    ProblemCode.IMPORT_UNREADABLE,
                    AllowedHosts.shown(address)
                            + " leads to what is no address of the web: give the film's own address.");
        }
    }

    /** A weak tag does not promise the same bytes. */
    private static Optional<String> version(ClassicHttpResponse response) {
        Header tag = response.getFirstHeader("ETag");
        if (tag != null && tag.getValue().startsWith("\"")) {
            return Optional.of(tag.getValue());
        }
        return Optional.ofNullable(response.getFirstHeader("Last-Modified")).map(Header::getValue);
    }

    private static long length(HttpEntity entity) {
        return entity == null ? 0 : Math.max(0, entity.getContentLength());
    }

    /** @param ofBytes how long the whole film is; 0 if that is not known */
    private void receive(URI address, HttpEntity entity, long before, long ofBytes) throws IOException {
        if (entity == null) {
            throw new Unfetchable(
                    ProblemCode.IMPORT_NOT_A_VIDEO,
                    AllowedHosts.shown(address) + " is empty: give the address of a film.");
        }
        refuseWhatIsSaidToBeNoFilm(address, entity);
        refuseTooMuch(address, ofBytes);
        requireRoom(address, Math.max(1, ofBytes - before));
        long received = before;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = entity.getContent();
                OutputStream out = part.append()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received += count;
                refuseTooMuch(address, received);
                out.write(buffer, 0, count);
                watch.check();
                progress.received(received, ofBytes);
            }
        }
    }

    /** @throws UncheckedIOException if the disk has none: there is no use in another try before it is made, and what has come is kept until then */
    private void requireRoom(URI address, long bytes) {
        long left = room.getAsLong();
        if (bytes > left) {
            throw new UncheckedIOException(new IOException(AllowedHosts.shown(address)
                    + " cannot be imported at present: " + bytes
                    + " bytes of it are yet to come, and the service's disk has room for " + Math.max(0, left)
                    + " beside the uploads that are under way. Make room there, then retry the job."));
        }
    }

    private static void refuseWhatIsSaidToBeNoFilm(URI address, HttpEntity entity) {
        String type =
                entity.getContentType() == null ? "" : entity.getContentType().toLowerCase(Locale.ROOT);
        if (type.startsWith("text/") || type.startsWith("image/") || type.contains("json") || type.contains("xml")) {
            throw new Unfetchable(
                    ProblemCode.IMPORT_NOT_A_VIDEO,
                    AllowedHosts.shown(address) + " is no film: its server calls it " + type.replaceAll(";.*", "")
                            + ". Give the address of the film's file.");
        }
    }

    private void refuseTooMuch(URI address, long bytes) {
        if (bytes > mostBytes) {
            throw new Unfetchable(
                    ProblemCode.IMPORT_TOO_LARGE,
                    AllowedHosts.shown(address) + " is larger than the limit of " + mostBytes / (1 << 20)
                            + " MiB: raise timeviper.upload.max-size, or register the file below the import folder.");
        }
    }
}
