/** Timecode (SMPTE 12M) of a film's frames, frame for frame as the service's exports count it. */

const LABEL = /^(\d{2}):(\d{2}):(\d{2})[:;.](\d{2,3})$/;
/** As people write it. A point before the frames would be one before tenths of a second. */
const WRITTEN = /^\s*(\d{1,2})[:;](\d{1,2})[:;](\d{1,2})[:;](\d{1,3})\s*$/;
/** What timecode counts: other rates, 12.5 or 179/6, have none that an editing system would agree with. */
const COUNTED = ['24000/1001', '24', '25', '30000/1001', '30', '48000/1001', '48', '50', '60000/1001', '60', '100', '120000/1001', '120'];
/** More than what a number of seconds is exact to. */
const FRACTION = 2 ** 80;

const two = (number) => String(number).padStart(2, '0');

/** Whether a text is written as timecode, and not as a plain time. */
export const isTimecode = (text) => WRITTEN.test(text);

/**
 * How the frames of a film are counted: `HH:MM:SS:FF` from the timecode of its first frame, anew after 24 hours. In drop-frame counting, `HH:MM:SS;FF`, the first two (of 59.94
 * frames a second: four) labels of each minute but every tenth are left out.
 */
export class Timecode {
  #numerator;
  #denominator;
  #nominal;
  #dropped;
  #first;
  #frames;

