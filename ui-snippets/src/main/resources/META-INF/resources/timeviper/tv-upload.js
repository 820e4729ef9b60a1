import { h, sheet, size } from './dom.js';
import { entriesWithFolders, filesIn } from './dropped.js';
import { TvElement } from './element.js';
import { metadataIn } from './metadata.js';
import { largest, TusUpload } from './tus.js';

const style = sheet(`
  .drop { position: relative; display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; justify-content: center; border: 1.5px dashed var(--_line-strong); border-radius: calc(var(--_radius) * 1.2); padding: .8rem; text-align: center; transition: background .12s, border-color .12s; }
  .drop.over { border-color: var(--_accent); background: var(--_tint); }
  input[type=file] { position: absolute; width: 1px; height: 1px; opacity: 0; }
  .left { margin-top: .5rem; }
  .left:empty { display: none; }
  ul { display: grid; gap: .5rem; margin-top: .7rem; }
  ul:empty { margin: 0; }
  li { border: 1px solid var(--_line); border-radius: var(--_radius); padding: .6rem .8rem; display: grid; gap: .35rem; background: var(--_card); font-size: .875rem; }
  .head { display: flex; gap: .5rem; align-items: center; min-height: 1.75rem; }
  .head b { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550; }
  .head button { flex: none; white-space: nowrap; }
  .status { font-variant-numeric: tabular-nums; font-size: .8125rem; color: var(--_muted); }
  .done .status { color: var(--_accent-text); font-weight: 550; }
  .failed { border-color: var(--_problem-line); background: var(--_problem); }
  .failed .status { color: var(--_problem-text); font-weight: 550; }
  .failed button { border-color: var(--_problem-line); color: var(--_text); }
  .message { overflow-wrap: anywhere; }
  .message small { display: block; font-size: .8125rem; color: var(--_muted); }
`);

/** Kinds of file that hold films although browsers do not know it, or take them for something else. */
const FILMS = ['3gp', 'asf', 'avi', 'dv', 'flv', 'm2ts', 'm2v', 'mkv', 'mov', 'mp4', 'mts', 'mxf', 'ogg', 'ogv', 'rm', 'ts', 'vob', 'webm', 'wmv'];
const FILM = new RegExp(`\\.(${FILMS.join('|')})$`, 'i');
const NO_FILM = /^(audio|font|text)\/|^image\/(?!gif|webp|apng|avif)|^application\/(gzip|json|msword|pdf|rtf|vnd\.(ms-(excel|powerpoint)|oasis|openxmlformats)|xml|zip)/;

/** Films that are taken of dropped folders. */
const MOST = 1000;

/** Phases in which something is under way that can be cancelled. */
const GOING = ['waiting', 'sending', 'pausing', 'stopping', 'indexing'];

/** What may be otherwise by and by; the rest is wrong with the file, or with what the page says of it. */
const WORTH_ANOTHER_TRY = [0, 401, 403, 404, 408, 409, 410, 425, 429, 500, 502, 503, 504, 507];

/** What is said of an answer, and of a file that is not there any more. */
const PROBLEMS = { 404: 'gone', 408: 'busy', 409: 'busy', 410: 'gone', 425: 'busy', 429: 'busy', 502: 'busy', 503: 'busy', 504: 'busy', 507: 'room' };
const LOST = ['NotReadableError', 'NotFoundError'];

/** One film and what is drawn of it. */
class Row {
  file;
  upload = null;
  job = null;
  video = null;
  phase = 'waiting';
  /** What makes up the status, a note and a message as long as they hold: functions, for the language may change. */
  status = null;
  note = null;
  message = null;
  percent = 0;
  /** What is done when it is tried again; null if that is of no use. */
  again = null;
  cancelled = false;

  #fill = h('i');
  #bar = h('div', { class: 'bar', part: 'bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 }, this.#fill);
  #status = h('p', { class: 'status', part: 'status' });
  #note = h('p', { class: 'small muted', part: 'note' });
  #message = h('p', { class: 'message', part: 'message' });
  #cancel;
  #retry;

