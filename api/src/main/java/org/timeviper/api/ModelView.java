package org.timeviper.api;

/**
 * A model that has described videos.
 *
 * @param name what it is called
 * @param fingerprint hexadecimal digits that tell its weights and settings from others of that name
 */
public record ModelView(String name, String fingerprint) {}
