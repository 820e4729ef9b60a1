import { common, duration, h, sheet } from './dom.js';
import { serviceOf } from './service.js';

const style = sheet(`
  .head { display: flex; align-items: baseline; gap: .75rem; margin-bottom: .7rem; }
  h2 { font-size: 1.0625rem; }
  ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: .8rem; }
  li { position: relative; border: 1px solid var(--tv-line, #dbe2df); border-radius: 13px; overflow: hidden; background: var(--tv-card, #fff); }
  li:hover { border-color: var(--tv-accent, #0a7d5e); }
  .open { display: block; width: 100%; padding: 0; border: 0; background: none; text-align: left; }
  .open:disabled { opacity: 1; }
  .failed .picture { aspect-ratio: auto; height: 2.2rem; background: var(--tv-problem, #fdf1ee); }
  .picture { display: block; position: relative; aspect-ratio: 16/9; background: #10161a; }
  .picture img { width: 100%; height: 100%; object-fit: contain; display: block; }
  .picture .time { position: absolute; right: .35rem; bottom: .35rem; padding: .05rem .4rem; border-radius: 5px; background: #0b1013d0; color: #fff; font-size: .75rem; font-weight: 600; }
  .text { display: block; padding: .55rem .7rem .65rem; }
  .text b { display: block; font-weight: 550; font-size: .9375rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding-right: 1.2rem; }
  .text span { font-size: .8125rem; color: var(--tv-muted, #5d6b66); display: block; }
  .text .bad { color: var(--tv-problem-text, #a5341c); }
  .remove { position: absolute; right: .4rem; bottom: .5rem; border: 0; background: none; padding: .2rem .4rem; border-radius: 6px; color: var(--tv-muted, #5d6b66); opacity: 0; }
  li:hover .remove, .remove:focus-visible { opacity: 1; }
  .empty { border: 1px dashed var(--tv-line, #dbe2df); border-radius: 14px; padding: 1.8rem 1rem; text-align: center; color: var(--tv-muted, #5d6b66); }
  @media (hover: none) { .remove { opacity: 1; } }
`);

/**
 * The films of the library.
 *
 * Attribute: `service`. Method: `refresh()`. Event, bubbling: `tv-open` {video} when a film is chosen.
 */
export class TvLibrary extends HTMLElement {
  #service;
  #head = h('span', { class: 'muted small' });
  #list = h('div');

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#service = serviceOf(this);
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [common, style];
    this.shadowRoot.append(h('section', { 'aria-label': 'Library' }, h('div', { class: 'head' }, h('h2', {}, 'Library'), this.#head), this.#list));
    this.refresh();
  }

  /** Reads the library again. */
  async refresh() {
    try {
      const { videos, total } = await this.#service.videos();
      const seconds = videos.reduce((sum, video) => sum + video.durationSeconds, 0);
      this.#head.textContent = total ? `${total === 1 ? 'one film' : `${total} films`}${videos.length === total ? `, ${duration(seconds)}` : ''}` : '';
      this.#list.replaceChildren(total
        ? h('ul', {}, videos.map((video) => this.#card(video)))
        : h('p', { class: 'empty' }, 'No films yet. Add one below: when it is described, you can search it here.'));
    } catch (problem) {
      this.#list.replaceChildren(h('p', { class: 'problem', role: 'alert' }, problem.message));
    }
  }

  #card(video) {
    const state = { READY: `${video.width}×${video.height} · ${video.framesSeen} of ${video.framesTotal} frames seen`, INDEXING: 'being described ...', FAILED: video.problem }[video.state];
    return h('li', { class: video.state.toLowerCase() },
      h('button', { class: 'open', type: 'button', disabled: video.state !== 'READY', onclick: () => this.#tell(video) },
        h('span', { class: 'picture' },
          video.thumbnail && h('img', { src: this.#service.url(video.thumbnail), alt: '', loading: 'lazy' }),
          video.durationSeconds > 0 && h('span', { class: 'time' }, duration(video.durationSeconds))),
        h('span', { class: 'text' }, h('b', { title: video.name }, video.name), h('span', { class: video.state === 'FAILED' ? 'bad' : '' }, state))),
      h('button', { class: 'remove', type: 'button', 'aria-label': `Remove ${video.name}`, title: 'Remove from the library', onclick: () => this.#remove(video) }, '✕'));
  }

  #tell(video) {
    this.dispatchEvent(new CustomEvent('tv-open', { bubbles: true, composed: true, detail: { video } }));
  }

  async #remove(video) {
    if (!confirm(`Remove ${video.name} and all that was made from it?`)) return;
    try {
      await this.#service.remove(video.id);
      await this.refresh();
    } catch (problem) {
      alert(problem.message);
    }
  }
}

customElements.define('tv-library', TvLibrary);
