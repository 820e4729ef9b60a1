import { calmly, h, icon, sheet, span, timecode } from './dom.js';
import { TvElement } from './element.js';
import { Exporting } from './exporting.js';
import { conditionsIn } from './metadata.js';
import { leavesNothing, tightest } from './search-filter.js';
import { leaveSlash, listenForSlash } from './slash.js';
import { cellsOf, showCell } from './storyboard.js';
import { WRITTEN } from './texts.js';

const style = sheet(`
  .tabs { display: flex; gap: .15rem; border-bottom: 1px solid var(--_line); margin-bottom: .8rem; overflow-x: auto; scrollbar-width: none; }
  .tabs button { border: 0; background: none; padding: .45rem .8rem; color: var(--_muted); border-bottom: 2px solid transparent; margin-bottom: -1px; white-space: nowrap; }
  .tabs button[aria-selected=true] { color: var(--_text); border-color: var(--_accent); font-weight: 550; }
  .tabs button:focus-visible { outline-offset: -2px; }
  form { display: flex; gap: .5rem; align-items: stretch; }
  .box { position: relative; flex: 1; min-width: 0; }
  .box > .lens { position: absolute; left: .95rem; top: 50%; transform: translateY(-50%); color: var(--_muted); pointer-events: none; }
  .box .field { padding: .8rem 2.9rem .8rem 2.6rem; font-size: 1.0625rem; }
  .box .field:not(:placeholder-shown) { padding-right: .9rem; }
  .field::-webkit-search-cancel-button { filter: grayscale(1); opacity: .7; cursor: pointer; }
  .box .field[aria-invalid=true] { border-color: var(--_problem-text); }
  .box kbd { position: absolute; right: .9rem; top: 50%; transform: translateY(-50%); border: 1px solid var(--_line); border-radius: 5px; padding: 0 .4rem; font: 500 .8rem/1.5 ui-monospace, monospace; color: var(--_muted); pointer-events: none; }
  .field:focus ~ kbd, .field:not(:placeholder-shown) ~ kbd { display: none; }
  .completions { position: absolute; z-index: 20; left: 0; right: 0; top: calc(100% + 4px); background: var(--_card); border: 1px solid var(--_line-strong); border-radius: var(--_radius); box-shadow: var(--_shadow); padding: .3rem; max-height: 19rem; overflow: auto; }
  .completions li { display: flex; gap: .6rem; align-items: center; padding: .38rem .6rem; border-radius: 7px; cursor: pointer; }
  .completions li[aria-selected=true] { background: var(--_tint); color: var(--_accent-text); }
  .completions .text { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .completions b { font-weight: 600; }
  .completions .icon { color: var(--_muted); }
  .mistake { margin-top: .5rem; }
  .mistake code { display: block; font: .9375rem/1.6 ui-monospace, SFMono-Regular, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
  .mistake mark { background: none; color: var(--_problem-text); font-weight: 700; text-decoration: underline wavy; text-underline-offset: 3px; }
  .mistake p { margin-top: .25rem; }
  .below { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin-top: .6rem; min-height: 2rem; }
  .below label { display: inline-flex; min-height: 24px; gap: .4rem; align-items: center; font-size: .8125rem; color: var(--_muted); cursor: pointer; }
  .below .apart { margin-left: auto; display: inline-flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center; }
  input[type=checkbox] { accent-color: var(--_accent); margin: 0; width: 1rem; height: 1rem; }
  .help { padding: .8rem .95rem; margin-top: .5rem; font-size: .875rem; }
  .help dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .8rem; align-items: center; margin-top: .5rem; }
  .help dt button { font: .8125rem/1.5 ui-monospace, SFMono-Regular, "DejaVu Sans Mono", monospace; color: var(--_accent-text); text-align: left; }
  .facets { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin-top: .6rem; padding: .5rem .75rem; }
  .facets:empty { display: none; }
  .facets fieldset { display: flex; flex-wrap: wrap; gap: .3rem; align-items: center; }
  .facets legend { float: left; margin-right: .3rem; font-size: .8125rem; color: var(--_muted); }
  .facets .count { font-variant-numeric: tabular-nums; opacity: .85; font-weight: 400; }
  .state { margin-top: .8rem; }
  .summary { display: flex; flex-wrap: wrap; gap: .25rem .8rem; align-items: baseline; margin-bottom: .55rem; min-height: 1.5rem; }
  .summary h2 { font-size: .9375rem; font-weight: 600; overflow: hidden; text-overflow: ellipsis; }
  .summary .apart { margin-left: auto; display: inline-flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
  .summary .choice { width: 9.5rem; }
  .summary .said { flex: 1 0 100%; font-size: .8125rem; color: var(--_muted); }
  .summary .said:empty { display: none; }
  .notice { border: 1px solid var(--_warn-line); background: var(--_warn); border-radius: var(--_radius); padding: .7rem .9rem; margin-bottom: .6rem; }
  .notice strong { display: block; font-weight: 600; }
  ol { display: grid; gap: .5rem; }
  .hit { position: relative; }
  .moment { display: grid; grid-template-columns: 168px 1fr; gap: .9rem; width: 100%; text-align: left; padding: .5rem; border: 1px solid var(--_line); border-radius: calc(var(--_radius) * 1.2); background: var(--_card); transition: border-color .12s; }
  .moment:hover { border-color: var(--_accent); }
  .moment[aria-current=true] { border-color: var(--_accent); box-shadow: inset 3px 0 0 var(--_accent); }
  .faint .moment { border-style: dashed; }
  .picture { position: relative; aspect-ratio: 16/9; border-radius: 7px; overflow: hidden; background: #10161a; align-self: start; }
  .picture img { width: 100%; height: 100%; object-fit: contain; display: block; }
  .picture .at { position: absolute; right: .3rem; bottom: .3rem; padding: 0 .35rem; border-radius: 4px; background: #0b1013d9; color: #fff; font-size: .75rem; font-weight: 600; line-height: 1.5; }
  .picture .play { position: absolute; left: .35rem; top: .35rem; width: 1.5rem; height: 1.5rem; opacity: 0; transition: opacity .12s; }
  .moment:hover .play, .moment:focus-visible .play { opacity: 1; }
  .picture .done { position: absolute; left: 0; bottom: 0; height: 3px; background: var(--_accent); }
  .moment .text { min-width: 0; display: flex; flex-direction: column; gap: .2rem; }
  .caption { font-weight: 550; line-height: 1.4; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
  .caption mark { background: var(--_tint); color: inherit; border-radius: 3px; padding: 0 .1em; margin: 0 -.1em; }
  .film { display: flex; gap: .5rem; font-size: .8125rem; color: var(--_muted); min-width: 0; }
  .film b { font-weight: 500; color: var(--_text); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .why { font-size: .8125rem; color: var(--_muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .marks { display: flex; flex-wrap: wrap; gap: .3rem .4rem; align-items: center; margin-top: auto; padding-right: 6.5rem; font-size: .75rem; color: var(--_muted); min-height: 1.6rem; }
  .mark { border-radius: 999px; padding: 0 .5rem; font-weight: 550; background: var(--_tint); color: var(--_accent-text); }
  .meter { display: inline-flex; gap: 2px; }
  .meter i { width: 4px; height: 11px; border-radius: 2px; background: var(--_line); }
  .meter i.on { background: var(--_accent); }
  input.pick { position: absolute; right: .6rem; top: .6rem; width: 24px; height: 24px; }
  .hit:has(.pick) .caption { padding-right: 2rem; }
  .actions { position: absolute; right: .5rem; bottom: .45rem; }
  .parts { display: flex; flex-wrap: wrap; gap: .3rem; align-items: center; margin: .3rem 0 0 .5rem; font-size: .8125rem; color: var(--_muted); }
  .parts .quiet { max-width: 100%; }
  .parts .quiet span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .more { display: flex; justify-content: center; margin-top: .8rem; }
  .empty { text-align: center; padding: 1.8rem 1rem; color: var(--_muted); border: 1px dashed var(--_line-strong); border-radius: calc(var(--_radius) * 1.2); }
  .empty strong { display: block; color: var(--_text); font-weight: 600; margin-bottom: .2rem; }
  .problem .quiet { margin-top: .5rem; }
  .ghost { height: 111px; border-radius: calc(var(--_radius) * 1.2); background: linear-gradient(100deg, var(--_card) 30%, var(--_well) 50%, var(--_card) 70%); background-size: 300% 100%; animation: sweep 1.3s infinite linear; border: 1px solid var(--_line); }
  @keyframes sweep { from { background-position: 100% 0; } to { background-position: 0 0; } }
  @media (prefers-reduced-motion: reduce) { .ghost { animation: none; } }
  @container (max-width: 480px) {
    .moment { grid-template-columns: 112px 1fr; gap: .65rem; }
    .box kbd, .why, .frames, form > .primary { display: none; }
    .caption { font-size: .9375rem; }
    .marks { padding-right: 2rem; }
    .actions span { display: none; }
    .help dl { grid-template-columns: 1fr; gap: 0; }
    .help dd { margin-bottom: .4rem; }
  }
  .root { container-type: inline-size; }
  @media (forced-colors: active) {
    .tabs button { border-bottom-color: Canvas; }
    .tabs button[aria-selected=true] { border-bottom-color: Highlight; }
    .completions li[aria-selected=true] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
    .completions li[aria-selected=true] .icon, .completions li[aria-selected=true] .muted { color: inherit; }
    .moment[aria-current=true] { border-left: 4px solid Highlight; }
    .caption mark { text-decoration: underline; }
    .mark { border: 1px solid CanvasText; }
    .meter i { border: 1px solid GrayText; }
    .meter i.on { forced-color-adjust: none; background: CanvasText; border-color: CanvasText; }
    .picture .done { forced-color-adjust: none; background: Highlight; }
  }
`);

