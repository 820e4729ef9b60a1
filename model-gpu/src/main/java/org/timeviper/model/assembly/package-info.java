/** One model's folder from what is published in parts, and whether a folder is whole: both without loading anything. */
package org.timeviper.model.assembly;
