/** What every component is: a shadow tree with the shared styles, a service, texts in the page's language, and events that reach the page. */
import { common, h } from './dom.js';
import { serviceOf } from './service.js';
import { languageOf, leaveAlone, textsFor, watchLanguage } from './texts.js';

export class TvElement extends HTMLElement {
  /** Style sheets of the component, beside those that all share. */
  static styles = [];
  /** The section of the texts that the component speaks from. */
  static section = 'common';
  static observedAttributes = ['lang', 'hide', 'service'];

  #texts;

  connectedCallback() {
    watchLanguage(this);
    const first = !this.shadowRoot;
    if (first) this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [common, ...this.constructor.styles];
    this.speak();
    if (first) this.begin();
  }

  disconnectedCallback() {
    leaveAlone(this);
  }

  attributeChangedCallback(name, before, now) {
    if (!this.shadowRoot || before === now) return;
    if (name === 'lang') this.speak();
    else this.render();
  }

  /** Draws the component in the language that it is in by now, if that is another one than before. */
  speak() {
    const texts = textsFor(languageOf(this));
    if (texts === this.#texts) return;
    this.#texts = texts;
    this.render();
  }

  /** Draws all that the component shows, from what it knows. Also called when language or parts change. */
  render() {}

  /** Called once, after the first drawing. */
  begin() {}

  /** The texts of this component. */
  get t() {
    return this.#texts[this.constructor.section];
  }

  /** The texts that all components share. */
  get shared() {
    return this.#texts.common;
  }

  /** The texts of another section, for what several components say. */
  textsOf(section) {
    return this.#texts[section];
  }

  get service() {
    return serviceOf(this);
  }

  /** Whether a part is shown: the `hide` attribute names those that are not. */
  shows(part) {
    return !(this.getAttribute('hide') ?? '').split(/[\s,]+/).includes(part);
  }

  /** Tells the page; answers whether nobody objected. */
  tell(type, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail }));
  }

  /**
   * A problem in words: the page's for its code; or the service's own, which are English; or what can be said without it.
   * @returns {Array<Node|string>}
   */
  words(problem) {
    const known = this.textsOf('problems')[problem.code];
    if (known) return [typeof known === 'function' ? known(problem.parameters ?? {}) : known];
    if (problem.detail) return [this.shared.inEnglish, h('span', { lang: 'en' }, problem.detail)];
    if (problem.shutOut) return [this.shared.shutOut(this.service.origin, location.origin)];
    return [problem.status ? this.shared.status(problem.status) : problem.status === 0 ? this.shared.gone : problem.message];
  }

  /** A problem in words where only text can stand. */
  plainWords(problem) {
    return h('p', {}, this.words(problem)).textContent;
  }

  /** What is wrong with a job, or with the film that it describes. */
  jobProblem({ problem, problemCode }) {
    return { code: problemCode, detail: problem };
  }
}
