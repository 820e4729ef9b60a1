/** The demo page: components that know nothing of each other, and the few lines that join them. */
import './timeviper/timeviper.js';

const search = document.querySelector('tv-search');
const player = document.querySelector('tv-player');
const ask = document.querySelector('tv-ask');
const library = document.querySelector('tv-library');

const dark = matchMedia('(prefers-color-scheme: dark)');
const applyTheme = () => {
  document.documentElement.dataset.theme = localStorage.getItem('timeviper-theme') ?? (dark.matches ? 'dark' : 'light');
};
dark.addEventListener('change', applyTheme);
document.querySelector('#theme').addEventListener('click', () => {
  localStorage.setItem('timeviper-theme', document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  applyTheme();
});
applyTheme();

function play(moment) {
  document.querySelector('.work').classList.add('playing');
  player.show(moment);
  player.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
}

document.addEventListener('tv-play', (event) => play(event.detail));
document.addEventListener('tv-open', (event) => play({ video: event.detail.video.id }));
document.addEventListener('tv-accepted', () => library.refresh());
document.addEventListener('tv-indexed', () => library.refresh());
document.addEventListener('tv-results', (event) => {
  ask.hits = event.detail.moments;
  const address = new URL(location.href);
  address.searchParams.set('q', event.detail.query);
  history.replaceState(null, '', address);
});

// A link may carry a search (?q=) or a moment (?video=&t=start,end).
const given = new URL(location.href).searchParams;
if (given.get('q')) search.search(given.get('q'));
if (given.get('video')) {
  const [start = '0', end = start] = (given.get('t') ?? '').split(',');
  play({ video: given.get('video'), start: Number(start) || 0, end: Number(end) || 0 });
}
