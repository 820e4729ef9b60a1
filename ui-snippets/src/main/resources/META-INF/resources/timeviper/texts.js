/** What the components say, in the language of the page. A language is one module; `addTexts` brings in another. */
import en from './texts/en.js';
import ja from './texts/ja.js';

/** The language that the model writes in, and so that of captions and answers, whatever the page speaks. */
export const WRITTEN = 'en';

const languages = new Map([['en', en], ['ja', ja]]);

/**
 * Adds a language, or replaces one.
 * @param {string} language as in a `lang` attribute: `de`, `pt-BR`
 * @param {Object} texts of the form of texts/en.js; what it leaves out is said in English
 */
export function addTexts(language, texts) {
  const sections = Object.entries(en).map(([name, section]) => [name, { ...section, ...texts[name] }]);
  languages.set(language.toLowerCase(), Object.fromEntries(sections));
  watched.forEach((element) => element.speak());
}

/** The language that an element is in: its own `lang` attribute or the nearest one around it, shadow trees included, else the reader's. */
export function languageOf(element) {
  for (let at = element; at; at = at.getRootNode().host) {
    const said = at.closest('[lang]')?.getAttribute('lang');
    if (said) return said;
  }
  return navigator.language ?? 'en';
}

/** The texts for a language, or for its main language; English where there are none. */
export function textsFor(language) {
  const asked = language.toLowerCase();
  return languages.get(asked) ?? languages.get(asked.split('-')[0]) ?? en;
}

const watched = new Set();
let observer;

/** Calls `speak()` of an element whenever the page changes the language of something around it, shadow trees included, until it is left alone again. */
export function watchLanguage(element) {
  watched.add(element);
  observer ??= new MutationObserver(() => watched.forEach((each) => each.speak()));
  for (let root = element.getRootNode(); root; root = root.host?.getRootNode()) observer.observe(root, { subtree: true, attributeFilter: ['lang'] });
}

export function leaveAlone(element) {
  watched.delete(element);
}
