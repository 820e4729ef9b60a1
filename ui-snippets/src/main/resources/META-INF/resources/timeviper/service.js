/** The HTTP API as the components use it. One object per service address. */

/** What the service says is wrong, in its own words. */
export class ServiceProblem extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

const GONE = 'The service does not answer. Is it still running?';

async function problemOf(response) {
  try {
    const problem = await response.json();
    if (problem.detail) return new ServiceProblem(problem.detail, response.status);
  } catch {
    // Not a problem detail; the status must do.
  }
  return new ServiceProblem(`The service answered with status ${response.status}.`, response.status);
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

  async call(path, options = {}) {
    let response;
    try {
      response = await fetch(this.base + path, options);
    } catch (cause) {
      if (cause.name === 'AbortError') throw cause;
      throw new ServiceProblem(GONE, 0);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  async json(path, options = {}) {
    return (await this.call(path, { headers: { Accept: 'application/json' }, ...options })).json();
  }

  videos(size = 100) {
    return this.json(`/v1/videos?size=${size}`);
  }

  video(id) {
    return this.json(`/v1/videos/${encodeURIComponent(id)}`);
  }

  timeline(id) {
    return this.json(`/v1/videos/${encodeURIComponent(id)}/timeline`);
  }

  remove(id) {
    return this.call(`/v1/videos/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  search(query, { size = 10, verify = false, signal } = {}) {
    const parameters = new URLSearchParams({ q: query, size, verify });
    return this.json(`/v1/search?${parameters}`, { signal });
  }

  ground(id, description) {
    return this.json(`/v1/videos/${encodeURIComponent(id)}/ground`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ description }),
    });
  }

  /** Asks, and yields each event of the answer as it comes. */
  async *ask(question, hits, signal) {
    const response = await this.call('/v1/ask', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify({ question, hits }),
      signal,
    });
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
   * Uploads a file.
   * @param {File} file
   * @param {function(number)} sent told the share that has been sent, 0 to 1
   */
  upload(file, sent) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${this.base}/v1/videos`);
      request.setRequestHeader('Accept', 'application/json');
      request.responseType = 'json';
      request.upload.onprogress = (event) => event.lengthComputable && sent(event.loaded / event.total);
      request.onerror = () => reject(new ServiceProblem(GONE, 0));
      request.onload = () => {
        if (request.status < 300) resolve(request.response);
        else reject(new ServiceProblem(request.response?.detail ?? `The service answered with status ${request.status}.`, request.status));
      };
      const form = new FormData();
      form.append('file', file, file.name);
      request.send(form);
    });
  }

  /**
   * Follows a job until it ends.
   * @param {function(Object)} changed told the job whenever it changes
   * @returns {Promise<Object>} the job as it ended
   */
  follow(jobId, changed) {
    return new Promise((resolve) => {
      const events = new EventSource(`${this.base}/v1/jobs/${encodeURIComponent(jobId)}/events`);
      const take = (job) => {
        changed(job);
        if (job.state === 'DONE' || job.state === 'FAILED') {
          events.close();
          resolve(job);
        }
      };
      events.onmessage = (event) => take(JSON.parse(event.data));
      // The stream also ends when the service restarts: the browser connects again by itself; meanwhile the plain resource tells.
      events.onerror = () => this.json(`/v1/jobs/${encodeURIComponent(jobId)}`).then(take).catch(() => {});
    });
  }
}

/** The service that an element's `service` attribute names; the page's own without one. */
export function serviceOf(element) {
  return new Service(element.getAttribute('service') ?? '');
}
