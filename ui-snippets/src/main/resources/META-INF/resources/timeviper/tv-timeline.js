import { calmly, h, seconds, sheet, span, timecode } from './dom.js';
import { TvElement } from './element.js';
import { Exporting } from './exporting.js';
import { cellsOf, showCell } from './storyboard.js';
import { WRITTEN } from './texts.js';
import { isTimecode, Timecode } from './timecode.js';

const LANE = 26;
/** Pixels of a second where nothing is to be seen any nearer: some sixteen a frame. */
const CLOSEST = 400;
const style = sheet(`
  :host { background: none; }
  .card { display: grid; }
  .bar-top { display: flex; flex-wrap: wrap; gap: .35rem .6rem; align-items: center; padding: .5rem .7rem; border-bottom: 1px solid var(--_line); }
  .bar-top h2 { font-size: .9375rem; font-weight: 600; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .bar-top .apart { margin-left: auto; display: inline-flex; align-items: center; gap: .1rem; }
  .zoom { min-width: 2rem; justify-content: center; font-size: 1rem; }
  .body { display: grid; grid-template-columns: max-content minmax(0, 1fr); }
  .names { border-right: 1px solid var(--_line); padding-top: 22px; font-size: .75rem; color: var(--_muted); }
  .names span { display: block; height: ${LANE}px; line-height: ${LANE}px; padding: 0 .6rem 0 .7rem; white-space: nowrap; }
  .scroll { overflow-x: auto; overflow-y: hidden; }
  .canvas { position: relative; min-width: 100%; user-select: none; -webkit-user-select: none; touch-action: pan-x; cursor: crosshair; }
  .canvas:focus-visible { outline-offset: -2px; }
  .ruler { position: relative; height: 22px; border-bottom: 1px solid var(--_line); font-size: .6875rem; color: var(--_muted); overflow: hidden; }
  .ruler span { position: absolute; top: 0; bottom: 0; padding: 3px 0 0 4px; border-left: 1px solid var(--_line); font-variant-numeric: tabular-nums; }
  .lane { position: relative; height: ${LANE}px; border-bottom: 1px solid var(--_line); }
  .lane:last-of-type { border-bottom: 0; }
  .block { position: absolute; top: 3px; bottom: 3px; min-width: 3px; padding: 0 .35rem; border: 0; border-radius: 4px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: left; font-size: .75rem; line-height: 1; background: var(--_scene); color: var(--_text); cursor: pointer; }
  .block.event { background: var(--_event); color: light-dark(#0d241b, #f1fbf7); }
  .block.hit { background: var(--_heat); color: #1d1200; padding: 0; }
  .block:hover { filter: brightness(1.06); }
  .block[aria-pressed=true] { box-shadow: inset 0 0 0 2px var(--_accent); }
  .block:focus-visible { outline-offset: -2px; }
  .chosen { position: absolute; top: 0; bottom: 0; background: color-mix(in srgb, var(--_accent) 18%, transparent); border-inline: 2px solid var(--_accent); pointer-events: none; }
  .cursor { position: absolute; top: 0; bottom: 0; width: 0; border-left: 1px dashed var(--_accent); pointer-events: none; }
  .playhead { position: absolute; top: 0; bottom: 0; width: 2px; margin-left: -1px; background: var(--_text); pointer-events: none; }
  .picks { display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center; padding: .55rem .7rem; border-top: 1px solid var(--_line); font-size: .8125rem; }
  .picks label { display: inline-flex; gap: .35rem; align-items: center; color: var(--_muted); }
  .picks .field { width: 6.2rem; padding: .25rem .5rem; font-size: .8125rem; border-radius: 8px; font-variant-numeric: tabular-nums; }
  .picks .long { color: var(--_muted); min-width: 3.6rem; }
  .picks .apart { margin-left: auto; display: inline-flex; gap: .4rem; align-items: center; flex-wrap: wrap; }
  .list { display: flex; flex-wrap: wrap; gap: .3rem; padding: 0 .7rem .55rem; }
  .list:empty { display: none; }
  .said { padding: 0 .7rem .55rem; font-size: .8125rem; color: var(--_muted); }
  .said:empty { display: none; }
  .empty { padding: 1.6rem 1rem; text-align: center; color: var(--_muted); font-size: .9375rem; }
  .peek { position: absolute; z-index: 10; bottom: 100%; width: 150px; pointer-events: none; background: var(--_card); border: 1px solid var(--_line-strong); border-radius: 7px; overflow: hidden; box-shadow: var(--_shadow); }
  .peek .preview { position: relative; inset: auto; display: block; height: 84px; }
  .peek p { padding: .1rem .4rem; font-size: .75rem; }
  .body { position: relative; }
  @media (forced-colors: active) {
    .block { border: 1px solid ButtonText; }
    .block.hit { forced-color-adjust: none; background: Highlight; }
    .playhead { forced-color-adjust: none; background: CanvasText; }
    .block[aria-pressed=true] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
    .chosen { border-color: Highlight; }
  }
`);

