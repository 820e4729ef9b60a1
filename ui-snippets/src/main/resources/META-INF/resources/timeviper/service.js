/** The HTTP API as the components use it. One object per service address. */

/**
 * What the service says is wrong. `detail` is its own sentence, if it gave one; `status` is 0 when there is no answer that the page may read: then `shutOut` says whether that is
 * because the service lets no page of this origin read its answers.
 */
export class ServiceProblem extends Error {
  /**
   * @param {number} status
   * @param {string|null} detail
   * @param {number|null} place where in a query that could not be read the problem is
   * @param {{retryAfter?: number|null, shutOut?: boolean, code?: string|null, parameters?: Object|null}} more seconds after which it may be tried again; whether the page may read
   *     no answer; what is wrong, for who says it in other words than the service
   */
  constructor(status, detail = null, place = null, { retryAfter = null, shutOut = false, code = null, parameters = null } = {}) {
    super(detail ?? `status ${status}`);
    this.status = status;
    this.detail = detail;
    this.place = place;
    this.retryAfter = retryAfter;
    this.shutOut = shutOut;
    this.code = code;
    this.parameters = parameters;
  }
}

/** What an answer says is wrong. */
export async function problemOf(response) {
  const later = secondsUntil(response.headers.get('Retry-After'));
  try {
    const { detail, place, code, parameters } = await response.json();
    return new ServiceProblem(response.status, detail ?? null, place ?? null, { retryAfter: later, code, parameters });
  } catch {
    return new ServiceProblem(response.status, null, null, { retryAfter: later }); // Not a problem detail; the status must do.
  }
}

/** Why no answer came, or not all of it: its caller stopped it, or it is the service's or the line's fault; so it is if the time for it ran out. */
const unanswered = (signal, more) => (signal?.reason?.name === 'AbortError' ? signal.reason : new ServiceProblem(0, null, null, more));

/** `Retry-After` takes seconds or a date. */
function secondsUntil(said) {
  const seconds = /^\d+$/.test(said ?? '') ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

const ENDED = ['DONE', 'FAILED', 'CANCELLED'];

const path = (id) => `/v1/videos/${encodeURIComponent(id)}`;

/** A filter as query parameters: what is empty is left out, lists repeat. */
function parameters(given) {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') all.append(name, one);
    }
  }
  return all;
}

export class Service {
  /** @param {string} base the service's address; empty for the page's own */
  constructor(base = '') {
    this.base = base.replace(/\/$/, '');
  }

  /** An address for a path that the service gave. */
  url(path) {
    return path ? this.base + path : null;
  }

  /** The address of a video as a file in a format: `vtt-chapters`, `edl`, … */
  exported(id, format) {
    return this.url(`${path(id)}/export?format=${format}`);
  }

