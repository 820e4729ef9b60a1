import { dialogStyle } from './dialog.js';
import { h, sheet } from './dom.js';
import { TvElement } from './element.js';
import { cardStyle, FilmCard } from './film-card.js';
import { doWithEach, editFilm, editFilms, removeFilms } from './film-dialogs.js';
import { FilmFilters, filterStyle } from './film-filters.js';

const style = sheet(`
  .head { display: flex; align-items: baseline; gap: .75rem; margin-bottom: .5rem; }
  h2 { font-size: .9375rem; font-weight: 600; }
  .films { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr)); gap: .6rem; }
  .bar-picked { position: sticky; top: .4rem; z-index: 5; display: flex; flex-wrap: wrap; gap: .4rem .5rem; align-items: center; padding: .5rem .7rem; margin-bottom: .6rem; box-shadow: var(--_shadow); font-size: .875rem; }
  .bar-picked b { font-weight: 600; margin-right: .3rem; }
  .more { display: flex; flex-wrap: wrap; gap: .3rem .8rem; justify-content: center; align-items: center; margin-top: .8rem; }
  .empty { border: 1px dashed var(--_line-strong); border-radius: calc(var(--_radius) * 1.2); padding: 1.8rem 1rem; text-align: center; color: var(--_muted); }
  .empty strong { display: block; color: var(--_text); font-weight: 600; margin-bottom: .3rem; }
  .problem { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; margin-bottom: .6rem; }
`);

/** Films that the service lists at a time. */
const MOST = 500;
const PAGE = 24;
const PAUSE = 1000;
/** So many pauses after which all is read again, whatever the jobs say. */
const PATIENCE = 10;
/** Attributes that say what is listed. */
const PRESET = ['collection', 'tag', 'language', 'meta', 'state', 'sort', 'page-size', 'service'];

/**
 * The films of the library, to find, open, edit, describe again and remove; see the README of the snippets for its attributes, events and parts. While one is being described the
 * list follows: every second it asks which jobs are under way, for all films at once, and reads the films again when those are others than before.
 *
 * Method: `refresh()`. Events, bubbling: `tv-open`, `tv-changed` and `tv-removed` {video}.
 */
export class TvLibrary extends TvElement {
  static styles = [style, filterStyle, cardStyle, dialogStyle];
  static section = 'library';
  static observedAttributes = [...new Set([...TvElement.observedAttributes, ...PRESET])];

  #head = h('span', { class: 'muted small' });
  #list = h('div');
  #problem = h('div');
  #told = h('p', { class: 'unseen-text', role: 'status' });
  #more = h('div', { class: 'more' });
  #bar = h('div', { class: 'bar-picked card', part: 'picked', role: 'group', hidden: true });

  #filters = new FilmFilters(this, () => this.#narrowed());
  #cards = new Map();
  #picked = new Set();
  #jobs = new Map();
  #known = null;
  #pages = 1;
  #reading;
  #waiting;
  #looks = 0;

  begin() {
    this.refresh();
  }

  connectedCallback() {
    const again = Boolean(this.shadowRoot);
    super.connectedCallback();
    if (again) this.refresh();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#reading?.abort();
    clearTimeout(this.#waiting);
  }

  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (this.shadowRoot && before !== now && PRESET.includes(name)) this.#narrowed();
  }

  // ---- reading

  /** Reads the library again. */
  async refresh() {
    try {
      await this.#read();
      this.#problem.replaceChildren();
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.#tell(problem, () => this.refresh());
    }
  }

  /** Jobs first: one that ends before the films are read is missed at the next look, and they are read again. */
  async #read() {
    this.#reading?.abort();
    const { signal } = (this.#reading = new AbortController());
    const [running, queued] = await Promise.all([this.service.jobs('running', { signal }), this.service.jobs('queued', { signal })]);
    const known = await this.#films(this.#pages * this.#page, signal);
    this.#jobs = new Map([...queued, ...running].map((job) => [job.videoId, job]));
    this.#known = known;
    this.#filters.learn(known.videos);
    this.#show();
    this.#looks = 0;
    this.#follow();
  }

  async #films(count, signal) {
    const videos = [];
    for (;;) {
      const size = Math.min(MOST, count - videos.length);
      const page = await this.service.videos({ ...this.#filters.wanted(), from: videos.length, size }, { signal });
      videos.push(...page.videos);
      if (page.videos.length < size || videos.length >= count) return { videos, total: page.total };
    }
  }

  get #page() {
    return Math.min(MOST, Math.max(1, Math.floor(Number(this.getAttribute('page-size'))) || PAGE));
  }

