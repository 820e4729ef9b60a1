package org.timeviper.indexer.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Uploads;

/**
 * Receives the bytes of one request of a resumable upload. They are made safe block by block, so that of a transfer that breaks off nothing is lost that has come, and of
 * a service that dies at most a block. Bytes with a checksum count only once all of them are there and right.
 */
final class UploadReceiving {

    /** Bytes of a block; each block in turn is waited for to be on the disk. */
    private static final int BLOCK = 4 << 20;

    private final Uploads uploads;
    private final Upload upload;
    private final Optional<UploadChecksum> checksum;
    private final Duration life;
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

    /**
     * @param body the rest of the film, or a part of it
     * @return how much of the film is safe now
     * @throws Refused if another request was faster, more comes than the film has, or the checksum is another
     * @throws IOException if the transfer breaks off; what has come until then is safe
     */
    long receive(InputStream body) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, upload.sizeBytes() - written + 1)];
        int filled = 0;
        try {
            for (int count = body.read(block); count >= 0; count = body.read(block, filled, block.length - filled)) {
                filled += count;
                if (filled == block.length) {
                    take(block, filled);
                    filled = 0;
                }
            }
        } catch (IOException brokenOff) {
            takeWhatThereIs(block, filled);
            throw brokenOff;
        }
        take(block, filled);
        checksum.ifPresent(UploadChecksum::verify);
        advance();
        return safe;
    }

    private void takeWhatThereIs(byte[] block, int filled) throws IOException {
        if (checksum.isEmpty()) {
            take(block, filled);
        }
    }

    private void take(byte[] block, int length) throws IOException {
        if (length > upload.sizeBytes() - written) {
            throw tooMuch(upload);
        }
        checksum.ifPresent(sum -> sum.add(block, length));
        try {
            uploads.write(upload, written, ByteBuffer.wrap(block, 0, length));
        } catch (NoSuchFileException e) {
            throw overtaken();
        }
        written += length;
        if (checksum.isEmpty()) {
            advance();
        }
    }

    private void advance() {
        if (!uploads.advance(upload.id(), safe, written, Instant.now().plus(life))) {
            throw overtaken();
        }
        safe = written;
    }

    static Refused tooMuch(Upload upload) {
        return new Refused(
                413,
                "Too large",
                "More comes than the " + upload.sizeBytes() + " bytes that Upload-Length said " + upload.name()
                        + " has: begin another upload with its true length.");
    }

    private static Refused overtaken() {
        return new Refused(
                409,
                "Overtaken",
                "Another request has gone on with this upload meanwhile, or it has ended: ask with HEAD where it stands.");
    }
}
