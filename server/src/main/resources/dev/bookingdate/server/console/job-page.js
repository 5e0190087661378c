/** All that is known of one job. */

import {html, nothing} from './lit-html/lit-html.js';
import {chart} from './chart.js';
import {canBeStopped, isActive, kind, pauseFor, timeline, tookSeconds} from './jobs.js';
import {asCommands, badge, copyable, pace, progress, remark, sign, staleBanner, unreadable} from './parts.js';
import {note} from './pace.js';
import {Refresh} from './refresh.js';
import {toJob, toList} from './route.js';
import {follow} from './speech.js';
import {count, duration, number, secondsText, time, zone} from './text.js';

export class JobPage {
  constructor({api, draw, route, ask}) {
    Object.assign(this, {api, draw, route, ask});
    this.read = null;
    this.refresh = new Refresh({read: () => this.#read(), pause: () => (isActive(this.read) ? pauseFor([this.read]) : null), changed: draw});
    this.refresh.now();
  }

  get title() {
    return this.read ? `${kind(this.read)} ${this.read.status}` : 'Job';
  }

  job(id) {
    return this.read?.id === id ? this.read : undefined;
  }

  get orgs() {
    return this.read?.orgIds ?? [];
  }

  get ticks() {
    return Boolean(this.refresh.failure) || (this.read !== null && isActive(this.read));
  }

  end() {
    this.refresh.end();
  }

  async #read() {
    const job = await this.api.get(this.route.id, this.route);
    note(job);
    follow(job);
    this.read = job;
  }

  view() {
    const back = html`<p><a href=${toList({entity: this.route.entity})}>All backfills</a></p>`;
    if (this.read === null) {
      const failure = this.refresh.failure;
      return html`${back}<h1 tabindex="-1">Job</h1>${!failure
        ? html`<section class="state" aria-busy="true"><p>Reading the job…</p><div class="bone"></div></section>`
        : failure.status === 404 || failure.status === 400 ? notFound(this.route.id, failure) : unreadable(this.refresh, 'The job')}`;
    }
    const job = this.read;
    const atZone = zone(job.createdOnReadable);
    const found = job.reconciliation ?? job.preview;
    return html`${back}
      <div class="heading">
        <h1 tabindex="-1">${kind(job)}, ${time(job.createdOn, atZone)} ${badge(job)}</h1>
        ${canBeStopped(job) && this.api.session.may('stop')
          ? html`<button type="button" class="danger" @click=${() => this.ask(job.id)}>Stop</button>` : nothing}
      </div>
      ${staleBanner(this.refresh, this.api, atZone)}
      <section class="card big" aria-label="Progress">
        ${progress(job)}
        ${remark(job, this.api)}
        <p class="row">${pace(job)}</p>
      </section>
      <div class="columns">
        ${this.#timeline(job, atZone)}
        ${this.#counts(job)}
        ${reconciliation(job)}
        ${preview(job)}
      </div>
      ${job.dryRun ? nothing : html`<section class="card"><h2>Pace</h2>${chart(job)}</section>`}
      ${listed('Failed records', job.failedRecords, job.errorCount,
        {chargeId: 'Charge', reason: 'Reason'})}
      ${listed('Missing originals', found?.missingOriginalRecords, found?.missingOriginals,
        {chargeId: 'Charge', originalId: 'Original that is not in the data'})}
      ${this.#ids(job)}`;
  }

  #timeline(job, atZone) {
    const took = tookSeconds(job, this.api.now());
    return html`<section class="card"><h2>Timeline</h2>
      <ol class="timeline">${timeline(job).map(event => html`<li><b>${event.what}</b> ${time(event.on, atZone)}${event.who ? `, by ${event.who}` : ''}${
        event.after === undefined ? '' : `, ${secondsText(event.after)} after the stop was asked for`}</li>`)}</ol>
      <p class="quiet">${took === null ? '' : `${job.endedOn === undefined ? 'Has worked for' : 'Took'} ${duration(took)}. `}Last changed by ${
        job.updatedByUsername}. Times are the tenant's, UTC${atZone}.</p>
    </section>`;
  }

