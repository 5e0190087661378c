/** Calls of the public API, and what their answers say beside the data: the server's time, and the ids to quote in a report. */

import {Session} from './session.js';

const JOBS = 'v1/uno/data-backfill/bookingdate/jobs';
const DEADLINE_MILLIS = 15_000;
/** Answers that the server's time is taken from. */
const CLOCK_ANSWERS = 20;

/** A call that was answered with an error. */
class Refusal extends Error {
  constructor(status, reasons, headers) {
    super(reasons.map(reason => reason.message).join(' ') || `The server responded with ${status}.`);
    this.status = status;
    this.categories = reasons.map(reason => String(reason.code).slice(-2));
    this.requestId = headers.get('Zuora-Request-Id');
    this.retryAfter = Number(headers.get('Retry-After')) || null;
  }

  /** Whether the same call may succeed later. */
  get passes() {
    return [429, 500, 502, 503, 504].includes(this.status);
  }

  get isForbidden() {
    return this.status === 403;
  }
}

/** A call without a usable answer. Nobody knows whether it arrived. */
class NoAnswer extends Error {
  passes = true;
  retryAfter = null;
}

/** The token has ended, and the secret is not known any more. */
export class SignInNeeded extends Error {
  passes = false;
}

export class Api {
  #lowerBounds = [];

  /** @param base the address that the console is served from, with a slash at its end */
  constructor(base = new URL('.', location)) {
    this.base = new URL('.', base);
    this.session = new Session((clientId, secret) => this.#issueToken(clientId, secret));
    this.trackId = `console-${random(4)}`;
    this.lastRequestId = null;
  }

  list({entity, cursor, pageSize}) {
    return this.#call('GET', JOBS, {entity, query: {pageSize, cursor}});
  }

  get(id, {entity}) {
    return this.#call('GET', `${JOBS}/${encodeURIComponent(id)}`, {entity}).then(answer => answer.job);
  }

  /** Creates a job. With the same key it may be called again after a failure: there will be one job. */
  create({entity, orgs, dryRun, key}) {
    const headers = {'Idempotency-Key': key, ...(orgs ? {'Zuora-Org-Ids': orgs} : {})};
    return this.#call('POST', JOBS, {entity, headers, query: dryRun ? {dryRun: true} : {}});
  }

  stop(id, {entity}) {
    return this.#call('PUT', `${JOBS}/${encodeURIComponent(id)}`, {entity, body: {status: 'Stopping'}});
  }

  /** The server's time in milliseconds, whatever the clock of this machine says. */
  now() {
    return this.#lowerBounds.length ? performance.now() + Math.max(...this.#lowerBounds) : Date.now();
  }

  /** The same calls for a terminal. The token is left for whoever runs them to fill in. */
  asCurl(action, {id, entity, orgs, dryRun} = {}) {
    const lines = [`curl -H "Authorization: Bearer $TOKEN"`];
    if (entity) {
      lines.push(`-H 'Zuora-Entity-Ids: ${entity}'`);
    }
    if (orgs && action === 'create') {
      lines.push(`-H 'Zuora-Org-Ids: ${orgs}'`);
    }
    if (action === 'stop') {
      lines.push(`-X PUT -H 'Content-Type: application/json' -d '{"status":"Stopping"}'`);
    } else if (action === 'create') {
      lines.push('-X POST');
    }
    const path = action === 'create' ? `${JOBS}${dryRun ? '?dryRun=true' : ''}` : `${JOBS}/${id}`;
    return [...lines, `'${this.base.href}${path}'`].join(' ');
  }

  asCommand(action, {id, entity, orgs, dryRun} = {}) {
    const words = ['bookingdate', action];
    words.push(...(action === 'stop' ? ['--wait', id] : action === 'create' ? (dryRun ? ['--dry-run'] : []) : [id]));
    words.push(`--url=${this.base.href.replace(/\/$/, '')}`);
    words.push(...(entity ? [`--entity=${entity}`] : []));
    if (action === 'create') {
      words.push(...(orgs ? orgs.split(',').map(org => `--org=${org.trim()}`) : []));
    }
    return words.join(' ');
  }

  async #call(method, path, {entity, headers = {}, query = {}, body}) {
    const url = new URL(path, this.base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '') {
        url.searchParams.set(name, value);
      }
    }
    const send = async () => {
      const token = await this.session.token();
      if (!token) {
        throw new SignInNeeded('Sign in.');
      }
      return this.#send(url, {
        method,
        headers: {
          Accept: 'application/json',
          Authorization: `Bearer ${token}`,
          'Zuora-Track-Id': this.trackId,
          ...(this.session.entities.length > 1 && entity ? {'Zuora-Entity-Ids': entity} : {}),
          ...(body ? {'Content-Type': 'application/json'} : {}),
          ...headers,
        },
        body: body && JSON.stringify(body),
      });
    };
    try {
      return await send();
    } catch (failure) {
      if (failure.status !== 401) {
        throw failure;
      }
      if (!await this.session.renew()) {
        throw new SignInNeeded('The session has ended. Sign in again.');
      }
      return send();
    }
  }

  #issueToken(clientId, secret) {
    return this.#send(new URL('oauth/token', this.base), {
      method: 'POST',
      headers: {Accept: 'application/json', 'Zuora-Track-Id': this.trackId},
      body: new URLSearchParams({client_id: clientId, client_secret: secret, grant_type: 'client_credentials'}),
    });
  }

  async #send(url, options) {
    let answer;
    let text;
    try {
      answer = await fetch(url, {...options, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(DEADLINE_MILLIS)});
      text = await answer.text();
    } catch {
      throw new NoAnswer('The server does not answer.');
    }
    this.#noteTime(answer.headers.get('Date'));
    this.lastRequestId = answer.headers.get('Zuora-Request-Id') ?? this.lastRequestId;
    let said;
    try {
      said = JSON.parse(text);
    } catch {
      if (answer.ok) {
        throw new NoAnswer('The answer is not one of this service. A proxy may have sent it.');
      }
      said = {};
    }
    if (!answer.ok) {
      throw new Refusal(answer.status, said.reasons ?? [], answer.headers);
    }
    return said;
  }

  /** An answer's Date is never later than the server's time now: the largest of several comes closest. */
  #noteTime(date) {
    const millis = Date.parse(date ?? '');
    if (Number.isFinite(millis)) {
      this.#lowerBounds.push(millis - performance.now());
      this.#lowerBounds = this.#lowerBounds.slice(-CLOCK_ANSWERS);
    }
  }
}

/** A new key for a job that somebody means to create. */
export function newKey() {
  return random(16);
}

/** As hexadecimal digits. `crypto.randomUUID` is missing where the page comes over plain HTTP. */
function random(bytes) {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map(one => one.toString(16).padStart(2, '0')).join('');
}
