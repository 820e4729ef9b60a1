/**
 * TimeViper: frames in; text, spans and attention maps out. {@link org.timeviper.model.TimeViper} loads a model directory onto a
 * device, {@link org.timeviper.model.VideoSession} answers prompts about one stretch of film.
 */
package org.timeviper.model;
