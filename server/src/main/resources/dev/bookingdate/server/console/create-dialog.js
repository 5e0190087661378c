/** Asks what a new backfill or dry run is to cover, and creates it. */

import {html, nothing} from './lit-html/lit-html.js';
import {newKey} from './api.js';
import {asCommands, failureText} from './parts.js';
import {say} from './speech.js';

export class CreateDialog {
  /** @param orgs ids of the orgs that jobs have shown so far, to choose from */
  constructor({api, draw, dryRun, entity, orgs, done, close}) {
    Object.assign(this, {api, draw, dryRun, entity, orgs, done, close});
    this.busy = false;
    this.failure = null;
    this.wanted = '';
    // One for each job that is meant: a create whose answer got lost is repeated without a second job.
    this.key = newKey();
  }

  view() {
    const name = this.dryRun ? 'dry run' : 'backfill';
    return html`<dialog aria-labelledby="create-title" aria-describedby="create-facts" @cancel=${this.close}>
      <form @submit=${event => this.submit(event)}>
        <h2 id="create-title">New ${name}</h2>
        <p id="create-facts">${this.dryRun
          ? 'Counts what a backfill would change. It changes no charge.'
          : 'Sets the booking date of every charge in its scope to the day on which the original charge was created. Charges that are right already stay as they are. You can stop it at any moment.'}</p>
        ${this.entity ? html`<p>Entity <code>${this.entity}</code></p>` : nothing}
        <label>Orgs
          <input name="orgs" list="known-orgs" spellcheck="false" autocapitalize="none" aria-describedby="orgs-hint"
            .value=${this.wanted} @input=${event => { this.wanted = event.target.value.trim(); this.key = newKey(); this.draw(); }}></label>
        <datalist id="known-orgs">${this.orgs.map(org => html`<option value=${org}></option>`)}</datalist>
        <p id="orgs-hint" class="quiet">Ids with commas between them. Empty: all that you have access to, and the only choice without Multi-Org.</p>
        ${failureText(this.failure)}
        ${asCommands(this.api, 'create', {entity: this.entity, orgs: this.wanted, dryRun: this.dryRun})}
        <p class="buttons">
          <button type="button" @click=${this.close}>Not now</button>
          <button type="submit" class="main" autofocus aria-disabled=${this.busy}>${this.busy ? 'Starting…' : `Start ${name}`}</button>
        </p>
      </form>
    </dialog>`;
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.failure = null;
    this.draw();
    try {
      const {jobId} = await this.api.create({entity: this.entity, orgs: this.wanted, dryRun: this.dryRun, key: this.key});
      say(this.dryRun ? 'The dry run is created.' : 'The backfill is created.');
      this.close();
      this.done(jobId);
    } catch (failure) {
      this.failure = failure;
      if (failure.isForbidden && !this.wanted) {
        this.api.session.refuse('create');
      }
      // What was refused is stored with its key; another attempt is another create. Without an answer the key stays.
      if (!failure.passes) {
        this.key = newKey();
      }
    }
    this.busy = false;
    this.draw();
  }
}
