/**
 * How fast jobs are, as this tab has seen it. The API tells an average since the start, which says little after a pause, so the
 * rate here is that of the last seconds. Times are the monotonic ones of the page: a clock that is set changes nothing.
 */

const KEPT = 900;
const SHORT_SECONDS = 10;
const LONG_SECONDS = 60;
/** Two samples that are closer say more about batches than about the rate. */
const LEAST_SECONDS = 4;

const seen = new Map();

/** Notes where a job is. */
export function note(job, now = performance.now()) {
  const samples = seen.get(job.id) ?? [];
  const last = samples.at(-1);
  if (last?.ended && job.endedOn !== undefined) {
    return;
  }
  samples.push({
    at: now / 1000,
    done: job.recordsProcessed ?? 0,
    reason: job.throttleReason,
    ended: job.endedOn !== undefined,
  });
  if (samples.length > KEPT) {
    samples.shift();
  }
  seen.set(job.id, samples);
}

export function forget() {
  seen.clear();
}

/** Records per second over the last seconds, or null while too little was seen. */
export function rate(id, seconds = SHORT_SECONDS) {
  const samples = seen.get(id) ?? [];
  const last = samples.at(-1);
  const first = last && samples.find(sample => sample.at >= last.at - seconds - 1);
  if (!first || last.at - first.at < LEAST_SECONDS) {
    return null;
  }
  return Math.max(0, last.done - first.done) / (last.at - first.at);
}

/**
 * How long a job may still take, as a range of seconds, from the fastest and the slowest rate there is to go by. Null while nobody
 * can know: too little was seen, the job is held up or being stopped, nothing moves, or the two ends are far apart.
 */
export function timeLeft(job) {
  const left = job.recordsTotal - job.recordsProcessed;
  if (!(left > 0) || job.throttleReason || job.stopRequestedOn || job.endedOn) {
    return null;
  }
  const rates = [rate(job.id), rate(job.id, LONG_SECONDS), job.recordsPerSecond].filter(one => one !== null && one !== undefined);
  const slowest = Math.min(...rates);
  const fastest = Math.max(...rates);
  if (rate(job.id) === null || !(slowest > 0) || fastest > 10 * slowest) {
    return null;
  }
  return {low: 0.9 * left / fastest, high: 1.1 * left / slowest};
}

/** What the chart shows: the rate between two samples each, in seconds since the first one, and whether the job was held up. */
export function points(id, most = 60) {
  const samples = seen.get(id) ?? [];
  const step = Math.max(1, Math.ceil((samples.length - 1) / most));
  const found = [];
  for (let from = 0; from + 1 < samples.length; from += step) {
    const part = samples.slice(from, Math.min(samples.length, from + step + 1));
    const [first, last] = [part[0], part.at(-1)];
    if (last.at > first.at) {
      found.push({
        from: first.at - samples[0].at,
        to: last.at - samples[0].at,
        rate: Math.max(0, last.done - first.done) / (last.at - first.at),
        reason: part.find(sample => sample.reason)?.reason ?? null,
      });
    }
  }
  return found;
}
