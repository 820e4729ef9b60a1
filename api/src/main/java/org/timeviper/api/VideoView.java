package org.timeviper.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A video of the library.
 *
 * @param id identity, a UUID
 * @param name what people call it: the uploaded file's name
 * @param state how far its indexing is
 * @param durationSeconds length in seconds; 0 until the file is probed
 * @param width picture width in pixels; 0 until the file is probed
 * @param height picture height in pixels; 0 until the file is probed
 * @param frameRate frames a second, rounded; 0 until the file is probed
 * @param exactFrameRate the rate that its frames are counted at as an exact fraction, {@code 30000/1001} or {@code 25}; null until it is known
 * @param startTimecode the timecode of its first frame, {@code 10:00:00:00}, with a semicolon where it is counted drop-frame, {@code 01:00:00;00}; null where the file has none
 * @param variableRate whether frames stay on screen for different times: then {@code exactFrameRate} is the grid that they lie on; null until it is known
 * @param reel the tape, roll or card that the file names as its source; null where it names none
 * @param sizeBytes the media file's size in bytes
 * @param createdAt when it came into the library
 * @param framesSeen how many frames the model has looked at
 * @param framesTotal how many frames the film has
 * @param problem why indexing failed, null otherwise
 * @param problemCode the same for programs: a {@link ProblemCode}'s code; null for none
 * @param media path of the media file (range requests), relative to the service's address
 * @param thumbnail path of a picture of it, null until there is one
 * @param captions path of its WebVTT captions, null until it is indexed
 * @param job the identity of its latest indexing job
 * @param collection the collection it belongs to, null for none
 * @param tags its tags, in order
 * @param language the language spoken in it as a BCP 47 tag, null if unknown
 * @param metadata what else is said of it, in keys of the platform's own, in their order
 * @param model the model that has described what can be searched of it; null until one has, and where that was not noted
 */
public record VideoView(
        String id,
        String name,
        VideoState state,
        double durationSeconds,
        int width,
        int height,
        double frameRate,
        String exactFrameRate,
        String startTimecode,
        Boolean variableRate,
        String reel,
        long sizeBytes,
        Instant createdAt,
        long framesSeen,
        long framesTotal,
        String problem,
        String problemCode,
        String media,
        String thumbnail,
        String captions,
        String job,
        String collection,
        List<String> tags,
        String language,
        Map<String, String> metadata,
        ModelView model) {}