  /**
   * @param {File} file
   * @param {{cancel: function(Row), again: function(Row)}} asked what the buttons do
   */
  constructor(file, asked) {
    this.file = file;
    this.#cancel = h('button', { type: 'button', class: 'quiet', part: 'cancel', onclick: () => asked.cancel(this) });
    this.#retry = h('button', { type: 'button', class: 'quiet', part: 'retry', onclick: () => asked.again(this) });
    this.#bar.setAttribute('aria-label', file.name);
    this.node = h('li', { part: 'row', tabindex: -1 },
      h('div', { class: 'head' }, h('b', { title: file.name }, file.name), this.#retry, this.#cancel), this.#bar, this.#status, this.#note, this.#message);
  }

  /** Goes over to a phase; what was said of the one before holds no more. */
  enter(phase, status = null) {
    Object.assign(this, { phase, status, message: null, again: null });
    if (!GOING.includes(phase)) this.note = null;
  }

  draw(texts, again, cancellable) {
    const status = this.status?.() ?? texts[this.phase];
    const focused = this.node.getRootNode().activeElement; // asked for first: what is hidden has lost it
    this.node.className = this.phase;
    this.#bar.hidden = !GOING.includes(this.phase);
    this.#fill.style.width = `${this.percent}%`;
    this.#bar.setAttribute('aria-valuenow', Math.round(this.percent));
    this.#bar.setAttribute('aria-valuetext', status);
    this.#put(this.#status, status);
    this.#put(this.#note, this.note?.());
    this.#say(this.message?.());
    this.#button(this.#cancel, texts.cancel, texts.cancelLabel(this.file.name), cancellable && GOING.includes(this.phase));
    this.#button(this.#retry, again, texts.againLabel(this.file.name), this.again !== null);
    this.#keepFocus(focused);
  }

  /** Whoever has just used a button that is gone now is not sent back to the beginning of the page. */
  #keepFocus(focused) {
    const buttons = [this.#cancel, this.#retry];
    if (focused?.hidden && buttons.includes(focused)) (buttons.find((each) => !each.hidden) ?? this.node).focus();
  }

  #put(element, text) {
    element.hidden = !text;
    if (element.textContent !== (text ?? '')) element.textContent = text ?? '';
  }

  #say(message) {
    const said = h('p', {}, message?.text, message?.detail && h('small', {}, message.detail));
    this.#message.hidden = !message;
    if (this.#message.innerHTML !== said.innerHTML) this.#message.replaceChildren(...said.childNodes);
  }

  #button(button, text, label, shown) {
    if (button.textContent !== text) button.textContent = text;
    button.setAttribute('aria-label', label);
    button.hidden = !shown;
  }
}

/**
 * A place to drop films, with progress until each is searchable. An upload that broke off goes on where it stood, also when the same file is chosen again on a page that was
 * closed meanwhile.
 *
 * Attributes: `service`, `collection`, `tags` (with commas between them), `language`, `metadata` (a JSON object), `hide` (`hint`, `cancel`, `remaining`, `list`). Method: `add(files)`.
 * Events, bubbling: `tv-upload-progress` {file, sent, size, remainingSeconds} while a film is sent; `tv-accepted` and `tv-indexed` {video} when a film is stored and when it is
 * searchable, or will not be.
 */
export class TvUpload extends TvElement {
  static styles = [style];
  static section = 'upload';

  #rows = [];
  #turn = Promise.resolve();
  #list = h('ul', { part: 'list' });
  /** What happens to the films, for those who do not see it; how far they are can be asked of the bars. */
  #said = h('div', { class: 'unseen-text', role: 'log' });
  /** What was not taken of dropped folders. */
  #leftOut = null;
  #left = h('p', { class: 'left small muted', part: 'left', role: 'status' });

