import { h, sheet, size } from './dom.js';
import { TvElement } from './element.js';

const style = sheet(`
  .drop { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; justify-content: center; border: 1.5px dashed var(--_line-strong); border-radius: calc(var(--_radius) * 1.2); padding: .8rem; text-align: center; transition: background .12s, border-color .12s; }
  .drop.over { border-color: var(--_accent); background: var(--_tint); }
  input[type=file] { position: absolute; width: 1px; height: 1px; opacity: 0; }
  ul { display: grid; gap: .5rem; margin-top: .7rem; }
  ul:empty { margin: 0; }
  li { border: 1px solid var(--_line); border-radius: var(--_radius); padding: .65rem .8rem; display: grid; gap: .4rem; background: var(--_card); font-size: .875rem; }
  .row { display: flex; gap: .75rem; align-items: baseline; }
  .row b { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550; }
  .failed { border-color: var(--_problem-line); background: var(--_problem); }
`);

/**
 * A place to drop films, with progress until each is searchable.
 *
 * Attribute: `service`. Events, bubbling: `tv-accepted` and `tv-indexed` {video} when a film is stored and when it is searchable.
 */
export class TvUpload extends TvElement {
  static styles = [style];
  static section = 'upload';

  #list = h('ul', { 'aria-live': 'polite' });

  render() {
    const chooser = h('input', { type: 'file', multiple: true, accept: 'video/*,.mkv,.mxf,.ts,.avi,.mov', 'aria-label': this.t.label, tabindex: -1 });
    chooser.addEventListener('change', () => {
      this.add(chooser.files);
      chooser.value = '';
    });
    const drop = h('div', { class: 'drop', part: 'drop' },
      h('button', { class: 'primary', part: 'button', type: 'button', onclick: () => chooser.click() }, this.t.button),
      h('span', { class: 'muted small' }, this.t.drop), chooser);
    drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (event) => { event.preventDefault(); drop.classList.remove('over'); this.add(event.dataTransfer.files); });
    this.shadowRoot.replaceChildren(drop, this.#list);
  }

  /** Uploads films one after another; each is indexed while the next is on its way. */
  async add(files) {
    for (const [file, row] of [...files].map((file) => [file, this.#row(file)])) {
      try {
        const accepted = await this.service.upload(file, (share) => row.show(share * 100, this.t.sending(size(file.size))));
        this.tell('tv-accepted', { video: accepted.video });
        this.service.follow(accepted.job.id, (job) => row.show(job.percent, this.#doing(job)))
          .then((job) => job?.state === 'DONE' ? this.#done(row, accepted.video) : this.#failed(row, this.#why(job), accepted.video));
      } catch (problem) {
        row.fail(this.words(problem));
      }
    }
  }

  #done(row, video) {
    row.show(100, this.t.done);
    this.tell('tv-indexed', { video });
  }

  /** Why a film is not added, when its job has ended, or is gone because somebody has removed the film. */
  #why(job) {
    if (!job) return this.t.removed;
    return job.state === 'CANCELLED' ? this.t.cancelled : job.problem;
  }

  #failed(row, problem, video) {
    row.fail(problem);
    this.tell('tv-indexed', { video });
  }

  #doing(job) {
    if (job.state === 'QUEUED') return this.t.queued;
    const left = job.remainingSeconds ? ` · ${this.t.left(this.shared.duration(job.remainingSeconds))}` : '';
    return (this.t.steps[job.step] ?? job.step) + left;
  }

  #row(file) {
    const fill = h('i');
    const bar = h('div', { class: 'bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-label': file.name }, fill);
    const status = h('span', { class: 'muted time' }, this.t.waiting);
    const row = h('li', {}, h('div', { class: 'row' }, h('b', { title: file.name }, file.name), status), bar);
    this.#list.prepend(row);
    const failed = this.t.failed;
    return {
      show(percent, text) {
        fill.style.width = `${percent}%`;
        bar.setAttribute('aria-valuenow', Math.round(percent));
        status.textContent = percent < 100 ? `${text} · ${Math.round(percent)} %` : text;
      },
      fail(message) {
        row.className = 'failed';
        status.textContent = failed;
        bar.replaceWith(h('p', { role: 'alert' }, message));
      },
    };
  }
}

customElements.define('tv-upload', TvUpload);
