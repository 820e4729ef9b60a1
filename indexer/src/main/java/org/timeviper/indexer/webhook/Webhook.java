package org.timeviper.indexer.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.api.JobEnded;
import org.timeviper.indexer.fetch.MessageTarget;
import org.timeviper.indexer.library.JobMessage;
import org.timeviper.indexer.library.JobMessages;

/**
 * Tells an address of every job that ends. What it does not take is told again, after longer and longer pauses, also by the process that comes after this one. Of many
 * nodes one tells.
 */
public final class Webhook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Doublings after which any pause is the longest. */
    private static final int MOST_DOUBLINGS = 30;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final JobMessages messages;
    private final MessageTarget target;
    private final WebhookSignature signature;
    private final WebhookSettings settings;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook").factory());

    private Webhook(JobMessages messages, MessageTarget target, WebhookSignature signature, WebhookSettings settings) {
        this.messages = messages;
        this.target = target;
        this.signature = signature;
        this.settings = settings;
    }

    /**
     * @return one that tells the address that is configured; empty if none is
     * @throws IllegalStateException if the address or the secret will not do; names the setting
     */
    public static Optional<Webhook> of(WebhookSettings settings, JobMessages messages) {
        return settings.url().map(url -> new Webhook(messages, target(url), signature(settings), settings));
    }

    private static MessageTarget target(String url) {
        try {
            return MessageTarget.of(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "timeviper.webhook.url must be an address such as https://platform.example/hook, without a user's name; private: before it if its host is in a private network",
                    e);
        }
    }

    private static WebhookSignature signature(WebhookSettings settings) {
        String wanted =
                "give at least 24 characters that only this service and the one that is told know, such as those of openssl rand -base64 32";
        String secret = settings.secret()
                .orElseThrow(() -> new IllegalStateException("timeviper.webhook.secret is missing: " + wanted));
        try {
            return new WebhookSignature(secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("timeviper.webhook.secret cannot be used: " + wanted, e);
        }
    }

    /** Begins to tell, with what was left untold. */
    public void begin() {
        timer.scheduleWithFixedDelay(this::tellWhatIsDue, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tellWhatIsDue() {
        try {
            Optional<JobMessage> due = messages.take(lease());
            while (due.isPresent()) {
                tell(due.get());
                due = timer.isShutdown() ? Optional.empty() : messages.take(lease());
            }
        } catch (RuntimeException e) {
            LOG.error("The webhook cannot be told of jobs that ended; it is tried again", e);
        }
    }

    /** Longer than a try. */
    private Duration lease() {
        return settings.patience().multipliedBy(2);
    }

    private void tell(JobMessage message) {
        byte[] body = body(message);
        long now = Instant.now().getEpochSecond();
        try {
            target.post(
                    body,
                    Map.of(
                            "webhook-id", message.id(),
                            "webhook-timestamp", Long.toString(now),
                            "webhook-signature", signature.of(message.id(), now, body)),
                    settings.patience());
            messages.remove(message.id());
        } catch (IOException e) {
            tellLater(message, e);
        }
    }

    private void tellLater(JobMessage message, IOException e) {
        Instant again = Instant.now().plus(pause(message.tries()));
        if (again.isAfter(message.endedAt().plus(settings.giveUpAfter()))) {
            LOG.error(
                    "{} could not be told that job {} ended, and is not told of it any more: {}",
                    target.shown(),
                    message.jobId(),
                    e.getMessage());
            messages.remove(message.id());
        } else {
            LOG.warn(
                    "{} could not be told that job {} ended; it is tried again at {}: {}",
                    target.shown(),
                    message.jobId(),
                    again,
                    e.getMessage());
            messages.later(message.id(), again);
        }
    }

    private Duration pause(int tries) {
        Duration pause = settings.firstPause().multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private static byte[] body(JobMessage message) {
        JobEnded ended = new JobEnded(
                "job." + message.state().name().toLowerCase(Locale.ROOT),
                message.endedAt(),
                new JobEnded.Ended(
                        message.jobId(),
                        message.videoId(),
                        message.videoName(),
                        message.state(),
                        message.problem(),
                        message.problemCode() == null
                                ? null
                                : message.problemCode().code()));
        try {
            return JSON.writeValueAsBytes(ended);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message cannot be written as JSON", e);
        }
    }

    /** Ends when the message under way is told; interrupts nothing, as the embedded database closes the file that an interrupted thread writes. */
    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
