/** Small things that every component needs: elements, styles, times in words. */

/**
 * Makes an element. Text is always set as text, never parsed as HTML.
 * @param {string} tag
 * @param {Object} properties attributes; `onclick` and the like take functions; false and null are left out
 * @param {...(Node|string|null)} children
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') Object.entries(value).forEach(([k, v]) => element.style.setProperty(k, v));
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A style sheet from text. */
export function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

/** A place in a film: 1:02:03 or 2:03, with tenths when asked. */
export function timecode(seconds, tenths = false) {
  const all = tenths ? Math.round(seconds * 10) / 10 : Math.floor(seconds);
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor(all / 60) % 60;
  const rest = (all % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A stretch of a film: 0:03.0 – 0:09.5 */
export const span = (start, end) => `${timecode(start, true)} – ${timecode(end, true)}`;

/** A duration in words: 42 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A file size in words. */
export function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

/** What all components share: a box model, the page's colours with defaults, buttons, focus. */
export const common = sheet(`
  :host { display: block; color: var(--tv-text, #16211d); font: inherit; }
  :host([hidden]) { display: none; }
  [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h2, h3, p, ul, ol { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  button, input, select { font: inherit; color: inherit; }
  button { cursor: pointer; }
  button:disabled { cursor: default; opacity: .55; }
  :focus-visible { outline: 2px solid var(--tv-accent, #0a7d5e); outline-offset: 2px; }
  .muted { color: var(--tv-muted, #5d6b66); }
  .small { font-size: .8125rem; }
  .time { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .primary {
    border: 0; border-radius: 10px; padding: .62rem 1.1rem; font-weight: 600;
    background: var(--tv-accent, #0a7d5e); color: var(--tv-on-accent, #fff);
  }
  .primary:hover:not(:disabled) { filter: brightness(1.08); }
  .quiet {
    border: 1px solid var(--tv-line, #dbe2df); border-radius: 999px; padding: .28rem .75rem; background: transparent;
    font-size: .8125rem; color: var(--tv-muted, #5d6b66);
  }
  .quiet:hover { border-color: var(--tv-accent, #0a7d5e); color: var(--tv-text, #16211d); }
  .problem {
    border: 1px solid var(--tv-problem-line, #efc4bb); background: var(--tv-problem, #fdf1ee); border-radius: 10px;
    padding: .7rem .9rem; font-size: .9rem;
  }
  .field {
    width: 100%; min-width: 0; border: 1px solid var(--tv-line, #dbe2df); border-radius: 10px; padding: .62rem .85rem;
    background: var(--tv-field, #fff);
  }
  .field::placeholder { color: var(--tv-muted, #5d6b66); opacity: .85; }
  .bar { height: 6px; border-radius: 3px; background: var(--tv-line, #dbe2df); overflow: hidden; }
  .bar > i { display: block; height: 100%; width: 0; background: var(--tv-accent, #0a7d5e); transition: width .25s; }
  @keyframes turn { to { transform: rotate(360deg); } }
  .spinner {
    display: inline-block; width: 1em; height: 1em; border-radius: 50%; vertical-align: -.15em;
    border: 2px solid var(--tv-line, #dbe2df); border-top-color: var(--tv-accent, #0a7d5e); animation: turn .8s linear infinite;
  }
  @media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 3s; } .bar > i { transition: none; } }
`);
