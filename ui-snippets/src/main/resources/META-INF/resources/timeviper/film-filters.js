import { calmly, h, icon, sheet } from './dom.js';
import { conditionsIn } from './metadata.js';

/** The style of the filters, for the component that has them. */
export const filterStyle = sheet(`
  .find { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-bottom: .6rem; }
  .find .box { position: relative; flex: 1 1 12rem; min-width: 0; }
  .find .lens { position: absolute; left: .7rem; top: 50%; transform: translateY(-50%); color: var(--_muted); pointer-events: none; }
  .find .field { padding: .4rem .7rem .4rem 2.1rem; font-size: .9375rem; }
  .find .choice, .find .quiet { padding: .4rem .7rem; font-size: .875rem; }
  .narrow { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 8.4rem), 1fr)); gap: .6rem .8rem; padding: .8rem .9rem; margin-bottom: .6rem; }
  .narrow label { display: grid; gap: .2rem; font-size: .8125rem; color: var(--_muted); }
  .narrow .field, .narrow .choice { padding: .4rem .6rem; font-size: .9375rem; width: 100%; color: var(--_text); border: 1px solid var(--_line-strong); border-radius: 8px; }
  .chosen { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center; margin-bottom: .6rem; }
  .chosen .quiet { background: var(--_tint); border-color: transparent; color: var(--_accent-text); max-width: 100%; overflow-wrap: anywhere; text-align: left; }
`);

/** In the order in which they are offered, as the API takes them. */
const ORDERS = ['-created', 'created', 'name', '-name', '-duration', 'duration'];
const STATES = ['READY', 'INDEXING', 'FAILED', 'CANCELLED'];
const SEVERAL = ['collection', 'tag', 'language'];

const list = (text) => (text ?? '').split(',').map((one) => one.trim()).filter(Boolean);

/** Which films a library shows, and in which order: what its attributes say always holds, what the reader chooses holds beside it and is told in words. */
export class FilmFilters {
  #library;
  #changed;
  #order;
  #name = '';
  #state = '';
  #several = { collection: [], tag: [], language: [] };
  #known = { collection: new Set(), tag: new Set(), language: new Set(), metadata: new Set() };
  #open = false;
  #field;
  #panel;
  #chosen;
  #lists = {};

