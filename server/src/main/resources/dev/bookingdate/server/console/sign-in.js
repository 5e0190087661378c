/** The form that asks for client id and secret. */

import {html, nothing} from './lit-html/lit-html.js';
import {failureText} from './parts.js';

export class SignIn {
  /** @param done called when somebody is signed in */
  constructor({api, draw, done, reason}) {
    Object.assign(this, {api, draw, done, reason});
    this.busy = false;
    this.failure = null;
  }

  view() {
    return html`<main class="page narrow">
      <h1 tabindex="-1">Booking date backfill</h1>
      <form class="card" @submit=${event => this.submit(event)} aria-describedby="keeps">
        <h2>Sign in</h2>
        ${this.reason ? html`<p class="notice">${this.reason}</p>` : nothing}
        <label>Client id
          <input name="client" required autocomplete="username" spellcheck="false" autocapitalize="none" minlength="36" maxlength="36"
            .defaultValue=${this.api.session.clientId}></label>
        <label>Client secret
          <input name="secret" type="password" required autocomplete="current-password" maxlength="42"></label>
        ${failureText(this.failure)}
        <button class="main" type="submit" aria-disabled=${this.busy}>${this.busy ? 'Signing in…' : 'Sign in'}</button>
        <p id="keeps" class="quiet">Kept for this tab only: the secret in memory, the token until you sign out or close the tab.</p>
      </form>
      <p class="quiet"><a href="docs">API reference</a></p>
    </main>`;
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy) {
      return;
    }
    const form = event.target;
    this.busy = true;
    this.failure = null;
    this.draw();
    try {
      await this.api.session.signIn(form.elements.client.value.trim(), form.elements.secret.value);
    } catch (failure) {
      this.failure = failure;
      form.elements.secret.select();
    }
    this.busy = false;
    this.draw();
    if (!this.failure) {
      this.done();
    }
  }
}