  #counts(job) {
    const changed = job.undoes ? 'Put back' : 'Updated';
    return html`<section class="card"><h2>Counts</h2>${facts({
      'Charges in scope': job.recordsTotal === undefined ? 'not counted yet' : number(job.recordsTotal),
      'Looked at': number(job.recordsProcessed ?? 0),
      ...(job.dryRun ? {} : {[changed]: number(job.recordsUpdated ?? 0)}),
      'Could not be written': number(job.errorCount),
      'Batches finished': `${number(job.batchFinishedCount)} of ${number(job.batchSentCount)} sent`,
      'Average': job.recordsPerSecond ? `${number(job.recordsPerSecond)}/s` : '–',
    })}</section>`;
  }

  #ids(job) {
    return html`<section class="card"><h2>Ids</h2>
      ${facts({
        'Job': copyable(job.id, 'job id'),
        ...(job.entityId ? {'Entity': copyable(job.entityId, 'entity id')} : {}),
        ...(job.orgIds?.length ? {'Orgs': job.orgIds.map(org => html`<div>${copyable(org, `org id ${org}`)}</div>`)} : {}),
        ...(job.undoes ? {'Undoes': html`<a href=${toJob(job.undoes, this.route)}>${job.undoes}</a>`} : {}),
        'Last request': copyable(this.api.lastRequestId ?? '–', 'request id'),
        'Track id of this tab': copyable(this.api.trackId, 'track id'),
      })}
      ${asCommands(this.api, 'get', {id: job.id, entity: this.route.entity})}
    </section>`;
  }
}

function facts(named) {
  return html`<dl>${Object.entries(named).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function reconciliation(job) {
  const sums = job.reconciliation;
  if (!sums) {
    return nothing;
  }
  return html`<section class="card"><h2>Reconciliation ${sums.balanced
      ? html`<span class="badge completed">Balanced</span>` : html`<span class="badge failed">Not balanced</span>`}</h2>
    ${facts({
      'Expected': number(sums.expected),
      'Updated': number(sums.updated),
      'Right before': number(sums.unchanged),
      'Failed': number(sums.failed),
      'Changes on record': number(sums.audited),
      ...(sums.missingOriginals === undefined ? {} : {'Originals missing': number(sums.missingOriginals)}),
    })}
    ${sums.balanced ? nothing : html`<p class="notice">Records left the scope or came to it while the job ran.</p>`}
  </section>`;
}

function preview(job) {
  const found = job.preview;
  if (!found) {
    return nothing;
  }
  return html`<section class="card"><h2>What a backfill would do ${found.estimated
      ? html`<span class="badge waiting">Estimate</span>` : nothing}</h2>
    ${facts({
      'Would change': number(found.changed),
      'Right already': number(found.unchanged),
      'Could not be written': number(found.failed),
      'Originals missing': number(found.missingOriginals),
    })}
    ${found.failureReason ? html`<p class="failure">A backfill would fail: ${found.failureReason}</p>` : nothing}
    ${found.byMonths.length ? html`<details><summary>By how far dates would move</summary><table class="plain">
      <thead><tr><th scope="col">Move</th><th scope="col" class="right">Charges</th></tr></thead>
      <tbody>${found.byMonths.map(move => html`<tr><td>${moveText(move.months)}</td><td class="right">${number(move.records)}</td></tr>`)}</tbody>
    </table></details>` : nothing}
    ${found.changes.length ? html`<details><summary>${count(found.changes.length, 'example')}</summary><table class="plain">
      <thead><tr><th scope="col">Charge</th><th scope="col">From</th><th scope="col">To</th></tr></thead>
      <tbody>${found.changes.map(change => html`<tr><td><code>${change.chargeId}</code></td><td>${change.from ?? 'no date'}</td><td>${change.to}</td></tr>`)}</tbody>
    </table></details>` : nothing}
  </section>`;
}

function moveText(months) {
  if (months === undefined) {
    return 'no date yet';
  }
  return months === 0 ? 'within the month' : `${count(Math.abs(months), 'month')} ${months < 0 ? 'earlier' : 'later'}`;
}

/** A table of the records that the API names, and how many there are of which these are the first. */
function listed(title, records, all, columns) {
  if (!records?.length) {
    return nothing;
  }
  return html`<section class="card"><h2>${title}</h2>
    <p class="quiet">${all > records.length ? `The first ${number(records.length)} of ${number(all)}.` : count(records.length, 'record')}</p>
    <div class="scrolls" tabindex="0" role="region" aria-label=${title}><table class="plain">
      <thead><tr>${Object.values(columns).map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${records.map(record => html`<tr>${Object.keys(columns).map(name => html`<td>${name.endsWith('Id') ? html`<code>${record[name]}</code>` : record[name]}</td>`)}</tr>`)}</tbody>
    </table></div>
  </section>`;
}

function notFound(id, failure) {
  return html`<section class="state" role="alert">
    ${sign('M7 7l6 6M13 7l-6 6')}
    <h2>No such job</h2>
    <p>${failure.message}</p>
    <p class="quiet">The id <code>${id}</code> is unknown here, or belongs to another tenant, entity or org.</p>
  </section>`;
}
