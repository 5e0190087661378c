/** Asks whether a job is really to be stopped, with the facts, and sends the stop. */

import {html} from './lit-html/lit-html.js';
import {canBeStopped, factsOfAStop, kind, phaseWord} from './jobs.js';
import {asCommands, failureText} from './parts.js';
import {say} from './speech.js';

export class StopDialog {
  /**
   * @param job gives the job as it was read last, so that the facts stay true while somebody thinks
   * @param done called after the stop is on record
   */
  constructor({api, draw, job, entity, done, close}) {
    Object.assign(this, {api, draw, job, entity, done, close});
    this.busy = false;
    this.failure = null;
  }

  view() {
    const job = this.job();
    const name = kind(job).toLowerCase();
    const over = !canBeStopped(job) && !this.busy;
    return html`<dialog aria-labelledby="stop-title" aria-describedby="stop-facts" @cancel=${this.close}>
      <h2 id="stop-title">Stop this ${name}?</h2>
      <ul id="stop-facts">${over
        ? html`<li>There is nothing left to stop: it is ${phaseWord(job).toLowerCase()}.</li>`
        : factsOfAStop(job).map(fact => html`<li>${fact}</li>`)}</ul>
      ${failureText(this.failure)}
      ${asCommands(this.api, 'stop', {id: job.id, entity: this.entity})}
      <p class="buttons">
        <button type="button" autofocus @click=${this.close}>${over ? 'Close' : 'Keep running'}</button>
        ${over ? '' : html`<button type="button" class="danger" aria-disabled=${this.busy} @click=${() => this.stop()}>
          ${this.busy ? 'Stopping…' : `Stop ${name}`}</button>`}
      </p>
    </dialog>`;
  }

  async stop() {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.failure = null;
    this.draw();
    try {
      await this.api.stop(this.job().id, {entity: this.entity});
      say('The stop is on record.');
      this.close();
    } catch (failure) {
      this.failure = failure;
      if (failure.isForbidden) {
        this.api.session.refuse('stop');
      }
    }
    this.busy = false;
    this.done(this.failure);
    this.draw();
  }
}
