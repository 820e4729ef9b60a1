'use strict';
(() => {
  const report = JSON.parse(document.getElementById('data').textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const percent = (share, digits = 1) => share == null ? '–' : (100 * share).toFixed(digits) + ' %';
  const shown = (value, unit) => value == null ? '–' : unit === 'SHARE' ? percent(value) : value.toFixed(3);

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  };

  const measure = one => make('div', { class: 'measure' },
    one.name,
    make('b', {}, shown(one.value, one.unit)),
    make('span', { class: 'soft' },
      (one.low == null ? '' : `95 %: ${shown(one.low, one.unit)} to ${shown(one.high, one.unit)} · `)
        + `of ${one.count.toLocaleString('en')}`));

  const table = (heads, rows, numbers) => make('div', { class: 'wide' }, make('table', {},
    make('thead', {}, make('tr', {}, ...heads.map((head, i) =>
      make('th', { scope: 'col', class: numbers.includes(i) ? 'number' : '' }, head)))),
    make('tbody', {}, ...rows.map(row => make('tr', {}, ...row.map((cell, i) =>
      make('td', { class: numbers.includes(i) ? 'number' : 'text' }, cell)))))));

  const groups = one => make('details', {},
    make('summary', {}, `${one.measure} by ${one.key}, as a table`),
    table([one.key, one.measure, 'items'],
      one.rows.map(row => [row.group, percent(row.value), row.count.toLocaleString('en')]), [1, 2]));

  const axis = (text, more = {}) => ({
    title: { display: true, text, color: colour('--soft') },
    ticks: { color: colour('--soft') }, grid: { color: colour('--line') }, border: { color: colour('--line') }, ...more });
  const shares = text => axis(text, {
    min: 0, max: 1, ticks: { color: colour('--soft'), callback: value => Math.round(100 * value) + ' %' } });
  const line = (label, data, which, more = {}) => ({
    label, data, borderColor: colour(which), backgroundColor: colour(which), pointRadius: 3, ...more });

  const drawn = {
    bars: plot => ({
      type: 'bar',
      data: { labels: plot.labels, datasets: [{ data: plot.values, backgroundColor: colour('--mark'), maxBarThickness: 36 }] },
      scales: { x: axis(plot.horizontal), y: shares(plot.vertical) },
      told: at => `${percent(plot.values[at])} of ${plot.counts[at]} items`, legend: false }),
    curve: plot => ({
      type: 'line',
      data: { datasets: [line(plot.vertical, plot.x.map((x, i) => ({ x, y: plot.y[i] })), '--mark')] },
      scales: { x: axis(plot.horizontal, { type: 'linear', min: 0, max: 1 }), y: shares(plot.vertical) },
      told: at => `${percent(plot.y[at])} at ${plot.x[at]}`, legend: false }),
    reliability: plot => ({
      type: 'line',
      data: { datasets: [
        line('the model', plot.confidence.map((x, i) => ({ x, y: plot.accuracy[i] })), '--mark',
          { pointRadius: plot.counts.map(count => 3 + Math.min(9, Math.sqrt(count) / 2)) }),
        line('as sure as it is right', [{ x: 0, y: 0 }, { x: 1, y: 1 }], '--second', { pointRadius: 0, borderDash: [6, 6] })] },
      scales: { x: { ...shares('how sure it was'), type: 'linear' }, y: shares('how often it was right') },
      told: at => `${plot.counts[at]} answers, ${percent(plot.accuracy[at])} right`, legend: true }),
  };

  const draw = (plot, place) => {
    const { type, data, scales, told, legend } = drawn[plot.kind](plot);
    const canvas = make('canvas', { role: 'img', 'aria-label': `${plot.title}; the numbers are in the tables and in summary.json` });
    place.append(make('div', { class: 'plot' }, canvas));
    new Chart(canvas, { type, data, options: {
      responsive: true, maintainAspectRatio: false, animation: false, scales,
      plugins: {
        title: { display: true, text: plot.title, color: colour('--ink'), align: 'start', font: { size: 14 } },
        legend: { display: legend, labels: { color: colour('--soft') } },
        tooltip: { callbacks: { label: item => item.datasetIndex === 0 ? told(item.dataIndex) : '' } } } } });
  };

  const section = (one, main) => {
    const plots = make('div', { class: 'plots' });
    main.append(make('h2', {}, one.title),
      make('div', { class: 'measures' }, ...one.measures.map(measure)), plots, ...one.tables.map(groups));
    one.plots.forEach(plot => draw(plot, plots));
  };

  const main = document.getElementById('report');
  const { run } = report;
  document.title = `${report.title}: ${run.model}`;
  main.replaceChildren(
    make('h1', {}, report.title),
    make('p', {}, `${run.model} answered ${report.answered.toLocaleString('en')} of ${report.items.toLocaleString('en')} items. `
      + `Sampled at ${run.sampling.fps} frames a second, ${run.sampling.minFrames} to ${run.sampling.maxFrames} frames, `
      + (run.sampling.windows ? 'longer footage in windows, as the service looks at it.' : 'in one look, as the published evaluation does.')),
    make('p', { class: 'soft' }, (report.frames > 0
      ? `${report.frames.toFixed(1)} frames and ${report.secondsAnItem.toFixed(2)} s an item on average. `
      : '') + `Weights ${run.weights}.`));
  if (report.failed > 0) {
    main.append(make('p', { class: 'warning' }, `${report.failed} items could not be looked at and count as wrong answers.`));
  }
  report.notes.forEach(note => main.append(make('p', { class: 'soft' }, note)));
  if (report.paper) {
    main.append(make('p', {}, `The paper's TimeViper (9B) has ${report.paper.measure} ${report.paper.percent} % here.`));
  }
  report.sections.forEach(one => section(one, main));
  if (report.examples.length > 0) {
    main.append(make('h2', {}, 'Wrong answers, the surest first'),
      table(['film', 'asked', 'right', 'said', 'sure'], report.examples.map(one =>
        [`${one.film}\n${one.footage}`, one.asked, one.right, one.said, percent(one.confidence, 0)]), [4]));
  }
})();
