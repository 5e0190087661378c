/** Small parts that several views show. */

import {html, nothing, svg} from './lit-html/lit-html.js';
import {doneOfAll, phase, phaseWord, share, standing, stoppingText, tookSeconds} from './jobs.js';
import {rate, timeLeft} from './pace.js';
import {clock, duration, number, range} from './text.js';
import {say} from './speech.js';

export function badge(job) {
  return html`<span class="badge ${phase(job)}">${phaseWord(job)}</span>`;
}

/** Done of all, as a bar and in numbers. A bar without a value says that nobody knows yet. */
export function progress(job) {
  const done = share(job);
  const now = phase(job);
  const bar = done === null
    ? (now === 'running' ? html`<progress class=${now} aria-label="Charges done"></progress>` : nothing)
    : html`<progress class=${now} max="1" .value=${done} aria-label="Charges done"></progress>`;
  return html`${bar}<span class="figures">${doneOfAll(job)}${done === null ? nothing : html` <span class="quiet">${job.progress}</span>`}</span>`;
}

/** Records per second and the time left, or the time that it took; no more than is known. */
export function pace(job) {
  if (job.endedOn !== undefined) {
    const took = tookSeconds(job);
    return took === null ? nothing : html`<span class="quiet">took ${duration(took)}</span>`;
  }
  const perSecond = rate(job.id);
  const left = timeLeft(job);
  return html`${perSecond === null ? nothing : html`<span class="figures">${number(perSecond)}/s</span>`}
    ${left === null ? nothing : html`<span class="quiet">${range(left)} left</span>`}`;
}

/** Why a job stands still, or how long its stop takes. */
export function remark(job, api) {
  if (phase(job) === 'stopping') {
    return html`<span class="remark stopping">${stoppingText(job, api.now())}</span>`;
  }
  const why = standing(job);
  return why === null ? nothing : html`<span class="remark ${phase(job)}">${why}</span>`;
}

/** Says that what is shown is old, since when, and what happens next. */
export function staleBanner(refresh, api, atZone) {
  if (!refresh.failure || refresh.answeredAt === null) {
    return nothing;
  }
  const answered = clock(api.now() - (performance.now() - refresh.answeredAt), atZone);
  return html`<div class="banner" role="alert">
    <p>${refresh.failure.message} What you see is from ${answered}. ${retrying(refresh)}</p>
    <button type="button" @click=${() => refresh.now()}>Retry now</button>
  </div>`;
}

function retrying(refresh) {
  return refresh.dueAt === null ? '' : html`<span aria-hidden="true">Retrying in ${duration(Math.max(0, (refresh.dueAt - performance.now()) / 1000))}.</span>`;
}

/** In the place of what could not be read even once. */
export function unreadable(refresh, what) {
  const failure = refresh.failure;
  const title = failure.isForbidden ? 'No permission' : failure.passes ? 'Not available' : `${what} could not be read`;
  return html`<section class="state" role="alert">
    ${sign(failure.isForbidden ? 'M6 9V6.5a4 4 0 0 1 8 0V9M5 9h10v7H5z' : 'M10 5v6M10 14v1.5')}
    <h2>${title}</h2>
    <p>${failure.message} ${failure.passes ? retrying(refresh) : ''}</p>
    ${failure.isForbidden ? html`<p class="quiet">Sign in with another client, or ask whoever operates the service for one that may do this.</p>` : nothing}
    ${failure.requestId ? html`<p class="quiet">Request id ${copyable(failure.requestId, 'request id')}</p>` : nothing}
    <button type="button" @click=${() => refresh.now()}>Retry now</button>
  </section>`;
}

export function sign(path) {
  return html`<svg class="sign" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="9"></circle>${svg`<path d=${path}></path>`}</svg>`;
}

export function failureText(failure) {
  if (!failure) {
    return nothing;
  }
  const id = failure.requestId ? html` <span class="quiet">Request id ${failure.requestId}</span>` : nothing;
  return html`<p class="failure" role="alert">${failure.message}${failure.retryAfter ? ` Wait ${duration(failure.retryAfter)}.` : ''}${id}</p>`;
}

/** A text in full, with a button that copies it. */
export function copyable(text, what) {
  return html`<span class="copyable"><code>${text}</code><button type="button" class="slight" aria-label="Copy ${what}" @click=${() => copy(text, what)}>Copy</button></span>`;
}

/** How to do the same from a terminal. */
export function asCommands(api, action, about) {
  return html`<details class="commands">
    <summary>Do it from a terminal</summary>
    <p>curl, with a token in <code>$TOKEN</code></p>
    ${copyable(api.asCurl(action, about), 'curl command')}
    <p>Command line</p>
    ${copyable(api.asCommand(action, about), 'bookingdate command')}
  </details>`;
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Over plain HTTP there is no clipboard to write to; this still works there.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'unseen';
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  say(`Copied the ${what}.`);
}
