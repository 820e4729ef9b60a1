package org.timeviper.model.measure;

/** What a camera does in a shot. */
public enum CameraMove {
    STATIC("the camera is static"),
    PAN_LEFT("the camera pans left"),
    PAN_RIGHT("the camera pans right"),
    TILT_UP("the camera tilts up"),
    TILT_DOWN("the camera tilts down"),
    ZOOM_IN("the camera zooms in"),
    ZOOM_OUT("the camera zooms out");

    private final String words;

    CameraMove(String words) {
        this.words = words;
    }

    /** @return a clause, as in "the camera pans left" */
    public String words() {
        return words;
    }
}
