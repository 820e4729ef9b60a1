/** Web components of TimeViper Search. Attributes, events, parts and keys: README.md. */

export interface Span {
  video: string;
  /** First second. */
  start: number;
  /** Last second. */
  end: number;
}

export interface Play {
  video: string;
  name?: string;
  start?: number | null;
  end?: number | null;
  caption?: string;
}

export interface Moment extends Span {
  name: string;
  caption: string;
  /** Where the caption holds words of the query: characters from `start` on, up to `end`. */
  highlights: { start: number; end: number }[];
  /** Why it matched, in English words. */
  why: string;
  /** To be compared within one search only. */
  score: number;
  confidence: number;
  matchedBy: string[];
  thumbnail: string;
  play: string;
  /** Frames of it that the model has looked at, of those in the film. */
  framesSeen: number;
  framesTotal: number;
  parts: { query: string; start: number; end: number; caption: string }[];
}

/** So many films have a value. */
export interface Count {
  value: string;
  videos: number;
}

/** What a search can be narrowed down by. */
export interface Facets {
  videos: number;
  collections: Count[];
  tags: Count[];
  languages: Count[];
}

export interface Results {
  query: string;
  confident: boolean;
  /** A sentence where the search stands for none of the moments; null otherwise. */
  message: string | null;
  /** Those of all pages that are shown. */
  moments: Moment[];
  /** How many moments come before the page that was loaded last. */
  from: number;
  /** How many moments all pages have; at least so many unless `totalExact`. */
  total: number;
  totalExact: boolean;
  /** The cursor of the page after these; null after the last. */
  next: string | null;
  /** Null where there are none to show. */
  facets: Facets | null;
  tookMillis: number;
}

/** A film of the library, as far as pages usually need it; more in the API's contract. */
export interface Video {
  id: string;
  name: string;
  state: 'INDEXING' | 'READY' | 'FAILED' | 'CANCELLED';
  durationSeconds: number;
  /** Frames a second as a fraction: `30000/1001`, `25`; null until it is known. */
  exactFrameRate: string | null;
  /** Of the first frame, with `;` where it is drop-frame; null where the file has none. */
  startTimecode: string | null;
  variableRate: boolean | null;
  reel: string | null;
  createdAt: string;
  problem: string | null;
  job: string;
  collection: string | null;
  tags: string[];
  language: string | null;
  metadata: Record<string, string>;
}

declare class TvElement extends HTMLElement {}

export class TvSearch extends TvElement {
  search(query: string): Promise<void>;
  similar(moment: Span & { name?: string; caption?: string }): Promise<void>;
  /** Searches again for what is shown. */
  refresh(): Promise<void>;
  /** All that the search shown finds in one film, best first, also what is on later pages: a hundred moments at most. */
  matchesIn(video: string): Promise<Moment[]>;
}

export class TvPlayer extends TvElement {
  readonly video: HTMLMediaElement;
  readonly link: string | null;
  set hits(moments: Moment[]);
  show(moment: Play & { waits?: boolean }): Promise<void>;
  copyLink(): Promise<void>;
}

export class TvTimeline extends TvElement {
  selection: Span | null;
  set hits(moments: Moment[]);
  set time(second: number);
  show(moment: Play): Promise<void>;
}

export class TvAsk extends TvElement {
  /** Null before the first answer. */
  readonly conversation: string | null;
  /** Best first; the first eight may be asked about. */
  set hits(moments: Moment[]);
  ask(question: string): Promise<void>;
  open(conversation: string): Promise<void>;
  newConversation(): void;
}

export class TvLibrary extends TvElement {
  refresh(): Promise<void>;
}

export class TvUpload extends TvElement {
  /** Resolves when each is stored, or cannot be. */
  add(files: Iterable<File>): Promise<void>;
}

/** Joins the components below a part of the page; the answer takes them apart again. */
export function join(root?: Document | ShadowRoot | Element): () => void;

/** Adds a language; what it leaves out is said in English. */
export function addTexts(language: string, texts: Record<string, Record<string, unknown>>): void;

declare global {
  interface HTMLElementTagNameMap {
    'tv-search': TvSearch;
    'tv-player': TvPlayer;
    'tv-timeline': TvTimeline;
    'tv-ask': TvAsk;
    'tv-library': TvLibrary;
    'tv-upload': TvUpload;
  }

  interface GlobalEventHandlersEventMap {
    'tv-play': CustomEvent<Play>;
    'tv-results': CustomEvent<Results>;
    'tv-conversation': CustomEvent<{ conversation: string | null }>;
    'tv-opened': CustomEvent<{ video: string; timeline: unknown; language: string | null }>;
    'tv-time': CustomEvent<{ video: string; time: number; duration: number }>;
    'tv-source': CustomEvent<{ video: string; media: string; element: HTMLMediaElement }>;
    'tv-copied': CustomEvent<{ link: string }>;
    'tv-select': CustomEvent<Span | null>;
    'tv-seek': CustomEvent<{ video: string; time: number }>;
    'tv-exported': CustomEvent<{ format: string; selection: Span[]; blob: Blob; name: string }>;
    'tv-open': CustomEvent<{ video: Video }>;
    'tv-changed': CustomEvent<{ video: Video }>;
    'tv-removed': CustomEvent<{ video: Video }>;
    'tv-upload-progress': CustomEvent<{ file: File; sent: number; size: number; remainingSeconds: number | null }>;
    'tv-accepted': CustomEvent<{ video: { id: string; name: string } }>;
    'tv-indexed': CustomEvent<{ video: { id: string; name: string } }>;
  }
}
