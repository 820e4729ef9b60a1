import { common, h, sheet, span } from './dom.js';
import { serviceOf } from './service.js';

const style = sheet(`
  .card { border: 1px solid var(--tv-line, #dbe2df); border-radius: 16px; background: var(--tv-card, #fff); padding: .95rem; display: grid; gap: .7rem; }
  h2 { font-size: 1rem; }
  form { display: flex; gap: .5rem; }
  .scope { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; font-size: .8125rem; color: var(--tv-muted, #5d6b66); }
  .scope button { border-radius: 999px; border: 1px solid var(--tv-line, #dbe2df); background: none; padding: .2rem .7rem; }
  .scope button[aria-pressed=true] { background: var(--tv-tint, #e5f2ed); border-color: transparent; color: var(--tv-accent-text, #086049); font-weight: 550; }
  .answer { font-size: 1.0625rem; line-height: 1.5; overflow-wrap: anywhere; }
  .answer:empty, .parts:empty { display: none; }
  .unseen { color: var(--tv-muted, #5d6b66); }
  .parts { display: grid; gap: .45rem; }
  .part { display: grid; grid-template-columns: 92px 1fr; gap: .7rem; align-items: center; width: 100%; text-align: left; border: 1px solid var(--tv-line, #dbe2df); border-radius: 11px; background: none; padding: .4rem; }
  .part:hover { border-color: var(--tv-accent, #0a7d5e); }
  .part img { width: 92px; aspect-ratio: 16/9; object-fit: contain; border-radius: 7px; background: #10161a; display: block; }
  .part .words { line-height: 1.4; }
  .part .where { font-size: .8125rem; color: var(--tv-muted, #5d6b66); display: block; }
`);

/**
 * A question to the footage, with a streamed answer; every part of it can be played.
 *
 * Attribute: `service`. Property: `hits`, the moments that the question may be confined to (as a search returned them).
 * Event, bubbling: `tv-play` {video, name, start, end, caption} when a citation is chosen.
 */
export class TvAsk extends HTMLElement {
  #service;
  #hits = [];
  #confined = false;
  #running;
  #field = h('input', { class: 'field', maxlength: 2000, placeholder: 'What colour is the car?', 'aria-label': 'Your question' });
  #button = h('button', { class: 'primary' }, 'Ask');
  #scope = h('div', { class: 'scope', role: 'group', 'aria-label': 'What the question is about' });
  #answer = h('div', { class: 'answer', 'aria-live': 'polite' });
  #parts = h('div', { class: 'parts' });

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#service = serviceOf(this);
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [common, style];
    this.shadowRoot.append(h('section', { class: 'card', 'aria-label': 'Ask about the footage' },
      h('h2', {}, 'Ask about the footage'),
      h('form', { onsubmit: (event) => { event.preventDefault(); this.ask(this.#field.value); } }, this.#field, this.#button),
      this.#scope, this.#answer, this.#parts));
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
    this.#scope.replaceChildren('about',
      choice('the whole library', false),
      choice(this.#hits.length > 1 ? `the ${this.#hits.length} best moments found` : this.#hits.length ? 'the moment found' : 'the moments found', true));
  }

  /** Asks, dropping the answer to an earlier question that is still coming. */
  async ask(question) {
    const text = question.trim();
    if (!text) return;
    this.#field.value = text;
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#answer.className = 'answer';
    this.#answer.replaceChildren(h('span', { class: 'spinner' }), h('span', { class: 'muted' }, ' Looking for footage ...'));
    this.#parts.replaceChildren();
    const hits = this.#confined ? this.#hits.map(({ video, start, end }) => ({ video, start, end })) : [];
    try {
      for await (const event of this.#service.ask(text, hits, running.signal)) this.#take(event);
    } catch (problem) {
      if (problem.name !== 'AbortError') this.#fail(problem.message);
    }
  }

  #take(event) {
    if (event.type === 'looking') {
      const { name, start, end } = event.citation;
      this.#answer.replaceChildren(h('span', { class: 'spinner' }),
        h('span', { class: 'muted' }, ` Looking again at ${name}, ${span(start, end)} ...`), h('span'));
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
      type: 'button', class: 'part',
      onclick: () => this.dispatchEvent(new CustomEvent('tv-play', { bubbles: true, composed: true, detail: { video, name, start, end, caption: part.text } })),
    },
    h('img', { src: this.#service.url(thumbnail), alt: '', loading: 'lazy' }),
    h('span', { class: part.shown ? 'words' : 'words unseen' }, part.text,
      h('span', { class: 'where' }, h('span', { class: 'time' }, span(start, end)), ` · ${name} · ${Math.round(part.confidence * 100)} % sure · ${framesSeen} of ${framesTotal} frames seen`)));
  }

  #fail(message) {
    this.#answer.replaceChildren(h('p', { class: 'problem', role: 'alert' }, message));
  }
}

customElements.define('tv-ask', TvAsk);
