import { h, icon } from './dom.js';

/** What the service exports, in the order in which editors ask for it. */
const FORMATS = ['edl', 'edl-df', 'edl-ndf', 'fcpxml', 'otio', 'csv', 'srt', 'vtt', 'vtt-chapters', 'vtt-descriptions', 'vtt-metadata', 'iiif', 'jsonld', 'youtube'];
const LONGEST_LABEL = 2000;

/**
 * A component's exports: a choice of formats, a button, and what came of it. The component's `formats` attribute says which formats are offered; `tv-exported` is told, and who
 * prevents it has the file and keeps it from being saved.
 */
export class Exporting {
  #owner;
  #gather;
  #format;
  #said;

  /**
   * @param {TvElement} owner
   * @param {function(): {title: string, spans: {video: string, start: number, end: number, label: string}[], whole?: string}} gather what is to be exported now: spans in their
   *     order, or, where there are none, a whole film
   */
  constructor(owner, gather) {
    this.#owner = owner;
    this.#gather = gather;
  }

  /**
   * The choice and the button.
   * @param {Element} said where it is told what came of it
   * @param {Node|string} label what is on the button
   */
  controls(said, label = this.#texts.export) {
    this.#said = said;
    const words = (this.#owner.getAttribute('formats') ?? '').split(/[\s,]+/).filter((word) => FORMATS.includes(word));
    const formats = words.length ? words : FORMATS;
    if (!formats.includes(this.#format)) [this.#format] = formats;
    return [
      h('select', { class: 'choice', part: 'format', 'aria-label': this.#texts.format, onchange: (event) => { this.#format = event.currentTarget.value; } },
        formats.map((format) => h('option', { value: format, selected: format === this.#format }, this.#texts.formats[format]))),
      h('button', { class: 'primary slim', part: 'export', type: 'button', onclick: () => this.run() }, icon('out'), label),
    ];
  }

  get #texts() {
    return this.#owner.textsOf('exports');
  }

  async run() {
    const { title, spans, whole } = this.#gather();
    const format = this.#format;
    const selection = spans.map(({ video, start, end, label }) => ({ video, start, end, label: label.slice(0, LONGEST_LABEL) || null }));
    this.#said.replaceChildren(h('span', { class: 'spinner' }), ` ${this.#texts.exporting}`);
    try {
      const file = selection.length
        ? await this.#owner.service.export({ format, title, selection })
        : await this.#owner.service.exportVideo(whole, format);
      if (this.#owner.tell('tv-exported', { format, selection, ...file }, true)) save(file);
      this.#said.textContent = this.#texts.exported(file.name, spans.length);
    } catch (problem) {
      this.#said.replaceChildren(h('span', { class: 'problem', role: 'alert' }, this.#owner.words(problem)));
    }
  }
}

function save({ blob, name }) {
  const address = URL.createObjectURL(blob);
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
