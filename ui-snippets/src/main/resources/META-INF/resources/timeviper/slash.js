/** The key `/`, which leads to the box of the first search on the page that can be seen and has not given it up. */

const searches = new Map();

/** @param {function()} reach called when the key is meant for this search */
export function listenForSlash(search, reach) {
  if (!searches.size) document.addEventListener('keydown', toBox);
  searches.set(search, reach);
}

export function leaveSlash(search) {
  searches.delete(search);
  if (!searches.size) document.removeEventListener('keydown', toBox);
}

function toBox(event) {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isEdited(event.composedPath()[0])) return;
  const [first] = [...searches.keys()].filter((search) => search.shows('shortcut') && search.checkVisibility({ visibilityProperty: true })).sort(inOrder);
  if (!first) return;
  event.preventDefault();
  searches.get(first)();
}

const isEdited = (element) => Boolean(element?.isContentEditable) || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element?.tagName);

const inOrder = (one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1);
