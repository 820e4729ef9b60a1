package org.timeviper.indexer.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Uploads;

/**
 * Receives the bytes of one request of a resumable upload. They are made safe block by block, so that of a transfer that breaks off nothing is lost that has come, and of
 * a service that dies at most a block. Bytes with a checksum count only once all of them are there and right. Of two requests the later one goes on, as the earlier may hang
 * on a line that is dead; what the earlier one still sends is not written.
 */
final class UploadReceiving {

    private static final Logger LOG = LoggerFactory.getLogger(UploadReceiving.class);

    /** Bytes of a block; each block in turn is waited for to be on the disk. */
    private static final int BLOCK = 4 << 20;

    /** How a system words that a disk is full, or a quota used up, for which the free space tells nothing. */
    private static final Pattern FULL = Pattern.compile("(?i)no space left|not enough space|quota exceeded");

    private final Uploads uploads;
    private final Upload upload;
    private final Optional<UploadChecksum> checksum;
    private final Duration life;
    private final String writer = UUID.randomUUID().toString();
    private long safe;
    private long written;

    /** @param life how long more is waited for */
    UploadReceiving(Uploads uploads, Upload upload, Optional<UploadChecksum> checksum, Duration life) {
        this.uploads = uploads;
        this.upload = upload;
        this.checksum = checksum;
        this.life = life;
        this.safe = upload.receivedBytes();
        this.written = safe;
    }

    /** The transfer broke off; what had come is safe, unless it was to be held to a checksum. */
    static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOff(IOException cause) {
            super(cause);
        }
    }

    /**
     * @param body the rest of the film, or a part of it
     * @return how much of the film is safe now
     * @throws Refused if another request goes on instead, more comes than the film has, the checksum is another, or the disk does not take it
     * @throws BrokenOff if no more comes of what was to come
     */
    long receive(InputStream body) throws BrokenOff {
        requireMine(uploads.begin(upload.id(), writer, safe, until()));
        byte[] block = new byte[(int) Math.min(BLOCK, upload.sizeBytes() - written + 1)];
        int filled = 0;
        for (int count = read(body, block, 0); count >= 0; count = read(body, block, filled)) {
            filled += count;
            if (filled == block.length) {
                take(block, filled);
                filled = 0;
            }
        }
        if (filled > 0) {
            take(block, filled);
        }
        checksum.ifPresent(sum -> {
            sum.verify();
            requireMine(uploads.advance(upload.id(), writer, written, until()));
            safe = written;
        });
        return safe;
    }

    private int read(InputStream body, byte[] block, int filled) throws BrokenOff {
        try {
            return body.read(block, filled, block.length - filled);
        } catch (IOException brokenOff) {
            if (checksum.isEmpty() && filled > 0) {
                take(block, filled);
            }
            throw new BrokenOff(brokenOff);
        }
    }

    private void take(byte[] block, int length) {
        if (length > upload.sizeBytes() - written) {
            throw tooMuch(upload);
        }
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, length);
        try {
            if (checksum.isPresent()) {
                checksum.get().add(block, length);
                requireMine(uploads.write(upload, writer, written, bytes));
                written += length;
            } else {
                requireMine(uploads.append(upload, writer, written, bytes, until()));
                written += length;
                safe = written;
            }
        } catch (IOException e) {
            throw notStored(length, e);
        }
    }

    private Instant until() {
        return Instant.now().plus(life);
    }

    private static void requireMine(boolean mine) {
        if (!mine) {
            throw new Refused(
                    409,
                    "Overtaken",
                    ProblemCode.UPLOAD_OVERTAKEN,
                    "Another request has gone on with this upload meanwhile, or it has ended: ask with HEAD where it stands.");
        }
    }

    private Refused notStored(int length, IOException e) {
        LOG.error("{} bytes of the upload {} ({}) cannot be written", length, upload.id(), upload.name(), e);
        if (uploads.room() < length
                || FULL.matcher(String.valueOf(e.getMessage())).find()) {
            return new Refused(
                    507,
                    "Insufficient storage",
                    ProblemCode.NO_ROOM,
                    "The service's disk is full: of " + upload.name() + " " + safe
                            + " bytes are safe. Make room there, then go on from where HEAD says that it stands.");
        }
        return new Refused(
                500,
                "Storage failed",
                ProblemCode.STORAGE_FAILED,
                "The service cannot write " + upload.name() + " to its disk, of which " + safe
                        + " bytes are safe: its log says why. Once that is mended, go on from where HEAD says that it stands.");
    }

    static Refused tooMuch(Upload upload) {
        return new Refused(
                413,
                "Too large",
                ProblemCode.TOO_LARGE,
                "More comes than the " + upload.sizeBytes() + " bytes that Upload-Length said " + upload.name()
                        + " has: begin another upload with its true length.");
    }
}
