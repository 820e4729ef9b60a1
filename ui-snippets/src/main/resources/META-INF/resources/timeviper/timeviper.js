/** All components of TimeViper Search; a page that needs only one imports that one. */
export { join } from './join.js';
export { addTexts } from './texts.js';
export { TvAsk } from './tv-ask.js';
export { TvLibrary } from './tv-library.js';
export { TvPlayer } from './tv-player.js';
export { TvSearch } from './tv-search.js';
export { TvTimeline } from './tv-timeline.js';
export { TvUpload } from './tv-upload.js';
