import { common, h, sheet, span, timecode } from './dom.js';
import { serviceOf } from './service.js';

const style = sheet(`
  .card { border: 1px solid var(--tv-line, #dbe2df); border-radius: 16px; overflow: hidden; background: var(--tv-card, #fff); }
  .frame { position: relative; background: #0b1013; aspect-ratio: 16/9; }
  video { width: 100%; height: 100%; display: block; object-fit: contain; }
  video[hidden] { display: none; }
  .idle { position: absolute; inset: 0; display: grid; place-items: center; padding: 1rem; text-align: center; color: #c9d4d0; background: radial-gradient(circle at 50% 40%, #1d2a29, #0b1013); }
  .idle p { max-width: 26rem; line-height: 1.5; }
  .strip { position: relative; height: 34px; margin: .75rem .9rem 0; border-radius: 7px; background: var(--tv-well, #edf1ef); cursor: pointer; overflow: hidden; }
  .strip button { position: absolute; top: 0; height: 100%; padding: 0; border: 0; border-right: 1px solid var(--tv-card, #fff); background: var(--tv-scene, #cfdad6); opacity: .9; }
  .strip button.event { top: 22px; height: 12px; background: var(--tv-event, #8fb8a9); border-radius: 3px; }
  .strip button:hover, .strip button[aria-current=true] { background: var(--tv-accent, #0a7d5e); opacity: 1; }
  .strip .wanted { position: absolute; top: 0; bottom: 0; border: 2px solid var(--tv-accent, #0a7d5e); border-radius: 6px; pointer-events: none; min-width: 4px; }
  .strip .head { position: absolute; top: 0; bottom: 0; width: 2px; margin-left: -1px; background: var(--tv-text, #16211d); pointer-events: none; }
  .now { padding: .75rem .9rem .9rem; display: grid; gap: .35rem; }
  .title { display: flex; gap: .75rem; align-items: baseline; }
  .title h3 { font-size: 1rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: 1; min-width: 0; }
  .caption { line-height: 1.45; min-height: 1.45em; }
  form { display: flex; gap: .5rem; margin-top: .35rem; }
  form .field { padding: .45rem .75rem; font-size: .875rem; }
  form .quiet { padding: .35rem .9rem; white-space: nowrap; }
  details { border-top: 1px solid var(--tv-line, #dbe2df); }
  summary { padding: .65rem .9rem; cursor: pointer; font-size: .875rem; color: var(--tv-muted, #5d6b66); }
  .scenes { max-height: 16rem; overflow: auto; padding: 0 .5rem .5rem; }
  .scenes button { display: grid; grid-template-columns: 8.2rem 1fr; gap: .6rem; width: 100%; text-align: left; border: 0; background: none; padding: .4rem; border-radius: 8px; font-size: .875rem; line-height: 1.4; }
  .scenes button:hover, .scenes button[aria-current=true] { background: var(--tv-tint, #e5f2ed); }
  .scenes .event { padding-left: 1.1rem; }
  .scenes .time { color: var(--tv-muted, #5d6b66); }
`);

/**
 * A player with the film's timeline as the model wrote it.
 *
 * Attribute: `service`. Method: `show({video, start, end, caption})` opens a film and plays from `start`; without `start` it waits at the beginning.
 * In the film, a description finds its span ("find in this film").
 */
