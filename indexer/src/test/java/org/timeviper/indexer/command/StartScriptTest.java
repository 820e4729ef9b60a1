package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script itself, run by a real bash in a folder laid out like the project, beside JDK folders and a Maven that only say how they were called. */
class StartScriptTest {

    /** All that the script uses besides bash, mvn and a JDK. */
    private static final List<String> TOOLS = List.of(
            "cat",
            "cut",
            "dirname",
            "find",
            "grep",
            "head",
            "id",
            "ln",
            "mkdir",
            "readlink",
            "sed",
            "sleep",
            "stty",
            "touch");

    @TempDir
    private Path folder;

    private Path project;
    private Path programs;
    private Path jdks;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void layOut() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        programs = Files.createDirectories(folder.resolve("bin"));
        jdks = Files.createDirectories(folder.resolve("jdks"));
        Files.copy(Path.of("..", "timeviper"), project.resolve("timeviper"));
        assertTrue(project.resolve("timeviper").toFile().setExecutable(true));
        Path app = project.resolve("indexer/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(app.getParent());
        Files.createFile(app);
        Files.createDirectories(project.resolve("api/src/main"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(programs.resolve(tool), find(tool));
        }
        environment.put("PATH", programs.toString());
        environment.put("TIMEVIPER_JVM_FOLDERS", jdks.toString());
        environment.put("TIMEVIPER_CHROMIUM", "/bin/sh");
    }

    @Test
    void anOldJavaOnThePathGivesWayToTheNewestJdkBesideIt() throws Exception {
        Path old = jdk("jdk-17", "17.0.15");
        Files.createSymbolicLink(programs.resolve("java"), old.resolve("bin/java"));
        jdk("jdk-21", "21.0.2");
        jdk("jdk-25", "25");

        Result result = run("search", "a red  circle");

        assertEquals(0, result.code, result.err);
        assertTrue(result.out.startsWith("jdk-25 "), result.out);
        assertTrue(result.out.contains(" -jar " + project.resolve("indexer/target/quarkus-app/quarkus-run.jar")));
        assertTrue(result.out.endsWith(" search a red  circle"), result.out);
    }

    @Test
    void javaHomeIsTakenFirstWhenItIsNewEnough() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-21", "21.0.2").toString());
        jdk("jdk-25", "25");

        assertTrue(run("serve").out.startsWith("jdk-21 "));
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk-11", "11.0.20").toString());
        jdk("jdk-21", "21.0.2");

        assertTrue(run("--help").out.startsWith("jdk-21 "));
    }

    @Test
    void whatRunsForLongHasTheVectorModule() throws Exception {
        jdk("jdk-25", "25");

        for (List<String> command : List.of(List.of("serve"), List.of("demo"), List.of("bench", "index", "--json"))) {
            Result result = run(command.toArray(String[]::new));

            assertEquals(0, result.code, result.err);
            assertTrue(result.out.contains(" --add-modules=jdk.incubator.vector -jar "), result.out);
            assertTrue(result.out.endsWith(" " + String.join(" ", command)), result.out);
        }
        assertFalse(run("search", "bench index").out.contains("incubator"));
    }

    @Test
    void ofWhatIsWrittenToTheTerminalTheJvmsWarningAloneIsLeftOut() throws Exception {
        Path java = jdk("jdk-25", "25").resolve("bin/java");

        program(
                java,
                "echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2; echo one >&2; printf two >&2; sleep 1");
        assertEquals("one\ntwo", run("index", "a.mp4").err);
        program(java, "printf 'no such file' >&2; sleep 1");
        assertEquals("no such file", run("index", "a.mp4").err);
        program(java, "echo 'WARNING: of something else' >&2; sleep 1");
        assertEquals("WARNING: of something else", run("index", "a.mp4").err);
    }

    @Test
    void theEnginesThreadsSleepWhileTheyWaitUnlessToldOtherwise() throws Exception {
        program(jdk("jdk-25", "25").resolve("bin/java"), "echo \"$OMP_WAIT_POLICY\"");

        assertEquals("passive", run("serve").out);
        environment.put("OMP_WAIT_POLICY", "active");
        assertEquals("active", run("serve").out);
    }