  /**
   * Asks the service for anything, as `fetch` does.
   * @throws {ServiceProblem} of the status that it answers with, if that is no success; of status 0 if it does not answer, or not before `options.signal` runs out of time
   * @throws {DOMException} an AbortError if `options.signal` was stopped
   */
  async call(path, options = {}) {
    let response;
    try {
      response = await fetch(this.base + path, options);
    } catch (cause) {
      const shutOut = !options.signal?.aborted && (await this.#shutsOut());
      throw unanswered(options.signal, { shutOut });
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  /** The origin that the service is at. */
  get origin() {
    return new URL(`${this.base}/`, document.baseURI).origin;
  }

  /** Whether the service is there, but lets no page of this origin read what it answers. A browser tells nobody, so the same is asked for both ways. */
  async #shutsOut() {
    if (this.origin === location.origin) return false;
    const answers = (mode) => fetch(`${this.base}/v1/videos?size=1`, { method: 'HEAD', mode }).then(() => true, () => false);
    return (await answers('no-cors')) && !(await answers('cors'));
  }

  async json(path, options = {}) {
    const response = await this.call(path, { headers: { Accept: 'application/json' }, ...options });
    try {
      return await response.json();
    } catch {
      throw unanswered(options.signal); // The line broke in its middle.
    }
  }

  async post(path, body, options = {}) {
    const headers = { 'Content-Type': 'application/json', Accept: options.accept ?? 'application/json' };
    return this.call(path, { method: 'POST', headers, body: JSON.stringify(body), signal: options.signal });
  }

  /**
   * A page of the films.
   * @param {{from?: number, size?: number, sort?: string, name?: string, state?: string, collection?: string[], tag?: string[], language?: string[], meta?: string[]}} wanted
   * @returns {Promise<{videos: Object[], total: number}>}
   */
  videos(wanted = {}, { signal } = {}) {
    return this.json(`/v1/videos?${parameters(wanted)}`, { signal });
  }

  video(id) {
    return this.json(path(id));
  }

  /** A film, and the tag that a change of it has to name. */
  async tagged(id) {
    const response = await this.call(path(id), { headers: { Accept: 'application/json' }, cache: 'no-store' });
    return { video: await response.json(), tag: response.headers.get('ETag') };
  }

  /**
   * Changes what is said of a film.
   * @param {{collection?: string, tags?: string[], language?: string, metadata?: Object<string, string|null>}} change what it leaves out stays; a key that is null is removed
   * @param {string} tag of the film that is meant; a problem of status 412 if it is another one by now
   * @returns {Promise<Object>} the film as it is now
   */
  async change(id, change, tag) {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'If-Match': tag };
    return (await this.call(path(id), { method: 'PATCH', headers, body: JSON.stringify(change) })).json();
  }

  /** Has a film described again. @returns {Promise<Object>} the job */
  describe(id) {
    return this.json(`${path(id)}/reindex`, { method: 'POST' });
  }

  /** Jobs in a state, newest first. */
  async jobs(state, { size = 500, signal } = {}) {
    return (await this.json(`/v1/jobs?${parameters({ state, size })}`, { signal })).jobs;
  }

  /** Ends a job that waits or is under way. */
  cancel(jobId) {
    return this.json(`/v1/jobs/${encodeURIComponent(jobId)}/cancel`, { method: 'POST' });
  }

  /** Has a job that failed or was cancelled go on. */
  retry(jobId) {
    return this.json(`/v1/jobs/${encodeURIComponent(jobId)}/retry`, { method: 'POST' });
  }

  timeline(id) {
    return this.json(`${path(id)}/timeline`);
  }

  remove(id) {
    return this.call(path(id), { method: 'DELETE' });
  }

  /**
   * Finds moments.
   * @param {string} query words, or an expression of things in time
   * @param {{size?: number, cursor?: string, verify?: boolean, facets?: boolean, filter?: Object, signal?: AbortSignal}} wanted `cursor`: the `next` of the page before
   */
  search(query, { size = 10, cursor, verify = false, facets = false, filter = {}, signal } = {}) {
    return this.json(`/v1/search?${parameters({ q: query, size, cursor, verify, facets, ...filter })}`, { signal });
  }

  /** Moments like a stretch of a video; paged as a search is. */
  similar(id, start, end, { size = 10, cursor, filter = {}, signal } = {}) {
    return this.json(`${path(id)}/similar?${parameters({ start, end, limit: size, cursor, ...filter })}`, { signal });
  }

  async suggest(typed, { limit = 8, signal } = {}) {
    return (await this.json(`/v1/suggest?${parameters({ q: typed, limit })}`, { signal })).suggestions;
  }

  async ground(id, description) {
    return (await this.post(`${path(id)}/ground`, { description })).json();
  }

  /**
   * Spans as a file.
   * @param {{format: string, title?: string, selection?: Array, search?: Object}} request
   * @returns {Promise<{blob: Blob, name: string}>}
   */
  async export(request) {
    return fileOf(await this.post('/v1/exports', request, { accept: '*/*' }), request.format);
  }

  /** A whole video as a file. */
  async exportVideo(id, format) {
    return fileOf(await this.call(`${path(id)}/export?format=${encodeURIComponent(format)}`), format);
  }

  /** A conversation with all that was asked and answered in it. */
  conversation(id, { signal } = {}) {
    return this.json(`/v1/conversations/${encodeURIComponent(id)}`, { signal });
  }

  /** Which seconds of a stretch the model looks at for a question. */
  async explain(id, question, start, end) {
    return (await this.post(`${path(id)}/explanations`, { question, start, end })).json();
  }

  /**
   * Asks, and yields each event of the answer as it comes.
   * @param {string|null} conversation `new` to begin one, or the id of the one to go on with; its id comes with the last event
   */
  async *ask(question, hits, signal, conversation = null) {
    const response = await this.post('/v1/ask', { question, hits, conversation }, { accept: 'text/event-stream', signal });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (waiting + value).split(/\r\n|\n|\r/);
      waiting = lines.pop();
      for (const line of lines) {
        if (line.startsWith('data:')) yield JSON.parse(line.slice('data:'.length));
      }
    }
  }

  /**
   * Follows a job until it ends.
   * @param {function(Object)} changed told the job whenever it changes
   * @returns {Promise<Object|null>} the job as it ended; nothing if it is gone, for its film was removed
   */
  follow(jobId, changed) {
    return new Promise((resolve) => {
      const events = new EventSource(`${this.base}/v1/jobs/${encodeURIComponent(jobId)}/events`);
      const take = (job) => {
        changed(job);
        if (ENDED.includes(job.state)) {
          events.close();
          resolve(job);
        }
      };
      const lost = (problem) => {
        if (problem.status !== 404) return; // It may come back; the browser goes on trying.
        events.close();
        resolve(null);
      };
      events.onmessage = (event) => take(JSON.parse(event.data));
      // The stream also ends when the service restarts: the browser connects again by itself; meanwhile the plain resource tells.
      events.onerror = () => this.json(`/v1/jobs/${encodeURIComponent(jobId)}`).then(take).catch(lost);
    });
  }
}

/** The name that the service gives to a file; another site may not read it, and then a plain one must do. */
async function fileOf(response, format) {
  const said = response.headers.get('Content-Disposition') ?? '';
  const name = /filename\*=UTF-8''([^;]+)/i.exec(said)?.[1];
  return { blob: await response.blob(), name: name ? decodeURIComponent(name) : `timeviper.${format.replace(/^vtt-/, '').replace(/-.*$/, '')}` };
}

/** The service that an element's `service` attribute names; the page's own without one. */
export function serviceOf(element) {
  return new Service(element.getAttribute('service') ?? '');
}