/** Pixels that a time on the ruler needs, and a timecode. */
const APART = { plain: 64, timecode: 92 };
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

const keyOf = ({ start, end }) => `${start}-${end}`;

/** Puts spans into as few rows as they need without covering each other. */
function rows(scenes) {
  const ends = [];
  return scenes.toSorted((a, b) => a.start - b.start).reduce((all, scene) => {
    const free = ends.findIndex((end) => end <= scene.start + 1e-6);
    const row = free < 0 ? ends.length : free;
    ends[row] = scene.end;
    (all[row] ??= []).push(scene);
    return all;
  }, []);
}

/**
 * All scenes and events of a film as lanes, to zoom into, select from and export; see the README of the snippets for its attributes, events, parts and keys.
 *
 * Method: `show({video, start, end})`. Properties: `hits`, `time`, `selection` ({start, end} or null). Events, bubbling: `tv-select`, `tv-play`, `tv-exported`.
 */
export class TvTimeline extends TvElement {
  static styles = [style];
  static section = 'timeline';
  static observedAttributes = [...TvElement.observedAttributes, 'video', 'formats', 'time'];

  #film = null;
  /** How its frames are counted; null where they are not. */
  #counting = null;
  /** How times are written, by the reader's choice. */
  #preferred = null;
  #wanted = null;
  #coming = null;
  #cells = [];
  #hits = [];
  #chosen = null;
  #picked = [];
  #zoom = 1;
  #at = 0;
  #cursor = 0;
  #anchor = null;
  #exporting = new Exporting(this, () => this.#exported());
  #scroll;
  #canvas;
  #ruler;
  #band;
  #line;
  #playhead;
  #from;
  #to;
  #long;
  #list;
  #said;
  #peek;
  #resized = new ResizeObserver(calmly(60, () => this.#drawRuler()));

  begin() {
    const video = this.getAttribute('video');
    if (video) this.show({ video });
  }

  attributeChangedCallback(name, before, now) {
    if (name === 'time') this.#preferred = null;
    super.attributeChangedCallback(name, before, now);
    if (this.shadowRoot && name === 'video' && now && before !== now) this.show({ video: now });
  }

