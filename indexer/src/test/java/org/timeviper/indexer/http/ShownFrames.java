package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;

/** What the service under test tells of the frames that its model was shown. */
public final class ShownFrames {

    private ShownFrames() {}

    /** @return how many they are since it started */
    public static double count() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("timeviper_frames_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
