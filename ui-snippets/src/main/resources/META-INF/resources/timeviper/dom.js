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
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
const ICONS = {
  lens: `<g ${STROKE}><circle cx="10.5" cy="10.5" r="6.5"/><path d="M20 20l-4.6-4.6"/></g>`,
  play: '<circle cx="12" cy="12" r="11" fill="#fffe"/><path d="M9.8 7.6v8.8l7-4.4z" fill="#0b1013"/>',
  link: `<g ${STROKE}><path d="M10 14a4.5 4.5 0 0 0 6.5.2l3-3a4.6 4.6 0 0 0-6.5-6.5l-1.2 1.2"/><path d="M14 10a4.5 4.5 0 0 0-6.5-.2l-3 3a4.6 4.6 0 0 0 6.5 6.5l1.2-1.2"/></g>`,
  back: `<path ${STROKE} d="M15 5l-7 7 7 7"/>`,
  on: `<path ${STROKE} d="M9 5l7 7-7 7"/>`,
  alike: `<g ${STROKE}><rect x="3.5" y="3.5" width="12" height="12" rx="2"/><path d="M8.5 20.5h10a2 2 0 0 0 2-2v-10"/></g>`,
  loop: `<g ${STROKE}><path d="M17 2.5l3.5 3.5L17 9.5"/><path d="M3.5 11.5V10a4 4 0 0 1 4-4h13M7 21.5L3.5 18 7 14.5"/><path d="M20.5 12.5V14a4 4 0 0 1-4 4h-13"/></g>`,
  out: `<g ${STROKE}><path d="M12 3.5v12M7 11l5 5 5-5"/><path d="M4 20.5h16"/></g>`,
  word: `<path ${STROKE} d="M4 7h16M4 12h10M4 17h13"/>`,
  tag: `<g ${STROKE}><path d="M3.5 12.5v-8a1 1 0 0 1 1-1h8l8 8a1.4 1.4 0 0 1 0 2l-7 7a1.4 1.4 0 0 1-2 0z"/><circle cx="8" cy="8" r="1"/></g>`,
  pencil: `<g ${STROKE}><path d="M4 20l1-4.5L16.5 4a1.8 1.8 0 0 1 2.5 0l1 1a1.8 1.8 0 0 1 0 2.5L8.5 19z"/><path d="M14.5 6l3.5 3.5"/></g>`,
  bin: `<g ${STROKE}><path d="M4 6.5h16M9.5 6V4h5v2M6 6.5l1 13.5h10l1-13.5M10 10.5v6M14 10.5v6"/></g>`,
  sieve: `<path ${STROKE} d="M4 6.5h16M7 12h10M10 17.5h4"/>`,
  title: `<g ${STROKE}><rect x="3.5" y="5" width="17" height="14" rx="2"/><path d="M8 5v14M16 5v14"/></g>`,
};

/** A drawn sign; decoration beside words, so nobody reads it out. */
export function icon(name) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  element.setAttribute('viewBox', '0 0 24 24');
  element.setAttribute('aria-hidden', 'true');
  element.setAttribute('class', `icon ${name}`);
  element.innerHTML = ICONS[name];
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

/** Seconds of a place that a person wrote: 83.5, 1:23.5 or 0:01:23.5; NaN for anything else. */
export function seconds(written) {
  if (!/^\s*(\d+:){0,2}\d+([.,]\d*)?\s*$/.test(written)) return NaN;
  return written.trim().replace(',', '.').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** A stretch of a film: 0:03.0 – 0:09.5 */
export const span = (start, end) => `${timecode(start, true)} – ${timecode(end, true)}`;

/** A file size in words. */
export function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

/** Calls at most once in a while, with the last arguments. */
export function calmly(millis, call) {
  let waiting;
  const calm = (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => call(...given), millis);
  };
  calm.stop = () => clearTimeout(waiting);
  return calm;
}

/**
 * What all components share: the colours (each a `--tv-…` property that the host page may set), a box model, buttons, focus. Light or dark follows the system, or the `theme`
 * attribute: `light`, `dark`, or `page` for the page's own `color-scheme`.
 */
