import { h, icon, sheet, span, timecode } from './dom.js';
import { TvElement } from './element.js';
import { formatFragment, parseFragment } from './fragment.js';
import { Media, mediaIn } from './media.js';
import { cellsOf, showCell } from './storyboard.js';
import { WRITTEN } from './texts.js';
import { Timecode } from './timecode.js';

const style = sheet(`
  :host { background: none; }
  .card { overflow: hidden; }
  .frame { position: relative; background: #0b1013; aspect-ratio: 16/9; }
  .frame > video { width: 100%; height: 100%; display: block; object-fit: contain; }
  .frame.own { aspect-ratio: auto; }
  ::slotted(*) { display: block; width: 100%; max-width: 100%; }
  .idle { position: absolute; inset: 0; display: grid; place-items: center; padding: 1rem; text-align: center; color: #c9d4d0; background: #10191a; }
  .idle p { max-width: 26rem; }
  .strip { position: relative; margin: .7rem .85rem 0; }
  .lanes { position: relative; border-radius: 6px; overflow: hidden; background: var(--_well); }
  .heat { position: relative; height: 12px; }
  .heat i { position: absolute; top: 2px; bottom: 2px; min-width: 4px; border-radius: 2px; background: var(--_heat); }
  .blocks { position: relative; height: 26px; }
  .blocks i { position: absolute; top: 0; height: 100%; background: var(--_scene); border-right: 1px solid var(--_card); }
  .blocks i.event { top: 15px; height: 11px; background: var(--_event); border: 0; border-radius: 3px; }
  .blocks i[data-now] { background: var(--_accent); }
  .wanted { position: absolute; top: 0; bottom: 0; border: 2px solid var(--_accent); border-radius: 5px; min-width: 4px; pointer-events: none; }
  .playhead { position: absolute; top: -2px; bottom: -2px; width: 2px; margin-left: -1px; background: var(--_text); pointer-events: none; }
  .slider { position: absolute; inset: 0; cursor: pointer; border-radius: 6px; touch-action: none; }
  .peek { position: absolute; z-index: 10; bottom: calc(100% + 6px); width: 168px; margin-left: -84px; pointer-events: none; background: var(--_card); border: 1px solid var(--_line-strong); border-radius: 8px; overflow: hidden; box-shadow: var(--_shadow); }
  .peek .preview { position: relative; inset: auto; display: block; height: 94px; }
  .peek p { padding: .2rem .45rem .3rem; font-size: .75rem; line-height: 1.35; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
  .peek [lang]:not(:empty)::before { content: " · "; }
  .now { padding: .6rem .85rem .75rem; display: grid; gap: .3rem; }
  .title { display: flex; gap: .75rem; align-items: baseline; min-width: 0; }
  .title h3 { font-size: .9375rem; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: 1; min-width: 0; }
  .caption { line-height: 1.45; min-height: 2.9em; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; font-size: .9375rem; }
  .tools { display: flex; flex-wrap: wrap; gap: .15rem .3rem; align-items: center; margin-left: -.35rem; min-height: 1.9rem; }
  .tools .matches { display: inline-flex; align-items: center; gap: .1rem; font-size: .8125rem; color: var(--_muted); }
  .tools .apart { margin-left: auto; }
  form { display: flex; gap: .5rem; }
  form .field { padding: .38rem .7rem; font-size: .875rem; }
  form .quiet { padding-inline: .9rem; white-space: nowrap; }
  .found:empty { display: none; }
  details { border-top: 1px solid var(--_line); }
  summary { padding: .55rem .85rem; font-size: .8125rem; color: var(--_muted); }
  .scenes { max-height: 15rem; overflow: auto; padding: 0 .4rem .4rem; }
  .scenes button { display: grid; grid-template-columns: 8rem 1fr; gap: .6rem; width: 100%; text-align: left; border: 0; background: none; padding: .32rem .45rem; border-radius: 7px; font-size: .875rem; line-height: 1.4; }
  .scenes button:hover, .scenes button[aria-current=true] { background: var(--_tint); }
  .scenes .event { padding-left: 1rem; }
  .scenes .time { color: var(--_muted); white-space: normal; }
  @media (forced-colors: active) {
    .lanes, .blocks i, .blocks i.event { border: 1px solid CanvasText; }
    .heat i, .blocks i[data-now] { forced-color-adjust: none; background: Highlight; }
    .wanted { border-color: Highlight; }
    .playhead { forced-color-adjust: none; background: CanvasText; }
    .scenes button[aria-current=true] { border-left: 4px solid Highlight; }
  }
`);

