package org.timeviper.model;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The frames of a stretch of film: when each is shown is known, its picture is made when it is asked for, so that a long film needs no
 * more memory than the pictures that somebody holds.
 */
public interface FrameSource {

    /** When each frame is shown, in seconds from the start of the film, in order. */
    List<Double> seconds();

    /**
     * Makes the picture of a frame. A model that looks asks for each frame once, in order, from a thread of its own; an exception ends the
     * look, and reaches whoever wanted it as it is.
     *
     * @param index from 0
     */
    Frame read(int index);

    /** How many there are. */
    default int count() {
        return seconds().size();
    }

    /**
     * The first of them, or all of them over and over.
     *
     * @param count how many in all
     */
    default FrameSource repeatedTo(int count) {
        return only(IntStream.range(0, count).mapToObj(i -> i % count()).toList());
    }

    /**
     * Some of them.
     *
     * @param indices of those, from 0, as they are to follow each other
     */
    default FrameSource only(List<Integer> indices) {
        List<Double> all = seconds();
        return of(indices.stream().map(all::get).toList(), index -> read(indices.get(index)));
    }

    /** Frames whose pictures are there already. */
    static FrameSource of(List<Frame> frames) {
        List<Frame> held = List.copyOf(frames);
        List<Double> seconds = held.stream().map(Frame::seconds).toList();
        return of(seconds, held::get);
    }

    /**
     * Frames whose pictures are made as they are asked for.
     *
     * @param seconds when each is shown, in order
     * @param reader makes the picture of a frame, by its index from 0
     */
    static FrameSource of(List<Double> seconds, IntFunction<Frame> reader) {
        return new FrameSource() {
            @Override
            public List<Double> seconds() {
                return seconds;
            }

            @Override
            public Frame read(int index) {
                return reader.apply(index);
            }
        };
    }
}
