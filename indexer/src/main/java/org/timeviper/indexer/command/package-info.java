/**
 * The {@code timeviper} command. {@code index}, {@code search} and {@code ask} are clients of the HTTP API: of a service that already runs on the library's
 * folder, else of one that the command starts in its own process, on a free loopback port, for as long as it works. {@code describe}, {@code ground},
 * {@code model} and {@code parity} need neither library nor service.
 */
package org.timeviper.indexer.command;
