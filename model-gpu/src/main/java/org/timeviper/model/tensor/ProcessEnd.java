package org.timeviper.model.tensor;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * How the process ends: at once, when Java is done, with the status that it was to end with. Otherwise the C library first has the engine's
 * libraries free what they hold, also the code that oneDNN has made for its products, while a thread may still be in it: Java waits for no
 * thread that computes. Whoever stops the service, or breaks off a command, in the middle of a product of half a second would see it crash. The
 * system frees all of it anyway.
 *
 * <p>Nothing of Java's is left out: shutdown hooks, agents and the JVM's own reports are done before the C library is told to end the process.
 * Of C's, what is in the buffers of its streams is still written.
 */
final class ProcessEnd {
    /** A property, because in one JVM this class may be loaded more than once: tests start the application anew. */
    private static final String SEEN_TO = "org.timeviper.process.ends.at.once";

    private ProcessEnd() {}

    /** Sees to it, from the first call on. Where the C library is not glibc, the process ends as it would have. */
    static void atOnce() {
        if (System.getProperties().putIfAbsent(SEEN_TO, "true") != null) {
            return;
        }
        try {
            NativeLibrary c = NativeLibrary.getInstance("c");
            seeTo(c.getFunction("on_exit"), c.getFunction("_exit"), c.getFunction("fcloseall"));
        } catch (LinkageError e) {
            // there is no on_exit, which alone among such functions is given the status
        }
    }

    private static void seeTo(Function onExit, Function end, Function write) {
        // What is asked for last is done first. So it is asked for as late as can be, for some of the libraries' own is
        // asked for only when they compute; and the end before what is to precede it.
        Runnable ask = () -> {
            onExit.invokeInt(new Object[] {end, null});
            onExit.invokeInt(new Object[] {write, null});
        };
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(ask, "timeviper-process-end"));
        } catch (IllegalStateException e) {
            ask.run(); // Java is ending already
        }
    }
}
