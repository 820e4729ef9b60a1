package org.timeviper.indexer.http;

/** A byte range that lies outside its file. */
final class OutsideFile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long size;

    OutsideFile(String range, long size) {
        super("The file has " + size + " bytes; " + range + " lies outside.");
        this.size = size;
    }

    /** @return the file's size in bytes, which the answer has to tell */
    long size() {
        return size;
    }
}