export class TvPlayer extends HTMLElement {
  #service;
  #film;
  #video = h('video', { controls: true, playsinline: true, preload: 'metadata', hidden: true });
  #idle = h('div', { class: 'idle' }, h('p', {}, this.getAttribute('idle') ?? 'Choose a moment and it plays here, from its first second.'));
  #strip = h('div', { class: 'strip', hidden: true });
  #wanted = h('div', { class: 'wanted', hidden: true });
  #head = h('div', { class: 'head' });
  #title = h('h3');
  #place = h('span', { class: 'time small muted' });
  #caption = h('p', { class: 'caption' });
  #find = h('input', { class: 'field', maxlength: 2000, placeholder: 'Find in this film: describe it', 'aria-label': 'Find in this film' });
  #found = h('p', { class: 'small muted', 'aria-live': 'polite' });
  #now;
  #scenes = h('div', { class: 'scenes' });
  #details = h('details', { hidden: true }, h('summary'), this.#scenes);

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#service = serviceOf(this);
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [common, style];
    this.#now = h('div', { class: 'now', hidden: true },
      h('div', { class: 'title' }, this.#title, this.#place),
      this.#caption,
      h('form', { onsubmit: (event) => { event.preventDefault(); this.#ground(); } },
        this.#find, h('button', { class: 'quiet' }, 'Find')),
      this.#found);
    this.shadowRoot.append(h('section', { class: 'card', 'aria-label': 'Player' },
      h('div', { class: 'frame' }, this.#video, this.#idle), this.#strip, this.#now, this.#details));
    this.#video.addEventListener('timeupdate', () => this.#follow());
    this.#video.addEventListener('seeking', () => this.#follow());
    this.#strip.addEventListener('click', (event) => {
      if (event.target !== this.#strip || !this.#film) return;
      const box = this.#strip.getBoundingClientRect();
      this.#video.currentTime = ((event.clientX - box.left) / box.width) * this.#length();
    });
  }

  /** The video element, for those who want to listen to it. */
  get video() {
    return this.#video;
  }

  /** Opens a film, and plays it from a moment where one is given. */
  async show({ video, start = null, end = null, caption = '' }) {
    const plays = start !== null;
    try {
      if (this.#film?.video.id !== video) {
        const timeline = await this.#service.timeline(video);
        this.#open(timeline);
      }
    } catch (problem) {
      this.#video.hidden = true;
      this.#idle.hidden = false;
      this.#idle.firstChild.textContent = problem.message;
      return;
    }
    this.#found.textContent = '';
    this.#want(start, end);
    this.#caption.textContent = caption;
    await this.#loaded();
    this.#video.currentTime = start ?? 0;
    this.#follow();
    if (plays) await this.#video.play().catch(() => {});
  }

  #open(timeline) {
    this.#film = timeline;
    const { video, scenes } = timeline;
    this.#idle.hidden = true;
    this.#video.hidden = false;
    this.#video.replaceChildren();
    this.#video.src = this.#service.url(video.media);
    if (video.captions) {
      this.#video.append(h('track', { kind: 'captions', label: 'What the model saw', srclang: 'en', src: this.#service.url(video.captions) }));
    }
    this.#title.textContent = video.name;
    this.#title.title = video.name;
    this.#now.hidden = false;
    this.#strip.hidden = false;
    this.#strip.replaceChildren(...scenes.map((scene) => this.#block(scene)), this.#wanted, this.#head);
    this.#details.hidden = !scenes.length;
    this.#details.firstChild.textContent =
      `What the model saw: ${scenes.length} scenes and events, from ${timeline.framesSeen} of ${timeline.framesTotal} frames`;
    this.#scenes.replaceChildren(...scenes.map((scene) => h('button', { type: 'button', class: scene.kind, onclick: () => this.#jump(scene) },
      h('span', { class: 'time' }, span(scene.start, scene.end)), h('span', {}, scene.caption))));
  }

  #block(scene) {
    const length = this.#length();
    return h('button', {
      type: 'button', class: scene.kind, tabindex: -1, title: `${span(scene.start, scene.end)}\n${scene.caption}`,
      'aria-label': `${span(scene.start, scene.end)}: ${scene.caption}`,
      style: { left: `${(scene.start / length) * 100}%`, width: `${Math.max(0.4, ((scene.end - scene.start) / length) * 100)}%` },
      onclick: () => this.#jump(scene),
    });
  }

  #length() {
    return this.#film.video.durationSeconds || this.#video.duration || 1;
  }

  #jump(scene) {
    this.#want(scene.start, scene.end);
    this.#caption.textContent = scene.caption;
    this.#video.currentTime = scene.start;
    this.#video.play().catch(() => {});
  }

  #want(start, end) {
    this.#wanted.hidden = start === null;
    if (start === null) return;
    this.#wanted.style.left = `${(start / this.#length()) * 100}%`;
    this.#wanted.style.width = `${(((end ?? start) - start) / this.#length()) * 100}%`;
  }

  #loaded() {
    if (this.#video.readyState >= HTMLMediaElement.HAVE_METADATA) return Promise.resolve();
    return new Promise((resolve) => {
      this.#video.addEventListener('loadedmetadata', resolve, { once: true });
      this.#video.addEventListener('error', resolve, { once: true });
    });
  }

  #follow() {
    if (!this.#film) return;
    const at = this.#video.currentTime;
    this.#head.style.left = `${(at / this.#length()) * 100}%`;
    this.#place.textContent = `${timecode(at, true)} of ${timecode(this.#length(), true)}`;
    const scenes = this.#film.scenes;
    const now = scenes.findLastIndex((scene) => scene.start <= at && at < scene.end);
    [this.#strip, this.#scenes].forEach((list) => [...list.querySelectorAll('button')].forEach((button, index) => {
      if (index === now) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }));
  }

  async #ground() {
    const description = this.#find.value.trim();
    if (!description || !this.#film) return;
    this.#found.replaceChildren(h('span', { class: 'spinner' }), ' The model looks through the film ...');
    try {
      const result = await this.#service.ground(this.#film.video.id, description);
      const seen = `${result.framesSeen} of ${result.framesTotal} frames seen`;
      this.#found.textContent = `${result.message} (${seen})`;
      if (result.found) this.#jump({ start: result.start, end: result.end, caption: description });
    } catch (problem) {
      this.#found.textContent = problem.message;
    }
  }
}

customElements.define('tv-player', TvPlayer);
