import { common, duration, h, sheet, span } from './dom.js';
import { serviceOf } from './service.js';

const style = sheet(`
  form { display: flex; gap: .6rem; align-items: stretch; }
  .box { position: relative; flex: 1; min-width: 0; }
  .box svg { position: absolute; left: 1rem; top: 50%; transform: translateY(-50%); width: 1.1rem; color: var(--tv-muted, #5d6b66); pointer-events: none; }
  .box .field { padding: .95rem 3rem .95rem 2.8rem; border-radius: 14px; font-size: 1.0625rem; box-shadow: var(--tv-shadow, 0 1px 2px #0001); }
  .box kbd { position: absolute; right: .9rem; top: 50%; transform: translateY(-50%); border: 1px solid var(--tv-line, #dbe2df); border-radius: 6px; padding: 0 .45rem; font: 500 .8rem/1.5 ui-monospace, monospace; color: var(--tv-muted, #5d6b66); pointer-events: none; }
  .field:focus ~ kbd { display: none; }
  .primary { border-radius: 14px; padding-inline: 1.5rem; }
  .below { display: flex; flex-wrap: wrap; gap: .45rem; align-items: center; margin-top: .75rem; min-height: 2rem; }
  label { display: inline-flex; gap: .4rem; align-items: center; margin-left: auto; font-size: .8125rem; color: var(--tv-muted, #5d6b66); cursor: pointer; }
  input[type=checkbox] { accent-color: var(--tv-accent, #0a7d5e); }
  .state { margin-top: .9rem; }
  .state:empty { margin: 0; }
  .summary { display: flex; gap: .6rem; align-items: baseline; margin-bottom: .7rem; }
  .notice { border: 1px solid var(--tv-warn-line, #e6d5a6); background: var(--tv-warn, #fdf8e8); border-radius: 12px; padding: .85rem 1rem; margin-bottom: .8rem; }
  .notice strong { display: block; }
  ol { display: grid; gap: .7rem; }
  .moment { display: grid; grid-template-columns: 172px 1fr; gap: 1rem; width: 100%; text-align: left; padding: .6rem; border: 1px solid var(--tv-line, #dbe2df); border-radius: 14px; background: var(--tv-card, #fff); transition: border-color .12s, box-shadow .12s; }
  .moment:hover { border-color: var(--tv-accent, #0a7d5e); box-shadow: var(--tv-shadow, 0 1px 2px #0001); }
  .moment[aria-current=true] { border-color: var(--tv-accent, #0a7d5e); box-shadow: 0 0 0 1px var(--tv-accent, #0a7d5e); }
  .picture { position: relative; aspect-ratio: 16/9; border-radius: 9px; overflow: hidden; background: #10161a; }
  .picture img { width: 100%; height: 100%; object-fit: contain; display: block; }
  .picture .time { position: absolute; right: .35rem; bottom: .35rem; padding: .08rem .4rem; border-radius: 5px; background: #0b1013d0; color: #fff; font-size: .75rem; font-weight: 600; }
  .picture .play { position: absolute; inset: 0; display: grid; place-items: center; opacity: 0; transition: opacity .12s; background: #0b101355; color: #fff; }
  .moment:hover .play, .moment:focus-visible .play { opacity: 1; }
  .play svg { width: 2.2rem; }
  .text { min-width: 0; display: flex; flex-direction: column; gap: .3rem; padding: .15rem .2rem .1rem 0; }
  .caption { font-weight: 550; line-height: 1.4; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
  .caption mark { background: var(--tv-tint, #e5f2ed); color: inherit; border-radius: 3px; padding: 0 .1em; margin: 0 -.1em; }
  .film { display: flex; gap: .5rem; font-size: .8125rem; color: var(--tv-muted, #5d6b66); min-width: 0; }
  .film b { font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .why { font-size: .8125rem; color: var(--tv-muted, #5d6b66); overflow-wrap: anywhere; }
  .marks { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center; margin-top: auto; }
  .mark { border-radius: 999px; padding: .06rem .55rem; font-size: .75rem; font-weight: 550; background: var(--tv-tint, #e5f2ed); color: var(--tv-accent-text, #086049); }
  .meter { display: inline-flex; gap: 2px; margin-right: .15rem; }
  .meter i { width: 4px; height: 12px; border-radius: 2px; background: var(--tv-line, #dbe2df); }
  .meter i.on { background: var(--tv-accent, #0a7d5e); }
  .faint .moment { border-style: dashed; }
  .empty { text-align: center; padding: 2.2rem 1rem; color: var(--tv-muted, #5d6b66); border: 1px dashed var(--tv-line, #dbe2df); border-radius: 14px; }
  .ghost { height: 117px; border-radius: 14px; background: linear-gradient(100deg, var(--tv-card, #fff) 30%, var(--tv-line, #dbe2df) 50%, var(--tv-card, #fff) 70%); background-size: 300% 100%; animation: sweep 1.3s infinite linear; border: 1px solid var(--tv-line, #dbe2df); }
  @keyframes sweep { from { background-position: 100% 0; } to { background-position: 0 0; } }
  @media (max-width: 560px) {
    .moment { grid-template-columns: 116px 1fr; gap: .75rem; }
    .primary, kbd { display: none; }
    .caption { font-size: .9375rem; }
    label { margin-left: 0; }
  }
`);