const percent = (value) => `${value * 100}%`;

/**
 * A player with the film's timeline as the model wrote it, around a video of its own, around the one between its tags, or beside the one that `for` names; see the README of
 * the snippets for its attributes, events, parts and keys.
 *
 * Method: `show({video, start, end, caption})` opens a film and plays from `start`; without `start` it waits at the beginning. Property `hits`: moments that a search found, for
 * the heat on the timeline. Events, bubbling: `tv-opened`, `tv-time`, `tv-source` (cancelable), `tv-copied`.
 */
export class TvPlayer extends TvElement {
  static styles = [style];
  static section = 'player';
  static observedAttributes = [...TvElement.observedAttributes, 'for', 'video', 'idle', 'fragment', 'time'];

  #film = null;
  /** How its frames are counted; null where they are not. */
  #counting = null;
  #cells = [];
  #hits = [];
  #span = null;
  #caption = '';
  /** Whether the caption is what the reader has looked for, in words of their own. */
  #asked = false;
  #looping = false;
  #media;
  #attached;
  #own = h('video', { part: 'video', playsinline: true, preload: 'metadata', hidden: true, onclick: () => { if (!this.#own.controls) this.#toggle(); } });
  #slot = h('slot');
  #frame = h('div', { class: 'frame', part: 'frame' });
  #idle = h('div', { class: 'idle' }, h('p'));
  #panel = h('div');
  #strip;
  #slider;
  #playhead;
  #wanted;
  #heat;
  #peek;
  #peeked = 0;
  #matches;
  #count;
  #place;
  #words;
  #found;
  #scenes;
  #now = -1;
  #turn = 0;
  /** The page's fragment as it was when it was last looked at. */
  #hash;

  begin() {
    this.#attached = this.#attach();
    this.#slot.addEventListener('slotchange', () => { this.#attached = this.#attach(); });
    this.#fromAttribute();
    this.#fromPage();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.#fromPage);
    if (location.hash !== this.#hash) this.#fromPage(); // It has changed while the element was away.
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#fromPage);
  }

  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (!this.shadowRoot || before === now) return;
    if (name === 'for') this.#attached = this.#attach();
    if (name === 'video') this.#fromAttribute();
    if (name === 'fragment') this.#fromPage();
  }