export const common = sheet(`
  :host {
    --_text: var(--tv-text, light-dark(#15201c, #e6eeeb));
    --_muted: var(--tv-muted, light-dark(#55635e, #97a7a1));
    --_line: var(--tv-line, light-dark(#dbe3e0, #27332f));
    --_line-strong: var(--tv-line-strong, light-dark(#82918b, #667770));
    --_page: var(--tv-page, light-dark(#f6f8f7, #0b110f));
    --_card: var(--tv-card, light-dark(#ffffff, #131b19));
    --_field: var(--tv-field, light-dark(#ffffff, #131b19));
    --_well: var(--tv-well, light-dark(#e9eeec, #1c2623));
    --_scene: var(--tv-scene, light-dark(#cbd7d2, #33433e));
    --_event: var(--tv-event, light-dark(#93bfae, #3f7a66));
    --_heat: var(--tv-heat, light-dark(#d9820f, #f0a941));
    --_accent: var(--tv-accent, light-dark(#0a7d5e, #34c795));
    --_accent-text: var(--tv-accent-text, light-dark(#076049, #7ee0bd));
    --_on-accent: var(--tv-on-accent, light-dark(#ffffff, #06231a));
    --_tint: var(--tv-tint, light-dark(#e3f2ec, #16302a));
    --_warn: var(--tv-warn, light-dark(#fdf8e8, #262214));
    --_warn-line: var(--tv-warn-line, light-dark(#e6d5a6, #574a22));
    --_problem: var(--tv-problem, light-dark(#fdf1ee, #2b1a16));
    --_problem-line: var(--tv-problem-line, light-dark(#e9b4a9, #6d362a));
    --_problem-text: var(--tv-problem-text, light-dark(#a5341c, #f39a85));
    --_shadow: var(--tv-shadow, 0 1px 2px light-dark(#0f1f1a14, #0006), 0 6px 20px light-dark(#0f1f1a0f, #0005));
    --_radius: var(--tv-radius, 10px);
    display: block; color-scheme: light dark; color: var(--_text); background: var(--_page); font: inherit; line-height: 1.5;
  }
  :host([theme=light]) { color-scheme: light; }
  :host([theme=dark]) { color-scheme: dark; }
  :host([theme=page]) { color-scheme: inherit; }
  :host([hidden]) { display: none; }
  [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h2, h3, p, ul, ol, fieldset, legend, dl, dd { margin: 0; padding: 0; border: 0; min-width: 0; }
  ul, ol { list-style: none; }
  button, input, select { font: inherit; color: inherit; letter-spacing: inherit; }
  button, select, summary { cursor: pointer; }
  button:disabled { cursor: default; opacity: .55; }
  :focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
  .unseen-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .muted { color: var(--_muted); }
  .small { font-size: .8125rem; }
  .time { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .icon { width: 1.1em; height: 1.1em; flex: none; vertical-align: -.2em; }
  .card { border: 1px solid var(--_line); border-radius: calc(var(--_radius) * 1.4); background: var(--_card); }
  .primary {
    white-space: nowrap; border: 0; border-radius: var(--_radius); padding: .6rem 1.1rem; font-weight: 600;
    background: var(--_accent); color: var(--_on-accent);
  }
  .primary.slim { padding: .3rem .8rem; font-size: .8125rem; display: inline-flex; gap: .35rem; align-items: center; border-radius: 8px; }
  .primary:hover:not(:disabled) { filter: brightness(1.08); }
  .quiet {
    display: inline-flex; gap: .35rem; align-items: center; border: 1px solid var(--_line); border-radius: 999px; padding: .25rem .7rem;
    background: transparent; font-size: .8125rem; line-height: 1.4; color: var(--_muted);
  }
  .quiet:hover:not(:disabled) { border-color: var(--_accent); color: var(--_text); }
  .quiet[aria-pressed=true], .quiet[aria-selected=true], .quiet[aria-expanded=true] { background: var(--_tint); border-color: transparent; color: var(--_accent-text); font-weight: 550; }
  .plain { min-width: 24px; min-height: 24px; border: 0; background: none; padding: .2rem .35rem; border-radius: 6px; color: var(--_muted); font-size: .8125rem; display: inline-flex; gap: .3rem; align-items: center; justify-content: center; }
  .plain:hover:not(:disabled) { color: var(--_text); background: var(--_well); }
  .plain[aria-pressed=true] { background: var(--_tint); color: var(--_accent-text); }
  .choice { border: 1px solid var(--_line); border-radius: 8px; background: var(--_field); padding: .25rem .5rem; font-size: .8125rem; max-width: 100%; }
  .problem {
    border: 1px solid var(--_problem-line); background: var(--_problem); border-radius: var(--_radius);
    padding: .7rem .9rem; font-size: .9rem; overflow-wrap: anywhere;
  }
  .field {
    width: 100%; min-width: 0; border: 1px solid var(--_line-strong); border-radius: var(--_radius); padding: .6rem .85rem;
    background: var(--_field);
  }
  .field::placeholder { color: var(--_muted); opacity: 1; }
  .bar { height: 6px; border-radius: 3px; background: var(--_line); overflow: hidden; }
  .bar > i { display: block; height: 100%; width: 0; background: var(--_accent); transition: width .25s; }
  .preview { position: absolute; inset: 0; overflow: hidden; background: #0b1013; }
  .preview > i { position: absolute; left: 50%; top: 50%; transform-origin: 0 0; background-repeat: no-repeat; }
  @keyframes turn { to { transform: rotate(360deg); } }
  .spinner {
    display: inline-block; width: 1em; height: 1em; border-radius: 50%; vertical-align: -.15em;
    border: 2px solid var(--_line); border-top-color: var(--_accent); animation: turn .8s linear infinite;
  }
  @media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 3s; } .bar > i { transition: none; } }
  @media (forced-colors: active) {
    .primary { border: 1px solid ButtonText; }
    .bar { border: 1px solid CanvasText; }
    .bar > i { forced-color-adjust: none; background: Highlight; }
    .quiet:is([aria-pressed=true], [aria-selected=true]), .plain[aria-pressed=true] { forced-color-adjust: none; background: Highlight; color: HighlightText !important; border-color: Highlight; }
  }
`);