  /**
   * @param {TvElement} library
   * @param {function()} changed called when the reader has chosen something else
   */
  constructor(library, changed) {
    this.#library = library;
    this.#changed = () => {
      this.#drawChosen();
      changed();
    };
  }

  /** What the API is asked for. */
  wanted() {
    const said = (name) => this.#library.getAttribute(name);
    const all = (name) => [...new Set([...list(said(name)), ...this.#several[name]])];
    return {
      sort: this.#sort, name: this.#name, state: said('state') ?? this.#state, meta: conditionsIn(said('meta')),
      ...Object.fromEntries(SEVERAL.map((name) => [name, all(name)])),
    };
  }

  get #sort() {
    const said = this.#library.getAttribute('sort');
    return this.#order ?? (ORDERS.includes(said) ? said : ORDERS[0]);
  }

  /** Whether the reader has chosen any. */
  get any() {
    return Boolean(this.#name || this.#state || SEVERAL.some((name) => this.#several[name].length));
  }

  /** What is said of films is offered to choose from. */
  learn(videos) {
    videos.forEach(({ collection, tags, language, metadata }) => {
      [collection].filter(Boolean).forEach((one) => this.#known.collection.add(one));
      tags.forEach((one) => this.#known.tag.add(one));
      [language].filter(Boolean).forEach((one) => this.#known.language.add(one));
      Object.keys(metadata).forEach((one) => this.#known.metadata.add(one));
    });
    SEVERAL.forEach((name) => this.#lists[name]?.replaceChildren(...this.options(name)));
  }

  /** Options of a `datalist` of what is known: collections, tags, languages or keys of metadata. */
  options(name) {
    return [...this.#known[name]].sort().map((value) => h('option', { value }, name === 'language' ? this.#library.t.languageName(value) : null));
  }

  // ---- drawing

  /** Where a film may have one collection and one language only, a choice beside what the page has set would widen it: it is not offered. */
  draw() {
    const { t } = this.#library;
    this.#field = h('input', {
      class: 'field', part: 'field', type: 'search', maxlength: 255, autocomplete: 'off', spellcheck: 'false', placeholder: t.findPlaceholder, 'aria-label': t.find,
      oninput: calmly(250, () => this.#find()),
    });
    this.#field.value = this.#name;
    this.#panel = h('div', { class: 'narrow card', part: 'filters', id: 'narrow', role: 'group', 'aria-label': t.filters, hidden: !this.#open },
      this.#stateChoice(), SEVERAL.map((name) => (name === 'tag' || !this.#library.hasAttribute(name)) && this.#choice(name)));
    this.#chosen = h('div', { class: 'chosen', part: 'chosen', role: 'group', 'aria-label': t.chosen });
    this.#drawChosen();
    const shows = (name) => this.#library.shows(name);
    return [
      (shows('find') || shows('sort') || shows('filters')) && h('form', { class: 'find', role: 'search', 'aria-label': t.find, onsubmit: (event) => { event.preventDefault(); this.#find(); } },
        shows('find') && h('div', { class: 'box' }, icon('lens'), this.#field), shows('sort') && this.#orderChoice(), shows('filters') && this.#opener()),
      shows('filters') && this.#panel, this.#chosen,
    ];
  }

  #find() {
    const name = this.#field.value.trim();
    if (name === this.#name) return;
    this.#name = name;
    this.#changed();
  }

  #orderChoice() {
    const { t } = this.#library;
    return h('select', { class: 'choice', part: 'sort', 'aria-label': t.order, onchange: (event) => { this.#order = event.currentTarget.value; this.#changed(); } },
      ORDERS.map((order) => h('option', { value: order, selected: order === this.#sort }, t.orders[order])));
  }

  #opener() {
    return h('button', {
      class: 'quiet', type: 'button', 'aria-expanded': String(this.#open), 'aria-controls': 'narrow',
      onclick: (event) => {
        this.#open = !this.#open;
        this.#panel.hidden = !this.#open;
        event.currentTarget.setAttribute('aria-expanded', String(this.#open));
      },
    }, icon('sieve'), this.#library.t.filters);
  }

  #stateChoice() {
    const { t } = this.#library;
    if (this.#library.hasAttribute('state')) return null;
    return h('label', {}, t.state, h('select', { class: 'choice', 'data-filter': 'state', onchange: (event) => { this.#state = event.currentTarget.value; this.#changed(); } },
      ['', ...STATES].map((state) => h('option', { value: state, selected: state === this.#state }, state ? t.states[state] : t.anyState))));
  }

  /** A field that takes what is typed with Enter, and what is chosen from its list at once. */
  #choice(name) {
    const { t } = this.#library;
    this.#lists[name] = h('datalist', { id: `known-${name}` }, this.options(name));
    const field = h('input', {
      class: 'field', 'data-filter': name, list: `known-${name}`, maxlength: 200, autocomplete: 'off', placeholder: t.placeholders[name],
      onchange: () => take(), oninput: (event) => event.inputType === 'insertReplacementText' && take(),
      onkeydown: (event) => event.key === 'Enter' && !event.isComposing && take(),
    });
    const take = () => {
      const value = field.value.trim();
      field.value = '';
      if (value && !this.#several[name].includes(value)) {
        this.#several[name].push(value);
        this.#changed();
      }
    };
    return h('label', {}, t[name], field, this.#lists[name]);
  }

  /** The filters in words, each a button that drops it. */
  #drawChosen() {
    const { t } = this.#library;
    const drop = (words, off) => h('button', { class: 'quiet', type: 'button', 'aria-label': t.without(words), onclick: () => { off(); this.#again(); } }, words, ' ✕');
    const chips = [
      this.#name && drop(t.named(this.#name), () => { this.#name = this.#field.value = ''; }),
      this.#state && drop(t.states[this.#state], () => { this.#state = ''; }),
      SEVERAL.map((name) => this.#several[name].map((value) => drop(t.only[name](value), () => { this.#several[name] = this.#several[name].filter((other) => other !== value); }))),
    ].flat(2).filter(Boolean);
    this.#chosen.replaceChildren(...chips, chips.length > 1 ? h('button', { class: 'plain', type: 'button', onclick: () => this.clear() }, t.clear) : '');
    this.#chosen.hidden = !chips.length;
    const state = this.#panel.querySelector('[data-filter=state]');
    if (state) state.value = this.#state;
  }

  clear() {
    this.#name = this.#state = this.#field.value = '';
    SEVERAL.forEach((name) => { this.#several[name] = []; });
    this.#again();
  }

  /** A filter is dropped, and its button with it: the reader goes on where the list is searched. */
  #again() {
    this.#changed();
    (this.#chosen.querySelector('button') ?? this.#field).focus();
  }
}
