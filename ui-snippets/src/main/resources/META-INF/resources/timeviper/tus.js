/** Films on their way to the service, by tus 1.0 (https://tus.io/protocols/resumable-upload). */
import { calmly } from './dom.js';
import { problemOf, ServiceProblem } from './service.js';

const UPLOADS = '/v1/uploads';
const TUS = { 'Tus-Resumable': '1.0.0' };

/** Bytes of one request: of a line that breaks little is lost, and the film is not held up by answers. */
const SLICE = 8 << 20;

/** Milliseconds: how long an upload may stand still before it is given up, and how long a request may. */
const PATIENCE = 300_000;
const SILENCE = 60_000;

/** Milliseconds before what failed is tried again: each time twice as many. */
const PAUSE = { first: 1000, longest: 30_000 };

/** Answers that another try may change. 0: there was none. */
const PASSING = [0, 408, 409, 425, 429, 500, 502, 503, 504];

/** Answers after which the upload is not there any more. */
const GONE = [404, 410];
const REFUSED = [...GONE, 413, 422];

/** Where the addresses of uploads that were begun are kept; a page that may keep nothing does without. */
const kept = {
  prefix: 'timeviper-upload ',
  /** Milliseconds after which an upload that nobody has gone on with has expired anywhere. */
  longest: 30 * 86_400_000,

  path(key) {
    try {
      return pathIn(JSON.parse(localStorage.getItem(this.prefix + key)).path);
    } catch {
      return null; // Nothing is kept, or nothing may be.
    }
  },

  keep(key, path) {
    try {
      this.dropOld();
      localStorage.setItem(this.prefix + key, JSON.stringify({ path, begun: Date.now() }));
    } catch {
      // Then it goes on only as long as the page is open.
    }
  },

  forget(key) {
    try {
      localStorage.removeItem(this.prefix + key);
    } catch {
      // Nothing was kept.
    }
  },

  dropOld() {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(this.prefix))) {
      const begun = Number(/"begun":(\d+)/.exec(localStorage.getItem(key))?.[1] ?? 0);
      if (Date.now() - begun > this.longest) localStorage.removeItem(key);
    }
  },
};

/** The path of an upload in an address, whatever stands before it; null if there is none. */
const pathIn = (address) => /\/v1\/uploads\/[\w-]+$/.exec(address ?? '')?.[0] ?? null;

const idIn = (path) => path.split('/').pop();

/** Also where the page has no `randomUUID`, for it came over plain HTTP. */
const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** `filename Ym9hdC5tcDQ=,tags d2F0ZXI=`: what has no value is left out. */
function metadata(said) {
  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  return Object.entries(said).filter(([, value]) => value).map(([key, value]) => `${key} ${base64(value)}`).join(',');
}

/** Waits, until somebody stops it; no longer than until the line is back, if that is what it waits for. */
function wait(millis, signal, forTheLine) {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const end = (how) => {
      clearTimeout(timer);
      over.abort();
      how();
    };
    const timer = setTimeout(() => end(resolve), millis);
    if (forTheLine) addEventListener('online', () => end(resolve), { signal: over.signal });
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { signal: over.signal });
  });
}

/** How long the rest takes, at the rate of the last seconds. */
class Pace {
  static #WINDOW = 20_000;
  static #LEAST = 1500;
  static #STEP = 1000;

  #marks = [];
  #told = { at: -Infinity, seconds: null };

  /** Seconds for what is left of so many bytes; null until the rate is known. Told anew once a second at most, so that it can be read. */
  left(sent, size) {
    const now = performance.now();
    this.#marks.push([now, sent]);
    while (now - this.#marks[0][0] > Pace.#WINDOW && this.#marks.length > 2) this.#marks.shift();
    const [[then, before]] = this.#marks;
    if (now - then >= Pace.#LEAST && now - this.#told.at >= Pace.#STEP && sent > before) {
      this.#told = { at: now, seconds: ((size - sent) * (now - then)) / (sent - before) / 1000 };
    }
    return this.#told.seconds;
  }

  restart() {
    this.#marks = [];
    this.#told = { at: -Infinity, seconds: null };
  }
}

/**
 * One film on its way: slice by slice, each from where the service says that it stands, also after the line broke or the page was closed. Its address is kept under what tells
 * the file from others, so that the same file, chosen again, goes on; it is forgotten when the film is there, the upload is cancelled, or the service does not know it any more.
 */
export class TusUpload {
  #service;
  #file;
  #key;
  #metadata;
  #told;
  #stop = new AbortController();
  #pace = new Pace();
  /** Its path at the service; null until it is begun. */
  #path;
  /** Whether it was begun by an earlier page, of which only the address is known. */
  #found;
  /** Bytes that are safe at the service; null while that has to be asked. */
  #offset = null;
  #safe = 0;
  #creation;
  #stillSince = null;
  #pause = PAUSE.first;

