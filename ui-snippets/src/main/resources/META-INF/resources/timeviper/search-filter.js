import { conditionsOf } from './metadata.js';

/** What a search is narrowed down to: by the page, by the tab, and by the reader, each of them only within what those before have set. */

/** Values of which one must hold, from lists that each narrow down those before it; a list that has none of them in common with those is passed over, as it would widen them. */
function anyOf(lists) {
  return lists.filter((each) => each.length).reduce((left, each) => {
    const both = left ? left.filter((value) => each.includes(value)) : each;
    return both.length ? both : left;
  }, null) ?? [];
}

/**
 * The tightest of several filters, in the form of the API: what is empty says nothing, the highest of what is at least and the lowest of what is at most hold, all tags do, and of
 * collections, languages, values of a key of metadata and the video those that are left. What else a filter says, a later one says better.
 * @param {...Object} filters by the names of the API's parameters, each value one or a list of them
 */
export function tightest(...filters) {
  const lists = (name) => filters.map((filter) => [filter[name] ?? []].flat().filter((value) => value !== ''));
  const bound = (name, choose) => {
    const values = lists(name).flat();
    return values.length ? choose(...values) : '';
  };
  return {
    ...Object.assign({}, ...filters),
    video: anyOf(lists('video'))[0] ?? '', collection: anyOf(lists('collection')), tag: [...new Set(lists('tag').flat())], language: anyOf(lists('language')), meta: conditionsOf(lists('meta'), anyOf),
    minDuration: bound('minDuration', Math.max), maxDuration: bound('maxDuration', Math.min), minConfidence: bound('minConfidence', Math.max),
  };
}

/** Whether no film can pass: the service takes that for a mistake, and a reader who has chosen it has made none. */
export const leavesNothing = ({ minDuration, maxDuration }) => minDuration !== '' && maxDuration !== '' && minDuration > maxDuration;
