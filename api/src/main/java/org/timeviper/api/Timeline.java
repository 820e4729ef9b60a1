package org.timeviper.api;

import java.util.List;

/**
 * All that the model wrote of one video, in time order.
 *
 * @param video the video
 * @param framesSeen frames that the model looked at
 * @param framesTotal frames the film has
 * @param scenes scenes and events in time order
 */
public record Timeline(VideoView video, long framesSeen, long framesTotal, List<Scene> scenes) {}
