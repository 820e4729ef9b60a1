/**
 * What an answer looked at: how the tokens at which it was chosen weigh frames and text, in every attention and Mamba layer (MODEL
 * section 8).
 */
package org.timeviper.model.explain;
