/**
 * Reads something again and again: at its own pace while all is well, ever more rarely while it fails, and not at all while nobody
 * looks at the tab.
 */

const LONGEST_WAIT_SECONDS = 30;

export class Refresh {
  #timer = null;
  #reading = false;
  #again = false;
  #ended = false;

  /**
   * @param read reads and keeps what was read
   * @param pause how many milliseconds to wait after a success; null: until somebody asks
   * @param changed called after every attempt
   */
  constructor({read, pause, changed}) {
    Object.assign(this, {read, pause, changed});
    this.failures = 0;
    this.failure = null;
    /** When the last good answer came and when the next attempt is due, by `performance.now()`. */
    this.answeredAt = null;
    this.dueAt = null;
    this.onVisible = () => (document.hidden ? clearTimeout(this.#timer) : this.now());
    document.addEventListener('visibilitychange', this.onVisible);
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.onVisible);
  }

  /** Reads at once, or once more when it is reading just now. */
  async now() {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.dueAt = null;
    this.#reading = true;
    try {
      await this.read();
      this.failures = 0;
      this.failure = null;
      this.answeredAt = performance.now();
    } catch (failure) {
      this.failures++;
      this.failure = failure;
    }
    this.#reading = false;
    if (this.#ended) {
      return;
    }
    if (this.#again) {
      this.#again = false;
      this.changed();
      await this.now();
      return;
    }
    this.#wait();
    this.changed();
  }

  #wait() {
    const millis = this.failure ? (this.failure.passes ? this.#backOff() : null) : this.pause();
    if (millis !== null && !document.hidden) {
      this.dueAt = performance.now() + millis;
      this.#timer = setTimeout(() => this.now(), millis);
    }
  }

  /** What the server wishes, else a random part of ever longer times, so that tabs do not come all at once. */
  #backOff() {
    const longest = Math.min(LONGEST_WAIT_SECONDS, 2 ** this.failures);
    return 1000 * (this.failure.retryAfter ?? 1 + Math.random() * (longest - 1));
  }
}
