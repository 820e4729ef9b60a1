import { h, icon, sheet } from './dom.js';

/** The style of cards, for the component that lists them. */
export const cardStyle = sheet(`
  .film { position: relative; display: flex; flex-direction: column; border: 1px solid var(--_line); border-radius: calc(var(--_radius) * 1.2); overflow: hidden; background: var(--_card); }
  .film :is(button, input) { scroll-margin-top: 8rem; }
  .film:hover { border-color: var(--_accent); }
  .film:has(.pick:checked) { border-color: var(--_accent); box-shadow: inset 0 0 0 1px var(--_accent); }
  .pick { position: absolute; z-index: 1; left: .5rem; top: .5rem; width: 24px; height: 24px; margin: 0; accent-color: var(--_accent); cursor: pointer; }
  .open { display: block; width: 100%; padding: 0; border: 0; background: none; text-align: left; }
  .open:disabled { opacity: 1; }
  .open:focus-visible { outline-offset: -2px; }
  .picture { display: block; position: relative; aspect-ratio: 16/9; background: #10161a; }
  .picture img { width: 100%; height: 100%; object-fit: contain; display: block; }
  .picture .time { position: absolute; right: .35rem; bottom: .35rem; padding: .05rem .4rem; border-radius: 5px; background: #0b1013d0; color: #fff; font-size: .75rem; font-weight: 600; }
  .failed .picture, .cancelled .picture { aspect-ratio: auto; height: 2.25rem; background: var(--_well); }
  .failed .picture { background: var(--_problem); }
  .text { display: block; padding: .55rem .7rem .3rem; }
  .text b { display: block; font-weight: 550; font-size: .9375rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .text > span { font-size: .8125rem; color: var(--_muted); display: block; }
  .text .said { display: flex; flex-wrap: wrap; gap: .25rem; margin-top: .3rem; }
  .said i { font-style: normal; font-size: .75rem; font-weight: 550; border-radius: 999px; padding: 0 .5rem; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; background: var(--_tint); color: var(--_accent-text); }
  .said .collection { border-radius: 5px; background: var(--_well); color: var(--_text); }
  .meta { padding: 0 .7rem .4rem; font-size: .75rem; color: var(--_muted); }
  .meta dl div { display: flex; gap: .3rem; }
  .meta dt::after { content: ':'; }
  .meta dd { color: var(--_text); }
  .meta :is(dt, dd) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .meta dt { flex: none; max-width: 60%; }
  .meta details :is(dt, dd) { white-space: normal; overflow-wrap: anywhere; }
  .work { display: grid; gap: .3rem; padding: .2rem .7rem .4rem; font-size: .8125rem; color: var(--_muted); }
  .work .time { white-space: normal; }
  .wrong { padding: .2rem .7rem .4rem; font-size: .8125rem; color: var(--_problem-text); overflow-wrap: anywhere; }
  .cancelled .wrong { color: var(--_muted); }
  .wrong p { display: -webkit-box; -webkit-line-clamp: 6; -webkit-box-orient: vertical; overflow: hidden; margin-bottom: .35rem; }
  .acts { display: flex; gap: .1rem; justify-content: flex-end; margin-top: auto; padding: 0 .4rem .4rem; }
  .acts button { padding: .35rem .4rem; font-size: .9375rem; }
  .acts button:last-child:hover { color: var(--_problem-text); }
`);

/** Keys of metadata that a card shows at once; the others are opened. */
const SHOWN = 3;

/** One film of a library, as an item of its list. What is to be done with it, the library does. */
export class FilmCard {
  #library;
  #fill;
  #bar;
  #status;