    @Test
    void whatEndsWithinSecondsIsRunByTheQuickCompiler() throws Exception {
        jdk("jdk-25", "25");
        environment.put("TIMEVIPER_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4");

        assertTrue(run("search", "a circle")
                .out
                .contains(" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:TieredStopAtLevel=4 "));
        assertFalse(run("serve").out.contains("-XX:TieredStopAtLevel=1"));
    }

    @Test
    void tokenDroppingIsMeasuredByTheApplicationAndNotByTheBenchmarksOfTheModel() throws Exception {
        jdk("jdk-25", "25");

        assertTrue(run("bench", "decode", "a.mp4").out.endsWith(" bench decode a.mp4"));
        Result result = run("bench", "transv", "--json");

        assertEquals(0, result.code, result.err);
        assertTrue(result.out.contains(" -jar "), result.out);
        assertTrue(result.out.endsWith(" bench transv --json"), result.out);
    }

    @Test
    void anotherEngineIsGivenToTheBridgeThatFitsItAndOneForCardsTheOperatorLibrary() throws Exception {
        program(
                jdk("jdk-25", "25").resolve("bin/java"),
                "echo $PYTORCH_LIBRARY_PATH $PYTORCH_FLAVOR \"$PYTORCH_EXTRA_LIBRARY_PATH\"");
        Path libtorch = libtorch("2.7.1+cu128");
        Path operators = project.resolve("model-gpu/target/cuda/libtimeviper_operators.so");
        Files.createDirectories(operators.getParent());
        Files.createFile(operators);

        assertEquals(libtorch + " cpu", run("search", "x").out);
        Files.createFile(libtorch.resolve("libtorch_cuda.so"));
        assertEquals(libtorch + " cu128 " + operators, run("search", "x").out);
        Files.delete(operators);
        assertEquals(libtorch + " cu128", run("search", "x").out);
    }

    /** As {@code bridge.sh} leaves it. */
    @Test
    void anEngineOfAnotherReleaseRunsByABridgeOfItsOwn() throws Exception {
        program(
                jdk("jdk-25", "25").resolve("bin/java"),
                "echo $PYTORCH_LIBRARY_PATH $PYTORCH_FLAVOR $PYTORCH_VERSION $LD_LIBRARY_PATH");
        Path libtorch = libtorch("2.13.0+cu130");
        Files.createFile(libtorch.resolve("libdjl_torch.so"));
        Files.createFile(libtorch.resolve("libtorch_cuda.so"));
        Files.writeString(libtorch.resolveSibling("library-path"), "/engine/cudart:/engine/lib\n");
        environment.put("LD_LIBRARY_PATH", "/before");

        assertEquals(libtorch + " cu128 2.13.0 /engine/cudart:/engine/lib:/before", run("search", "x").out);
    }

    @Test
    void anEngineThatIsAbsentOrOfAnotherReleaseIsNotStarted() throws Exception {
        jdk("jdk-25", "25");
        Path libtorch = libtorch("2.13.0+cu130");

        Result other = run("search", "x");
        Files.delete(libtorch.resolve("libtorch.so"));
        Result absent = run("search", "x");

        assertEquals(1, other.code);
        assertTrue(other.err.contains("2.13.0+cu130") && other.err.contains("2.7.1"), other.err);
        assertTrue(other.err.contains("bridge.sh"), other.err);
        assertEquals(1, absent.code);
        assertTrue(absent.err.contains(libtorch.toString()) && absent.err.contains("no libtorch.so"), absent.err);
        assertEquals("", other.out + absent.out);
    }

    @Test
    void withoutANewJdkItSaysWhatWasFoundAndWhatToInstall() throws Exception {
        Path old = jdk("jdk-17", "17.0.15");
        Files.createSymbolicLink(programs.resolve("java"), old.resolve("bin/java"));

        Result result = run("demo");

        assertEquals(1, result.code);
        assertEquals("", result.out);
        assertTrue(result.err.contains("no JDK of release 21 or newer"), result.err);
        assertTrue(result.err.contains("JDK 17 in " + old), result.err);
        assertTrue(result.err.contains("Install one"), result.err);
    }

    @Test
    void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
        Files.delete(jdk("jre-25", "25").resolve("bin/javac"));
        jdk("jdk-21", "21.0.2");

