import { h, icon } from './dom.js';
import { patched } from './metadata.js';

/** Keys and their values to edit: a row for each, and a button for another one. */
export class MetadataFields {
  #library;
  #rows = h('div', { class: 'pairs' });

  /**
   * @param {TvElement} library
   * @param {Object<string, string>} metadata
   * @param {Node[]} known options for keys
   */
  constructor(library, metadata, known) {
    this.#library = library;
    const { t } = library;
    this.element = h('fieldset', { part: 'metadata-fields', 'aria-describedby': 'metadata-hint' }, h('legend', {}, t.metadata), this.#rows, h('datalist', { id: 'dialog-metadata' }, known),
      h('button', { class: 'plain', type: 'button', 'data-metadata': 'add', onclick: () => this.#add('', '').focus() }, t.addKey), h('span', { id: 'metadata-hint' }, t.metadataHint));
    this.value = metadata;
  }

  /**
   * What is written; a row that says nothing counts as none.
   * @throws {Error} if a key is there twice
   */
  get value() {
    const pairs = [...this.#rows.children].map((row) => [...row.querySelectorAll('input')].map((input) => input.value.trim())).filter(([key, value]) => key || value);
    const twice = pairs.map(([key]) => key).find((key, at, keys) => keys.indexOf(key) !== at);
    if (twice !== undefined) throw new Error(this.#library.t.keyTwice(twice));
    return patched({}, Object.fromEntries(pairs));
  }

  set value(metadata) {
    this.#rows.replaceChildren();
    Object.entries(metadata).forEach(([key, value]) => this.#add(key, value));
  }

  #add(key, value) {
    const { t } = this.#library;
    const field = (label, text, more) => Object.assign(h('input', { class: 'field', autocomplete: 'off', 'aria-label': label, placeholder: label, ...more }), { value: text });
    const name = field(t.key, key, { 'data-metadata': 'key', list: 'dialog-metadata' });
    const drop = h('button', { class: 'plain', type: 'button', 'data-metadata': 'drop', 'aria-label': t.dropKey(key), title: t.dropKey(key), onclick: () => this.#drop(row) }, icon('bin'));
    const row = h('div', { class: 'pair' }, name, field(t.value, value, { 'data-metadata': 'value' }), drop);
    name.addEventListener('input', () => drop.setAttribute('aria-label', t.dropKey(name.value)));
    this.#rows.append(row);
    return name;
  }

  /** Whoever has used the button goes on at the row that is there now. */
  #drop(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector('button') ?? this.element.querySelector('[data-metadata=add]')).focus();
  }
}