  /**
   * @param {Service} service
   * @param {File} file
   * @param {{collection?: string, tags?: string, language?: string, metadata?: string}} said what is said of the film; tags with commas between them, metadata as a JSON object
   * @param {{progress: function(number, number|null), goesOn: function(number), waits: function(ServiceProblem)}} told hears of bytes sent, with the seconds that the rest
   *   takes if that is known; of the byte from which an upload goes on that was begun before; and of what it waits to try again after
   */
  constructor(service, file, said, told) {
    this.#service = service;
    this.#file = file;
    this.#key = JSON.stringify([service.base, file.name, file.size, file.lastModified]);
    this.#metadata = metadata({ filename: file.name, filetype: file.type, ...said });
    this.#told = told;
    this.#path = kept.path(this.#key);
    this.#found = this.#path !== null;
  }

  /**
   * Sends what the service does not have. What passes is tried again; after a time without progress, or at what does not pass, it fails, and may be called again.
   * @returns {Promise<{video: string, job: string}>} the ids of the film and the job that indexes it
   * @throws {ServiceProblem} what the service says, or that it says nothing
   * @throws {DOMException} an AbortError if it was cancelled; a NotReadableError or NotFoundError if the file is not there any more
   */
  async send() {
    this.#stillSince = null;
    this.#pause = PAUSE.first;
    try {
      return await this.#bring(this.#stop.signal);
    } catch (problem) {
      const late = problem.name === 'AbortError' && (await this.#terminate());
      if (!late) throw problem;
      return late;
    }
  }

  /** Ends it: what has come is thrown away, and `send` fails; unless all of it has come, for then it is a film already, or becomes one. */
  cancel() {
    this.#stop.abort();
  }

  async #bring(signal) {
    for (;;) {
      try {
        const became = await this.#step(signal);
        if (became) {
          kept.forget(this.#key);
          return became;
        }
      } catch (problem) {
        if (REFUSED.includes(problem.status)) this.#forget();
        if (problem.shutOut || !PASSING.includes(problem.status)) throw problem;
        await this.#waitAfter(problem, signal);
      }
    }
  }

  #forget() {
    kept.forget(this.#key);
    this.#path = null;
    this.#offset = null;
    this.#creation = null;
    this.#safe = 0;
  }

  /** Does what is due next; answers what the film has become, once it has. */
  #step(signal) {
    signal.throwIfAborted();
    if (!this.#path) return this.#begin();
    if (this.#found) return this.#find(signal);
    if (this.#offset === null) return this.#ask(signal);
    return this.#offset < this.#file.size ? this.#patch(signal) : this.#became(signal);
  }

  async #waitAfter(problem, signal) {
    const now = performance.now();
    this.#stillSince ??= now;
    const millis = Math.max(this.#pause * (0.75 + Math.random() / 2), (problem.retryAfter ?? 0) * 1000);
    if (now + millis - this.#stillSince > PATIENCE) throw problem;
    this.#pause = Math.min(2 * this.#pause, PAUSE.longest);
    this.#offset = null;
    this.#pace.restart();
    this.#told.waits(problem);
    await wait(millis, signal, problem.status === 0);
  }

  #call(path, method, signal, headers = {}) {
    return this.#service.call(path, { method, headers: { ...TUS, ...headers }, cache: 'no-store', signal: AbortSignal.any([signal, AbortSignal.timeout(SILENCE)]) });
  }

  /** Not stopped on its way: nobody would know the upload that the service has begun by then, and keeps room for. */
  async #begin() {
    this.#creation ??= random();
    const said = { 'Upload-Length': this.#file.size, 'Upload-Metadata': this.#metadata, 'Idempotency-Key': this.#creation };
    const response = await this.#call(UPLOADS, 'POST', new AbortController().signal, said);
    this.#path = pathIn(response.headers.get('Location'));
    if (!this.#path) throw new ServiceProblem(response.status);
    kept.keep(this.#key, this.#path);
    this.#stands(0);
  }

  /** Asks how an upload of an earlier page stands. It is begun anew if it is gone, or if something else was said of the film. */
  async #find(signal) {
    try {
      const { headers } = await this.#call(this.#path, 'HEAD', signal);
      const said = headers.get('Upload-Metadata');
      if (said === null || said === this.#metadata) {
        this.#found = false;
        const became = this.#read(headers);
        if (this.#offset > 0) this.#told.goesOn(this.#offset);
        return became;
      }
      await this.#call(this.#path, 'DELETE', signal);
    } catch (problem) {
      if (!GONE.includes(problem.status)) throw problem;
    }
    this.#found = false;
    this.#forget();
    return null;
  }

  async #ask(signal) {
    try {
      return this.#read((await this.#call(this.#path, 'HEAD', signal)).headers);
    } catch (problem) {
      if (problem.status === 410) await this.#became(signal); // To a HEAD nobody says why.
      throw problem;
    }
  }

  /** What has become of an upload of which all bytes have come, or that has ended. */
  async #became(signal) {
    const { video, job, problem, state } = await this.#service.json(this.#path, { cache: 'no-store', signal: AbortSignal.any([signal, AbortSignal.timeout(SILENCE)]) });
    if (video) return { video, job };
    if (problem) throw new ServiceProblem(422, problem);
    throw new ServiceProblem(state === 'FINISHING' ? 409 : 410);
  }

  #read(headers) {
    const [video, job] = ['Upload-Video', 'Upload-Job'].map((name) => headers.get(name));
    this.#stands(Number(headers.get('Upload-Offset')));
    return video && { video: idIn(video), job: idIn(job) };
  }

  #stands(offset) {
    this.#offset = offset;
    if (offset > this.#safe) {
      this.#safe = offset;
      this.#stillSince = null;
      this.#pause = PAUSE.first;
    }
    this.#progress(offset);
  }

  #progress(sent) {
    this.#told.progress(sent, this.#pace.left(sent, this.#file.size));
  }

