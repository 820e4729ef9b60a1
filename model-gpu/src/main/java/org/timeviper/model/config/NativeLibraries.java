package org.timeviper.model.config;

/** Where DJL's native libraries may come from. */
public final class NativeLibraries {
    private static final String OFFLINE = "ai.djl.offline";

    private NativeLibraries() {}

    /**
     * Has them come from what is installed, never from the network, unless whoever started the process has decided it ({@code DJL_OFFLINE}, {@code ai.djl.offline}). Left alone, DJL downloads another
     * build of the tokenizer where it finds a card, and tells its makers from which cloud instance it runs. To be called before the first
     * class of DJL's is used; any number of times.
     */
    public static void stayOffline() {
        if (System.getenv("DJL_OFFLINE") == null && System.getProperty(OFFLINE) == null) {
            System.setProperty(OFFLINE, "true");
        }
    }
}
