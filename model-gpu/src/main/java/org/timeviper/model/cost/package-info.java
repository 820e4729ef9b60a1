/** What a prompt costs: time, tokens and memory of a prefill at a way to drop tokens and a length of film. */
package org.timeviper.model.cost;
