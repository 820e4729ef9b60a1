/** Holds the model to recordings of what it must compute (MODEL section 9). */
package org.timeviper.model.parity;