const MOST = 100;
/** The answer to a search that nothing can be found by. */
const NOTHING = { confident: false, message: null, moments: [], from: 0, total: 0, totalExact: true, next: null, tookMillis: 0 };
const LONGEST_TITLE = 200;
/** Attributes that say how it looks, and those that say what is searched. */
const DRAWN = ['placeholder', 'examples', 'tabs', 'formats'];
const SEARCHED = ['query', 'tab', 'collection', 'tag', 'language', 'meta', 'video', 'min-confidence', 'min-duration', 'max-duration'];
const LENGTHS = [['', ''], ['0-60', 'short'], ['60-600', 'medium'], ['600-', 'long']];

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

const keyOf = ({ video, start, end }) => `${video} ${start} ${end}`;

const list = (text) => (text ?? '').split(',').map((one) => one.trim()).filter(Boolean);

/** `All|News:collection=news|Match:tag=sport&tag=2026` as [{name, filter}]. */
function tabsOf(text) {
  return (text ?? '').split('|').map((one) => one.trim()).filter(Boolean).map((one) => {
    const [name, said = ''] = one.split(/:(.*)/s);
    const filter = {};
    for (const [key, value] of new URLSearchParams(said.trim())) (filter[key] ??= []).push(value);
    return { name: name.trim(), filter };
  });
}

