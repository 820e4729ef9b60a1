/** All components, joined: for a page that takes them with one script tag and wants no code of its own. */
import { join } from './timeviper.js';

join(document);

export * from './timeviper.js';