  /** Shows a film, with a span of it selected where one is given. */
  async show({ video, start = null, end = null }) {
    if (this.#film?.video.id !== video || this.#wanted !== video) {
      try {
        if (this.#wanted !== video) this.#coming = this.service.timeline(video);
        this.#wanted = video;
        const film = await this.#coming;
        if (this.#wanted !== video) return; // Another film was asked for meanwhile.
        if (this.#film !== film) this.#lay(film);
      } catch (problem) {
        if (this.#wanted !== video) return;
        this.#wanted = this.#film = null;
        this.render(this.words(problem));
        return;
      }
    }
    if (start !== null && end > start) this.#select(start, end);
  }

  #lay(film) {
    this.#film = film;
    this.#counting = Timecode.of(film.video);
    this.#chosen = null;
    this.#picked = [];
    this.#zoom = 1;
    this.#at = this.#cursor = 0;
    this.#cells = [];
    cellsOf(this.service, film.video.id).then((cells) => { if (this.#film === film) this.#cells = cells; });
    this.render();
  }

  /** Moments that a search found: those of this film are a lane. */
  set hits(moments) {
    const before = this.#film && this.#matching.map(keyOf).join();
    this.#hits = moments ?? [];
    if (this.#film && this.#matching.map(keyOf).join() !== before) this.#drawBody();
  }

  get #matching() {
    return this.#hits.filter((hit) => hit.video === this.#film.video.id);
  }

  /** The second that the player is at. */
  set time(second) {
    this.#at = second;
    if (this.#playhead) this.#playhead.style.left = this.#left(second);
  }

  get selection() {
    return this.#chosen && { video: this.#film.video.id, ...this.#chosen };
  }

  set selection(wanted) {
    if (wanted) this.#select(wanted.start, wanted.end);
    else this.#clear();
  }

  // ---- times

  /** The film's timecode, where times are written so: as the reader says, else the page, else if the film has one of its own. */
  get #clock() {
    const wanted = this.#preferred ?? this.getAttribute('time');
    return wanted === 'timecode' || (wanted !== 'plain' && this.#film.video.startTimecode) ? this.#counting : null;
  }

  #time(second) {
    return this.#clock?.at(second) ?? timecode(second, true);
  }

  #span(start, end) {
    return this.#clock?.span(start, end).join(' – ') ?? span(start, end);
  }

  #switchTimes() {
    this.#preferred = this.#clock ? 'plain' : 'timecode';
    this.render();
    this.shadowRoot.querySelector('[part=time]').focus();
  }

  /** Times of the one kind or the other; where frames are not counted, why not. */
  #times() {
    if (this.#film.video.variableRate) return h('span', { class: 'small muted' }, this.t.variable);
    return this.#counting && h('button', {
      class: 'quiet', part: 'time', type: 'button', 'aria-pressed': String(Boolean(this.#clock)), title: this.t.timecodeTitle, onclick: () => this.#switchTimes(),
    }, this.t.timecode);
  }

  // ---- drawing

  render(problem = null) {
    this.#resized.disconnect();
    if (!this.#film) {
      this.#playhead = null;
      this.shadowRoot.replaceChildren(h('section', { class: 'card', part: 'card', 'aria-label': this.t.label },
        problem ? h('p', { class: 'problem', role: 'alert' }, problem) : h('p', { class: 'empty' }, this.getAttribute('idle') ?? this.t.idle)));
      return;
    }
    this.#said = h('p', { class: 'said', role: 'status' });
    this.shadowRoot.replaceChildren(h('section', { class: 'card', part: 'card', 'aria-label': this.t.label },
      this.#head(), h('div', { class: 'body' }), this.#drawPicks(), this.#list, this.#said));
    this.#drawBody();
    this.#drawChosen();
    this.#drawList();
  }

  /** The lanes; whoever looks at a stretch of them, or is at a block, stays there. */
  #drawBody() {
    const body = this.shadowRoot.querySelector('.body');
    const from = body.contains(this.#scroll) ? this.#scroll.scrollLeft : null;
    const held = body.contains(this.shadowRoot.activeElement) && this.shadowRoot.activeElement;
    const lanes = this.#lanes();
    this.#resized.disconnect();
    this.#canvas = this.#drawCanvas(lanes);
    this.#scroll = h('div', { class: 'scroll', part: 'scroll' }, this.#canvas);
    this.#peek = h('div', { class: 'peek', hidden: true, 'aria-hidden': 'true' }, h('span', { class: 'preview' }, h('i')), h('p', { class: 'time' }));
    body.replaceChildren(h('div', { class: 'names', 'aria-hidden': 'true' }, lanes.map((lane) => h('span', {}, lane.name))), this.#scroll, this.#peek);
    this.#scroll.addEventListener('scroll', () => this.#drawRuler());
    this.#scroll.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.#resized.observe(this.#scroll);
    this.#zoomTo(this.#zoom);
    this.#drawBand();
    if (from !== null) this.#scroll.scrollLeft = from;
    if (held) ([...this.#canvas.querySelectorAll('.block')].find((block) => block.scene === held.scene) ?? this.#canvas).focus({ preventScroll: true });
  }

  #lanes() {
    const { scenes } = this.#film;
    const lane = (kind, all, name) => rows(all).map((row, index) => ({ kind, name: index ? '' : name, scenes: row }));
    return [
      ...(this.shows('hits') ? lane('hit', this.#matching, this.t.hits) : []),
      ...(this.shows('scenes') ? lane('scene', scenes.filter((scene) => scene.kind === 'scene'), this.t.scenes) : []),
      ...(this.shows('events') ? lane('event', scenes.filter((scene) => scene.kind === 'event'), this.t.events) : []),
    ];
  }

  #head() {
    return h('div', { class: 'bar-top' }, h('h2', { title: this.#film.video.name }, this.#film.video.name),
      h('span', { class: 'small muted' }, this.t.counted(this.#film.scenes.length, this.shared.duration(this.#length()))),
      this.#clock && h('span', { class: 'small muted time' }, `${this.#clock.first} – ${this.#clock.end}`),
      this.shows('time') && this.#times(),
      this.shows('zoom') && h('span', { class: 'apart', role: 'group', 'aria-label': this.t.zoom },
        h('button', { class: 'plain zoom', type: 'button', 'aria-label': this.t.zoomOut, onclick: () => this.#zoomTo(this.#zoom / 2) }, '−'),
        h('button', { class: 'plain zoom', type: 'button', 'aria-label': this.t.zoomIn, onclick: () => this.#zoomTo(this.#zoom * 2) }, '+'),
        h('button', { class: 'plain', type: 'button', onclick: () => this.#zoomTo(1) }, this.t.fit)));
  }

  #drawCanvas(lanes) {
    this.#ruler = h('div', { class: 'ruler', 'aria-hidden': 'true' });
    this.#band = h('div', { class: 'chosen', hidden: true });
    this.#line = h('div', { class: 'cursor', hidden: true });
    this.#playhead = h('div', { class: 'playhead', style: { left: this.#left(this.#at) } });
    const canvas = h('div', { class: 'canvas', part: 'canvas', tabindex: 0, role: 'group', 'aria-label': this.t.canvas, 'aria-describedby': 'keys' },
      h('span', { class: 'unseen-text', id: 'keys' }, this.t.keys),
      this.#ruler, lanes.map((lane) => h('div', { class: 'lane', part: 'lane' }, lane.scenes.map((scene) => this.#block(scene, lane.kind)))),
      this.#band, this.#line, this.#playhead);
    canvas.addEventListener('keydown', (event) => this.#key(event));
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#look(event));
    canvas.addEventListener('pointerleave', () => { this.#peek.hidden = true; });
    canvas.addEventListener('blur', () => { this.#line.hidden = true; });
    return canvas;
  }

  #block(scene, kind) {
    const block = h('button', {
      type: 'button', class: `block ${kind}`, part: `block ${kind}`, lang: WRITTEN, tabindex: -1, title: `${this.#span(scene.start, scene.end)}\n${scene.caption}`,
      'aria-label': `${this.#span(scene.start, scene.end)}: ${scene.caption}`, 'aria-pressed': 'false',
      style: { left: this.#left(scene.start), width: `calc(${((scene.end - scene.start) / this.#length()) * 100}% - 1px)` },
      ondblclick: () => this.#play(scene),
    }, kind === 'hit' ? '' : scene.caption);
    block.scene = scene;
    block.addEventListener('click', (event) => this.#choose(scene, event.shiftKey));
    return block;
  }

  #drawPicks() {
    const time = (label, part) => h('input', { class: 'field', part, autocomplete: 'off', spellcheck: 'false', 'aria-label': label, placeholder: this.#clock?.first ?? '0:00.0', onchange: () => this.#typed() });
    this.#from = time(this.t.from, 'in');
    this.#to = time(this.t.to, 'out');
    this.#long = h('span', { class: 'long time' });
    this.#list = h('div', { class: 'list', role: 'list', 'aria-label': this.t.list });
    return h('div', { class: 'picks', part: 'picks', role: 'group', 'aria-label': this.t.selection },
      h('label', {}, this.t.in, this.#from), h('label', {}, this.t.out, this.#to), this.#long,
      h('button', { class: 'quiet', type: 'button', onclick: () => this.#chosen && this.#play({ ...this.#chosen, caption: this.#label(this.#chosen) }) }, this.t.play),
      h('button', { class: 'quiet', type: 'button', onclick: () => this.#pick() }, this.t.add),
      this.shows('export') && h('span', { class: 'apart' }, this.#exporting.controls(this.#said)));
  }

  /** Only what is in sight and a little around it: a long film zoomed into has more seconds than a page bears. */
  #drawRuler() {
    const width = this.#canvas.clientWidth;
    if (!width) return;
    const second = (x) => (x / width) * this.#length();
    const { scrollLeft, clientWidth } = this.#scroll;
    const [from, to] = [Math.max(0, second(scrollLeft - clientWidth)), Math.min(this.#length(), second(scrollLeft + 2 * clientWidth))];
    const ticks = this.#clock?.ticks(from, to, second(APART.timecode)) ?? this.#plainTicks(from, to, second(APART.plain));
    this.#ruler.replaceChildren(...ticks.map((tick) => h('span', { style: { left: this.#left(tick.second) } }, tick.label)));
  }

  #plainTicks(from, to, least) {
    const step = STEPS.find((each) => each >= least) ?? STEPS.at(-1);
    const first = Math.floor(from / step);
    return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step)
      .map((second) => ({ second, label: timecode(second, step < 1) }));
  }

  #drawChosen() {
    [this.#from.value, this.#to.value] = this.#chosenTimes();
    this.#long.textContent = this.#chosen ? this.#clock?.length(this.#chosen.start, this.#chosen.end) ?? this.shared.seconds(this.#chosen.end - this.#chosen.start) : '';
    this.#drawBand();
  }

  #drawBand() {
    this.#band.hidden = !this.#chosen;
    this.#canvas.querySelectorAll('.block').forEach((block) => block.setAttribute('aria-pressed',
      String(this.#chosen?.start === block.scene.start && this.#chosen?.end === block.scene.end)));
    if (!this.#chosen) return;
    this.#band.style.left = this.#left(this.#chosen.start);
    this.#band.style.width = `${((this.#chosen.end - this.#chosen.start) / this.#length()) * 100}%`;
  }

  #chosenTimes() {
    if (!this.#chosen) return ['', ''];
    const { start, end } = this.#chosen;
    return this.#clock?.span(start, end) ?? [timecode(start, true), timecode(end, true)];
  }

  #drawList() {
    this.#list.replaceChildren(...this.#picked.map((one) => h('span', { role: 'listitem' }, h('button', {
      class: 'quiet time', type: 'button', 'aria-label': this.t.drop(this.#span(one.start, one.end)),
      onclick: () => { this.#picked = this.#picked.filter((other) => other !== one); this.#drawList(); },
    }, this.#span(one.start, one.end), ' ✕'))));
  }

  #left(second) {
    return `${Math.min(1, Math.max(0, second / this.#length())) * 100}%`;
  }

  #length() {
    return this.#film.video.durationSeconds || 1;
  }

  // ---- zoom

  /** The place under the pointer, or else what is selected, stays where it is. */
  #zoomTo(zoom, share = null) {
    const before = this.#scroll.clientWidth;
    const most = Math.max(1, Math.min(2000, (this.#length() * CLOSEST) / Math.max(200, before)));
    const held = share ?? (this.#chosen?.start ?? this.#at) / this.#length();
    const offset = held * this.#canvas.clientWidth - this.#scroll.scrollLeft;
    this.#zoom = Math.min(most, Math.max(1, zoom));
    this.#canvas.style.width = `${this.#zoom * 100}%`;
    this.#scroll.scrollLeft = held * this.#canvas.clientWidth - Math.min(before, Math.max(0, offset));
    this.#drawRuler();
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#zoomTo(this.#zoom * Math.exp(-event.deltaY / 300), this.#second(event) / this.#length());
  }

  // ---- selecting

  #second(event) {
    const box = this.#canvas.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * this.#length();
  }

  #select(start, end) {
    const from = Math.max(0, Math.min(start, end));
    const to = Math.min(this.#length(), Math.max(start, end));
    if (to - from < 0.001) return;
    this.#chosen = { start: Math.round(from * 1000) / 1000, end: Math.round(to * 1000) / 1000 };
    this.#drawChosen();
    this.tell('tv-select', this.selection);
  }

  #clear() {
    this.#chosen = null;
    this.#anchor = null;
    this.#drawChosen();
    this.tell('tv-select', null);
  }

  #choose(scene, further) {
    if (further && this.#chosen) this.#select(Math.min(this.#chosen.start, scene.start), Math.max(this.#chosen.end, scene.end));
    else this.#select(scene.start, scene.end);
  }

  #typed() {
    const shown = this.#chosenTimes();
    const start = this.#read(this.#from, shown[0], this.#chosen?.start);
    const end = this.#read(this.#to, shown[1], this.#chosen?.end);
    const wrong = start.wrong ?? end.wrong;
    if (wrong) this.#said.textContent = wrong;
    else if (start.second < end.second) {
      this.#said.textContent = '';
      this.#select(start.second, end.second);
    } else if (this.#from.value && this.#to.value) this.#said.textContent = this.t.unreadable(this.#counting?.first);
  }

  /** The second that is written in a field, plainly or as timecode, or what is wrong with it in words; what was not touched stays as exact as it is. */
  #read({ value }, shown, known) {
    if (value === shown && value) return { second: known };
    if (!isTimecode(value)) return { second: seconds(value) };
    if (!this.#counting) return { wrong: this.#film.video.variableRate ? this.t.variable : this.t.uncounted };
    const read = this.#counting.read(value);
    return read.wrong ? { wrong: this.t.wrong[read.wrong](read, this.#counting) } : read;
  }

  /** Drawn with the pointer: a press that moves selects, one that does not is a click on a block, or puts the cursor. */
  #press(event) {
    if (event.button !== 0) return;
    const first = this.#second(event);
    const x = event.clientX;
    let drawn = false;
    const move = (moved) => {
      drawn ||= Math.abs(moved.clientX - x) > 4;
      if (!drawn) return;
      this.#canvas.setPointerCapture(event.pointerId);
      this.#select(first, this.#second(moved));
    };
    const end = (released) => {
      this.#canvas.removeEventListener('pointermove', move);
      if (drawn) this.#swallow();
      else if (!released.composedPath().some((each) => each.scene)) {
        this.#cursor = first;
        this.#canvas.focus();
        this.tell('tv-seek', { video: this.#film.video.id, time: first });
      }
    };
    this.#canvas.addEventListener('pointermove', move);
    this.#canvas.addEventListener('pointerup', end, { once: true });
    this.#canvas.addEventListener('pointercancel', () => this.#canvas.removeEventListener('pointermove', move), { once: true });
  }

  /** The click that ends a drawn span is none on what lies there. */
  #swallow() {
    const stop = (click) => click.stopPropagation();
    this.#canvas.addEventListener('click', stop, { capture: true, once: true });
    setTimeout(() => this.#canvas.removeEventListener('click', stop, { capture: true }));
  }

  #look(event) {
    if (!this.shows('preview') || !this.#cells.length || event.pointerType === 'touch') return;
    const second = this.#second(event);
    const body = this.#peek.parentElement.getBoundingClientRect();
    this.#peek.hidden = false;
    this.#peek.style.left = `${Math.min(body.width - 152, Math.max(0, event.clientX - body.left - 75))}px`;
    showCell(this.#peek.firstElementChild, this.#cells, second);
    this.#peek.lastElementChild.textContent = this.#time(second);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey) return;
    const block = event.target.scene;
    const to = (steps) => (event.altKey ? this.#frameFrom(steps) : this.#cursor + steps);
    const does = {
      ArrowRight: () => this.#move(to(1), event.shiftKey), ArrowLeft: () => this.#move(to(-1), event.shiftKey),
      Home: () => this.#move(0, event.shiftKey), End: () => this.#move(this.#length(), event.shiftKey),
      ArrowDown: () => this.#walk(1), ArrowUp: () => this.#walk(-1), PageDown: () => this.#walk(1), PageUp: () => this.#walk(-1),
      i: () => this.#mark('start'), o: () => this.#mark('end'), a: () => this.#pick(), e: () => this.shows('export') && this.#exporting.run(),
      '+': () => this.#zoomTo(this.#zoom * 2), '=': () => this.#zoomTo(this.#zoom * 2), '-': () => this.#zoomTo(this.#zoom / 2), 0: () => this.#zoomTo(1),
      Escape: () => this.#clear(), ' ': () => this.#play(block ?? this.#chosen ?? { start: this.#cursor, end: null }),
      Enter: () => (block ? this.#choose(block, event.shiftKey) : this.#play(this.#chosen ?? { start: this.#cursor, end: null })),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  #frameFrom(steps) {
    return this.#counting?.step(this.#cursor, steps) ?? this.#cursor + steps / (this.#film.video.frameRate || 25);
  }

  /** Moves the cursor; with Shift, from where it was on, a span is selected. */
  #move(second, selecting) {
    const before = this.#cursor;
    this.#cursor = Math.min(this.#length(), Math.max(0, second));
    this.#line.hidden = false;
    this.#line.style.left = this.#left(this.#cursor);
    const x = (this.#cursor / this.#length()) * this.#canvas.clientWidth;
    if (x < this.#scroll.scrollLeft || x > this.#scroll.scrollLeft + this.#scroll.clientWidth) this.#scroll.scrollLeft = x - this.#scroll.clientWidth / 2;
    if (!selecting) this.#anchor = null;
    else {
      this.#anchor ??= before;
      this.#select(this.#anchor, this.#cursor);
    }
    this.#said.textContent = this.#anchor === null ? this.#time(this.#cursor) : this.t.chosen(this.#span(this.#chosen?.start ?? 0, this.#chosen?.end ?? 0));
  }

  /** As in editing systems: I marks where it begins, O where it ends. */
  #mark(side) {
    const at = this.#cursor;
    if (side === 'start') this.#select(at, this.#chosen && this.#chosen.end > at ? this.#chosen.end : this.#length());
    else this.#select(this.#chosen && this.#chosen.start < at ? this.#chosen.start : 0, at);
    this.#said.textContent = this.#chosen ? this.t.chosen(this.#span(this.#chosen.start, this.#chosen.end)) : '';
  }

  #walk(step) {
    const blocks = [...this.#canvas.querySelectorAll('.block')];
    if (!blocks.length) return;
    const at = blocks.indexOf(this.shadowRoot.activeElement);
    const next = blocks[at < 0 ? (step > 0 ? 0 : blocks.length - 1) : Math.min(blocks.length - 1, Math.max(0, at + step))];
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#cursor = next.scene.start;
  }

  #label({ start, end }) {
    const scenes = this.#film.scenes;
    const same = scenes.find((scene) => scene.start === start && scene.end === end);
    return (same ?? scenes.findLast((scene) => scene.start <= start && start < scene.end))?.caption ?? '';
  }

  #play({ start, end, caption }) {
    this.tell('tv-play', { video: this.#film.video.id, name: this.#film.video.name, start, end, caption: caption ?? this.#label({ start, end }) });
  }

  // ---- exporting

  #pick() {
    if (!this.#chosen || this.#picked.some(({ start, end }) => start === this.#chosen.start && end === this.#chosen.end)) return;
    this.#picked = [...this.#picked, this.#chosen];
    this.#drawList();
  }

  /** The picked spans, else the selected one, else the whole film. */
  #exported() {
    const { id, name } = this.#film.video;
    const spans = this.#picked.length ? this.#picked : this.#chosen ? [this.#chosen] : [];
    return { title: name, whole: id, spans: spans.map(({ start, end }) => ({ video: id, start, end, label: this.#label({ start, end }) })) };
  }
}

customElements.define('tv-timeline', TvTimeline);