/**
 * A search box with suggestions, facets and results; see the README of the snippets for its attributes, events, parts and keys.
 *
 * Events, bubbling: `tv-play` {video, name, start, end, caption} when a moment is chosen; `tv-results` {query, confident, moments, …} when results are shown; `tv-exported`.
 */
export class TvSearch extends TvElement {
  static styles = [style];
  static section = 'search';
  static observedAttributes = [...TvElement.observedAttributes, ...DRAWN, ...SEARCHED];

  #query = '';
  #filter = { collection: [], tag: [], language: [], length: '', minConfidence: '' };
  /** The name of the tab that the reader has chosen; null while the one that the page names holds. */
  #tab = null;
  #verify = false;
  #helping = false;
  #results = null;
  #alike = null;
  #problem = null;
  #current = null;
  #picked = new Set();
  #exporting = new Exporting(this, () => this.#exported());
  #exportLabel = h('span');
  #running;
  /** Where, and for what of the films, was searched last. */
  #searched;
  #asking;
  #completions = [];
  #active = -1;
  #field;
  #list;
  #mistake;
  #facets;
  #state;
  #help;
  #told;

  begin() {
    this.shadowRoot.addEventListener('keydown', (event) => this.#walk(event));
    this.#follow('query');
  }

  connectedCallback() {
    super.connectedCallback();
    listenForSlash(this, () => {
      this.#field.focus();
      this.#field.select();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    leaveSlash(this);
    this.#complete.stop();
  }

  attributeChangedCallback(name, before, now) {
    if (!this.shadowRoot || before === now) return;
    if (name === 'tab') this.#turnTo(null);
    // Drawing anew takes the field from who types in it: what is searched needs none.
    if (!SEARCHED.includes(name)) super.attributeChangedCallback(name, before, now);
    if (name !== 'lang') this.#follow(name);
  }

  // ---- what the page says

  #changed = new Set();

  /** An attribute is another one now; what a page sets at once is searched once. */
  #follow(name) {
    this.#changed.add(name);
    this.#searchAsSaid();
  }

  #searchAsSaid = calmly(0, () => {
    const query = this.#changed.has('query') ? (this.getAttribute('query') ?? '').trim() : this.#query;
    this.#changed.clear();
    if (query !== this.#query) this.search(query);
    else if (this.#searched !== this.#place()) this.refresh();
  });

  /** All that a search depends on but its words. */
  #place() {
    return JSON.stringify([this.service.base, this.#wanted()]);
  }

  // ---- drawing

  render() {
    const typed = this.#field?.value ?? this.#query;
    this.#field = h('input', {
      class: 'field', part: 'field', type: 'search', name: 'q', maxlength: 1000, autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search',
      placeholder: this.getAttribute('placeholder') ?? this.t.placeholder, 'aria-label': this.t.label,
      role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'completions',
      oninput: () => this.#typed(), onblur: () => this.#close(),
    });
    this.#field.value = typed;
    this.#list = h('ul', { class: 'completions', id: 'completions', part: 'suggestions', role: 'listbox', 'aria-label': this.t.suggestions, hidden: true });
    this.#mistake = h('div', { class: 'mistake problem', part: 'mistake', id: 'mistake', hidden: true });
    this.#facets = h('div', { class: 'facets card', part: 'facets', role: 'group', 'aria-label': this.t.narrow, hidden: true });
    this.#help = h('div', { class: 'help card', part: 'help', id: 'help', hidden: !this.#helping }, this.#grammar());
    this.#told = h('p', { class: 'unseen-text', role: 'status' });
    this.#state = h('div', { class: 'state', part: 'results' });
    this.shadowRoot.replaceChildren(h('div', { class: 'root' },
      this.#tabs(),
      h('form', { role: 'search', onsubmit: (event) => { event.preventDefault(); this.search(this.#field.value); } },
        h('div', { class: 'box', part: 'box' }, icon('lens'), this.#field, this.shows('shortcut') && h('kbd', { 'aria-hidden': 'true' }, '/'), this.#list),
        this.shows('button') && h('button', { class: 'primary', part: 'button' }, this.t.button)),
      this.#mistake, this.#below(), this.#help, this.#facets, this.#told, this.#state));
    this.#draw();
  }

  #tabs() {
    const tabs = tabsOf(this.getAttribute('tabs'));
    if (!tabs.length) return null;
    const at = this.#tabAt(tabs);
    return h('div', { class: 'tabs', part: 'tabs', role: 'tablist', 'aria-label': this.t.tabs, onkeydown: (event) => this.#walkTabs(event) },
      tabs.map((tab, index) => h('button', {
        type: 'button', role: 'tab', 'aria-selected': String(index === at), tabindex: index === at ? 0 : -1,
        onclick: () => {
          this.#turnTo(tab.name);
          this.#again();
        },
      }, tab.name)));
  }

  /** Which tab holds: the chosen one, the one that the page names, or the first. */
  #tabAt(tabs) {
    const place = (name) => tabs.findIndex((tab) => tab.name === name);
    return [place(this.#tab), place(this.getAttribute('tab')), 0].find((at) => at >= 0);
  }

  #walkTabs(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tabs = [...this.shadowRoot.querySelectorAll('.tabs button')];
    const next = step && tabs[(this.#tabAt(tabsOf(this.getAttribute('tabs'))) + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    next.click();
    next.focus();
  }

  /** @param {string|null} name of a tab; null for the one that the page names */
  #turnTo(name) {
    this.#tab = name;
    const holds = this.#tabAt(tabsOf(this.getAttribute('tabs')));
    this.shadowRoot.querySelectorAll('.tabs button').forEach((tab, at) => {
      tab.setAttribute('aria-selected', String(at === holds));
      tab.tabIndex = at === holds ? 0 : -1;
    });
  }

  #below() {
    const examples = this.shows('examples') ? (this.getAttribute('examples') ?? '').split('|').filter(Boolean) : [];
    const check = h('input', { type: 'checkbox', checked: this.#verify, onchange: () => { this.#verify = check.checked; this.#again(); } });
    return h('div', { class: 'below' },
      examples.map((text) => h('button', { class: 'quiet', part: 'example', type: 'button', onclick: () => this.search(text) }, text)),
      h('span', { class: 'apart' }, this.shows('help') && h('button', {
        class: 'plain', type: 'button', 'aria-expanded': String(this.#helping), 'aria-controls': 'help',
        onclick: (event) => {
          this.#helping = !this.#helping;
          this.#help.hidden = !this.#helping;
          event.currentTarget.setAttribute('aria-expanded', String(this.#helping));
        },
      }, this.t.help),
      this.shows('verify') && h('label', { title: this.t.verifyTitle }, check, this.t.verify)));
  }

  #grammar() {
    return [
      h('p', {}, this.t.helpIntro),
      h('dl', {}, this.t.grammar.map(([text, meaning]) => [
        h('dt', {}, h('button', { class: 'plain', type: 'button', onclick: () => this.#take(text) }, text)), h('dd', {}, meaning)])),
    ];
  }

  #take(text) {
    this.#field.value = text;
    this.#field.focus();
    this.#field.setSelectionRange(text.length, text.length);
  }

  // ---- suggestions

  #complete = calmly(120, async () => {
    const typed = this.#field.value;
    this.#asking?.abort();
    if (!typed.trim() || !this.shows('suggestions')) return;
    const asking = (this.#asking = new AbortController());
    try {
      const found = await this.service.suggest(typed, { signal: asking.signal });
      if (asking === this.#asking && this.shadowRoot.activeElement === this.#field) this.#offer(typed, found);
    } catch {
      this.#close(); // Whoever types can do without; a search says what is wrong.
    }
  });

  #typed() {
    this.#forgive();
    this.#active = -1;
    this.#field.removeAttribute('aria-activedescendant');
    if (this.#field.value.trim()) this.#complete();
    else this.#close();
  }

  #offer(typed, found) {
    this.#completions = found;
    this.#active = -1;
    this.#list.replaceChildren(...found.map(({ text, value, kind, videos }, index) => h('li', {
      id: `completion-${index}`, role: 'option', 'aria-selected': 'false',
      // Before the field loses the focus, which would close the list.
      onpointerdown: (event) => { event.preventDefault(); this.#accept(index); },
    }, icon({ words: 'word', tag: 'tag', title: 'title' }[kind] ?? 'word'),
    h('span', { class: 'text', lang: kind === 'words' && WRITTEN }, kind === 'words' && text.toLowerCase().startsWith(typed.toLowerCase())
      ? [text.slice(0, typed.length), h('b', {}, text.slice(typed.length))] : value),
    h('span', { class: 'small muted' }, this.t.kind(kind, videos)))));
    this.#list.hidden = !found.length;
    this.#field.setAttribute('aria-expanded', String(found.length > 0));
    this.#field.removeAttribute('aria-activedescendant');
    if (found.length) this.#told.textContent = this.t.suggested(found.length);
  }

  #close() {
    this.#complete.stop();
    this.#asking?.abort();
    this.#asking = null;
    this.#list.hidden = true;
    this.#active = -1;
    this.#field.setAttribute('aria-expanded', 'false');
    this.#field.removeAttribute('aria-activedescendant');
  }

  #point(index) {
    this.#active = (index + this.#completions.length) % this.#completions.length;
    [...this.#list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === this.#active)));
    const option = this.#list.children[this.#active];
    option.scrollIntoView({ block: 'nearest' });
    this.#field.setAttribute('aria-activedescendant', option.id);
  }

  /** Takes a suggestion and searches; a quotation that it completes is closed. */
  #accept(index) {
    const { text } = this.#completions[index];
    this.search((text.match(/"/g)?.length ?? 0) % 2 ? `${text}"` : text);
  }

  // ---- searching

  /** Results a page. */
  #size() {
    return Math.min(MOST, Math.max(1, Number(this.getAttribute('size')) || 10));
  }

  /** What the attributes, the tab and the facets together leave. */
  #wanted() {
    const said = (name) => this.getAttribute(name) ?? '';
    const page = {
      video: said('video'), collection: list(said('collection')), tag: list(said('tag')), language: list(said('language')), meta: conditionsIn(said('meta')),
      minDuration: said('min-duration'), maxDuration: said('max-duration'), minConfidence: said('min-confidence'),
    };
    const tabs = tabsOf(this.getAttribute('tabs'));
    const { length, ...chosen } = this.#filter;
    const [least, most] = length.split('-');
    return tightest(page, tabs[this.#tabAt(tabs)]?.filter ?? {}, { ...chosen, minDuration: least === '0' ? '' : least, maxDuration: most ?? '' });
  }

  #again() {
    if (this.#query) this.#run();
  }

  /** Searches again for what is shown, as the library is by now. */
  refresh() {
    return this.#query || this.#alike ? this.#run() : Promise.resolve();
  }

  /** Searches; the results of an earlier search that is still under way are dropped. */
  search(query) {
    this.#query = query.trim();
    this.#field.value = this.#query;
    this.#alike = null;
    this.#changed.clear(); // What the page has set just now is searched with these words.
    this.#close();
    return this.#run();
  }

  /** Shows moments like one that was found. */
  similar(moment) {
    this.#alike = moment;
    return this.#run();
  }

  /** Searches anew, or, with the results of the pages before, for the page after them. */
  async #run(before = null) {
    this.#running?.abort();
    this.#searched = this.#place();
    this.#forgive();
    if (!this.#query && !this.#alike) {
      this.#results = null;
      this.#problem = null;
      this.#draw();
      return;
    }
    const running = (this.#running = new AbortController());
    const ghosts = setTimeout(() => this.#wait(), 180);
    try {
      const results = await this.#ask({
        size: this.#size(), cursor: before?.next, filter: this.#wanted(), verify: this.#verify, facets: !before && this.shows('facets'), signal: running.signal,
      });
      if (before) Object.assign(results, { moments: [...before.moments, ...results.moments], facets: before.facets });
      this.#results = results;
      this.#forgetPicked();
      this.#problem = null;
      clearTimeout(ghosts);
      this.#draw(before?.moments.length);
      this.#told.textContent = this.#summary();
      this.tell('tv-results', { ...results, query: this.#query });
    } catch (problem) {
      clearTimeout(ghosts);
      if (problem.name === 'AbortError') return;
      this.#results = null;
      this.#problem = problem;
      this.#draw();
    }
  }

  #ask(options) {
    if (leavesNothing(options.filter)) return { ...NOTHING, facets: this.#results?.facets ?? null };
    return this.#alike
      ? this.service.similar(this.#alike.video, this.#alike.start, this.#alike.end, options)
      : this.service.search(this.#query, options);
  }

  /** All moments that the search shown finds in a film, best first, also those of pages that are yet to come; those that are shown, where the service has no more to stand for. */
  async matchesIn(video) {
    const { moments = [], confident = false, next = null } = this.#results ?? {};
    const shown = moments.filter((moment) => moment.video === video);
    const filter = this.#wanted();
    const sure = this.#alike || confident;
    if (!next || !sure || (filter.video && filter.video !== video)) return shown;
    try {
      const found = await this.#ask({ size: MOST, filter: { ...filter, video } });
      return this.#alike || found.confident ? found.moments : shown;
    } catch {
      return shown; // They can be seen and played without the rest.
    }
  }

  #wait() {
    this.#told.textContent = this.t.searching;
    if (!this.#results?.moments.length) this.#state.replaceChildren(h('ol', { 'aria-busy': 'true' }, [1, 2, 3].map(() => h('li', { class: 'ghost' }))));
  }

  // ---- states

  #draw(focus = null) {
    this.#drawFacets();
    if (this.#problem) this.#drawProblem();
    else if (!this.#results) this.#state.replaceChildren();
    else if (!this.#results.moments.length) this.#drawNothing();
    else this.#drawResults(focus);
  }

  #drawProblem() {
    const problem = this.#problem;
    if (problem.place !== null && problem.place !== undefined) {
      this.#state.replaceChildren();
      this.#blame(problem);
      return;
    }
    this.#state.replaceChildren(h('div', { class: 'problem', part: 'problem', role: 'alert' }, h('p', {}, this.words(problem)),
      h('button', { class: 'quiet', type: 'button', onclick: () => this.#run() }, this.shared.again)));
  }

  /** Shows a mistake of the syntax where it is: in the text, in words, and with the caret. */
  #blame(problem) {
    const { place } = problem;
    const text = this.#query;
    const word = /^("[^"]*"?|[\p{L}\p{N}]+|\s*\S)/u.exec(text.slice(place))?.[0] ?? '';
    this.#mistake.replaceChildren(
      h('code', {}, text.slice(0, place), h('mark', {}, word || '\u2423'), text.slice(place + word.length)),
      h('p', {}, this.t.mistake([...text.slice(0, place)].length + 1), this.words(problem)));
    this.#mistake.hidden = false;
    this.#mistake.setAttribute('role', 'alert');
    this.#field.setAttribute('aria-invalid', 'true');
    this.#field.setAttribute('aria-describedby', 'mistake');
    this.#field.focus();
    this.#field.setSelectionRange(place, place + word.length);
  }

  #forgive() {
    this.#mistake.hidden = true;
    this.#mistake.removeAttribute('role');
    this.#field.removeAttribute('aria-invalid');
    this.#field.removeAttribute('aria-describedby');
  }

  #drawNothing() {
    this.#state.replaceChildren(this.#alike ? this.#headOf() : '', h('div', { class: 'empty', part: 'empty' },
      h('strong', {}, this.t.nothing), this.#narrowed()
        ? h('button', { class: 'quiet', type: 'button', onclick: () => this.#widen() }, this.t.widen) : this.t.nothingTip));
    this.#told.textContent = this.t.nothing;
  }

  #narrowed() {
    const { collection, tag, language, length, minConfidence } = this.#filter;
    return collection.length + tag.length + language.length > 0 || length || minConfidence;
  }

  #widen() {
    this.#filter = { collection: [], tag: [], language: [], length: '', minConfidence: '' };
    this.#run();
  }

  #summary() {
    const { moments, confident, tookMillis } = this.#results;
    return confident || this.#alike ? this.t.found(moments.length, tookMillis / 1000) : `${this.t.unsure}. ${this.t.unsureWhy}`;
  }

  #headOf() {
    if (!this.#alike) return h('div', { class: 'summary' }, h('p', { class: 'small muted' }, this.#summary()), this.#exports());
    return h('div', { class: 'summary' },
      h('button', { class: 'plain', type: 'button', onclick: () => { this.#alike = null; this.#run(); } }, icon('back'), this.t.back),
      h('h2', {}, this.t.alike(this.#alike.caption, this.#alike.name, timecode(this.#alike.start))), this.#exports());
  }

  #drawResults(focus) {
    const { moments, confident, next } = this.#results;
    const best = Math.max(...moments.map((moment) => moment.score));
    const sure = confident || this.#alike;
    const notice = h('div', { class: 'notice' }, h('strong', {}, this.t.unsure), h('span', { class: 'small' }, this.t.unsureWhy));
    const more = next && this.shows('more');
    this.#state.replaceChildren(
      sure ? this.#headOf() : notice,
      h('ol', { class: sure ? '' : 'faint', 'aria-label': this.t.results }, moments.map((moment) => this.#item(moment, moment.score / best))),
      more ? h('div', { class: 'more' }, h('button', { class: 'quiet', part: 'more', type: 'button', onclick: () => this.#run(this.#results) }, this.t.more)) : '');
    if (focus !== null) this.shadowRoot.querySelectorAll('.moment')[focus]?.focus();
  }

  // ---- a moment

  #item(moment, strength) {
    const same = ({ video, start, end }) => video === moment.video && start === moment.start && end === moment.end;
    const button = h('button', {
      class: 'moment', part: 'moment', type: 'button', 'aria-current': this.#current && same(this.#current) && 'true',
      onclick: () => this.#play(button, moment),
    }, this.#picture(moment), this.#words(moment, strength));
    return h('li', {}, h('div', { class: 'hit' }, button, this.#pickOf(moment), this.shows('similar') && h('div', { class: 'actions' }, h('button', {
      class: 'plain', part: 'similar', type: 'button', 'aria-label': this.t.similarTo(moment.caption), onclick: () => this.similar(moment),
    }, icon('alike'), h('span', {}, this.t.similar)))),
      moment.parts?.length ? h('div', { class: 'parts', role: 'group', 'aria-label': this.t.parts }, moment.parts.map((part) => h('button', {
        class: 'quiet', type: 'button', onclick: () => this.#play(button, { ...moment, start: part.start, end: part.end, caption: part.caption }),
      }, h('span', {}, part.query), h('span', { class: 'time' }, span(part.start, part.end))))) : null);
  }

  #picture(moment) {
    const window = h('span', { class: 'preview', hidden: true, part: 'preview' }, h('i'));
    const done = h('span', { class: 'done', hidden: true });
    const at = h('span', { class: 'at time' }, span(moment.start, moment.end));
    const picture = h('span', { class: 'picture' },
      h('img', { src: this.service.url(moment.thumbnail), alt: '', loading: 'lazy' }), window, icon('play'), at, done);
    if (!this.shows('preview')) return picture;
    picture.addEventListener('pointermove', async (event) => {
      const box = picture.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      picture.dataset.over = '';
      const cells = await cellsOf(this.service, moment.video);
      if (!('over' in picture.dataset) || !cells.length) return;
      const second = moment.start + share * (moment.end - moment.start);
      window.hidden = false;
      showCell(window, cells, second);
      done.hidden = false;
      done.style.width = `${share * 100}%`;
      at.textContent = timecode(second, true);
    });
    picture.addEventListener('pointerleave', () => {
      delete picture.dataset.over;
      window.hidden = done.hidden = true;
      at.textContent = span(moment.start, moment.end);
    });
    return picture;
  }

  #words(moment, strength) {
    const bars = Math.max(1, Math.round(strength * 5));
    return h('span', { class: 'text' },
      h('span', { class: 'caption', part: 'caption', lang: WRITTEN }, marked(moment.caption, moment.highlights ?? [])),
      h('span', { class: 'film' }, h('b', { title: moment.name }, moment.name), h('span', { class: 'time' }, this.shared.duration(moment.end - moment.start))),
      this.shows('why') && this.t.why(moment.why) && h('span', { class: 'why', title: moment.why }, this.t.why(moment.why)),
      h('span', { class: 'marks' },
        h('span', { class: 'meter', role: 'img', 'aria-label': this.t.strength(bars), title: this.t.strengthTitle },
          [1, 2, 3, 4, 5].map((bar) => h('i', { class: bar <= bars ? 'on' : '' }))),
        moment.matchedBy.map((kind) => h('span', { class: 'mark' }, this.t.matched[kind] ?? kind)),
        this.shows('frames') && h('span', { class: 'frames' }, this.shared.frames(moment.framesSeen, moment.framesTotal))));
  }

  #play(button, moment) {
    this.#current = moment;
    this.shadowRoot.querySelectorAll('.moment[aria-current]').forEach((other) => other.removeAttribute('aria-current'));
    button.setAttribute('aria-current', 'true');
    const { video, name, start, end, caption } = moment;
    this.tell('tv-play', { video, name, start, end, caption });
  }

  // ---- exporting

  /** What the moments shown are exported with; none where there are none, or none that the search stands for. */
  #exports() {
    if (!this.shows('export') || !this.#results.moments.length) return null;
    const said = h('p', { class: 'said', role: 'status' });
    this.#nameExport();
    return [h('span', { class: 'apart', part: 'exports', role: 'group', 'aria-label': this.t.exports }, this.#exporting.controls(said, this.#exportLabel)), said];
  }

  #pickOf(moment) {
    if (!this.shows('export') || !this.shows('pick') || !(this.#results.confident || this.#alike)) return null;
    const key = keyOf(moment);
    const box = h('input', {
      class: 'pick', part: 'pick', type: 'checkbox', checked: this.#picked.has(key), 'aria-label': this.t.pick(moment.caption),
      onchange: () => {
        if (box.checked) this.#picked.add(key);
        else this.#picked.delete(key);
        this.#nameExport();
      },
    });
    return box;
  }

  #nameExport() {
    this.#exportLabel.textContent = this.t.export(this.#picked.size);
  }

  #forgetPicked() {
    const shown = new Set(this.#results.moments.map(keyOf));
    this.#picked.forEach((key) => shown.has(key) || this.#picked.delete(key));
  }

  /** The picked moments, else all that are shown. They go as spans: what is seen is exported, also of moments like another, and of those that the model has looked at again. */
  #exported() {
    const { moments } = this.#results;
    const chosen = this.#picked.size ? moments.filter((moment) => this.#picked.has(keyOf(moment))) : moments;
    const title = this.#alike ? this.#alike.caption ?? '' : this.#query;
    return { title: title.slice(0, LONGEST_TITLE), spans: chosen.map(({ video, start, end, caption }) => ({ video, start, end, label: caption })) };
  }

  // ---- facets

  #drawFacets() {
    const facets = this.#results?.facets;
    if (!facets || this.#alike || !this.shows('facets')) {
      this.#facets.hidden = true;
      return;
    }
    const groups = [
      this.#group('collection', facets.collections), this.#group('tag', facets.tags), this.#group('language', facets.languages), this.#further(),
    ].filter(Boolean);
    const held = this.shadowRoot.activeElement?.dataset.facet;
    this.#facets.replaceChildren(...groups);
    this.#facets.hidden = false;
    if (held) [...this.#facets.querySelectorAll('[data-facet]')].find((each) => each.dataset.facet === held)?.focus();
  }

  #group(name, counts) {
    const chosen = this.#filter[name];
    const values = [...counts, ...chosen.filter((value) => !counts.some((count) => count.value === value)).map((value) => ({ value, videos: 0 }))];
    if (!values.length) return null;
    return h('fieldset', {}, h('legend', {}, this.t.facets[name]), values.slice(0, 12).map(({ value, videos }) => h('button', {
      class: 'quiet', type: 'button', 'aria-pressed': String(chosen.includes(value)), 'data-facet': `${name}:${value}`,
      onclick: () => {
        this.#filter[name] = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
        this.#run();
      },
    }, value, h('span', { class: 'count' }, String(videos)))));
  }

  #further() {
    const choice = (name, options) => h('select', {
      class: 'choice', 'aria-label': this.t.facets[name], 'data-facet': name,
      onchange: (event) => { this.#filter[name] = event.currentTarget.value; this.#run(); },
    }, options.map(([value, text]) => h('option', { value, selected: this.#filter[name] === value }, text)));
    return h('fieldset', {}, h('legend', {}, this.t.facets.further),
      choice('length', LENGTHS.map(([value, name]) => [value, name ? this.t.lengths[name] : this.t.lengths.any])),
      choice('minConfidence', [['', this.t.anySure], ...['0.5', '0.7', '0.9'].map((least) => [least, this.t.sure(Math.round(least * 100))])]),
      this.#narrowed() && h('button', { class: 'plain', type: 'button', onclick: () => this.#widen() }, this.t.widen));
  }

  // ---- keys

  #walk(event) {
    if (event.isComposing) return;
    const open = !this.#list.hidden && this.shadowRoot.activeElement === this.#field;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && step) {
      event.preventDefault();
      this.#point(this.#active < 0 && step < 0 ? this.#completions.length - 1 : this.#active + step);
    } else if (open && event.key === 'Enter' && this.#active >= 0) {
      event.preventDefault();
      this.#accept(this.#active);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      this.#close();
    } else if (step) this.#walkResults(event, step);
  }

  #walkResults(event, step) {
    const stops = [this.#field, ...this.shadowRoot.querySelectorAll('.moment')];
    const at = stops.indexOf(this.shadowRoot.activeElement);
    const next = at >= 0 && stops[at + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}

customElements.define('tv-search', TvSearch);
