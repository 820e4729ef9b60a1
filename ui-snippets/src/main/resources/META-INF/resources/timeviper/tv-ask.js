import { h, sheet, span, timecode } from './dom.js';
import { TvElement } from './element.js';
import { WRITTEN } from './texts.js';

const style = sheet(`
  :host { background: none; }
  .card { padding: .75rem .85rem; display: grid; gap: .6rem; }
  .head { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; justify-content: space-between; }
  .head:empty { display: none; }
  h2 { font-size: .9375rem; font-weight: 600; }
  form { display: flex; gap: .5rem; }
  .scope { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; font-size: .8125rem; color: var(--_muted); }
  .scope button { border-radius: 999px; border: 1px solid var(--_line); background: none; padding: .2rem .7rem; }
  .scope button[aria-pressed=true] { background: var(--_tint); border-color: transparent; color: var(--_accent-text); font-weight: 550; }
  .turns { display: grid; gap: 1rem; max-height: var(--tv-ask-height, 34rem); overflow-y: auto; overscroll-behavior: contain; position: relative; }
  .turns:empty { display: none; }
  .turn { display: grid; gap: .45rem; }
  .turn + .turn { border-top: 1px solid var(--_line); padding-top: .8rem; }
  .question { font-size: .875rem; font-weight: 600; color: var(--_accent-text); overflow-wrap: anywhere; }
  .answer { font-size: 1.0625rem; line-height: 1.5; overflow-wrap: anywhere; white-space: pre-line; }
  .answer:empty, .parts:empty { display: none; }
  .unseen { color: var(--_muted); }
  .parts { display: grid; gap: .45rem; }
  .piece { display: grid; grid-template-columns: 1fr auto; gap: .2rem .4rem; align-items: center; }
  .part { display: grid; grid-template-columns: 92px 1fr; gap: .7rem; align-items: center; width: 100%; text-align: left; border: 1px solid var(--_line); border-radius: 11px; background: none; padding: .4rem; }
  .part:hover { border-color: var(--_accent); }
  .part img { width: 92px; aspect-ratio: 16/9; object-fit: contain; border-radius: 7px; background: #10161a; display: block; }
  .part .words { line-height: 1.4; overflow-wrap: anywhere; }
  .part .where { font-size: .8125rem; color: var(--_muted); display: block; }
  .looked { grid-column: 1 / -1; display: grid; gap: .4rem; font-size: .8125rem; color: var(--_muted); padding: .2rem .1rem .4rem; }
  .bars { display: flex; align-items: end; gap: 1px; height: 2.4rem; border-bottom: 1px solid var(--_line); }
  .bars i { flex: 1; max-width: 2.5rem; min-height: 1px; background: var(--_heat); border-radius: 2px 2px 0 0; }
  .places { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center; }
  @media (forced-colors: active) {
    .bars i, .scope button[aria-pressed=true] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  }
`);

/** Of the moments found, so many are looked at again for one question: what a reader waits for. */
const MOST_HITS = 8;

/** A question that another one has just been dropped for may come before the service has noticed: so often, and so many milliseconds apart, it is asked again. */
const PATIENCE = { tries: 10, pause: 300 };

/**
 * A conversation with the footage: questions that follow one another, each with a streamed answer, every part of which can be played.
 *
 * Attributes: `service`, `placeholder`, `conversation` (the id of one to go on with), `hide` (`title`, `scope`, `new`, `why`). Property: `hits`, the moments that the
 * questions may be confined to (as a search returned them, best first; the first eight count).
 * Events, bubbling: `tv-play` {video, name, start, end, caption} when a citation is chosen; `tv-conversation` {conversation} when one has begun, and with null when it is left.
 */
export class TvAsk extends TvElement {
  static styles = [style];
  static section = 'ask';
  static observedAttributes = [...TvElement.observedAttributes, 'placeholder', 'conversation'];

  #hits = [];
  #found = 0;
  #confined = false;
  #running;
  /** The conversation's id; null until its first question is answered. */
  #conversation = null;
  /** Questions in order, each with what is drawn of it and, once it is answered, its result. */
  #turns = [];
  #field = h('input', { class: 'field', part: 'field', maxlength: 2000 });
  #scope = h('div', { class: 'scope', part: 'scope', role: 'group' });
  #log = h('div', { class: 'turns', part: 'turns', role: 'log', tabindex: 0 });
  #new = h('button', { type: 'button', class: 'quiet', part: 'new', hidden: true, onclick: () => { this.newConversation(); this.#field.focus(); } });

