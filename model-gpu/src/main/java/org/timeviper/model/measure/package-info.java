/**
 * What pictures show to whoever only measures them: light, colours, how the camera moves, which way a thing does. It needs no model, and is right where it says anything.
 */
package org.timeviper.model.measure;
