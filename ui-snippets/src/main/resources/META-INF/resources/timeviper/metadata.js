/** What a platform says of its films in keys of its own, beside collection, tags and language. */

/** Conditions of an attribute, `rights:owned, series:Evening News`: a comma begins another one only where a key and its colon follow, for values may have commas. */
export const conditionsIn = (text) => (text ?? '').split(/,(?=\s*[A-Za-z0-9._-]+:)/).map((one) => one.trim()).filter(Boolean);

/** The conditions with values for a key that each list leaves of those before it, key by key, as `narrowed` has it: of several values for a key one must hold. */
export function conditionsOf(lists, narrowed) {
  const keyOf = (condition) => condition.split(':', 1)[0];
  const keys = new Set(lists.flat().map(keyOf));
  return [...keys].flatMap((key) => narrowed(lists.map((list) => list.filter((condition) => keyOf(condition) === key))));
}

/**
 * The metadata of an attribute, `{"rights":"owned"}`.
 * @returns {string|null} as JSON; nothing if there are none
 * @throws {SyntaxError} if it is no JSON object of texts
 */
export function metadataIn(text) {
  if (!text?.trim()) return null;
  const said = JSON.parse(text);
  if (said === null || typeof said !== 'object' || Array.isArray(said) || Object.values(said).some((value) => typeof value !== 'string')) {
    throw new SyntaxError('It is no JSON object of texts.');
  }
  return JSON.stringify(said);
}

/** What makes the one metadata of the other, as a JSON merge patch: a key that is gone is null, one that stays is not named. */
export function patchOf(before, now) {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(now, key)).map((key) => [key, null]);
  return Object.fromEntries([...gone, ...Object.entries(now).filter(([key, value]) => before[key] !== value)]);
}

/** The metadata once a merge patch is made to them, in the order of their keys. */
export function patched(metadata, patch) {
  return sorted({ ...metadata, ...patch });
}

const sorted = (metadata) => Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null).sort(([one], [other]) => (one < other ? -1 : 1)));
