/** Records per second over time as a picture, and the same numbers as a table beside it. */

import {html, nothing, svg} from './lit-html/lit-html.js';
import {points} from './pace.js';
import {duration, number} from './text.js';

const HEIGHT = 180;
const EDGE = {left: 64, right: 12, top: 12, bottom: 28};

export function chart(job) {
  const seen = points(job.id);
  if (seen.length < 2) {
    return html`<p class="quiet">${job.endedOn === undefined
      ? 'The chart begins when this page has seen the job for some seconds.'
      : 'This tab has not seen the job at work. The API keeps no history of rates.'}</p>`;
  }
  const throttled = seen.some(point => point.reason);
  return html`<figure>
    ${picture(seen)}
    <figcaption class="quiet">Charges per second since this tab saw the job first.${throttled
      ? html` <span class="key"></span> Held up.` : nothing}</figcaption>
  </figure>
  <details><summary>The same as a table</summary>
    <div class="scrolls" tabindex="0" role="region" aria-label="Charges per second, as a table"><table class="plain">
      <thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col" class="right">Charges per second</th><th scope="col">Held up by</th></tr></thead>
      <tbody>${seen.map(point => html`<tr><td>${duration(point.from)}</td><td>${duration(point.to)}</td>
        <td class="right">${number(point.rate)}</td><td>${point.reason ?? '–'}</td></tr>`)}</tbody>
    </table></div>
  </details>`;
}

function picture(seen) {
  // The width of the page, so that the text in the picture has the size of the text around it.
  const width = Math.max(280, Math.min(1000, document.documentElement.clientWidth - 80));
  const until = seen.at(-1).to;
  const highest = niceCeiling(Math.max(...seen.map(point => point.rate)));
  const x = seconds => EDGE.left + (width - EDGE.left - EDGE.right) * seconds / until;
  const y = value => HEIGHT - EDGE.bottom - (HEIGHT - EDGE.top - EDGE.bottom) * value / highest;
  const line = seen.map((point, at) => `${at ? 'L' : 'M'}${x(point.from).toFixed(1)} ${y(point.rate).toFixed(1)}H${x(point.to).toFixed(1)}`).join('');
  const area = `${line}V${y(0)}H${x(seen[0].from).toFixed(1)}Z`;
  const last = seen.at(-1);
  return html`<svg class="chart" viewBox="0 0 ${width} ${HEIGHT}" role="img"
      aria-label="Charges per second over ${duration(until)}: at most ${number(Math.max(...seen.map(point => point.rate)))}, last ${number(last.rate)}.">
    ${seen.filter(point => point.reason).map(point => svg`<rect class="held" x=${x(point.from)} y=${EDGE.top}
      width=${x(point.to) - x(point.from)} height=${HEIGHT - EDGE.top - EDGE.bottom}></rect>`)}
    ${[0, 0.5, 1].map(part => svg`<line class="grid" x1=${EDGE.left} x2=${width - EDGE.right} y1=${y(part * highest)} y2=${y(part * highest)}></line>
      <text class="axis" x=${EDGE.left - 8} y=${y(part * highest) + 4} text-anchor="end">${number(part * highest)}</text>`)}
    ${svg`<path class="area" d=${area}></path><path class="line" d=${line}></path>
      <text class="axis" x=${EDGE.left} y=${HEIGHT - 8}>0 s</text>
      <text class="axis" x=${width - EDGE.right} y=${HEIGHT - 8} text-anchor="end">${duration(until)}</text>`}
  </svg>`;
}

/** The next of 1, 2, 5, 10, 20, … */
function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].find(step => step * power >= value) * power;
}
