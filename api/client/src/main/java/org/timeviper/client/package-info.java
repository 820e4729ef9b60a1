/** A client of TimeViper Search for Java programs: the contract's interfaces as they are, and what streams. Begin with {@link org.timeviper.client.TimeViperClient}. */
package org.timeviper.client;
