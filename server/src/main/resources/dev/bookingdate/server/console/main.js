/** The console: who is signed in, where one is, and which dialog is open. Everything is drawn anew at each change, by lit-html. */

import {html, nothing, render} from './lit-html/lit-html.js';
import {Api, SignInNeeded} from './api.js';
import {CreateDialog} from './create-dialog.js';
import {JobList} from './job-list.js';
import {JobPage} from './job-page.js';
import {forget as forgetPace} from './pace.js';
import {route, toJob, toList} from './route.js';
import {SignIn} from './sign-in.js';
import {forget as forgetSpeech} from './speech.js';
import {StopDialog} from './stop-dialog.js';

const root = document.getElementById('console');
const api = new Api();
let page = null;
let signIn = null;
let dialog = null;
/** What had the focus when a dialog opened. */
let opener = null;
let drawing = false;

function draw() {
  if (!drawing) {
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      drawNow();
    });
  }
}

function drawNow() {
  if (page?.refresh.failure instanceof SignInNeeded) {
    askForCredentials(page.refresh.failure.message);
    return;
  }
  if (root.firstElementChild?.tagName === 'P') {
    root.replaceChildren();
  }
  render(signIn ? signIn.view() : signedIn(), root);
  const shown = root.querySelector('dialog');
  if (shown && !shown.open) {
    shown.showModal();
  }
  document.title = signIn ? 'Sign in · Booking date backfill' : `${page.title} · Booking date backfill`;
}

function signedIn() {
  return html`${header()}<main class="page">${page.view()}</main>${dialog ? dialog.view() : nothing}`;
}

function header() {
  const {entities, tenant} = api.session;
  return html`<header>
    <a class="home" href=${toList({entity: route().entity})}>Booking date backfill</a>
    <span class="quiet">Tenant ${tenant}</span>
    ${entities.length > 1 ? html`<label>Entity <select @change=${event => { location.hash = toList({entity: event.target.value}); }}>
      ${entities.map(entity => html`<option ?selected=${entity === entityOf(route())}>${entity}</option>`)}</select></label>` : nothing}
    <nav aria-label="Console"><a href="docs">API reference</a>
      <button type="button" class="slight" @click=${signOut}>Sign out</button></nav>
  </header>`;
}

/** The entity of the address, else the first one of the token: of several, each call has to name one. */
function entityOf(where) {
  const {entities} = api.session;
  return entities.length > 1 ? where.entity || entities[0] : '';
}

function show() {
  closeDialog();
  page?.end();
  page = null;
  if (!api.session.signedIn) {
    askForCredentials();
    return;
  }
  const where = {...route(), entity: entityOf(route())};
  const about = {api, draw, route: where, ask: id => askToStop(id, where.entity)};
  page = where.page === 'job' ? new JobPage(about) : new JobList({...about, create: what => askToCreate({...what, entity: where.entity})});
  draw();
}

function askForCredentials(reason) {
  page?.end();
  page = null;
  dialog = null;
  signIn = new SignIn({api, draw, reason, done: () => {
    signIn = null;
    show();
    focusHeading();
  }});
  drawNow();
}

function askToStop(id, entity) {
  opener = document.activeElement;
  dialog = new StopDialog({
    api, draw, entity,
    job: () => page.job(id),
    close: closeDialog,
    done: () => page?.refresh.now(),
  });
  draw();
}

function askToCreate({dryRun, entity}) {
  opener = document.activeElement;
  dialog = new CreateDialog({
    api, draw, dryRun, entity,
    orgs: page.orgs,
    close: closeDialog,
    done: id => { location.hash = toJob(id, {entity}); },
  });
  draw();
}

function closeDialog() {
  if (!dialog) {
    return;
  }
  dialog = null;
  root.querySelector('dialog')?.close();
  drawNow();
  if (opener?.isConnected) {
    opener.focus();
  } else {
    focusHeading();
  }
}

function signOut() {
  api.session.signOut();
  forgetPace();
  forgetSpeech();
  history.replaceState(null, '', '#/');
  askForCredentials('You are signed out.');
  focusHeading();
}

function focusHeading() {
  queueMicrotask(() => root.querySelector('h1')?.focus());
}

addEventListener('hashchange', () => {
  show();
  focusHeading();
});
addEventListener('resize', () => !signIn && draw());
// Seconds are counted here and read from the server's time; nothing is asked of the server for it.
setInterval(() => page?.ticks && !document.hidden && draw(), 1000);
show();