  render() {
    this.#field.placeholder = this.getAttribute('placeholder') ?? this.t.placeholder;
    this.#field.setAttribute('aria-label', this.t.label);
    this.#scope.setAttribute('aria-label', this.t.scope);
    this.#log.setAttribute('aria-label', this.t.turns);
    this.#new.textContent = this.t.another;
    this.shadowRoot.replaceChildren(h('section', { class: 'card', part: 'card', 'aria-label': this.t.title },
      h('div', { class: 'head' }, this.shows('title') && h('h2', {}, this.t.title), this.shows('new') && this.#new),
      this.#log,
      h('form', { onsubmit: (event) => { event.preventDefault(); this.ask(this.#field.value); } },
        this.#field, h('button', { class: 'primary', part: 'button' }, this.t.button)),
      this.shows('scope') && this.#scope));
    this.#showScope();
    this.#turns.filter((turn) => turn.result).forEach((turn) => this.#show(turn));
  }

  begin() {
    const id = this.getAttribute('conversation');
    if (id) this.open(id);
  }

  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (name === 'conversation' && this.shadowRoot && before !== now) {
      if (now) this.open(now);
      else this.newConversation();
    }
  }

  /** The id of the conversation; null before its first answer. */
  get conversation() {
    return this.#conversation;
  }

  set hits(moments) {
    this.#hits = moments.slice(0, MOST_HITS);
    this.#found = moments.length;
    this.#confined = this.#confined && this.#hits.length > 0;
    if (this.shadowRoot) this.#showScope();
  }

  #showScope() {
    const choice = (text, confined) => h('button', {
      type: 'button', 'aria-pressed': String(this.#confined === confined), disabled: confined && !this.#hits.length,
      onclick: () => { this.#confined = confined; this.#showScope(); },
    }, text);
    this.#scope.replaceChildren(this.t.about, choice(this.t.library, false), choice(this.t.hits(this.#hits.length, this.#found), true));
  }

  /** Shows a conversation as the service keeps it, and goes on with it. */
  async open(id) {
    if (id === this.#conversation) return;
    this.#clear();
    const running = (this.#running = new AbortController());
    try {
      const kept = await this.service.conversation(id, { signal: running.signal });
      this.#keep(kept.id);
      kept.turns.forEach((result) => this.#show(Object.assign(this.#turn(result.question), { result })));
      this.#running = undefined;
      this.#scroll();
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      const turn = this.#turn('');
      this.#fail(turn, problem.status === 404 ? this.t.ended : this.words(problem));
    }
  }

  /** Leaves the conversation: the next question begins another. */
  newConversation() {
    this.#clear();
    this.#keep(null);
  }

  #clear() {
    this.#running?.abort();
    this.#running = undefined;
    this.#turns = [];
    this.#log.replaceChildren();
    this.#log.removeAttribute('aria-busy');
    this.#new.hidden = true;
  }

  #keep(id) {
    if (id === this.#conversation) return;
    this.#conversation = id;
    this.tell('tv-conversation', { conversation: id });
  }

  /** Asks, in the conversation that is shown, dropping a question whose answer is still coming. */
  async ask(question) {
    const text = question.trim();
    if (!text) return;
    this.#field.value = '';
    const dropped = this.#drop();
    const running = (this.#running = new AbortController());
    const turn = this.#turn(text);
    turn.answer.replaceChildren(h('span', { class: 'spinner' }), h('span', { class: 'muted' }, ` ${this.t.looking}`));
    this.#log.setAttribute('aria-busy', 'true');
    this.#scroll();
    const hits = this.#confined ? this.#hits.map(({ video, start, end }) => ({ video, start, end })) : [];
    try {
      for await (const event of this.#answer(text, hits, running.signal, dropped)) this.#take(turn, event);
      if (!turn.result && !turn.failed) this.#fail(turn, this.shared.gone);
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.#fail(turn, (await this.#hasEnded(problem)) ? this.t.ended : this.words(problem));
    }
    if (this.#running === running) {
      this.#running = undefined;
      this.#log.removeAttribute('aria-busy');
    }
  }

  /** Gives up the question whose answer is still coming; answers whether there was one. */
  #drop() {
    const running = this.#running;
    if (!running) return false;
    running.abort();
    this.#turns.filter((turn) => !turn.result && !turn.failed).forEach((turn) => turn.node.remove());
    this.#turns = this.#turns.filter((turn) => turn.result || turn.failed);
    return true;
  }

  async *#answer(text, hits, signal, dropped) {
    for (let tries = dropped ? PATIENCE.tries : 0; ; tries--) {
      try {
        yield* this.service.ask(text, hits, signal, this.#conversation ?? 'new');
        return;
      } catch (problem) {
        if (problem.status !== 409 || tries <= 0) throw problem;
        await new Promise((again) => { setTimeout(again, PATIENCE.pause); });
      }
    }
  }

  /** Whether a problem is that the service does not keep the conversation any more; then the next question begins another. */
  async #hasEnded(problem) {
    if (problem.status !== 404 || !this.#conversation) return false;
    try {
      await this.service.conversation(this.#conversation);
      return false;
    } catch (gone) {
      if (gone.status !== 404) return false;
      this.#keep(null);
      return true;
    }
  }

  /** A question that is yet to be answered, below those before. */
  #turn(question) {
    const turn = {
      question,
      answer: h('div', { class: 'answer', part: 'answer' }),
      parts: h('div', { class: 'parts', part: 'parts' }),
    };
    turn.node = h('article', { class: 'turn', part: 'turn' }, question && h('h3', { class: 'question', part: 'question' }, question), turn.answer, turn.parts);
    this.#turns.push(turn);
    this.#log.append(turn.node);
    this.#new.hidden = false;
    return turn;
  }

  #scroll() {
    const last = this.#turns.at(-1);
    if (last) this.#log.scrollTop = last.node.offsetTop;
  }

  #take(turn, event) {
    if (event.type === 'looking') {
      const { name, start, end } = event.citation;
      turn.answer.replaceChildren(h('span', { class: 'spinner' }),
        h('span', { class: 'muted' }, ` ${this.t.lookingAt(name, span(start, end))}`), h('span'));
    } else if (event.type === 'token') {
      if (!turn.answer.querySelector('.stream')) turn.answer.replaceChildren(h('span', { class: 'stream', lang: WRITTEN }));
      turn.answer.firstChild.append(event.text);
    } else if (event.type === 'part') {
      turn.parts.append(this.#part(turn.question, event.part));
    } else if (event.type === 'done') {
      turn.result = event.result;
      this.#keep(event.result.conversation);
      this.#show(turn);
      this.#scroll();
    } else if (event.type === 'error') {
      this.#fail(turn, this.words({ code: event.code, detail: event.text }));
    }
  }

  #show({ question, result, answer, parts }) {
    answer.replaceChildren(this.#said(result.answer, result.refusal));
    answer.classList.toggle('unseen', !result.shown);
    parts.replaceChildren(...result.parts.map((part) => this.#part(question, part)));
  }

  /** The model's words, which are English, or the page's for an answer that asserts nothing. */
  #said(text, refusal) {
    const own = this.t.refusals[refusal];
    return own ? h('span', {}, own) : h('span', { lang: WRITTEN }, text);
  }

  #part(question, part) {
    const { video, name, start, end, thumbnail, framesSeen, framesTotal } = part.citation;
    const played = h('button', {
      type: 'button', class: 'part', part: 'part',
      onclick: () => this.tell('tv-play', { video, name, start, end, caption: part.text }),
    },
    h('img', { src: this.service.url(thumbnail), alt: '', loading: 'lazy' }),
    h('span', { class: part.shown ? 'words' : 'words unseen' }, this.#said(part.text, part.refusal),
      h('span', { class: 'where' }, h('span', { class: 'time' }, span(start, end)), ` · ${name} · ${this.t.sure(Math.round(part.confidence * 100))} · ${this.shared.frames(framesSeen, framesTotal)}`)));
    return h('div', { class: 'piece' }, played, this.shows('why') && this.#why(question, part));
  }

  /** A button that opens which seconds of a stretch the model looks at for the question; that is worked out when it is first opened. */
  #why(question, { citation }) {
    const looked = h('div', { class: 'looked', part: 'looked', hidden: true, role: 'status' });
    let asked = false;
    const why = h('button', {
      type: 'button', class: 'quiet why', part: 'why', 'aria-expanded': 'false',
      'aria-label': this.t.whyLabel(citation.name, span(citation.start, citation.end)),
      onclick: async () => {
        looked.hidden = !looked.hidden;
        why.setAttribute('aria-expanded', String(!looked.hidden));
        if (asked) return;
        asked = true;
        looked.replaceChildren(h('span', {}, h('span', { class: 'spinner' }), ` ${this.t.explaining}`));
        try {
          looked.replaceChildren(...this.#looked(citation, await this.service.explain(citation.video, question, citation.start, citation.end)));
        } catch (problem) {
          asked = false;
          looked.replaceChildren(h('p', { class: 'problem', role: 'alert' }, this.words(problem)));
        }
      },
    }, this.t.why);
    return [why, looked];
  }

  #looked({ video, name }, { seconds, attention, mamba, moments }) {
    const shares = attention.some((share) => share > 0) ? attention : mamba;
    const most = Math.max(...shares, Number.MIN_VALUE);
    const bars = shares.map((share, at) => h('i', { style: { height: `${Math.round((100 * share) / most)}%` }, title: timecode(seconds[at], true) }));
    const places = moments.map(({ start, end }) => h('button', {
      type: 'button', class: 'quiet time', part: 'place', onclick: () => this.tell('tv-play', { video, name, start, end }),
    }, span(start, end)));
    return [
      h('div', { class: 'bars', 'aria-hidden': 'true' }, bars),
      h('div', { class: 'places' }, places.length ? [this.t.looked, places] : this.t.lookedEvenly),
    ];
  }

  #fail(turn, message) {
    turn.failed = true;
    turn.answer.replaceChildren(h('p', { class: 'problem', role: 'alert' }, message));
  }
}

customElements.define('tv-ask', TvAsk);
