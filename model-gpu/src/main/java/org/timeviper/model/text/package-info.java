/** Text to token ids and back, and the markup that conversations are written in (MODEL section 7). */
package org.timeviper.model.text;