        assertTrue(run("serve").out.startsWith("jdk-21 "));
    }

    @Test
    void itWorksThroughASymbolicLinkAndFromAnyFolder() throws Exception {
        jdk("jdk-25", "25");
        Path link = folder.resolve("tv");
        Files.createSymbolicLink(link, Path.of("a project", "timeviper"));

        Result result = run(link, jdks, List.of("index", "film.mp4"));

        assertEquals(0, result.code, result.err);
        assertTrue(result.out.contains(project.toString()), result.out);
    }

    @Test
    void theCommandsExitCodeIsPassedOn() throws Exception {
        jdk("jdk-25", "25");
        environment.put("JAVA_EXIT", "2");

        assertEquals(2, run("no-such-command").code);
    }

    @Test
    void aStaleAppIsBuiltBeforeItRuns() throws Exception {
        jdk("jdk-25", "25");
        maven(0);
        newerSource();

        Result result = run("search", "x");

        assertEquals(0, result.code, result.err);
        assertTrue(result.err.startsWith("Building TimeViper Search"), result.err);
        assertTrue(result.out.startsWith("jdk-25 "), result.out);
        assertTrue(
                Files.readString(project.resolve("target/timeviper-build.log")).contains(" package"));
        assertEquals("", run("search", "x").err, "built once, it is not built again");
    }

    @Test
    void aFailedBuildShowsMavensErrorsAndNamesTheLog() throws Exception {
        jdk("jdk-25", "25");
        maven(1);
        newerSource();

        Result result = run("search", "x");

        assertEquals(1, result.code);
        assertTrue(result.err.contains("[ERROR] it does not compile"), result.err);
        assertTrue(result.err.contains("target/timeviper-build.log"), result.err);
        assertEquals("", result.out);
    }

    @Test
    void withoutMavenItSaysHowToGetIt() throws Exception {
        jdk("jdk-25", "25");
        newerSource();

        Result result = run("search", "x");

        assertEquals(1, result.code);
        assertTrue(result.err.contains("Maven (mvn) is needed"), result.err);
    }

    @Test
    void testPassesOnWhatMavenSays() throws Exception {
        jdk("jdk-25", "25");
        maven(3);

        Result result = run("test", "-pl", "plugin");

        assertEquals(3, result.code);
        assertTrue(result.out.contains(" verify -pl plugin"), result.out);
        assertTrue(result.err.contains("FAILED (exit 3)"), result.err);
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = jdks.resolve(name);
        program(home.resolve("bin/java"), "echo " + name + " \"$@\"; exit ${JAVA_EXIT:-0}");
        program(home.resolve("bin/javac"), "exit 0");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** A folder laid out like libtorch's, which the script is told to take the engine from. */
    private Path libtorch(String release) throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("libtorch/lib"));
        Files.createFile(libraries.resolve("libtorch.so"));
        Files.writeString(folder.resolve("libtorch/build-version"), release + "\n");
        Files.copy(Path.of("..", "pom.xml"), project.resolve("pom.xml"));
        Files.setLastModifiedTime(project.resolve("pom.xml"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        environment.put("TIMEVIPER_LIBTORCH", libraries.toString());
        return libraries;
    }

    private void maven(int code) throws IOException {
        program(
                programs.resolve("mvn"),
                "echo mvn \"$@\"; [ " + code + " = 0 ] || echo '[ERROR] it does not compile'; exit " + code);
    }

    private void newerSource() throws IOException {
        Path source = Files.writeString(project.resolve("api/src/main/A.java"), "class A {}");
        Files.setLastModifiedTime(
                project.resolve("indexer/target/quarkus-app/quarkus-run.jar"),
                FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        assertTrue(Files.exists(source));
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private static Path find(String tool) {
        return Stream.of("/usr/bin", "/bin")
                .map(place -> Path.of(place, tool))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private Result run(String... arguments) throws Exception {
        return run(project.resolve("timeviper"), project, List.of(arguments));
    }

    private Result run(Path script, Path directory, List<String> arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of(find("bash").toString(), script.toString()), arguments.stream())
                .toList();
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the script does not end");
        assertFalse(process.isAlive());
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8).strip(),
                Files.readString(err, StandardCharsets.UTF_8).strip());
    }

    private record Result(int code, String out, String err) {}
}
