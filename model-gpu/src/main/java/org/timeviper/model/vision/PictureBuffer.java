package org.timeviper.model.vision;

import java.nio.ByteBuffer;

/**
 * Where pictures stand on their way into the engine, one after the other, so that a long film needs no more memory than its largest
 * picture: Java gives such memory back only when it collects garbage, and does not know that it is much.
 *
 * <p>For one thread at a time.
 */
public final class PictureBuffer {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /** @return the picture's bytes, until the next picture comes */
    ByteBuffer put(Picture picture) {
        int size = picture.rgb().length;
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(size);
        }
        return buffer.clear().put(picture.rgb()).flip();
    }
}