  /**
   * @param {TvElement} library
   * @param {Object} video
   * @param {Object|null} job that is under way for it
   * @param {boolean} picked
   * @param {Object<string, function(Object)>} does what happens when the reader says so: `open`, `pick`, `edit`, `describe`, `remove`, `retry`, each told the video, and `cancel`
   */
  constructor(library, video, job, picked, does) {
    this.#library = library;
    const { t } = library;
    const act = (name, sign, label) => library.shows(name) && h('button', {
      class: 'plain', part: name, type: 'button', 'data-act': name, 'aria-label': label, title: label, onclick: () => does[name](video),
    }, icon(sign));
    const acts = [
      act('edit', 'pencil', t.edit(video.name)), video.state === 'READY' && !job && act('describe', 'loop', t.describe(video.name)), act('remove', 'bin', t.remove(video.name)),
    ].filter(Boolean);
    this.element = h('li', { class: `film ${video.state.toLowerCase()}`, part: 'film', 'data-video': video.id },
      library.shows('pick') && h('input', {
        class: 'pick', part: 'pick', type: 'checkbox', checked: picked, 'data-act': 'pick', 'aria-label': t.pick(video.name), onchange: () => does.pick(video),
      }),
      h('button', { class: 'open', part: 'open', type: 'button', 'data-act': 'open', disabled: video.state !== 'READY', onclick: () => does.open(video) }, this.#picture(video), this.#words(video)),
      library.shows('metadata') && this.#metadata(video),
      (job || video.state === 'INDEXING') && this.#work(video, does),
      !job && video.problem && this.#wrong(video, does),
      acts.length ? h('div', { class: 'acts' }, acts) : null);
    this.progress(job);
  }

  /** Shows how far its job is. */
  progress(job) {
    if (!this.#bar) return;
    const percent = job?.percent ?? 0;
    this.#fill.style.width = `${percent}%`;
    this.#bar.setAttribute('aria-valuenow', Math.round(percent));
    this.#status.textContent = this.#doing(job);
  }

  #doing(job) {
    const texts = this.#library.textsOf('upload');
    if (job?.state !== 'RUNNING') return texts.queued;
    const left = job.remainingSeconds ? texts.left(this.#library.shared.duration(job.remainingSeconds)) : null;
    return [texts.steps[job.step] ?? job.step, `${Math.round(job.percent)} %`, left].filter(Boolean).join(' · ');
  }

  #picture(video) {
    return h('span', { class: 'picture' },
      video.thumbnail && h('img', { src: this.#library.service.url(video.thumbnail), alt: '', loading: 'lazy' }),
      video.durationSeconds > 0 && h('span', { class: 'time' }, this.#library.shared.duration(video.durationSeconds)));
  }

  #words(video) {
    const { t, shared } = this.#library;
    const said = [
      video.collection && h('i', { class: 'collection', title: t.collection }, video.collection),
      ...video.tags.map((tag) => h('i', {}, tag)),
    ].filter(Boolean);
    const facts = [video.width > 0 && `${video.width}×${video.height}`, t.date(video.createdAt), video.language && t.languageName(video.language)];
    return h('span', { class: 'text' },
      h('b', { title: video.name }, video.name),
      video.state === 'READY' && h('span', {}, shared.frames(video.framesSeen, video.framesTotal)),
      h('span', {}, facts.filter(Boolean).join(' · ')),
      said.length ? h('span', { class: 'said' }, said) : null);
  }

  #metadata({ metadata }) {
    const pairs = Object.entries(metadata).map(([key, value]) => h('div', { title: `${key}: ${value}` }, h('dt', {}, key), h('dd', {}, value)));
    if (!pairs.length) return null;
    return h('div', { class: 'meta', part: 'metadata' }, h('dl', {}, pairs.slice(0, SHOWN)),
      pairs.length > SHOWN && h('details', {}, h('summary', {}, this.#library.t.moreMetadata(pairs.length - SHOWN)), h('dl', {}, pairs.slice(SHOWN))));
  }

  #work(video, does) {
    const { t } = this.#library;
    this.#fill = h('i');
    this.#bar = h('div', { class: 'bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-label': t.progress(video.name) }, this.#fill);
    this.#status = h('span', { class: 'time' });
    return h('div', { class: 'work', part: 'progress' }, this.#bar, this.#status, this.#library.shows('jobs') && h('span', {}, h('button', {
      class: 'quiet', part: 'cancel', type: 'button', 'data-act': 'cancel', 'aria-label': t.cancel(video.name), onclick: () => does.cancel(video),
    }, this.#library.shared.cancel)));
  }

  #wrong(video, does) {
    const { t } = this.#library;
    const wrong = this.#library.jobProblem(video);
    return h('div', { class: 'wrong', part: 'problem' }, h('p', { title: this.#library.plainWords(wrong) }, video.state === 'CANCELLED' ? this.#library.textsOf('upload').cancelled : this.#library.words(wrong)),
      this.#library.shows('jobs') && h('button', {
        class: 'quiet', part: 'retry', type: 'button', 'data-act': 'retry', 'aria-label': t.retry(video.name), onclick: () => does.retry(video),
      }, this.#library.shared.again));
  }
}