  /**
   * @param {string} rate frames a second, exact: `30000/1001`, `25`
   * @param {string|null} start timecode of the first frame; without one it is counted from 0, drop-frame where the rate knows that
   * @param {number} duration seconds of the film
   */
  constructor(rate, start = null, duration = 0) {
    [this.#numerator, this.#denominator = 1] = rate.split('/').map(Number);
    this.#nominal = Math.ceil(this.#numerator / this.#denominator);
    const droppable = this.#denominator === 1001 && [30, 60].includes(this.#nominal);
    this.#dropped = droppable && (start === null || start.includes(';')) ? this.#nominal / 15 : 0;
    this.#first = start === null ? 0 : this.frame(start);
    this.#frames = Math.max(1, this.nearest(duration));
  }

  /** The counting of a film; null where its rate is not known, varies, or is none that timecode counts. */
  static of({ exactFrameRate, startTimecode, variableRate, durationSeconds }) {
    return COUNTED.includes(exactFrameRate) && !variableRate ? new Timecode(exactFrameRate, startTimecode, durationSeconds) : null;
  }

  // ---- seconds and frames

  /** The frame that begins nearest to a second, as exports take it: exact, for the half of a frame decides. */
  nearest(second) {
    const [rate, of] = [BigInt(this.#numerator), BigInt(this.#denominator) * BigInt(FRACTION)];
    return Number((2n * BigInt(Math.floor(Math.max(0, second) * FRACTION)) * rate + of) / (2n * of));
  }

  /** The frame that a player shows at a second: the one that has begun last. */
  shown(second) {
    return Math.floor((second * this.#numerator) / this.#denominator + 1e-6);
  }

  /** The second at which a frame begins, rounded up to milliseconds: a player that is sent there shows that frame and not the one before. */
  seconds(frame) {
    return Math.ceil((frame * this.#denominator * 1000) / this.#numerator) / 1000;
  }

  // ---- labels

  get #perTenMinutes() {
    return this.#nominal * 600 - 9 * this.#dropped;
  }

  get #perDay() {
    return this.#perTenMinutes * 144;
  }

  /** The label of a frame, counted from 00:00:00:00. */
  label(frame) {
    const number = this.#number(((frame % this.#perDay) + this.#perDay) % this.#perDay);
    const seconds = Math.floor(number / this.#nominal);
    const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
    return `${clock}${this.#dropped ? ';' : ':'}${String(number % this.#nominal).padStart(this.#nominal > 100 ? 3 : 2, '0')}`;
  }

  /** The frame that bears a label, counted from 00:00:00:00; NaN if none does. */
  frame(label) {
    const [hours, minutes, seconds, frames] = (LABEL.exec(label) ?? []).slice(1).map(Number);
    return hours <= 23 && minutes <= 59 && seconds <= 59 && frames < this.#nominal && !this.#leftOut(minutes, seconds, frames)
      ? this.#frameOf(((hours * 60 + minutes) * 60 + seconds) * this.#nominal + frames) : NaN;
  }

  /** A frame's number as if no label were left out. */
  #number(frame) {
    const rest = frame % this.#perTenMinutes;
    const minutes = rest < this.#dropped ? 0 : Math.floor((rest - this.#dropped) / (this.#nominal * 60 - this.#dropped));
    return frame + this.#dropped * (9 * Math.floor(frame / this.#perTenMinutes) + minutes);
  }

  #frameOf(number) {
    const minutes = Math.floor(number / (this.#nominal * 60));
    return number - this.#dropped * (minutes - Math.floor(minutes / 10));
  }

  #leftOut(minutes, seconds, frames) {
    return minutes % 10 !== 0 && seconds === 0 && frames < this.#dropped;
  }

  // ---- the film

  /** The timecode of the film's frame that begins nearest to a second. */
  at(second) {
    return this.label(this.#first + this.nearest(second));
  }

  /** The timecode of the frame that a player shows at a second; of the last one at its end. */
  playing(second) {
    return this.label(this.#first + Math.min(this.#frames - 1, this.shown(second)));
  }

  /** Where a stretch begins and where it has ended, both in frames, as an edit decision list says it: at least one frame, within the film. */
  #stretch(start, end) {
    const first = Math.min(this.#frames - 1, this.nearest(start));
    return [first, Math.min(this.#frames, Math.max(first + 1, this.nearest(end)))];
  }

  /** The timecode of a stretch: of its first frame, and of the one behind its last. */
  span(start, end) {
    return this.#stretch(start, end).map((frame) => this.label(this.#first + frame));
  }

  /** How many frames a stretch has, as timecode. */
  length(start, end) {
    const [first, last] = this.#stretch(start, end);
    return this.label(last - first);
  }

  /** The second of the frame that is so many frames from the one nearest to a second. */
  step(second, frames) {
    return this.seconds(Math.min(this.#frames, Math.max(0, this.nearest(second) + frames)));
  }

  /** The timecode of the first frame. */
  get first() {
    return this.label(this.#first);
  }

  /** The timecode behind the last frame. */
  get end() {
    return this.label(this.#first + this.#frames);
  }

  /**
   * The second that a written timecode names.
   * @returns {{second: number}|{wrong: 'clock'|'frames'|'dropped'|'outside', label: string, last?: string, next?: string}} or what is wrong: no such time of day; no such frame
   *     in a second, and which is the last; a label that is left out, and which comes instead; a frame that the film does not have
   */
  read(text) {
    const [hours, minutes, seconds, frames] = WRITTEN.exec(text).slice(1).map(Number);
    const label = `${[hours, minutes, seconds].map(two).join(':')}${this.#dropped ? ';' : ':'}${String(frames).padStart(this.#nominal > 100 ? 3 : 2, '0')}`;
    if (hours > 23 || minutes > 59 || seconds > 59) return { wrong: 'clock', label };
    if (frames >= this.#nominal) return { wrong: 'frames', label, last: String(this.#nominal - 1) };
    if (this.#leftOut(minutes, seconds, frames)) return { wrong: 'dropped', label, next: `${label.slice(0, 9)}${two(this.#dropped)}` };
    const frame = (this.frame(label) - this.#first + this.#perDay) % this.#perDay;
    return frame <= this.#frames ? { second: this.seconds(frame) } : { wrong: 'outside', label };
  }

  /**
   * Round timecodes of a stretch, for a ruler: as near to each other as may be, each with its second.
   * @param {number} least seconds between two of them
   */
  ticks(start, end, least) {
    const parts = [5, 4, 3, 2].filter((part) => this.#nominal % part === 0).map((part) => 1 / part);
    const step = [...parts, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find((each) => each >= least) ?? 3600;
    const every = Math.round(step * this.#nominal);
    const [from, to] = [this.nearest(start), Math.min(this.#frames, this.nearest(end))].map((frame) => this.#number(this.#first + frame));
    const ticks = [];
    for (let number = Math.ceil(from / every) * every; number <= to; number += every) {
      const clock = Math.floor(number / this.#nominal);
      const frame = this.#frameOf(this.#leftOut(Math.floor(clock / 60), clock % 60, number % this.#nominal) ? number + this.#dropped : number);
      ticks.push({ second: this.seconds(frame - this.#first), label: this.label(frame) });
    }
    return ticks;
  }
}
