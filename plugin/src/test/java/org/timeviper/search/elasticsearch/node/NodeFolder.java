package org.timeviper.search.elasticsearch.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** An unpacked distribution in a temporary folder that belongs to the user who runs the node: with its configuration, data and logs. */
final class NodeFolder {

    /** The certificate of a node with TLS, in its configuration folder. */
    static final String CERTIFICATE = "http/http.crt";

    /** The private key of a node with TLS, in its configuration folder. */
    static final String KEY = "http/http.key";

    /** Elasticsearch refuses to run as root, so root runs it as nobody. */
    private static final String NOBODY = "65534";

    private static final String DESCRIPTOR = "plugin-descriptor.properties";

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    /** A small heap, and the quick compiler only: that makes a start cost 7 s of processor time instead of 13. */
    private static final String JVM_OPTIONS = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1";

    /** What starts the server, and the distribution's other commands, end within seconds. */
    private static final String COMMAND_JVM_OPTIONS = "-XX:TieredStopAtLevel=1";

    /**
     * Runs a command that is killed when the standard input ends: that is a pipe from this process, which ends whatever this process dies of. The server watches the
     * command in the same way. Hands SIGTERM on, and ends as the command does.
     */
    private static final String LEASH = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            command=$!
            { cat <&3 >/dev/null; kill -KILL $command 2>/dev/null; } &
            leash=$!
            trap 'kill -TERM $command' TERM
            while wait $command; code=$?; kill -0 $command 2>/dev/null; do :; done
            kill $leash 2>/dev/null
            exit $code
            """;

    private static final long COMMAND_SECONDS = 120;

    private final Path top;
    private final Path home;

    private NodeFolder(Path top, Path home) {
        this.top = top;
        this.home = home;
    }

    /** Unpacks a distribution: about a second. */
    static NodeFolder unpack(Path distribution) throws IOException {
        Path top = Files.createTempDirectory(
                "timeviper-es-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try {
            unpack(distribution, top);
            try (Stream<Path> inside = Files.list(top)) {
                NodeFolder folder = new NodeFolder(top, inside.findFirst().orElseThrow());
                Files.createDirectories(folder.home.resolve("tmp"));
                return folder;
            }
        } catch (IOException | RuntimeException e) {
            delete(top);
            throw e;
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Iterator<? extends ZipEntry> entries = zip.entries().asIterator(); entries.hasNext(); ) {
                unpack(zip, entries.next(), folder);
            }
        }
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path top) throws IOException {
        Path target = top.resolve(entry.getName()).normalize();
        if (!target.startsWith(top)) {
            throw new IOException("The archive " + zip.getName() + " holds " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, target);
        }
        if (target.getParent().endsWith("bin")) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** @return everything that the node printed, over all its starts */
    Path console() {
        return top.resolve("console.log");
    }

    /** Writes {@code elasticsearch.yml}. */
    void configure(Map<String, String> settings) throws IOException {
        StringBuilder yaml = new StringBuilder();
        settings.forEach(
                (key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
        Files.writeString(home.resolve("config").resolve("elasticsearch.yml"), yaml);
    }

    /**
     * Makes the zip of {@link SecurityAnalysis}. Its classes are named and not loaded, as who starts a node need not have the server's classes.
     *
     * @param plugin the zip of our plugin, which is for the same version
     */
    Path securityAnalysis(Path plugin) throws IOException {
        Path made = top.resolve("security-analysis.zip");
        String folder = NodeFolder.class.getPackageName();
        Properties descriptor = new Properties();
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipFile ours = new ZipFile(plugin.toFile());
                InputStream described = ours.getInputStream(ours.getEntry(DESCRIPTOR));
                ZipOutputStream classes = new ZipOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(made))) {
            descriptor.load(described);
            descriptor.setProperty("name", "security-analysis");
            descriptor.setProperty("description", "Names of analysis that the minimal distribution lacks");
            descriptor.setProperty("classname", folder + ".SecurityAnalysis");
            for (String each : List.of("SecurityAnalysis", "SecurityAnalysis$AsItIs")) {
                classes.putNextEntry(new ZipEntry(folder.replace('.', '/') + "/" + each + ".class"));
                try (InputStream bytes = NodeFolder.class.getResourceAsStream(each + ".class")) {
                    bytes.transferTo(classes);
                }
            }
            classes.finish();
            zip.putNextEntry(new ZipEntry("security-analysis.jar"));
            jar.writeTo(zip);
            zip.putNextEntry(new ZipEntry(DESCRIPTOR));
            descriptor.store(zip, null);
        }
        return made;
    }

    /** Makes a certificate for the loopback address, which vouches for itself, with the distribution's own tool. */
    void certify() throws IOException, InterruptedException {
        Path archive = top.resolve("certificate.zip");
        run(
                "elasticsearch-certutil",
                "cert",
                "--self-signed",
                "--pem",
                "--name",
                "http",
                "--ip",
                "127.0.0.1",
                "--dns",
                "localhost",
                "--out",
                archive.toString());
        unpack(archive, home.resolve("config"));
    }

    /** @return the certificate that {@link #certify} made, in PEM */
    Path certificate() {
        return home.resolve("config").resolve(CERTIFICATE);
    }

    /** Runs one of the distribution's own commands to its end. */
    void run(String command, String... arguments) throws IOException, InterruptedException {
        Path output = top.resolve("command.log");
        List<String> line =
                new ArrayList<>(List.of(home.resolve("bin").resolve(command).toString()));
        line.addAll(List.of(arguments));
        Process process = process(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new IOException(command + (ended ? " failed:\n" : " does not end:\n") + Files.readString(output));
        }
    }

    /** Starts the server, which ends when this process does, or when the standard input of what is returned is closed. */
    Process launch() throws IOException {
        List<String> line = new ArrayList<>();
        if (ROOT) {
            giveToNobody();
            line.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        line.addAll(List.of(
                "sh",
                "-c",
                LEASH,
                "sh",
                home.resolve("bin").resolve("elasticsearch").toString()));
        return process(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
                .start();
    }

    private ProcessBuilder process(List<String> line) {
        ProcessBuilder process = new ProcessBuilder(line).directory(home.toFile());
        Map<String, String> environment = process.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("ES_") || name.startsWith("JAVA_") || name.startsWith("CLI_"));
        environment.put("ES_JAVA_HOME", System.getProperty("java.home"));
        environment.put("ES_JAVA_OPTS", JVM_OPTIONS);
        environment.put("CLI_JAVA_OPTS", COMMAND_JVM_OPTIONS);
        environment.put("ES_TMPDIR", home.resolve("tmp").toString());
        environment.put("HOME", home.toString());
        return process;
    }

    private void giveToNobody() throws IOException {
        UserPrincipal nobody =
                home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
        try (Stream<Path> files = Files.walk(home)) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
                Files.setOwner(each.next(), nobody);
            }
        }
    }

    /** @return the last lines that the node printed, for messages */
    String consoleTail(int lines) throws IOException {
        if (!Files.exists(console())) {
            return "(nothing printed)";
        }
        List<String> all = new String(Files.readAllBytes(console()), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /** Deletes everything. */
    void delete() throws IOException {
        delete(top);
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