const lens = () => {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  icon.innerHTML = '<g fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"><circle cx="10.5" cy="10.5" r="6.5"/><path d="M20 20l-4.6-4.6"/></g>';
  return icon;
};

const triangle = () => {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  icon.innerHTML = '<circle cx="12" cy="12" r="11" fill="#fffe"/><path d="M9.8 7.6v8.8l7-4.4z" fill="#0b1013"/>';
  return icon;
};

/** A caption in pieces, with the stretches that hold words of the query marked. */
function marked(caption, highlights) {
  const pieces = [];
  let at = 0;
  for (const { start, end } of highlights) {
    pieces.push(caption.slice(at, start), h('mark', {}, caption.slice(start, end)));
    at = end;
  }
  return [...pieces, caption.slice(at)].filter((piece) => piece !== '');
}

/**
 * A search box with its results.
 *
 * Attributes: `service` (address, default the page's own), `suggestions` (texts separated by `|`).
 * Events, both bubbling: `tv-play` {video, name, start, end, caption} when a moment is chosen; `tv-results` {query, confident, moments}.
 * Keys: `/` goes to the box; up and down walk through the results; Enter plays.
 */
export class TvSearch extends HTMLElement {
  #service;
  #field;
  #verify;
  #state;
  #running;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#service = serviceOf(this);
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [common, style];
    this.#field = h('input', {
      class: 'field', type: 'search', name: 'q', maxlength: 1000, autocomplete: 'off', enterkeyhint: 'search',
      placeholder: 'Describe the moment you are looking for', 'aria-label': 'Search for a moment',
      title: 'Also one thing after another: "red car" then[10s] "white car"',
    });
    this.#verify = h('input', { type: 'checkbox' });
    this.#state = h('div', { class: 'state', 'aria-live': 'polite' });
    const suggestions = (this.getAttribute('suggestions') ?? '').split('|').filter(Boolean);
    this.shadowRoot.append(
      h('form', { role: 'search', onsubmit: (event) => { event.preventDefault(); this.search(this.#field.value); } },
        h('div', { class: 'box' }, lens(), this.#field, h('kbd', { 'aria-hidden': 'true' }, '/')),
        h('button', { class: 'primary' }, 'Search')),
      h('div', { class: 'below' },
        suggestions.map((text) => h('button', { class: 'quiet', type: 'button', onclick: () => this.search(text) }, text)),
        h('label', { title: 'Slower: the model looks at the best hits again before they are called confident.' },
          this.#verify, 'let the model check the hits')),
      this.#state);
    this.shadowRoot.addEventListener('keydown', (event) => this.#walk(event));
    document.addEventListener('keydown', this.#toBox);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.#toBox);
  }

  #toBox = (event) => {
    const typing = event.composedPath()[0];
    if (event.key === '/' && !(typing instanceof HTMLInputElement || typing instanceof HTMLTextAreaElement)) {
      event.preventDefault();
      this.#field.focus();
      this.#field.select();
    }
  };

  /** Searches; the results of an earlier search that is still under way are dropped. */
  async search(query) {
    const text = query.trim();
    this.#field.value = text;
    if (!text) {
      this.#state.replaceChildren();
      return;
    }
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const ghosts = setTimeout(() => this.#state.replaceChildren(h('ol', { 'aria-busy': 'true' }, h('li', { class: 'ghost' }), h('li', { class: 'ghost' }))), 180);
    try {
      const results = await this.#service.search(text, { verify: this.#verify.checked, signal: running.signal });
      clearTimeout(ghosts);
      this.#show(results);
      this.dispatchEvent(new CustomEvent('tv-results', { bubbles: true, composed: true, detail: results }));
    } catch (problem) {
      clearTimeout(ghosts);
      if (problem.name !== 'AbortError') this.#state.replaceChildren(h('p', { class: 'problem', role: 'alert' }, problem.message));
    }
  }

  #show(results) {
    const { moments, confident, message, tookMillis } = results;
    if (!moments.length) {
      this.#state.replaceChildren(h('p', { class: 'empty' }, message ?? 'Nothing in the library matches.'));
      return;
    }
    const best = Math.max(...moments.map((moment) => moment.score));
    const head = confident
      ? h('p', { class: 'summary small muted' }, `${moments.length === 1 ? 'One moment' : `${moments.length} moments`}, best first · ${(tookMillis / 1000).toFixed(2)} s`)
      : h('div', { class: 'notice', role: 'status' }, h('strong', {}, 'No confident match'), h('span', { class: 'small' }, message ?? 'This is the nearest there is in the library.'));
    this.#state.replaceChildren(head,
      h('ol', { class: confident ? '' : 'faint' }, moments.map((moment) => h('li', {}, this.#moment(moment, moment.score / best)))));
  }

  #moment(moment, strength) {
    const bars = Math.max(1, Math.round(strength * 5));
    return h('button', { class: 'moment', type: 'button', onclick: (event) => this.#play(event.currentTarget, moment) },
      h('span', { class: 'picture' },
        h('img', { src: this.#service.url(moment.thumbnail), alt: '', loading: 'lazy' }),
        h('span', { class: 'play' }, triangle()),
        h('span', { class: 'time' }, span(moment.start, moment.end))),
      h('span', { class: 'text' },
        h('span', { class: 'caption' }, marked(moment.caption, moment.highlights ?? [])),
        h('span', { class: 'film' }, h('b', { title: moment.name }, moment.name), h('span', { class: 'time' }, duration(moment.end - moment.start))),
        h('span', { class: 'why' }, moment.why),
        h('span', { class: 'marks' },
          h('span', { class: 'meter', role: 'img', 'aria-label': `match ${bars} of 5, beside the best hit`, title: 'How near it comes to the best hit' },
            [1, 2, 3, 4, 5].map((bar) => h('i', { class: bar <= bars ? 'on' : '' }))),
          moment.matchedBy.map((kind) => h('span', { class: 'mark' }, kind)),
          h('span', { class: 'small muted' }, `${moment.framesSeen} of ${moment.framesTotal} frames seen`))));
  }

  #play(button, moment) {
    this.shadowRoot.querySelectorAll('.moment[aria-current]').forEach((other) => other.removeAttribute('aria-current'));
    button.setAttribute('aria-current', 'true');
    const { video, name, start, end, caption } = moment;
    this.dispatchEvent(new CustomEvent('tv-play', { bubbles: true, composed: true, detail: { video, name, start, end, caption } }));
  }

  #walk(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [this.#field, ...this.shadowRoot.querySelectorAll('.moment')];
    const next = stops[stops.indexOf(this.shadowRoot.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}

customElements.define('tv-search', TvSearch);