  /** `video="ID#t=12,20"` opens a film when the page does. */
  #fromAttribute() {
    const [id, fragment] = (this.getAttribute('video') ?? '').split('#');
    if (id) this.show({ video: id, ...parseFragment(`#${fragment ?? ''}`) ?? {}, waits: !this.hasAttribute('autoplay') });
  }

  /** With `fragment`, the page's own `#t=` is a place in the film, now and whenever it changes. */
  #fromPage = () => {
    this.#hash = location.hash;
    const place = this.hasAttribute('fragment') && parseFragment(this.#hash);
    if (!place) return;
    if (this.#film) this.show({ video: this.#film.video.id, ...place });
    else this.#span = place;
  };

  // ---- the media

  async #attach() {
    const named = this.getAttribute('for');
    const find = () => (named ? this.getRootNode().querySelector(named) ?? document.querySelector(named) : this.firstElementChild);
    if (named && !find()) await new Promise((resolve) => setTimeout(resolve)); // The page may hold it further down.
    const outside = find();
    const media = outside ? await mediaIn(outside) : this.#own;
    if (media && media !== this.#media?.element) this.#listen(media);
    this.#drawFrame(Boolean(outside), Boolean(named));
  }

  #listen(media) {
    this.#media = new Media(media);
    for (const type of ['timeupdate', 'seeking', 'seeked', 'loadedmetadata', 'durationchange']) {
      media.addEventListener(type, () => { if (this.#media.element === media) this.#follow(); });
    }
  }

  /** The media element that plays, for those who want to listen to it. */
  get video() {
    return this.#media?.element ?? this.#own;
  }

  /** Opens a film, and plays it from a moment where one is given. */
  async show({ video, start = null, end = null, caption = '', waits = false }) {
    const turn = ++this.#turn;
    await this.#attached;
    const waiting = this.#span;
    try {
      const timeline = this.#film?.video.id === video ? this.#film : await this.service.timeline(video);
      if (turn !== this.#turn) return; // Another film was asked for meanwhile.
      if (timeline !== this.#film) this.#open(timeline);
    } catch (problem) {
      if (turn === this.#turn) this.#fail(this.words(problem));
      return;
    }
    const from = start ?? waiting?.start ?? null;
    this.#span = from === null ? null : { start: from, end: start === null ? waiting?.end ?? null : end };
    this.#asked = false;
    this.#caption = caption || (from === null ? '' : this.#sceneAt(from)?.caption ?? '');
    this.#drawSpan();
    if (!this.#media) return;
    await this.#media.seek(from ?? 0);
    if (turn !== this.#turn) return;
    this.#follow();
    if (from !== null && !waits) await this.#media.play();
  }

  #fail(message) {
    this.#film = null;
    this.#own.hidden = true;
    this.#idle.hidden = false;
    this.#idle.firstChild.replaceChildren(...message);
    this.#idle.setAttribute('role', 'alert');
    this.#panel.replaceChildren();
    if (this.getAttribute('for')) this.#panel.append(h('p', { class: 'problem', role: 'alert' }, message));
  }

  #open(timeline) {
    this.#film = timeline;
    this.#counting = Timecode.of(timeline.video);
    this.#cells = [];
    const { id, media, name, language } = timeline.video;
    const address = this.service.url(media);
    const takes = this.tell('tv-source', { video: id, media: address, element: this.video }, true) && !this.hasAttribute('keep-source');
    if (this.#media && takes) this.#media.open(address, name);
    this.#idle.hidden = true;
    this.#own.hidden = this.#media?.element !== this.#own;
    if (this.#media && this.shows('tracks')) this.#tracks(timeline);
    cellsOf(this.service, id).then((cells) => {
      if (this.#film !== timeline) return;
      this.#cells = cells;
      if (this.#peek && !this.#peek.hidden) this.#peekAt(this.#peeked);
    });
    this.#drawPanel();
    this.tell('tv-opened', { video: id, timeline, language });
  }

  async #tracks(timeline) {
    // A browser reads chapters by itself only if they are the default ones; captions come when the reader chooses them.
    const track = (kind, format, label) => ({ kind, label, srclang: WRITTEN, src: this.service.exported(timeline.video.id, format), default: kind === 'chapters' });
    const tracks = [
      track('captions', 'vtt', this.t.captions), track('chapters', 'vtt-chapters', this.t.chapters), track('descriptions', 'vtt-descriptions', this.t.descriptions),
    ];
    const elsewhere = this.service.origin !== location.origin;
    const taken = elsewhere ? await Promise.all(tracks.map((each) => this.#fetched(each))) : tracks;
    if (this.#film === timeline) this.#media.tracks(taken);
  }

  /** A track of another site is refused unless the whole film is fetched with CORS; its text alone can be handed over. */
  async #fetched(track) {
    try {
      const text = await (await fetch(track.src)).blob();
      return { ...track, src: URL.createObjectURL(text) };
    } catch {
      return track;
    }
  }

  // ---- drawing

  render() {
    if (!this.#frame.isConnected) {
      this.shadowRoot.append(h('section', { class: 'card', part: 'card' }, this.#frame, this.#panel));
      this.#frame.append(this.#slot, this.#own, this.#idle);
    }
    this.shadowRoot.firstElementChild.setAttribute('aria-label', this.t.label);
    this.#own.controls = this.shows('controls');
    if (!this.#film) this.#idle.firstChild.textContent = this.getAttribute('idle') ?? this.t.idle;
    this.#drawPanel();
  }

  #drawFrame(outside, elsewhere) {
    this.#frame.hidden = elsewhere;
    this.#frame.classList.toggle('own', outside);
    this.#own.hidden = outside || !this.#film;
    this.#idle.hidden = outside || Boolean(this.#film);
    this.#drawPanel();
  }

  #drawPanel() {
    if (!this.#film) {
      if (this.getAttribute('for')) this.#panel.replaceChildren(h('p', { class: 'now muted' }, this.getAttribute('idle') ?? this.t.idle));
      return;
    }
    const { video } = this.#film;
    this.#now = -1;
    this.#strip = this.#slider = this.#heat = this.#playhead = this.#wanted = this.#scenes = null;
    this.#place = h('span', { class: 'time small muted' });
    this.#words = h('p', { class: 'caption', part: 'caption' });
    this.#found = h('p', { class: 'found small muted', role: 'status' });
    this.#panel.replaceChildren(
      this.shows('strip') ? this.#drawStrip() : '',
      h('div', { class: 'now' },
        this.shows('title') && h('div', { class: 'title' }, h('h3', { title: video.name }, video.name), this.#place),
        this.shows('caption') && this.#words, this.#tools(), this.shows('find') && this.#finder(), this.#found),
      this.shows('scenes') ? this.#list() : '');
    this.#drawSpan();
    this.#drawHeat();
    this.#follow();
  }

  #drawStrip() {
    this.#heat = h('div', { class: 'heat', part: 'heat', hidden: !this.shows('heat') });
    this.#playhead = h('div', { class: 'playhead' });
    this.#wanted = h('div', { class: 'wanted', hidden: true });
    this.#slider = h('div', { class: 'slider', part: 'slider', role: 'slider', tabindex: 0, 'aria-label': this.t.slider, 'aria-valuemin': 0, 'aria-keyshortcuts': 'N P [ ]' });
    this.#peek = h('div', { class: 'peek', part: 'peek', hidden: true }, h('span', { class: 'preview' }, h('i')), h('p', {}, h('span', { class: 'time' }), h('span', { lang: WRITTEN })));
    const blocks = this.#film.scenes.map((scene) => h('i', { class: scene.kind, style: {
      left: percent(scene.start / this.#length()), width: percent(Math.max(0.004, (scene.end - scene.start) / this.#length())) } }));
    this.#strip = h('div', { class: 'strip', part: 'strip' },
      h('div', { class: 'lanes', 'aria-hidden': 'true' }, this.#heat, h('div', { class: 'blocks' }, blocks), this.#wanted),
      this.#playhead, this.#slider, this.#peek);
    this.#slider.addEventListener('pointermove', (event) => this.#look(event));
    this.#slider.addEventListener('pointerleave', () => { this.#peek.hidden = true; });
    this.#slider.addEventListener('click', (event) => this.#click(event));
    this.#slider.addEventListener('keydown', (event) => this.#key(event));
    return this.#strip;
  }

  #tools() {
    this.#count = h('span');
    this.#matches = h('span', { class: 'matches', role: 'group', 'aria-label': this.t.matches, hidden: true },
      h('button', { class: 'plain', type: 'button', 'aria-label': this.t.previous, onclick: () => this.#toMatch(-1) }, icon('back')),
      this.#count,
      h('button', { class: 'plain', type: 'button', 'aria-label': this.t.next, onclick: () => this.#toMatch(1) }, icon('on')));
    const loop = h('button', {
      class: 'plain', part: 'loop', type: 'button', 'aria-pressed': String(this.#looping),
      onclick: () => { this.#looping = !this.#looping; loop.setAttribute('aria-pressed', String(this.#looping)); },
    }, icon('loop'), this.t.loop);
    return h('div', { class: 'tools', part: 'tools' },
      this.shows('link') && h('button', { class: 'plain', part: 'link', type: 'button', onclick: () => this.copyLink() }, icon('link'), this.t.copy),
      this.shows('loop') && loop, this.shows('heat') && this.#matches);
  }

  #finder() {
    const field = h('input', { class: 'field', maxlength: 2000, placeholder: this.t.findPlaceholder, 'aria-label': this.t.find });
    return h('form', { onsubmit: (event) => { event.preventDefault(); this.#ground(field.value.trim()); } }, field, h('button', { class: 'quiet' }, this.t.findButton));
  }

  #list() {
    const { scenes, framesSeen, framesTotal } = this.#film;
    this.#scenes = h('div', { class: 'scenes' }, scenes.map((scene) => h('button', { type: 'button', class: scene.kind, onclick: () => this.#jump(scene) },
      h('span', { class: 'time' }, this.#between(scene)), h('span', { lang: WRITTEN }, scene.caption))));
    return h('details', { part: 'scenes', hidden: !scenes.length }, h('summary', {}, this.t.scenes(scenes.length, framesSeen, framesTotal)), this.#scenes);
  }

  #drawSpan() {
    if (!this.#words) return;
    this.#words.textContent = this.#caption;
    if (this.#caption && this.#asked) this.#words.removeAttribute('lang');
    else this.#words.lang = WRITTEN;
    if (!this.#caption) this.#now = -1; // What is on screen is told instead.
    if (!this.#wanted) return;
    this.#wanted.hidden = !this.#span;
    if (!this.#span) return;
    const { start, end } = this.#span;
    this.#wanted.style.left = percent(start / this.#length());
    this.#wanted.style.width = percent(((end ?? start) - start) / this.#length());
  }

  /** Moments that a search found; those of the film that is shown glow on the timeline, the better the match the brighter. */
  set hits(moments) {
    this.#hits = moments ?? [];
    this.#drawHeat();
  }

  get #matching() {
    return this.#hits.filter((hit) => hit.video === this.#film?.video.id).toSorted((a, b) => a.start - b.start);
  }

  #drawHeat() {
    if (!this.#film || !this.#heat) return;
    const hits = this.#matching;
    const best = Math.max(...hits.map((hit) => hit.score ?? 1)); // Of one search in this film: scores of others are not to be compared with.
    this.#heat.replaceChildren(...hits.map((hit) => h('i', { style: {
      left: percent(hit.start / this.#length()), width: percent((hit.end - hit.start) / this.#length()), opacity: 0.3 + 0.7 * ((hit.score ?? 1) / best) } })));
    this.#matches.hidden = !hits.length;
    this.#count.textContent = this.t.inFilm(hits.length);
  }

  // ---- time

  #length() {
    return this.#film.video.durationSeconds || this.video.duration || 1;
  }

  /** The film's timecode, where times are written so: as the page says, else if the film has one of its own. */
  get #clock() {
    const wanted = this.getAttribute('time');
    return wanted === 'timecode' || (wanted !== 'plain' && this.#film.video.startTimecode) ? this.#counting : null;
  }

  #between({ start, end }) {
    return this.#clock?.span(start, end).join(' – ') ?? span(start, end);
  }

  #sceneAt(second) {
    return this.#film.scenes.findLast((scene) => scene.start <= second && second < scene.end);
  }

  #follow() {
    if (!this.#film || !this.#media) return;
    const at = this.#media.time || 0;
    const length = this.#length();
    if (this.#playhead) this.#playhead.style.left = percent(Math.min(1, at / length));
    const clock = this.#clock;
    const place = clock && this.t.placeInTimecode(clock.playing(at), clock.end);
    this.#place.textContent = place ?? this.t.place(timecode(at, true), timecode(length, true));
    if (this.#slider) {
      this.#slider.setAttribute('aria-valuemax', length.toFixed(1));
      this.#slider.setAttribute('aria-valuenow', at.toFixed(1));
      this.#slider.setAttribute('aria-valuetext', place ?? this.t.place(timecode(at), timecode(length)));
    }
    this.#mark(this.#film.scenes.findLastIndex((scene) => scene.start <= at && at < scene.end));
    if (this.#looping && this.#span?.end && at >= this.#span.end && !this.#media.paused) this.#media.seek(this.#span.start);
    this.tell('tv-time', { video: this.#film.video.id, time: at, duration: length });
  }

  #mark(index) {
    if (index === this.#now) return;
    this.#now = index;
    if (!this.#caption) this.#words.textContent = this.#film.scenes[index]?.caption ?? '';
    this.#strip?.querySelectorAll('.blocks i').forEach((block, at) => block.toggleAttribute('data-now', at === index));
    this.#scenes?.querySelectorAll('button').forEach((button, at) => {
      if (at === index) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    });
  }

  #jump({ start, end, caption }, asked = false) {
    this.#span = { start, end };
    this.#caption = caption;
    this.#asked = asked;
    this.#drawSpan();
    this.#media?.seek(start).then(() => this.#media.play());
  }

  #toggle() {
    if (this.#media?.paused) this.#media.play();
    else this.#media?.pause();
  }

  #seek(second) {
    this.#media?.seek(Math.min(this.#length(), Math.max(0, second)));
  }

  #toMatch(step) {
    const hits = this.#matching;
    const at = this.#media?.time ?? 0;
    const next = step > 0 ? hits.find((hit) => hit.start > at + 0.25) ?? hits[0] : hits.findLast((hit) => hit.start < at - 1) ?? hits.at(-1);
    if (next) this.#jump(next);
  }

  #toScene(step) {
    const scenes = this.#film.scenes.filter((scene) => scene.kind === 'scene');
    const at = this.#media?.time ?? 0;
    const next = step > 0 ? scenes.find((scene) => scene.start > at + 0.25) : scenes.findLast((scene) => scene.start < at - 1);
    if (next) this.#jump(next);
  }

  // ---- pointer and keys

  #second(event) {
    const box = this.#slider.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * this.#length();
  }

  #look(event) {
    this.#peekAt(this.#second(event));
  }

  #peekAt(second) {
    this.#peeked = second;
    const width = this.#slider.clientWidth;
    const half = Math.min(84, width / 2);
    this.#peek.hidden = false;
    this.#peek.style.left = `${Math.min(width - half, Math.max(half, (second / this.#length()) * width))}px`;
    showCell(this.#peek.firstElementChild, this.#cells, second);
    const [time, words] = this.#peek.lastElementChild.children;
    time.textContent = this.#clock?.playing(second) ?? timecode(second, true);
    words.textContent = this.#sceneAt(second)?.caption ?? '';
  }

  #click(event) {
    const second = this.#second(event);
    const inHeat = this.#heat && !this.#heat.hidden && event.clientY <= this.#heat.getBoundingClientRect().bottom;
    const hit = inHeat && this.#matching.findLast((each) => each.start <= second && second <= each.end);
    if (hit) this.#jump(hit);
    else this.#seek(second);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#media?.time ?? 0;
    const step = event.shiftKey ? 10 : 1;
    const does = {
      ArrowRight: () => this.#seek(at + step), ArrowLeft: () => this.#seek(at - step), ArrowUp: () => this.#seek(at + step), ArrowDown: () => this.#seek(at - step),
      Home: () => this.#seek(0), End: () => this.#seek(this.#length()), PageDown: () => this.#toScene(1), PageUp: () => this.#toScene(-1),
      ']': () => this.#toScene(1), '[': () => this.#toScene(-1), n: () => this.#toMatch(1), p: () => this.#toMatch(-1), c: () => this.copyLink(),
      ' ': () => this.#toggle(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  // ---- links

  /** The address of what is shown: the chosen span, else the second that is on screen. The `link` attribute is its form, with {video}, {start}, {end} and {fragment}. */
  get link() {
    if (!this.#film) return null;
    const at = this.#media?.time ?? 0;
    const within = this.#span?.end && at >= this.#span.start - 0.5 && at <= this.#span.end + 0.5;
    const { start, end } = within ? this.#span : { start: at, end: null };
    const id = this.#film.video.id;
    const fragment = formatFragment(start, end);
    const form = this.getAttribute('link');
    if (form) return form.replace(/\{(video|start|end|fragment)\}/g, (_, name) => ({ video: encodeURIComponent(id), start, end: end ?? '', fragment })[name]);
    const address = new URL(location.href);
    address.search = new URLSearchParams({ video: id }).toString();
    address.hash = fragment;
    return address.href;
  }

  /** Copies the link to this moment. */
  async copyLink() {
    const link = this.link;
    if (!link) return;
    try {
      await navigator.clipboard.writeText(link);
      this.#found.textContent = this.t.copied;
    } catch {
      this.#found.replaceChildren(h('a', { href: link }, link)); // No clipboard on a page without TLS: there it is to be copied by hand.
    }
    this.tell('tv-copied', { link });
  }

  async #ground(description) {
    if (!description || !this.#film) return;
    const film = this.#film;
    this.#found.replaceChildren(h('span', { class: 'spinner' }), ` ${this.t.looking}`);
    try {
      const result = await this.service.ground(film.video.id, description);
      if (film !== this.#film) return;
      this.#found.textContent = result.found
        ? this.t.foundAt(this.#between(result), this.shared.frames(result.framesSeen, result.framesTotal))
        : this.t.notFound(this.shared.frames(result.framesSeen, result.framesTotal));
      if (result.found) this.#jump({ start: result.start, end: result.end, caption: description }, true);
    } catch (problem) {
      this.#found.replaceChildren(...this.words(problem));
    }
  }
}

customElements.define('tv-player', TvPlayer);