  render() {
    const chooser = h('input', { type: 'file', multiple: true, accept: ['video/*', ...FILMS.map((kind) => `.${kind}`)].join(), 'aria-label': this.t.label, tabindex: -1 });
    chooser.addEventListener('change', () => {
      this.add(chooser.files);
      chooser.value = '';
    });
    const drop = h('div', { class: 'drop', part: 'drop' },
      h('button', { class: 'primary', part: 'button', type: 'button', onclick: () => chooser.click() }, this.t.button),
      this.shows('hint') && h('span', { class: 'muted small', part: 'hint' }, this.t.drop), chooser);
    drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (event) => { event.preventDefault(); drop.classList.remove('over'); this.#take(event.dataTransfer); });
    this.#list.setAttribute('aria-label', this.t.list);
    this.#said.setAttribute('aria-label', this.t.list);
    this.shadowRoot.replaceChildren(h('section', { 'aria-label': this.t.label }, drop, this.#left, this.shows('list') && this.#list, this.#said));
    this.#drawLeft();
    this.#rows.forEach((row) => this.#draw(row));
  }

  /** Takes what was dropped: files as they are, of folders the films in them. */
  async #take(transfer) {
    const entries = entriesWithFolders(transfer);
    this.#leftOut = null;
    if (!entries) {
      this.#drawLeft();
      this.add(transfer.files);
      return;
    }
    const { files, ...left } = await filesIn(entries, ({ name, type }) => FILM.test(name) || /^video\//.test(type), MOST);
    this.#leftOut = { taken: files.length, ...left };
    this.#drawLeft();
    this.add(files);
  }

  #drawLeft() {
    this.#left.textContent = this.#leftOut ? this.t.leftOut(this.#leftOut) : '';
  }

  /** Uploads films one after another; each is indexed while the next is on its way. Resolves when all are stored, or cannot be. */
  async add(files) {
    const rows = [...files].map((file) => new Row(file, { cancel: (row) => this.#cancel(row), again: (row) => row.again() }));
    this.#rows.unshift(...rows);
    this.#list.prepend(...rows.map((row) => row.node));
    await Promise.all(rows.map((row) => this.#begin(row)));
  }

  #begin(row) {
    const { name, type, size: bytes } = row.file;
    const wrong = bytes === 0 ? 'empty' : NO_FILM.test(type) && !FILM.test(name) ? 'noFilm' : this.#metadata() === undefined ? 'metadata' : null;
    if (wrong) return this.#fail(row, () => ({ text: this.t.problems[wrong] }));
    row.percent = 0;
    this.#enter(row, 'waiting');
    this.#turn = this.#turn.then(() => this.#send(row));
    return this.#turn;
  }

  async #send(row) {
    if (row.phase === 'waiting') await this.#bring(row); // else it was cancelled meanwhile
  }

  /** Never fails: what goes wrong is said in the row. */
  async #bring(row) {
    row.upload ??= new TusUpload(this.service, row.file, this.#attributes(), this.#told(row));
    try {
      const { video, job } = await row.upload.send();
      row.job = job;
      row.video = await this.service.video(video).catch(() => ({ id: video, name: row.file.name }));
      this.tell('tv-accepted', { video: row.video });
      this.#say(this.t.accepted(row.file.name));
      this.#index(row);
    } catch (problem) {
      if (problem.name === 'AbortError') this.#stopped(row);
      else this.#fail(row, await this.#why(problem, row.file), WORTH_ANOTHER_TRY.includes(problem.status) && (() => this.#begin(row)));
    }
  }

  #attributes() {
    const [collection, tags, language] = ['collection', 'tags', 'language'].map((name) => this.getAttribute(name)?.trim());
    return { collection, tags, language, metadata: this.#metadata() };
  }

  /** What the page says as metadata; undefined if that cannot be read, which its author is told where authors look. */
  #metadata() {
    const said = this.getAttribute('metadata');
    try {
      return metadataIn(said);
    } catch (problem) {
      console.error(`tv-upload: the attribute metadata takes a JSON object of texts, such as {"rights":"owned"}. It is: ${said}`, problem);
      return undefined;
    }
  }

  #told(row) {
    const { size: all } = row.file;
    return {
      progress: (sent, left) => {
        if (row.cancelled) return;
        row.percent = (sent / all) * 100;
        this.#enter(row, 'sending', () => (sent < all ? this.#line(this.t.sent(size(sent), size(all)), row.percent, left) : this.t.checking));
        this.tell('tv-upload-progress', { file: row.file, sent, size: all, remainingSeconds: left });
      },
      goesOn: (from) => {
        row.note = () => this.t.goesOn(size(from));
        this.#draw(row);
        this.#say(`${row.file.name}: ${row.note()}`);
      },
      waits: (problem) => {
        if (row.cancelled) return;
        const text = problem.status === 0 ? 'unconnected' : row.percent < 100 ? 'busy' : 'checking';
        if (row.phase !== 'pausing') this.#say(`${row.file.name}: ${this.t[text]}`);
        this.#enter(row, 'pausing', () => this.t[text]);
      },
    };
  }

  /** What is done, how much of it, and how long it still takes. */
  #line(what, percent, seconds) {
    const left = seconds && this.shows('remaining') && this.t.left(this.shared.duration(seconds));
    return [what, `${Math.round(percent)} %`, left].filter(Boolean).join(' · ');
  }

  async #index(row) {
    Object.assign(row, { percent: 0, note: null });
    this.#enter(row, 'indexing', () => this.t.queued);
    if (row.cancelled) this.#cancelJob(row);
    const job = await this.service.follow(row.job, (now) => {
      row.percent = now.percent;
      this.#enter(row, 'indexing', () => (row.cancelled ? this.t.stopping : this.#doing(now)));
    });
    if (job?.state === 'DONE') {
      this.#enter(row, 'done');
      this.#say(`${row.file.name}: ${this.t.done}`);
    } else {
      this.#ended(row, job);
    }
    this.tell('tv-indexed', { video: row.video });
  }

  #doing(job) {
    return job.state === 'QUEUED' ? this.t.queued : this.#line(this.t.steps[job.step] ?? job.step, job.percent, job.remainingSeconds);
  }

