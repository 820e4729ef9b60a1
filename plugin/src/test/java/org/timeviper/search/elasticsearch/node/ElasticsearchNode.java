package org.timeviper.search.elasticsearch.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real Elasticsearch node as a process of its own, in a temporary folder, on free ports of the loopback address, with a heap of 512 MB (about 1.3 GB resident). It
 * answers some ten to twenty seconds after its start. {@link NodeSetup} makes it; {@link #close} ends it and leaves nothing. If this process is killed, it ends too, but its
 * folder stays. For one thread.
 */
public final class ElasticsearchNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration REQUEST = Duration.ofSeconds(10);
    private static final long STOP_SECONDS = 60;
    private static final int PORT_ATTEMPTS = 5;
    private static final int TAIL_LINES = 60;

    private final NodeSetup setup;
    private final NodeFolder folder;
    private final String cluster;
    private final String name = "node-" + UUID.randomUUID();
    private final Thread orphaned = new Thread(this::destroy, "end " + name);
    private NodePorts ports;
    private Process process;
    private HttpClient http;

    private ElasticsearchNode(NodeSetup setup, NodeFolder folder) {
        this.setup = setup;
        this.folder = folder;
        this.cluster = setup.others().isEmpty()
                ? "timeviper-" + UUID.randomUUID()
                : setup.others().getFirst().cluster;
    }

    static ElasticsearchNode started(NodeSetup setup) throws IOException, InterruptedException {
        ElasticsearchNode node = new ElasticsearchNode(setup, NodeFolder.unpack(setup.distribution()));
        Runtime.getRuntime().addShutdownHook(node.orphaned);
        try {
            node.install();
            node.startOnFreePorts();
            return node;
        } catch (IOException | InterruptedException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** @return where it listens for HTTP */
    public URI address() {
        return URI.create((setup.tls() ? "https" : "http") + "://127.0.0.1:" + ports.http());
    }

    /** @return the file with the certificate of a node with TLS, in PEM, for those who are to trust it */
    public Path certificate() {
        if (!setup.tls()) {
            throw new IllegalStateException(name + " does not encrypt.");
        }
        return folder.certificate();
    }

    /** @return its name in the cluster */
    public String name() {
        return name;
    }

    /** @return whether its process lives */
    public boolean running() {
        return process != null && process.isAlive();
    }

    /** @return the last lines that it printed */
    public String log() {
        try {
            return folder.consoleTail(TAIL_LINES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as an operator would (SIGTERM), and returns when it has ended. Its data and ports stay its own. */
    public void stop() throws IOException, InterruptedException {
        // Not the process's own method, which closes its standard input too: that ends it as if this process had died.
        process.toHandle().destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(name + " does not end on SIGTERM:\n" + log());
        }
    }

    /** Does to it what happens when this process is killed. */
    void abandon() throws IOException {
        process.getOutputStream().close();
    }

    /** @return the processes that it consists of; none if it does not run */
    List<ProcessHandle> processes() {
        return running()
                ? Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .toList()
                : List.of();
    }

    /** Ends it as a lost machine would (SIGKILL), and returns when it has ended. Its data and ports stay its own. */
    public void kill() {
        destroy();
    }

    /** Lets it hang (SIGSTOP): its ports take connections, and nothing answers. */
    public void hang() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on after {@link #hang} (SIGCONT). */
    public void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        for (ProcessHandle server : process.descendants().toList()) {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(server.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IOException(name + " cannot be sent " + signal);
            }
        }
    }

    /**
     * Starts it again after {@link #stop} or {@link #kill}, on the same data and ports, and waits until it answers.
     *
     * @throws IOException if it does not, with the end of its log
     */
    public void start() throws IOException, InterruptedException {
        if (running()) {
            throw new IllegalStateException(name + " runs already.");
        }
        process = folder.launch();
        awaitHealth("wait_for_status=yellow");
    }

    /**
     * Waits until the cluster has this many nodes, and its indices all their copies.
     *
     * @throws IOException if that does not come true
     */
    public void awaitNodes(int nodes) throws IOException, InterruptedException {
        awaitHealth("wait_for_status=green&wait_for_no_relocating_shards=true&wait_for_nodes=" + nodes);
    }

    /** Ends it if it runs, and deletes its folder. */
    @Override
    public void close() throws IOException {
        destroy();
        Runtime.getRuntime().removeShutdownHook(orphaned);
        folder.delete();
    }

    private void install() throws IOException, InterruptedException {
        for (Path plugin : setup.plugins()) {
            folder.run(
                    "elasticsearch-plugin", "install", "--batch", plugin.toUri().toString());
        }
        if (setup.user().isPresent()) {
            folder.run(
                    "elasticsearch-plugin",
                    "install",
                    "--batch",
                    folder.securityAnalysis(NodeSetup.zip(NodeSetup.PLUGIN))
                            .toUri()
                            .toString());
            NodeSetup.User user = setup.user().get();
            folder.configure(settings(NodePorts.free()));
            folder.run("elasticsearch-users", "useradd", user.name(), "-p", user.password(), "-r", "superuser");
        }
        if (setup.tls()) {
            folder.certify();
        }
        http = setup.tls() ? trusting(folder.certificate()) : HttpClient.newHttpClient();
    }

    /** @return a client that trusts the holder of a certificate */
    static HttpClient trusting(Path certificate) throws IOException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "node", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(tls).build();
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificate " + certificate + " cannot be used.", e);
        }
    }

    /** Somebody else may take a port between its choice and the node's start: then others are tried. */
    private void startOnFreePorts() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            ports = NodePorts.free();
            folder.configure(settings(ports));
            try {
                start();
                return;
            } catch (IOException e) {
                if (running()
                        || attempt == PORT_ATTEMPTS
                        || !log().contains("BindTransportException") && !log().contains("BindHttpException")) {
                    throw e;
                }
            }
        }
    }

    private Map<String, String> settings(NodePorts at) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cluster.name", cluster);
        settings.put("node.name", name);
        settings.put("network.host", "127.0.0.1");
        settings.put("http.port", Integer.toString(at.http()));
        settings.put("transport.port", Integer.toString(at.transport()));
        settings.put(
                "discovery.seed_hosts",
                setup.others().stream()
                        .map(other -> "\"127.0.0.1:" + other.ports.transport() + "\"")
                        .collect(Collectors.joining(", ", "[", "]")));
        if (setup.others().isEmpty()) {
            settings.put("cluster.initial_master_nodes", "[\"" + name + "\"]");
        }
        settings.put("xpack.security.enabled", "false");
        // A start that configures security by itself writes a keystore, which later starts cannot read.
        settings.put("xpack.security.autoconfiguration.enabled", "false");
        // A test's machine may be as full as it likes.
        settings.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        settings.putAll(setup.settings());
        return settings;
    }

    private void awaitHealth(String condition) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        String last = "no answer";
        while (Instant.now().isBefore(deadline)) {
            if (!running()) {
                throw new IOException(name + " ended with exit code " + process.exitValue() + ":\n" + log());
            }
            try {
                HttpResponse<String> answer = health(condition);
                if (answer.statusCode() == 200) {
                    return;
                }
                last = answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(100);
        }
        throw new IOException(name + " is not ready after " + PATIENCE.toSeconds() + " s (" + condition
                + "); its last answer: " + last + "\n" + log());
    }

    private HttpResponse<String> health(String condition) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        address().resolve("/_cluster/health?timeout=5s&" + condition))
                .timeout(REQUEST);
        setup.user().ifPresent(user -> request.header("Authorization", basic(user)));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(NodeSetup.User user) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user.name() + ":" + user.password()).getBytes(StandardCharsets.UTF_8));
    }

    /** The process started holds the leash of the launcher, whose child is the server: they would outlive it. */
    private void destroy() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        all.forEach(child -> child.onExit().join());
        process.onExit().join();
    }
}
