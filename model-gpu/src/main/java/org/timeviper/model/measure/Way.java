package org.timeviper.model.measure;

/** Which way something moves in the picture. */
public enum Way {
    LEFT("to the left"),
    RIGHT("to the right"),
    UP("upwards"),
    DOWN("downwards");

    private final String words;

    Way(String words) {
        this.words = words;
    }

    /** @return as in "moves to the left" */
    public String words() {
        return words;
    }

    /** @return the way back */
    public Way opposite() {
        return switch (this) {
            case LEFT -> RIGHT;
            case RIGHT -> LEFT;
            case UP -> DOWN;
            case DOWN -> UP;
        };
    }

    /** @return whether it is to a side, and not up or down */
    public boolean isLevel() {
        return this == LEFT || this == RIGHT;
    }
}
