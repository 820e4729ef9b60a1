import { common, duration, h, sheet, size } from './dom.js';
import { serviceOf } from './service.js';

const style = sheet(`
  .drop { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; justify-content: center; border: 1.5px dashed var(--tv-line-strong, #b9c6c1); border-radius: 14px; padding: 1.1rem; text-align: center; transition: background .12s, border-color .12s; }
  .drop.over { border-color: var(--tv-accent, #0a7d5e); background: var(--tv-tint, #e5f2ed); }
  input[type=file] { position: absolute; width: 1px; height: 1px; opacity: 0; }
  ul { display: grid; gap: .5rem; margin-top: .7rem; }
  ul:empty { margin: 0; }
  li { border: 1px solid var(--tv-line, #dbe2df); border-radius: 11px; padding: .65rem .8rem; display: grid; gap: .4rem; background: var(--tv-card, #fff); font-size: .875rem; }
  .row { display: flex; gap: .75rem; align-items: baseline; }
  .row b { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550; }
  .failed { border-color: var(--tv-problem-line, #efc4bb); background: var(--tv-problem, #fdf1ee); }
`);

const STEPS = {
  probe: 'reading the file', sample: 'decoding frames', describe: 'describing what is seen',
  ground: 'pinning the times', embed: 'learning the meaning', publish: 'making it searchable',
};

/**
 * A place to drop films, with progress until each is searchable.
 *
 * Attribute: `service`. Events, bubbling: `tv-accepted` and `tv-indexed` {video} when a film is stored and when it is searchable.
 */
export class TvUpload extends HTMLElement {
  #service;
  #list = h('ul', { 'aria-live': 'polite' });

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#service = serviceOf(this);
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [common, style];
    const chooser = h('input', { type: 'file', multiple: true, accept: 'video/*,.mkv,.mxf,.ts,.avi,.mov', 'aria-label': 'Films to add', tabindex: -1 });
    chooser.addEventListener('change', () => {
      this.add(chooser.files);
      chooser.value = '';
    });
    const drop = h('div', { class: 'drop' },
      h('button', { class: 'primary', type: 'button', onclick: () => chooser.click() }, 'Add films'),
      h('span', { class: 'muted small' }, 'or drop them here: MP4, WebM, MOV, MKV and whatever else FFmpeg reads'), chooser);
    drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (event) => { event.preventDefault(); drop.classList.remove('over'); this.add(event.dataTransfer.files); });
    this.shadowRoot.append(drop, this.#list);
  }

  /** Uploads films one after another; each is indexed while the next is on its way. */
  async add(files) {
    for (const [file, row] of [...files].map((file) => [file, this.#row(file)])) {
      try {
        const accepted = await this.#service.upload(file, (share) => row.show(share * 100, `sending ${size(file.size)}`));
        this.#tell('tv-accepted', accepted.video);
        this.#service.follow(accepted.job.id, (job) => row.show(job.percent, words(job)))
          .then((job) => job.state === 'DONE' ? this.#done(row, accepted.video) : this.#failed(row, job.problem, accepted.video));
      } catch (problem) {
        row.fail(problem.message);
      }
    }
  }

  #done(row, video) {
    row.show(100, 'searchable');
    this.#tell('tv-indexed', video);
  }

  #failed(row, problem, video) {
    row.fail(problem);
    this.#tell('tv-indexed', video);
  }

  #tell(type, video) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail: { video } }));
  }

  #row(file) {
    const fill = h('i');
    const bar = h('div', { class: 'bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-label': file.name }, fill);
    const status = h('span', { class: 'muted time' }, 'waiting');
    const row = h('li', {}, h('div', { class: 'row' }, h('b', { title: file.name }, file.name), status), bar);
    this.#list.prepend(row);
    return {
      show(percent, text) {
        fill.style.width = `${percent}%`;
        bar.setAttribute('aria-valuenow', Math.round(percent));
        status.textContent = percent < 100 ? `${text} · ${Math.round(percent)} %` : text;
      },
      fail(message) {
        row.className = 'failed';
        status.textContent = 'not added';
        bar.replaceWith(h('p', { role: 'alert' }, message));
      },
    };
  }
}

function words(job) {
  if (job.state === 'QUEUED') return 'waiting for its turn';
  const rest = job.remainingSeconds ? `, ${duration(job.remainingSeconds)} left` : '';
  return (STEPS[job.step] ?? job.step) + rest;
}

customElements.define('tv-upload', TvUpload);
