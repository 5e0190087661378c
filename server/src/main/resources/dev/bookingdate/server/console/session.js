/**
 * Who is signed in, in this tab alone. The secret is kept in memory and nowhere else; the token is in the tab's session storage, so
 * that a reload needs no secret. When the token ends it is renewed with the secret, or, after a reload, by asking for it again.
 */

const KEPT = 'booking-date-console';
/** The renewal comes so long before the token ends. */
const MARGIN_MILLIS = 60_000;

export class Session {
  #secret = null;
  #renewal = null;

  /** @param issue gets a token: (clientId, secret) => the answer of createToken */
  constructor(issue, storage = sessionStorage) {
    this.issue = issue;
    this.storage = storage;
    this.kept = JSON.parse(storage.getItem(KEPT) ?? 'null') ?? {};
    this.refused = new Set();
  }

  get clientId() {
    return this.kept.clientId ?? '';
  }

  get signedIn() {
    return Boolean(this.kept.token);
  }

  /** Ids of the entities that the token is good for. */
  get entities() {
    return this.#words('entity.');
  }

  get tenant() {
    return this.#words('tenant.')[0] ?? '';
  }

  /** Whether a call may be made: 'create' or 'stop'. Where the token does not tell, a refusal does, from then on. */
  may(action) {
    const named = this.#words('may.');
    return !this.refused.has(action) && (named.length === 0 || named.includes(action));
  }

  /** Notes that the service has refused such a call. */
  refuse(action) {
    this.refused.add(action);
  }

  async signIn(clientId, secret) {
    this.#keep(clientId, await this.issue(clientId, secret));
    this.#secret = secret;
    this.refused.clear();
  }

  signOut() {
    this.#secret = null;
    this.refused.clear();
    this.kept = {};
    this.storage.removeItem(KEPT);
  }

  /** A token that is good for a while yet, or null when somebody has to sign in again. */
  async token() {
    if (this.signedIn && Date.now() > this.kept.endsAt - MARGIN_MILLIS && this.#secret) {
      await this.renew();
    }
    return this.kept.token ?? null;
  }

  /** Gets a new token, once for all calls that want one. False when the secret is not known any more. */
  async renew() {
    if (!this.#secret) {
      this.expire();
      return false;
    }
    this.#renewal ??= this.issue(this.clientId, this.#secret)
      .then(answer => this.#keep(this.clientId, answer))
      .finally(() => { this.#renewal = null; });
    await this.#renewal;
    return true;
  }

  /** The token is no good any more; the client id stays, to fill the form in. */
  expire() {
    this.kept = {clientId: this.clientId};
    this.#secret = null;
    this.storage.setItem(KEPT, JSON.stringify(this.kept));
  }

  #keep(clientId, answer) {
    this.kept = {
      clientId,
      token: answer.access_token,
      scope: answer.scope,
      endsAt: Date.now() + answer.expires_in * 1000,
    };
    this.storage.setItem(KEPT, JSON.stringify(this.kept));
  }

  #words(prefix) {
    return (this.kept.scope ?? '').split(' ').filter(word => word.startsWith(prefix)).map(word => word.slice(prefix.length));
  }
}
