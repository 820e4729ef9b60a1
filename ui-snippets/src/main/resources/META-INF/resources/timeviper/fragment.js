/** Media fragments (W3C), of which players use the time: `#t=12.5,20`. */

function seconds(text) {
  const parts = text.split(':').map(Number);
  return parts.length <= 3 && parts.every((part) => Number.isFinite(part) && part >= 0)
    ? parts.reduce((sum, part) => sum * 60 + part, 0)
    : NaN;
}

/**
 * The stretch that an address or its fragment names.
 * @param {string} text `#t=10,20`, `t=npt:0:10`, `/media#t=,20`
 * @returns {{start: number, end: number|null}|null} null where it names none
 */
export function parseFragment(text) {
  const fragment = text.slice(text.indexOf('#') + 1);
  const said = new URLSearchParams(fragment).get('t')?.replace(/^npt:/, '');
  if (!said) return null;
  const [from, to] = said.split(',');
  const start = from === '' ? 0 : seconds(from);
  const end = to === undefined || to === '' ? null : seconds(to);
  return Number.isNaN(start) || Number.isNaN(end ?? 0) || (end !== null && end <= start) ? null : { start, end };
}

/** `t=12.5,20`, to the millisecond. */
export function formatFragment(start, end = null) {
  const number = (value) => String(Math.round(value * 1000) / 1000);
  return `t=${number(start)}${end === null || end <= start ? '' : `,${number(end)}`}`;
}
