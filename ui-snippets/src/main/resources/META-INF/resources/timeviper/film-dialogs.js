import { ask } from './dialog.js';
import { h } from './dom.js';
import { patched, patchOf } from './metadata.js';
import { MetadataFields } from './metadata-fields.js';

/** Several may change a film at the same time; whoever is told so this often is not one of a few. */
const TRIES = 5;
const NAMED = 5;

const list = (text) => [...new Set(text.split(',').map((one) => one.trim()).filter(Boolean))];
const attributesOf = ({ collection, tags, language, metadata }) => ({ collection: collection ?? '', tags, language: language ?? '', metadata: patched({}, metadata) });
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The parts in which one differs from another; of metadata, what makes the one of the other. */
function difference(before, now) {
  const parts = Object.fromEntries(Object.entries(now).filter(([name, value]) => !same(value, before[name])));
  return parts.metadata ? { ...parts, metadata: patchOf(before.metadata, parts.metadata) } : parts;
}

function field(label, value, { hint = null, known = null, ...more } = {}) {
  const id = known && `dialog-${more.name}`;
  const input = h('input', { class: 'field', autocomplete: 'off', list: id, ...more });
  input.value = value;
  return { input, row: h('label', {}, label, input, hint && h('span', {}, hint), known && h('datalist', { id }, known)) };
}

/**
 * Edits what is said of a film. What somebody else has changed meanwhile is shown before it is written over; what the reader has not touched stays as it is by now.
 *
 * @param {TvElement} library
 * @param {Object} film
 * @param {function(string): Node[]} known options for collections and languages
 * @returns {Promise<Object|null>} the film as changed; nothing if it was not
 */
export async function editFilm(library, film, known) {
  const { t, service } = library;
  const read = await service.tagged(film.id);
  let { tag } = read;
  let base = attributesOf(read.video);
  let changed = null;
  const collection = field(t.collection, base.collection, { name: 'collection', maxlength: 200, known: known('collection') });
  const tags = field(t.tags, base.tags.join(', '), { name: 'tags', hint: t.tagsHint });
  const language = field(t.language, base.language, { name: 'language', maxlength: 35, hint: t.languageHint, known: known('language') });
  const metadata = new MetadataFields(library, base.metadata, known('metadata'));
  const notice = h('div', { class: 'notice', part: 'conflict', role: 'alert', hidden: true });
  const written = () => ({ collection: collection.input.value.trim(), tags: list(tags.input.value).sort(), language: language.input.value.trim(), metadata: metadata.value });
  const write = (said) => {
    collection.input.value = said.collection;
    tags.input.value = said.tags.join(', ');
    language.input.value = said.language;
    metadata.value = said.metadata;
  };

  /** Somebody else was there: the reader sees what is said by now, and decides. */
  const meet = (now) => {
    const mine = difference(base, written());
    write({ ...now, ...mine, metadata: patched(now.metadata, mine.metadata ?? {}) });
    base = now;
    notice.replaceChildren(t.conflict, h('dl', {},
      [[t.collection, now.collection], [t.tags, now.tags.join(', ')], [t.language, now.language], ...Object.entries(now.metadata)].map(([name, value]) => [h('dt', {}, name), h('dd', {}, value || t.nothingSaid)])),
      h('button', { class: 'quiet', type: 'button', onclick: () => notice.closest('dialog').close() }, t.takeTheirs));
    notice.hidden = false;
  };

  const save = async () => {
    for (let tries = 0; tries < TRIES; tries++) {
      const change = difference(base, written());
      if (!Object.keys(change).length) return true;
      try {
        changed = await service.change(film.id, change, tag);
        return true;
      } catch (problem) {
        if (problem.status !== 412) throw problem;
        const now = await service.tagged(film.id);
        tag = now.tag;
        if (same(attributesOf(now.video), base)) continue; // Only its indexing has gone on.
        meet(attributesOf(now.video));
        return false;
      }
    }
    throw new Error(t.busy);
  };

  await ask(library, { title: t.editTitle(film.name), part: 'edit-dialog', content: [collection.row, tags.row, language.row, metadata.element, notice], button: t.save, submit: save });
  return changed;
}

/** Changes a film by what it is by now; of several who do so at once, each is heard. */
async function rewrite(library, id, changeOf) {
  for (let tries = 0; tries < TRIES; tries++) {
    const { video, tag } = await library.service.tagged(id);
    const change = difference(attributesOf(video), changeOf(attributesOf(video)));
    if (!Object.keys(change).length) return video;
    try {
      return await library.service.change(id, change, tag);
    } catch (problem) {
      if (problem.status !== 412) throw problem;
    }
  }
  throw new Error(library.t.busy);
}

/**
 * Does something with films, one after another; what goes wrong with one does not keep the others from it.
 * @param {TvElement} library
 * @param {Object[]} videos those that are done are taken out
 * @param {function(Object): Promise} act
 */
export async function doWithEach(library, videos, act) {
  const all = [...videos];
  const problems = [];
  for (const video of all) {
    try {
      await act(video);
      videos.splice(videos.indexOf(video), 1);
    } catch (problem) {
      problems.push(all.length > 1 ? `${video.name}: ${library.plainWords(problem)}` : library.plainWords(problem));
    }
  }
  if (problems.length) throw new Error(all.length > 1 ? library.t.partly(all.length - problems.length, all.length, problems.join(' ')) : problems[0]);
}

/**
 * Edits what is said of several films at once.
 * @param {function(Object)} changed told each film as changed
 */
export function editFilms(library, videos, known, changed) {
  const { t } = library;
  const left = [...videos];
  const collection = field(t.collection, '', { name: 'collection', maxlength: 200, hint: t.emptyStays, known: known('collection') });
  const add = field(t.addTags, '', { name: 'add', hint: t.tagsHint });
  const drop = field(t.dropTags, '', { name: 'drop' });
  const language = field(t.language, '', { name: 'language', maxlength: 35, hint: t.emptyStays, known: known('language') });
  const changeOf = (said) => ({
    collection: collection.input.value.trim() || said.collection,
    tags: [...new Set([...said.tags.filter((tag) => !list(drop.input.value).includes(tag)), ...list(add.input.value)])].sort(),
    language: language.input.value.trim() || said.language,
  });
  return ask(library, {
    title: t.editTitle(t.films(videos.length)), part: 'edit-dialog', content: [collection.row, add.row, drop.row, language.row], button: t.save,
    submit: () => doWithEach(library, left, async ({ id }) => changed(await rewrite(library, id, changeOf))),
  });
}

/**
 * Removes films, once the reader has said so.
 * @param {function(Object)} removed told each film that is gone
 */
export function removeFilms(library, videos, removed) {
  const { t } = library;
  const left = [...videos];
  const gone = async (video) => {
    await library.service.remove(video.id);
    removed(video);
  };
  const names = videos.slice(0, NAMED).map(({ name }) => h('li', {}, name));
  return ask(library, {
    title: t.removeTitle(videos.length === 1 ? videos[0].name : t.films(videos.length)), part: 'remove-dialog', danger: true, button: t.removeButton,
    content: [videos.length > 1 && h('ul', {}, names, videos.length > NAMED && h('li', { class: 'muted' }, t.andMore(videos.length - NAMED))), h('p', {}, t.removeWhat(videos.length))].filter(Boolean),
    submit: () => doWithEach(library, left, gone),
  });
}
