import { h, sheet } from './dom.js';
import { TvElement } from './element.js';

const style = sheet(`
  .head { display: flex; align-items: baseline; gap: .75rem; margin-bottom: .5rem; }
  h2 { font-size: .9375rem; font-weight: 600; }
  ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 180px), 1fr)); gap: .6rem; }
  li { position: relative; border: 1px solid var(--_line); border-radius: calc(var(--_radius) * 1.2); overflow: hidden; background: var(--_card); }
  li:hover { border-color: var(--_accent); }
  .open { display: block; width: 100%; padding: 0; border: 0; background: none; text-align: left; }
  .open:disabled { opacity: 1; }
  .failed .picture { aspect-ratio: auto; height: 2.2rem; background: var(--_problem); }
  .open:focus-visible { outline-offset: -2px; }
  .picture { display: block; position: relative; aspect-ratio: 16/9; background: #10161a; }
  .picture img { width: 100%; height: 100%; object-fit: contain; display: block; }
  .picture .time { position: absolute; right: .35rem; bottom: .35rem; padding: .05rem .4rem; border-radius: 5px; background: #0b1013d0; color: #fff; font-size: .75rem; font-weight: 600; }
  .text { display: block; padding: .55rem .7rem .65rem; }
  .text b { display: block; font-weight: 550; font-size: .9375rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding-right: 1.2rem; }
  .text span { font-size: .8125rem; color: var(--_muted); display: block; }
  .text .bad { color: var(--_problem-text); }
  .remove { position: absolute; right: .4rem; bottom: .5rem; border: 0; background: none; padding: .2rem .4rem; border-radius: 6px; color: var(--_muted); opacity: 0; }
  li:hover .remove, li:focus-within .remove { opacity: 1; }
  .empty { border: 1px dashed var(--_line-strong); border-radius: calc(var(--_radius) * 1.2); padding: 1.8rem 1rem; text-align: center; color: var(--_muted); }
  @media (hover: none) { .remove { opacity: 1; } }
`);

/**
 * The films of the library.
 *
 * Attributes: `service`, `hide` (`title`, `remove`). Method: `refresh()`. Event, bubbling: `tv-open` {video} when a film is chosen.
 */
export class TvLibrary extends TvElement {
  static styles = [style];
  static section = 'library';

  #head = h('span', { class: 'muted small' });
  #list = h('div');

  #known = null;
  #problem = null;

  begin() {
    this.refresh();
  }

  render() {
    this.shadowRoot.replaceChildren(h('section', { 'aria-label': this.t.title },
      this.shows('title') && h('div', { class: 'head' }, h('h2', {}, this.t.title), this.#head), this.#list));
    this.#show();
  }

  /** Reads the library again. */
  async refresh() {
    try {
      this.#known = await this.service.videos();
      this.#problem = null;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#show();
  }

  #show() {
    if (this.#problem) {
      this.#list.replaceChildren(h('p', { class: 'problem', role: 'alert' }, this.words(this.#problem)));
    } else if (this.#known) {
      const { videos, total } = this.#known;
      const seconds = videos.reduce((sum, video) => sum + video.durationSeconds, 0);
      this.#head.textContent = total ? [this.t.films(total), videos.length === total && this.shared.duration(seconds)].filter(Boolean).join(' · ') : '';
      this.#list.replaceChildren(total ? h('ul', {}, videos.map((video) => this.#card(video))) : h('p', { class: 'empty' }, this.t.empty));
    }
  }

  #card(video) {
    const state = { READY: `${video.width}×${video.height} · ${this.shared.frames(video.framesSeen, video.framesTotal)}`, INDEXING: this.t.indexing, FAILED: video.problem }[video.state];
    return h('li', { class: video.state.toLowerCase() },
      h('button', { class: 'open', type: 'button', disabled: video.state !== 'READY', onclick: () => this.#tell(video) },
        h('span', { class: 'picture' },
          video.thumbnail && h('img', { src: this.service.url(video.thumbnail), alt: '', loading: 'lazy' }),
          video.durationSeconds > 0 && h('span', { class: 'time' }, this.shared.duration(video.durationSeconds))),
        h('span', { class: 'text' }, h('b', { title: video.name }, video.name), h('span', { class: video.state === 'FAILED' ? 'bad' : '' }, state))),
      this.shows('remove') && h('button', { class: 'remove', type: 'button', part: 'remove', 'aria-label': this.t.remove(video.name), title: this.t.removeTitle, onclick: () => this.#remove(video) }, '✕'));
  }

  #tell(video) {
    this.tell('tv-open', { video });
  }

  async #remove(video) {
    if (!confirm(this.t.confirm(video.name))) return;
    try {
      await this.service.remove(video.id);
      await this.refresh();
    } catch (problem) {
      alert(this.words(problem));
    }
  }
}

customElements.define('tv-library', TvLibrary);
