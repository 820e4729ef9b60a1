/** What people want of a film: captions, events, spans, answers. Prompt out, parsed answer in; every time is in seconds of the film. */
package org.timeviper.model.task;