  async #patch(signal) {
    const from = this.#offset;
    const slice = this.#file.slice(from, from + SLICE);
    try {
      const headers = await this.#transfer(slice, signal);
      if (!headers.has('Upload-Offset')) headers.set('Upload-Offset', from + slice.size);
      return this.#read(headers);
    } catch (problem) {
      if (problem.status === 0) await this.#file.slice(from, from + 1).arrayBuffer(); // The line is not to blame if the file is gone.
      throw problem;
    }
  }

  /** Sends bytes; `fetch` would not tell how many have gone. */
  #transfer(bytes, signal) {
    const from = this.#offset;
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const stop = () => request.abort();
      const listen = calmly(SILENCE, stop);
      const header = (name) => request.getResponseHeader(name);
      request.open('PATCH', this.#service.url(this.#path));
      Object.entries({ ...TUS, 'Upload-Offset': from, 'Content-Type': 'application/offset+octet-stream' }).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.upload.onprogress = (event) => {
        listen();
        this.#progress(from + event.loaded);
      };
      request.onload = () => {
        const said = ['Upload-Offset', 'Upload-Video', 'Upload-Job', 'Retry-After'].filter(header).map((name) => [name, header(name)]);
        if (request.status < 300) resolve(new Headers(said));
        else problemOf(new Response(request.responseText, { status: request.status, headers: said })).then(reject);
      };
      request.onerror = () => reject(new ServiceProblem(0));
      request.onabort = () => reject(signal.aborted ? signal.reason : new ServiceProblem(0));
      request.onloadend = () => {
        listen.stop();
        signal.removeEventListener('abort', stop);
      };
      signal.addEventListener('abort', stop);
      listen();
      request.send(bytes);
    });
  }

  /** Lets the service throw away what has come. Answers what the film has become, if it was too late for that. */
  async #terminate() {
    const { signal } = new AbortController();
    kept.forget(this.#key);
    try {
      if (!this.#path) return null;
      const became = await this.#ask(signal);
      if (became) return became;
      if (this.#offset === this.#file.size) return await this.#bring(signal);
      await this.#call(this.#path, 'DELETE', signal);
    } catch (problem) {
      if (problem.status === undefined) throw problem; // What the service does not hear of expires by itself.
    }
    return null;
  }
}

/** The bytes of the largest film that a service takes; null where it does not say. */
export async function largest(service) {
  try {
    return Number((await service.call(UPLOADS, { method: 'OPTIONS', headers: TUS })).headers.get('Tus-Max-Size')) || null;
  } catch {
    return null;
  }
}
