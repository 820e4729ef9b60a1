/** A platform's own player as the components use it: whatever has the interface of a media element, alone or somewhere inside of something. */

const PATIENCE = 10_000;

const plays = (element) => typeof element?.play === 'function' && 'currentTime' in element;

/** video.js keeps its player at the element that it has taken. */
const videoJs = (element) => {
  const player = element?.player;
  return player && typeof player.addRemoteTextTrack === 'function' && typeof player.src === 'function' ? player : null;
};

/**
 * The media element that an element is or holds: a `<video>`, a custom element with the same interface, or the one in a player's frame (media-chrome's controller, video.js'
 * container). Waits for custom elements that are not defined yet.
 * @returns {Promise<HTMLMediaElement|null>}
 */
export async function mediaIn(element) {
  const find = () => (plays(element) ? element : [...element.querySelectorAll('*')].find(plays) ?? null);
  const found = find();
  if (found) return found;
  const waiting = [element, ...element.querySelectorAll('*')].filter((each) => each.localName.includes('-') && !customElements.get(each.localName));
  if (!waiting.length) return null;
  await Promise.race(waiting.map((each) => customElements.whenDefined(each.localName)));
  return mediaIn(element); // The one that came may be the frame, and the player in it still to come.
}

/** One media element, with the player around it where that wants to be asked instead. */
export class Media {
  #tracks = [];
  #remote = [];
  #opening = null;

  /** @param {HTMLMediaElement} element */
  constructor(element) {
    this.element = element;
  }

  get #around() {
    return videoJs(this.element) ?? videoJs(this.element.closest?.('.video-js'));
  }

  get time() {
    return this.element.currentTime;
  }

  get paused() {
    return this.element.paused;
  }

  /** Goes to a second as soon as the film can. */
  async seek(second) {
    await this.#loaded();
    const around = this.#around;
    if (around) around.currentTime(second);
    else this.element.currentTime = second;
  }

  /** Plays; a browser that does not let a page do so by itself leaves it to the reader. */
  async play() {
    await Promise.resolve((this.#around ?? this.element).play()).catch(() => {});
  }

  pause() {
    (this.#around ?? this.element).pause();
  }

  /** Takes another film. */
  open(address, name = '') {
    // A player may take it later than now: until it has, what is loaded is the film before.
    this.#opening = this.#heard();
    const around = this.#around;
    if (around) around.src({ src: address, type: /\.(webm|mkv)$/i.test(name) ? 'video/webm' : 'video/mp4' });
    else this.element.src = address;
  }

  /**
   * Puts text tracks in place of those that were put before; others stay.
   * @param {{kind: string, label: string, srclang: string, src: string, default: boolean}[]} tracks
   */
  tracks(tracks) {
    const around = this.#around;
    [...this.#tracks, ...this.#remote].forEach((track) => URL.revokeObjectURL(track.src));
    this.#tracks.forEach((track) => track.remove());
    this.#remote.forEach((track) => around?.removeRemoteTextTrack(track));
    this.#tracks = [];
    this.#remote = [];
    if (around) {
      this.#remote = tracks.map((track) => around.addRemoteTextTrack(track, true));
      return;
    }
    this.#tracks = tracks.map((track) => Object.assign(document.createElement('track'), track));
    // Players read the cues when a track comes or changes, and those of this one come later: so they are told again.
    this.#tracks.forEach((track) => track.addEventListener('load', () => this.element.textTracks?.dispatchEvent(new Event('change'))));
    this.element.append(...this.#tracks);
  }

  #loaded() {
    if (this.#opening) return this.#opening;
    return this.element.readyState < HTMLMediaElement.HAVE_METADATA ? this.#heard() : Promise.resolve();
  }

  /** Resolved when a film is loaded, or cannot be; an element that never says so is not waited for any longer than a reader would. */
  #heard() {
    return new Promise((resolve) => {
      this.element.addEventListener('loadedmetadata', resolve, { once: true });
      this.element.addEventListener('error', resolve, { once: true });
      setTimeout(resolve, PATIENCE);
    });
  }
}
