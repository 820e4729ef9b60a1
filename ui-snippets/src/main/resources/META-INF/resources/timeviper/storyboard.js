/** A film's storyboard: one picture with many small ones, and the WebVTT that says which cell shows which seconds. */

const known = new Map();

const seconds = (stamp) => stamp.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** Reads the cells: [{start, end, url, x, y, width, height}]. */
export function parseCells(text, address) {
  const cue = /([\d:.]+) --> ([\d:.]+)[^\n]*\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g;
  return [...text.matchAll(cue)].map(([, start, end, url, x, y, width, height]) => ({
    start: seconds(start), end: seconds(end), url: new URL(url, address).href,
    x: Number(x), y: Number(y), width: Number(width), height: Number(height),
  }));
}

/** A preview that is black until its picture comes is worse than none. */
function loaded(url) {
  const picture = new Image();
  picture.src = url;
  return picture.decode();
}

/** The cells of a video; empty where there are none, as a preview is no reason to complain. Asked for once. */
export function cellsOf(service, video) {
  const path = `/v1/videos/${encodeURIComponent(video)}/storyboard.vtt`;
  const address = new URL(service.url(path), document.baseURI).href;
  if (!known.has(address)) {
    known.set(address, service.call(path)
      .then(async (response) => {
        const cells = parseCells(await response.text(), address);
        await Promise.all([...new Set(cells.map((cell) => cell.url))].map(loaded));
        return cells;
      })
      .catch(() => {
        known.delete(address);
        return [];
      }));
  }
  return known.get(address);
}

/** Shows the cell of a second in a box, as large as fits. The box holds one element, which is the window on the picture. */
export function showCell(box, cells, second) {
  const cell = cells.findLast((each) => each.start <= second) ?? cells[0];
  box.hidden = !cell;
  if (!cell) return;
  const scale = Math.min(box.clientWidth / cell.width, box.clientHeight / cell.height);
  const window = box.firstElementChild;
  Object.assign(window.style, {
    width: `${cell.width}px`, height: `${cell.height}px`,
    backgroundImage: `url("${cell.url}")`, backgroundPosition: `-${cell.x}px -${cell.y}px`,
    transform: `scale(${scale}) translate(-50%, -50%)`,
  });
}
