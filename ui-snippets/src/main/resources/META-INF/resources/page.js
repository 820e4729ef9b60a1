/** The demo page: components that know nothing of each other, joined, and what is the page's own: light or dark, language, and addresses that lead to a search or a moment. */
import { join } from './timeviper/timeviper.js';
import japanese from './page/ja.js';

const search = document.querySelector('tv-search');
const player = document.querySelector('tv-player');
const root = document.documentElement;

join(document);

// ---- light or dark: the system's choice until the reader makes one. The components have theme="page" and go along.

const dark = matchMedia('(prefers-color-scheme: dark)');
const applyTheme = () => { root.dataset.theme = localStorage.getItem('timeviper-theme') ?? (dark.matches ? 'dark' : 'light'); };
dark.addEventListener('change', applyTheme);
document.querySelector('#theme').addEventListener('click', () => {
  localStorage.setItem('timeviper-theme', root.dataset.theme === 'dark' ? 'light' : 'dark');
  applyTheme();
});
applyTheme();

// ---- language: the components follow the page's `lang`; the page's own words are here.

const written = new Map([...document.querySelectorAll('[data-text]')].map((element) => [element, element.textContent]));
const labels = new Map([...document.querySelectorAll('[data-label]')].map((element) => [element, element.getAttribute('aria-label')]));
function speak(language) {
  const texts = language === 'ja' ? japanese : {};
  root.lang = language;
  written.forEach((text, element) => { element.textContent = texts[element.dataset.text] ?? text; });
  labels.forEach((text, element) => element.setAttribute('aria-label', texts[element.dataset.label] ?? text));
  document.querySelector('#language').value = language;
}
document.querySelector('#language').addEventListener('change', (event) => {
  localStorage.setItem('timeviper-language', event.target.value);
  speak(event.target.value);
});
const given = new URL(location.href).searchParams;
speak(given.get('lang') ?? localStorage.getItem('timeviper-language') ?? (navigator.language.startsWith('ja') ? 'ja' : 'en'));

// ---- addresses

document.addEventListener('tv-play', () => {
  document.querySelector('.work').classList.add('playing');
  player.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
});
document.addEventListener('tv-open', () => player.scrollIntoView({ block: 'nearest' }));
document.addEventListener('tv-results', ({ detail }) => {
  const address = new URL(location.href);
  address.searchParams.set('q', detail.query);
  history.replaceState(null, '', address);
});

/** A link may carry a search (?q=) or a moment (?video=#t=start,end). */
function follow() {
  const fragment = new URLSearchParams(location.hash.slice(1)).get('t');
  const [start, end] = (fragment ?? given.get('t') ?? '').split(',').map(Number);
  const video = given.get('video');
  if (video) player.show({ video, start: fragment || given.get('t') ? start : null, end: end || null });
  if (given.get('q')) search.search(given.get('q'));
}
follow();
