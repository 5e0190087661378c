/** The backfill log: a page of jobs, newest first. */

import {html, nothing} from './lit-html/lit-html.js';
import {live} from './lit-html/directives/live.js';
import {repeat} from './lit-html/directives/repeat.js';
import {canBeStopped, isActive, kind, pauseFor, phase} from './jobs.js';
import {badge, pace, progress, remark, sign, staleBanner, unreadable} from './parts.js';
import {note} from './pace.js';
import {Refresh} from './refresh.js';
import {toJob, toList} from './route.js';
import {follow} from './speech.js';
import {count, number, time, zone} from './text.js';

/** What can be picked out of a page; the API has no such filter, so it is of this page and says so. */
const SHOWN = {
  '': ['All jobs', () => true],
  active: ['Active', isActive],
  completed: ['Completed', job => phase(job) === 'completed'],
  stopped: ['Stopped', job => phase(job) === 'stopped'],
  failed: ['Failed', job => phase(job) === 'failed'],
};

export class JobList {
  constructor({api, draw, route, ask, create}) {
    Object.assign(this, {api, draw, route, ask, create});
    this.jobs = null;
    this.nextPage = null;
    this.refresh = new Refresh({read: () => this.#read(), pause: () => pauseFor(this.jobs), changed: draw});
    this.refresh.now();
  }

  get title() {
    return 'Backfills';
  }

  /** The job of this id as it was read last. */
  job(id) {
    return this.jobs?.find(job => job.id === id);
  }

  get orgs() {
    return [...new Set((this.jobs ?? []).flatMap(job => job.orgIds ?? []))];
  }

  /** Whether something on the page counts seconds. */
  get ticks() {
    return Boolean(this.refresh.failure) || (this.jobs ?? []).some(job => phase(job) === 'stopping');
  }

  end() {
    this.refresh.end();
  }

  async #read() {
    const {entity, cursor, size} = this.route;
    const answer = await this.api.list({entity, cursor, pageSize: size});
    answer.jobs.forEach(job => { note(job); follow(job); });
    this.jobs = answer.jobs;
    this.nextPage = answer.nextPage ?? null;
  }

  view() {
    const may = this.api.session.may.bind(this.api.session);
    return html`<div class="heading">
        <h1 tabindex="-1">Backfills</h1>
        ${may('create') ? html`<div class="buttons">
          <button type="button" @click=${() => this.create({dryRun: true})}>Dry run</button>
          <button type="button" class="main" @click=${() => this.create({dryRun: false})}>New backfill</button>
        </div>` : html`<p class="quiet">These credentials may not create jobs.</p>`}
      </div>
      ${staleBanner(this.refresh, this.api, zone(this.jobs?.[0]?.createdOnReadable))}
      ${this.#content()}`;
  }

  #content() {
    if (this.jobs === null) {
      return this.refresh.failure ? unreadable(this.refresh, 'The jobs') : loading();
    }
    if (this.jobs.length === 0 && !this.route.cursor) {
      return this.#empty();
    }
    const [name, picks] = SHOWN[this.route.show] ?? SHOWN[''];
    const shown = this.jobs.filter(picks);
    return html`<div class="tools">
        <label>Show <select @change=${event => { location.hash = toList({...this.route, show: event.target.value}); }}
          .value=${live(this.route.show)}>
          ${Object.entries(SHOWN).map(([value, [label]]) => html`<option value=${value} ?selected=${value === this.route.show}>${label}</option>`)}
        </select></label>
        <span class="quiet">${shown.length === this.jobs.length
          ? `${count(shown.length, 'job')}, newest first`
          : `${number(shown.length)} of the ${number(this.jobs.length)} jobs on this page`}</span>
      </div>
      ${shown.length ? this.#table(shown) : html`<section class="state"><h2>None on this page</h2>
        <p>No job here is ${name.toLowerCase()}. Older pages may have some.</p></section>`}
      <nav class="pages" aria-label="Pages">
        ${this.route.cursor ? html`<a href=${toList({...this.route, cursor: ''})}>Newest jobs</a>` : nothing}
        ${this.nextPage ? html`<a href=${toList({...this.route, cursor: this.nextPage})}>Older jobs</a>` : nothing}
      </nav>
      <p class="quiet">Times are the tenant's, UTC${zone(this.jobs[0]?.createdOnReadable)}. Rates and times left are what this tab has seen.</p>`;
  }

  #table(jobs) {
    // The roles say again what the elements say: on a phone the rows are shown as cards, and would lose them.
    return html`<table role="table" class="jobs">
      <caption class="unseen">Backfill jobs</caption>
      <thead role="rowgroup"><tr role="row">
        <th role="columnheader" scope="col">Job</th><th role="columnheader" scope="col">Status</th>
        <th role="columnheader" scope="col">Charges done</th><th role="columnheader" scope="col">Pace</th>
        <th role="columnheader" scope="col" class="right">Errors</th><th role="columnheader" scope="col">Last changed by</th>
        <th role="columnheader" scope="col"><span class="unseen">Actions</span></th>
      </tr></thead>
      <tbody role="rowgroup">${repeat(jobs, job => job.id, job => this.#row(job))}</tbody>
    </table>`;
  }

  #row(job) {
    const created = time(job.createdOn, zone(job.createdOnReadable));
    return html`<tr role="row" data-job=${job.id}>
      <th role="rowheader" scope="row"><a href=${toJob(job.id, this.route)}>${kind(job)}, ${created}</a></th>
      <td role="cell">${badge(job)}</td>
      <td role="cell" class="wide">${progress(job)}${remark(job, this.api)}</td>
      <td role="cell" class="stacked">${pace(job)}</td>
      <td role="cell" class="right ${job.errorCount ? 'errors' : 'no-errors'}"><span class="label">Errors </span>${number(job.errorCount)}</td>
      <td role="cell" class="who">${job.updatedByUsername}</td>
      <td role="cell" class="right">${canBeStopped(job) && this.api.session.may('stop')
        ? html`<button type="button" aria-label="Stop ${kind(job).toLowerCase()}, ${created}" @click=${() => this.ask(job.id)}>Stop</button>`
        : nothing}</td>
    </tr>`;
  }

  #empty() {
    return html`<section class="state">
      ${sign('M6 7h8M6 10h8M6 13h4')}
      <h2>No jobs yet</h2>
      <p>Begin with a dry run: it counts what a backfill would change, and changes nothing.</p>
    </section>`;
  }
}

function loading() {
  return html`<section class="state" aria-busy="true">
    <p>Reading the jobs…</p>
    ${[1, 2, 3].map(() => html`<div class="bone"></div>`)}
  </section>`;
}
