/** The HTTP contract of TimeViper Search: JAX-RS interfaces and the records they carry. All times are seconds of the film unless a name says otherwise. */
package org.timeviper.api;
