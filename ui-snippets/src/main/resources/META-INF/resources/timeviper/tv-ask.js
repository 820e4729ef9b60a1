import { h, sheet, span } from './dom.js';
import { TvElement } from './element.js';

const style = sheet(`
  :host { background: none; }
  .card { padding: .75rem .85rem; display: grid; gap: .6rem; }
  h2 { font-size: .9375rem; font-weight: 600; }
  form { display: flex; gap: .5rem; }
  .scope { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; font-size: .8125rem; color: var(--_muted); }
  .scope button { border-radius: 999px; border: 1px solid var(--_line); background: none; padding: .2rem .7rem; }
  .scope button[aria-pressed=true] { background: var(--_tint); border-color: transparent; color: var(--_accent-text); font-weight: 550; }
  .answer { font-size: 1.0625rem; line-height: 1.5; overflow-wrap: anywhere; }
  .answer:empty, .parts:empty { display: none; }
  .unseen { color: var(--_muted); }
  .parts { display: grid; gap: .45rem; }
  .part { display: grid; grid-template-columns: 92px 1fr; gap: .7rem; align-items: center; width: 100%; text-align: left; border: 1px solid var(--_line); border-radius: 11px; background: none; padding: .4rem; }
  .part:hover { border-color: var(--_accent); }
  .part img { width: 92px; aspect-ratio: 16/9; object-fit: contain; border-radius: 7px; background: #10161a; display: block; }
  .part .words { line-height: 1.4; }
  .part .where { font-size: .8125rem; color: var(--_muted); display: block; }
`);

/**
 * A question to the footage, with a streamed answer; every part of it can be played.
 *
 * Attributes: `service`, `placeholder`, `hide` (`title`, `scope`). Property: `hits`, the moments that the question may be confined to (as a search returned them).
 * Event, bubbling: `tv-play` {video, name, start, end, caption} when a citation is chosen.
 */
export class TvAsk extends TvElement {
  static styles = [style];
  static section = 'ask';
  static observedAttributes = [...TvElement.observedAttributes, 'placeholder'];

  #hits = [];
  #confined = false;
  #running;
  #field = h('input', { class: 'field', part: 'field', maxlength: 2000 });
  #scope = h('div', { class: 'scope', part: 'scope', role: 'group' });
  #answer = h('div', { class: 'answer', part: 'answer', 'aria-live': 'polite' });
  #parts = h('div', { class: 'parts', part: 'parts' });

  render() {
    this.#field.placeholder = this.getAttribute('placeholder') ?? this.t.placeholder;
    this.#field.setAttribute('aria-label', this.t.label);
    this.#scope.setAttribute('aria-label', this.t.scope);
    this.shadowRoot.replaceChildren(h('section', { class: 'card', part: 'card', 'aria-label': this.t.title },
      this.shows('title') && h('h2', {}, this.t.title),
      h('form', { onsubmit: (event) => { event.preventDefault(); this.ask(this.#field.value); } },
        this.#field, h('button', { class: 'primary', part: 'button' }, this.t.button)),
      this.shows('scope') && this.#scope, this.#answer, this.#parts));
    this.#showScope();
  }

  set hits(moments) {
    this.#hits = moments.slice(0, 8);
    this.#confined = this.#confined && this.#hits.length > 0;
    if (this.shadowRoot) this.#showScope();
  }

  #showScope() {
    const choice = (text, confined) => h('button', {
      type: 'button', 'aria-pressed': String(this.#confined === confined), disabled: confined && !this.#hits.length,
      onclick: () => { this.#confined = confined; this.#showScope(); },
    }, text);
    this.#scope.replaceChildren(this.t.about, choice(this.t.library, false), choice(this.t.hits(this.#hits.length), true));
  }

  /** Asks, dropping the answer to an earlier question that is still coming. */
  async ask(question) {
    const text = question.trim();
    if (!text) return;
    this.#field.value = text;
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#answer.className = 'answer';
    this.#answer.replaceChildren(h('span', { class: 'spinner' }), h('span', { class: 'muted' }, ` ${this.t.looking}`));
    this.#parts.replaceChildren();
    const hits = this.#confined ? this.#hits.map(({ video, start, end }) => ({ video, start, end })) : [];
    try {
      for await (const event of this.service.ask(text, hits, running.signal)) this.#take(event);
    } catch (problem) {
      if (problem.name !== 'AbortError') this.#fail(this.words(problem));
    }
  }

  #take(event) {
    if (event.type === 'looking') {
      const { name, start, end } = event.citation;
      this.#answer.replaceChildren(h('span', { class: 'spinner' }),
        h('span', { class: 'muted' }, ` ${this.t.lookingAt(name, span(start, end))}`), h('span'));
    } else if (event.type === 'token') {
      if (!this.#answer.querySelector('.stream')) this.#answer.replaceChildren(h('span', { class: 'stream' }));
      this.#answer.firstChild.append(event.text);
    } else if (event.type === 'part') {
      this.#parts.append(this.#part(event.part));
    } else if (event.type === 'done') {
      this.#answer.textContent = event.result.answer;
      this.#answer.classList.toggle('unseen', !event.result.shown);
      this.#parts.replaceChildren(...event.result.parts.map((part) => this.#part(part)));
    } else if (event.type === 'error') {
      this.#fail(event.text);
    }
  }

  #part(part) {
    const { video, name, start, end, thumbnail, framesSeen, framesTotal } = part.citation;
    return h('button', {
      type: 'button', class: 'part', part: 'part',
      onclick: () => this.tell('tv-play', { video, name, start, end, caption: part.text }),
    },
    h('img', { src: this.service.url(thumbnail), alt: '', loading: 'lazy' }),
    h('span', { class: part.shown ? 'words' : 'words unseen' }, part.text,
      h('span', { class: 'where' }, h('span', { class: 'time' }, span(start, end)), ` · ${name} · ${this.t.sure(Math.round(part.confidence * 100))} · ${this.shared.frames(framesSeen, framesTotal)}`)));
  }

  #fail(message) {
    this.#answer.replaceChildren(h('p', { class: 'problem', role: 'alert' }, message));
  }
}

customElements.define('tv-ask', TvAsk);
