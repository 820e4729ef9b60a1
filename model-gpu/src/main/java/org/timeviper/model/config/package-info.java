/** What {@code config.json} says, as records; validated with errors that name the key. */
package org.timeviper.model.config;
