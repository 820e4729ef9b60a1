/**
 * What pictures show to whoever only measures them: light, colours, how the camera moves. It needs no model, and is right where it says anything.
 */
package org.timeviper.model.measure;
