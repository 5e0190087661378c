/** What a screen reader is told unasked: that a job has changed its state or is half done. Not every number. */

import {isActive, kind, phase, phaseWord, share} from './jobs.js';

const known = new Map();

/** Says a sentence once, politely. */
export function say(text) {
  document.getElementById('speech').textContent = text;
}

/** Compares a job with how it was when it was read before. */
export function follow(job) {
  const before = known.get(job.id);
  const now = {phase: phase(job), half: (share(job) ?? 0) >= 0.5};
  known.set(job.id, now);
  if (!before) {
    return;
  }
  // Held up and running change to and fro; whoever wants to know that looks.
  const lively = ['held', 'running'];
  if (before.phase !== now.phase && !(lively.includes(before.phase) && lively.includes(now.phase))) {
    say(`${kind(job)}: ${phaseWord(job)}.`);
  } else if (!before.half && now.half && isActive(job)) {
    say(`${kind(job)}: half of the charges are done.`);
  }
}

export function forget() {
  known.clear();
}
