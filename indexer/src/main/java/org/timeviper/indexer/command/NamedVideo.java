package org.timeviper.indexer.command;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.timeviper.api.VideoView;

/** Finds the one video of a library that a command line means. */
final class NamedVideo {

    private static final int MOST_NAMED = 5;
    private static final Pattern IDENTITY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private NamedVideo() {}

    /**
     * @param named a video's identity, its name, or a part of its name that no other has
     * @return the video's identity
     * @throws CommandFailure when it may be several or none; the message names those that there are
     */
    static String identity(ServiceClient client, String named) {
        if (IDENTITY.matcher(named).matches()) {
            return named;
        }
        List<VideoView> holding = named.isBlank() ? List.of() : client.videosNamed(named);
        List<VideoView> exactly =
                holding.stream().filter(video -> video.name().equals(named)).toList();
        List<VideoView> meant = exactly.isEmpty() ? holding : exactly;
        if (meant.isEmpty()) {
            throw new CommandFailure("the library has no video '" + named + "'. " + known(client));
        }
        if (meant.size() > 1) {
            throw new CommandFailure("'" + named + "' may be any of " + meant.size() + " videos: "
                    + list(meant, video -> video.name() + " (" + video.id() + ")") + ". Name one by its identity.");
        }
        return meant.getFirst().id();
    }

    private static String known(ServiceClient client) {
        List<VideoView> newest = client.videosNamed("");
        return newest.isEmpty()
                ? "It is empty: run timeviper index FILE."
                : "It has " + list(newest, VideoView::name) + ".";
    }

    private static String list(List<VideoView> videos, Function<VideoView, String> word) {
        String first = videos.stream().limit(MOST_NAMED).map(word).collect(Collectors.joining(", "));
        return videos.size() > MOST_NAMED ? first + ", …" : first;
    }
}
