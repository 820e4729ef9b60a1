/**
 * The hybrid language model (MODEL sections 4 and 5): one class a layer kind, token dropping and TransV, and the state that a
 * conversation changes. Streams are (tokens, hidden), float32.
 */
package org.timeviper.model.decoder;
