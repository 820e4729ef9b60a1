package org.timeviper.api;

import java.util.List;

/**
 * A page of scenes.
 *
 * @param scenes the scenes of this page
 * @param next the cursor of the page after this one; null after the last
 */
public record Scenes(List<SceneView> scenes, String next) {}
