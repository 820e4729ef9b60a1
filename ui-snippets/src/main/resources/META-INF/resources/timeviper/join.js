/**
 * Joins the components below a part of the page, which know nothing of each other: what is found is played, lit up on the timeline and may be asked about; what plays is laid out,
 * with all that the search finds in it.
 * @param {Document|ShadowRoot|Element} root
 * @returns {function()} takes them apart again
 */
export function join(root = document) {
  let results = null;
  let film = null;
  const all = (name) => [...root.querySelectorAll(name)];
  const show = (moment) => [...all('tv-player'), ...all('tv-timeline')].forEach((each) => each.show?.(moment));
  const light = (moments) => [...all('tv-player'), ...all('tv-timeline')].forEach((each) => { each.hits = moments; });
  /** What a search has shown of the film is lit up already; the rest of what it finds there is on later pages. */
  const complete = async () => {
    const [before, video] = [results, film];
    const inFilm = video && (await before?.search.matchesIn?.(video));
    if (inFilm && before === results && video === film) light([...before.moments.filter((moment) => moment.video !== video), ...inFilm]);
  };
  const shown = (video) => {
    if (video === film) return;
    film = video;
    complete();
  };
  const listeners = {
    'tv-play': ({ detail }) => {
      show(detail);
      shown(detail.video);
    },
    'tv-open': ({ detail }) => {
      show({ video: detail.video.id });
      shown(detail.video.id);
    },
    'tv-opened': ({ detail }) => {
      all('tv-timeline').forEach((timeline) => timeline.show({ video: detail.video }));
      shown(detail.video);
    },
    'tv-seek': ({ detail }) => all('tv-player').forEach((player) => player.show({ video: detail.video, start: detail.time, waits: true })),
    'tv-time': ({ detail }) => all('tv-timeline').forEach((timeline) => { timeline.time = detail.time; }),
    'tv-results': ({ target, detail }) => {
      results = { search: target, moments: detail.moments };
      light(detail.moments);
      all('tv-ask').forEach((ask) => { ask.hits = detail.moments; });
      complete();
    },
    'tv-accepted': () => all('tv-library').forEach((library) => library.refresh()),
    'tv-indexed': () => all('tv-library').forEach((library) => library.refresh()),
    'tv-changed': () => all('tv-search').forEach((search) => search.refresh()),
    'tv-removed': () => all('tv-search').forEach((search) => search.refresh()),
  };
  Object.entries(listeners).forEach(([type, listener]) => root.addEventListener(type, listener));
  return () => Object.entries(listeners).forEach(([type, listener]) => root.removeEventListener(type, listener));
}