  /** Other films are wanted: the list begins at its first page. */
  async #narrowed() {
    this.#pages = 1;
    await this.refresh();
    if (this.#known) this.#told.textContent = this.#known.total ? this.t.matching(this.#known.total) : this.t.nothing;
  }

  async #nextPage() {
    const first = this.#known.videos.length;
    this.#pages = Math.ceil(first / this.#page) + 1;
    await this.refresh();
    const card = this.#cards.get(this.#known.videos[first]?.id)?.card;
    (card?.element.querySelector('.open:not(:disabled)') ?? card?.element.querySelector('button, input'))?.focus();
  }

  // ---- following the jobs

  #follow() {
    clearTimeout(this.#waiting);
    if (this.#jobs.size || this.#known?.videos.some(({ state }) => state === 'INDEXING')) this.#waiting = setTimeout(() => this.#look(), PAUSE);
  }

  async #look() {
    try {
      if (!document.hidden) await this.#step(this.#reading.signal);
    } catch {
      // The service is away, or something else is being read: the next look may tell more.
    }
    if (this.isConnected) this.#follow();
  }

  async #step(signal) {
    const running = await this.service.jobs('running', { signal });
    const before = [...this.#jobs.values()].filter(({ state }) => state === 'RUNNING');
    const others = running.length !== before.length || running.some(({ id }) => !before.some((job) => job.id === id));
    this.#looks += 1;
    if (others || !running.length || this.#looks > PATIENCE) {
      await this.#read();
      return;
    }
    running.forEach((job) => {
      this.#jobs.set(job.videoId, job);
      this.#cards.get(job.videoId)?.card.progress(job);
    });
  }

  // ---- drawing

  render() {
    this.#cards.clear();
    this.#bar.setAttribute('aria-label', this.t.pickedFilms);
    this.shadowRoot.querySelector('section')?.remove();
    this.shadowRoot.prepend(h('section', { 'aria-label': this.t.title },
      this.shows('title') && h('div', { class: 'head' }, h('h2', {}, this.t.title), this.#head),
      this.#filters.draw(), this.#bar, this.#problem, this.#told, this.#list, this.#more));
    this.#show();
  }

  /** Says what went wrong, above the list, which stays as it is. */
  #tell(problem, again = null) {
    this.#problem.replaceChildren(h('div', { class: 'problem', part: 'problem', role: 'alert' }, h('p', {}, this.words(problem)),
      again && h('button', { class: 'quiet', type: 'button', onclick: again }, this.shared.again)));
  }

  #show() {
    if (!this.#known) return;
    const { videos, total } = this.#known;
    const seconds = videos.reduce((sum, video) => sum + video.durationSeconds, 0);
    const count = this.#filters.any ? this.t.matching(total) : this.t.films(total);
    this.#head.textContent = total ? [count, videos.length === total && seconds > 0 && this.shared.duration(seconds)].filter(Boolean).join(' · ') : '';
    const shown = new Set(videos.map(({ id }) => id));
    this.#picked.forEach((id) => shown.has(id) || this.#picked.delete(id));
    if (videos.length) this.#lay(videos);
    else this.#empty();
    this.#more.replaceChildren(...(videos.length < total && this.shows('more') ? [
      h('button', { class: 'quiet', part: 'more', type: 'button', onclick: () => this.#nextPage() }, this.t.more), h('span', { class: 'small muted' }, this.t.shown(videos.length, total)),
    ] : []));
    this.#more.hidden = !this.#more.childElementCount;
    this.#drawBar();
  }

  #empty() {
    const held = this.#list.contains(this.shadowRoot.activeElement);
    const said = h('div', { class: 'empty', part: 'empty', tabindex: -1 }, this.#filters.any
      ? [h('strong', {}, this.t.nothing), h('button', { class: 'quiet', type: 'button', onclick: () => this.#filters.clear() }, this.t.clear)] : this.t.empty);
    this.#cards.clear();
    this.#list.replaceChildren(said);
    if (held) said.focus();
  }

  /** A card is drawn anew only where something of its film has changed, so that who is at one stays there; whose film is gone is at the next one. */
  #lay(videos) {
    const held = this.shadowRoot.activeElement;
    const place = this.#place();
    const cards = new Map(videos.map((video) => [video.id, this.#card(video)]));
    this.#cards = cards;
    const items = [...cards.values()].map(({ card }) => card.element);
    const list = this.#list.querySelector('.films');
    if (!list) this.#list.replaceChildren(h('ul', { class: 'films', part: 'films' }, items));
    else if (items.length !== list.children.length || items.some((item, at) => item !== list.children[at])) list.replaceChildren(...items);
    if (place && this.shadowRoot.activeElement !== held) this.#focus(place);
  }

  /** Where in the list the reader is; null if elsewhere. */
  #place() {
    const held = this.shadowRoot.activeElement;
    const film = held?.closest('.film');
    return film ? { id: film.dataset.video, act: held.dataset.act, index: [...film.parentNode.children].indexOf(film) } : null;
  }

  #focus({ id, act, index }) {
    const item = this.#cards.get(id)?.card.element ?? [...this.#cards.values()][Math.min(index, this.#cards.size - 1)].card.element;
    (item.querySelector(`[data-act=${act}]:not(:disabled)`) ?? item.querySelector('button:not(:disabled), input'))?.focus();
  }

  #card(video) {
    const job = this.#jobs.get(video.id) ?? null;
    const drawn = JSON.stringify([video, Boolean(job)]);
    const before = this.#cards.get(video.id);
    if (before?.drawn === drawn) {
      before.card.progress(job);
      return before;
    }
    return { drawn, card: new FilmCard(this, video, job, this.#picked.has(video.id), this.#does) };
  }

  // ---- what a reader does with one film

  #does = {
    open: (video) => this.tell('tv-open', { video }),
    pick: ({ id }) => {
      if (!this.#picked.delete(id)) this.#picked.add(id);
      this.#drawBar();
    },
    edit: (video) => this.#act(async () => {
      const changed = await editFilm(this, video, (name) => this.#filters.options(name));
      if (changed) this.tell('tv-changed', { video: changed });
    }),
    remove: (video) => this.#act(() => removeFilms(this, [video], (gone) => this.tell('tv-removed', { video: gone }))),
    describe: ({ id }) => this.#act(() => this.service.describe(id)),
    retry: ({ job }) => this.#act(() => this.service.retry(job)),
    cancel: ({ job }) => this.#act(() => this.service.cancel(job)),
  };

  /** Does something, and shows the library as it is then. Who began it is there again, also if that part of the list was drawn anew behind a dialog. */
  async #act(what) {
    const place = this.#place();
    let wrong = null;
    try {
      await what();
    } catch (problem) {
      wrong = problem;
    }
    await this.refresh();
    if (place && this.#cards.size && [null, document.body].includes(this.getRootNode().activeElement)) this.#focus(place);
    if (wrong) this.#tell(wrong);
  }

  // ---- and with several

  #drawBar() {
    const held = this.shadowRoot.activeElement?.dataset.several;
    const act = (name, label, onclick) => this.shows(name) && h('button', { class: 'quiet', type: 'button', 'data-several': name, onclick }, label);
    const videos = (this.#known?.videos ?? []).filter(({ id }) => this.#picked.has(id));
    const all = this.#known?.videos.length === videos.length;
    this.#bar.hidden = !videos.length;
    if (!videos.length) return;
    this.#bar.replaceChildren(h('b', {}, this.t.picked(videos.length)), ...[
      act('edit', this.t.editSeveral, () => this.#act(() => editFilms(this, videos, (name) => this.#filters.options(name), (video) => this.tell('tv-changed', { video })))),
      act('describe', this.t.describeSeveral, () => this.#act(() => doWithEach(this, [...videos], ({ id }) => this.service.describe(id)))),
      act('remove', this.t.removeSeveral, () => this.#act(() => removeFilms(this, videos, (video) => this.tell('tv-removed', { video })))),
      h('button', { class: 'plain', type: 'button', 'data-several': 'all', disabled: all, onclick: () => this.#pickAll(true) }, this.t.pickAll),
      h('button', { class: 'plain', type: 'button', 'data-several': 'none', onclick: () => this.#pickAll(false) }, this.t.pickNone),
    ].filter(Boolean));
    if (held) this.#bar.querySelector(`[data-several=${held}]:not(:disabled)`)?.focus();
  }

  #pickAll(wanted) {
    this.#known.videos.forEach(({ id }) => (wanted ? this.#picked.add(id) : this.#picked.delete(id)));
    this.#cards.forEach(({ card }, id) => {
      const box = card.element.querySelector('.pick');
      if (box) box.checked = this.#picked.has(id);
    });
    this.#drawBar();
    if (!wanted) this.shadowRoot.querySelector('.pick')?.focus();
  }
}

customElements.define('tv-library', TvLibrary);
