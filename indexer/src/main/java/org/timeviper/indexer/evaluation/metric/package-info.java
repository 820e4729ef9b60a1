/**
 * How good answers are: the metrics that the field publishes, computed as its public evaluation code computes them, and what they leave open settled in writing.
 *
 * <p>What holds of all of them:
 *
 * <ul>
 *   <li>They are functions: nothing is kept between calls, nothing is read or written. Only {@link org.timeviper.indexer.evaluation.metric.ChatJudge} talks to anybody.
 *   <li>A share or a score lies between 0 and 1, more is better; CIDEr lies between 0 and 10, a judge's score between 0 and 5.
 *   <li>A mean over nothing is {@link java.lang.Double#NaN}, never 0: whoever prints it leaves it out.
 *   <li>Whatever is no number (a score, a confidence, a length) is refused with an {@link java.lang.IllegalArgumentException}: it is a mistake of whoever scores, not a bad answer.
 *   <li>The order of the items does not matter.
 *   <li>An answer that is missing is a wrong answer. It is never left out of a mean.
 * </ul>
 */
package org.timeviper.indexer.evaluation.metric;
