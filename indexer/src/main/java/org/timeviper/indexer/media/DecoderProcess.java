package org.timeviper.indexer.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.media.UnreadableMedia.Kind;
import org.timeviper.indexer.media.decoder.DecoderMain;

/**
 * One run of the decoder in a process of its own. The process speaks in lines on its standard output: {@code progress <seconds> <ofSeconds>}, and last one of
 * {@code done <json>}, {@code unreadable <kind> <sentence without the film's name>} and {@code failed <reason>}. Other lines are passed over: a native library, or the
 * JVM as it crashes, may write there too. Whatever else happens to it (a crash, a hang) becomes an {@link UnreadableMedia}.
 */
final class DecoderProcess {

    private static final Pattern PROGRESS = Pattern.compile("progress ([0-9.E-]{1,24}) ([0-9.E-]{1,24})");
    private static final Pattern UNREADABLE = Pattern.compile("unreadable ([A-Z_]+) (.+)");

    private final DecoderSettings settings;
    private final String film;

    /** @param film what the film is called in messages */
    DecoderProcess(DecoderSettings settings, String film) {
        this.settings = settings;
        this.film = film;
    }

    /**
     * @return what the decoder said after {@code done}
     * @throws CancellationException when {@code progress} wants it to end
     * @throws UncheckedIOException when the pictures cannot be written, or the process cannot be run
     */
    String run(List<String> arguments, SampleProgress progress) {
        Path complaints = null;
        try {
            complaints = Files.createTempFile("timeviper-decoder", ".log");
            Process process = new ProcessBuilder(commandLine(arguments))
                    .redirectError(complaints.toFile())
                    .start();
            process.getOutputStream().close();
            return watch(process, progress, complaints);
        } catch (IOException e) {
            throw new UncheckedIOException("The decoder's process failed at " + film + ": " + e.getMessage(), e);
        } finally {
            delete(complaints);
        }
    }

    private List<String> commandLine(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                settings.java().toString(),
                "-Xmx" + settings.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dtimeviper.maxPixels=" + settings.maxPixels()));
        String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (cache != null) {
            line.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
        }
        line.addAll(List.of("-cp", settings.classPath(), DecoderMain.class.getName()));
        line.addAll(arguments);
        return line;
    }

    private String watch(Process process, SampleProgress progress, Path complaints) throws IOException {
        AtomicLong lastSign = new AtomicLong(System.nanoTime());
        AtomicBoolean stalled = new AtomicBoolean();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("decoder-watch").factory());
                BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            clock.scheduleAtFixedRate(() -> endIfStalled(process, lastSign, stalled), 1, 1, TimeUnit.SECONDS);
            clock.scheduleWithFixedDelay(() -> endIfCancelled(process, progress, cancelled), 1, 1, TimeUnit.SECONDS);
            String answer = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastSign.set(System.nanoTime());
                Matcher told = PROGRESS.matcher(line);
                if (told.matches()) {
                    progress.decoded(seconds(told.group(1)), seconds(told.group(2)));
                } else if (line.matches("(done|unreadable|failed) .+")) {
                    answer = line;
                }
            }
            clock.shutdownNow();
            if (cancelled.get()) {
                throw new CancellationException("the decoding of " + film + " was cancelled");
            }
            return outcome(process.waitFor(), answer, stalled.get(), complaints);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + film + " was decoded", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** @return the number, or 0 for what only looks like one */
    private static double seconds(String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void endIfStalled(Process process, AtomicLong lastSign, AtomicBoolean stalled) {
        if (System.nanoTime() - lastSign.get() > settings.stallTimeout().toNanos()) {
            stalled.set(true);
            kill(process);
        }
    }

    private static void endIfCancelled(Process process, SampleProgress progress, AtomicBoolean cancelled) {
        if (progress.cancelled()) {
            cancelled.set(true);
            kill(process);
        }
    }

    /** Not by {@link Process#destroyForcibly}, which closes what is being read as well: that would fail then, where it should come to its end. */
    private static void kill(Process process) {
        process.toHandle().destroyForcibly();
    }

    private String outcome(int exit, String answer, boolean stalled, Path complaints) throws IOException {
        if (stalled) {
            throw new UnreadableMedia(
                    Kind.TIMED_OUT,
                    film + " kept the decoder busy for "
                            + settings.stallTimeout().toSeconds()
                            + " s without a picture: it is probably damaged, re-encode it and try again");
        }
        if (answer.startsWith("done ")) {
            return answer.substring("done ".length());
        }
        if (answer.startsWith("failed ")) {
            throw new IOException(answer.substring("failed ".length()));
        }
        Matcher refusal = UNREADABLE.matcher(answer);
        if (refusal.matches()) {
            for (Kind kind : Kind.values()) {
                if (kind.name().equals(refusal.group(1))) {
                    throw new UnreadableMedia(kind, film + " " + refusal.group(2));
                }
            }
        }
        throw new UnreadableMedia(
                Kind.DECODER_CRASHED,
                film + " made the decoder end with code " + exit + lastComplaint(complaints)
                        + ": it is probably damaged, re-encode it and try again");
    }

    private static String lastComplaint(Path complaints) throws IOException {
        try (var lines = Files.lines(complaints, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
                    .findFirst()
                    .map(line -> " (" + line.strip() + ")")
                    .orElse("");
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file " + file + " cannot be deleted", e);
        }
    }
}
