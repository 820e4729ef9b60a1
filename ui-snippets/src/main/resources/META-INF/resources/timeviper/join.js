/**
 * Joins the components below a part of the page, which know nothing of each other: what is found is played, lit up on the timeline and may be asked about; what plays is laid out.
 * @param {Document|Element} root
 * @returns {function()} takes them apart again
 */
export function join(root = document) {
  const all = (name) => [...root.querySelectorAll(name)];
  const show = (moment) => [...all('tv-player'), ...all('tv-timeline')].forEach((each) => each.show?.(moment));
  const listeners = {
    'tv-play': ({ detail }) => show(detail),
    'tv-open': ({ detail }) => show({ video: detail.video.id }),
    'tv-opened': ({ detail }) => all('tv-timeline').forEach((timeline) => timeline.show({ video: detail.video })),
    'tv-seek': ({ detail }) => all('tv-player').forEach((player) => player.show({ video: detail.video, start: detail.time, waits: true })),
    'tv-time': ({ detail }) => all('tv-timeline').forEach((timeline) => { timeline.time = detail.time; }),
    'tv-results': ({ detail }) => [...all('tv-player'), ...all('tv-timeline'), ...all('tv-ask')].forEach((each) => { each.hits = detail.moments; }),
    'tv-accepted': () => all('tv-library').forEach((library) => library.refresh()),
    'tv-indexed': () => all('tv-library').forEach((library) => library.refresh()),
    'tv-changed': () => all('tv-search').forEach((search) => search.refresh()),
    'tv-removed': () => all('tv-search').forEach((search) => search.refresh()),
  };
  Object.entries(listeners).forEach(([type, listener]) => root.addEventListener(type, listener));
  return () => Object.entries(listeners).forEach(([type, listener]) => root.removeEventListener(type, listener));
}