  /** A film that is not searchable: its job has ended in another way, or is gone because somebody has removed the film. */
  #ended(row, job) {
    const again = () => this.#indexAgain(row);
    if (job?.state === 'CANCELLED') this.#stopped(row, () => this.t.cancelled, again);
    else this.#fail(row, () => ({ text: job ? this.words(this.jobProblem(job)) : this.t.removed }), job && again);
  }

  async #indexAgain(row) {
    const { again } = row;
    row.cancelled = false;
    this.#enter(row, 'indexing', () => this.t.queued);
    try {
      await this.service.retry(row.job);
      this.#index(row);
    } catch (problem) {
      this.#fail(row, () => ({ text: this.words(problem) }), again);
    }
  }

  #cancel(row) {
    if (row.cancelled) return;
    row.cancelled = true;
    if (row.job) {
      this.#cancelJob(row);
    } else if (row.upload) {
      const waited = row.phase === 'waiting';
      this.#enter(row, 'stopping');
      row.upload.cancel();
      if (waited) this.#bring(row);
    } else {
      this.#stopped(row);
    }
  }

  /** The end of the job is told by those who follow it. */
  async #cancelJob(row) {
    try {
      await this.service.cancel(row.job);
    } catch (problem) {
      row.cancelled = false;
      row.note = [404, 409].includes(problem.status) ? null : () => this.plainWords(problem);
      this.#draw(row);
    }
  }

  #stopped(row, status = () => this.t.stopped, again = null) {
    row.enter('stopped', status);
    row.again = again;
    this.#draw(row);
    this.#say(`${row.file.name}: ${status()}`);
  }

  /**
   * @param {function(): {text: string|Array<Node|string>, detail?: Array<Node|string>}} message
   * @param {function()|null} again what may help; null for nothing
   */
  #fail(row, message, again) {
    row.enter('failed');
    Object.assign(row, { message, again: again || null });
    this.#draw(row);
    this.#say([`${row.file.name}: `, message().text]);
  }

  /** What is wrong, for a person: in the page's language, with the service's own words where they say more of the film. */
  async #why(problem, file) {
    const { status, name } = problem;
    const limit = status === 413 ? await largest(this.service) : null;
    const offline = !navigator.onLine;
    return () => {
      const { problems } = this.t;
      if (LOST.includes(name)) return { text: problems.lost };
      if (status === 0) return { text: offline ? problems.offline : problems.unreachable };
      if (status === 413) return { text: problems.large(size(file.size), file.size > limit && limit ? size(limit) : null) };
      if (status === 422) return { text: problems.unreadable, detail: this.words(problem) };
      return { text: problems[PROBLEMS[status]] ?? this.words(problem) };
    };
  }

  #enter(row, phase, status) {
    row.enter(phase, status);
    this.#draw(row);
  }

  #draw(row) {
    row.draw(this.t, this.shared.again, this.shows('cancel'));
  }

  #say(text) {
    this.#said.append(h('p', {}, text));
    if (this.#said.children.length > 20) this.#said.firstChild.remove();
  }
}

customElements.define('tv-upload', TvUpload);
