/** What a job of the API means to people. Pure functions of the job as the API tells it. */

import {count, duration, number, secondsText} from './text.js';

/** A stop takes at most so long, also when the job's node is dead (README). */
const STOP_PROMISE_SECONDS = 10;

const STOPPING_MILLIS = 1000;
const ACTIVE_MILLIS = 2000;
const QUIET_MILLIS = 20_000;

const AT_REST = {COMPLETED: 'completed', FAILED: 'failed', STOPPED: 'stopped'};

const WORDS = {
  waiting: 'Waiting',
  running: 'Running',
  held: 'Held up',
  stopping: 'Stopping',
  stopped: 'Stopped',
  completed: 'Completed',
  failed: 'Failed',
};

/** One word for where a job is; the API has no status for a stop that is being honoured. */
export function phase(job) {
  if (AT_REST[job.status] || job.endedOn) {
    return AT_REST[job.status] ?? 'other';
  }
  if (job.stopRequestedOn) {
    return 'stopping';
  }
  if (job.status === 'ACCEPTED') {
    return 'waiting';
  }
  return job.throttleReason ? 'held' : 'running';
}

export function phaseWord(job) {
  return WORDS[phase(job)] ?? job.status;
}

export function isActive(job) {
  return ['waiting', 'running', 'held', 'stopping'].includes(phase(job));
}

export function canBeStopped(job) {
  return isActive(job) && phase(job) !== 'stopping';
}

export function kind(job) {
  return job.dryRun ? 'Dry run' : job.undoes ? 'Undo' : 'Backfill';
}

/** Records done of all, or null until they are counted. */
export function share(job) {
  return job.recordsTotal > 0 ? Math.min(1, (job.recordsProcessed ?? 0) / job.recordsTotal) : null;
}

export function doneOfAll(job) {
  if (job.recordsTotal === undefined) {
    return job.recordsProcessed ? `${count(job.recordsProcessed, 'charge')}` : 'not counted yet';
  }
  return `${number(job.recordsProcessed ?? 0)} of ${number(job.recordsTotal)}`;
}

/** Why a job stands still, is slow or has failed, or how long its stop took; null when there is nothing to say. */
export function standing(job) {
  switch (phase(job)) {
    case 'waiting':
      return job.throttleReason ? `Waits: ${job.throttleReason}` : 'Waits for a free node';
    case 'held':
      return `Held up: ${job.throttleReason}`;
    case 'failed':
      return job.failureReason ?? null;
    case 'stopped':
      return job.stopRequestedOn === undefined ? null
        : `Stopped ${secondsText(stopTookSeconds(job))} after ${job.stopRequestedByUsername} asked for it`;
    default:
      return null;
  }
}

/** From the stop to rest. */
function stopTookSeconds(job) {
  return (job.endedOn - job.stopRequestedOn) / 1000;
}

/** How long a stop has been on its way, in seconds; by the server's clock, so that every tab and every reload agrees. */
function stoppingFor(job, serverNow) {
  return Math.max(0, Math.floor((serverNow - job.stopRequestedOn) / 1000));
}

/** What people see while a stop is honoured. */
export function stoppingText(job, serverNow) {
  const seconds = stoppingFor(job, serverNow);
  const by = job.stopRequestedByUsername === undefined ? '' : `, asked for by ${job.stopRequestedByUsername}`;
  const late = seconds <= STOP_PROMISE_SECONDS ? '' : `. That is longer than the ${STOP_PROMISE_SECONDS} s that are usual: `
    + 'the node does not answer, or waits for the database. The stop is on record and can\'t be lost; any other node settles it.';
  return `stopping… ${duration(seconds)}${by}${late}`;
}

/** What is so whether the job is stopped or not, and what a stop changes: the text of the dialog. */
export function factsOfAStop(job) {
  const left = job.recordsTotal === undefined ? null : Math.max(0, job.recordsTotal - (job.recordsProcessed ?? 0));
  const notReached = left === null ? [] : [`${count(left, 'charge')} of ${number(job.recordsTotal)} will not be looked at.`];
  if (job.status === 'ACCEPTED') {
    return ['The job has not started: no charge has been touched, and none will be.', 'STOPPED is final. To go on, create a new one.'];
  }
  if (job.dryRun) {
    return ['A dry run changes no charge. What it has found so far stays.', ...notReached, 'STOPPED is final. To go on, create a new one.'];
  }
  const updated = job.recordsUpdated ?? 0;
  const kept = job.undoes
    ? `${count(updated, 'charge')} ${updated === 1 ? 'has its' : 'have their'} old date back and will keep it.`
    : `${count(updated, 'charge')} ${updated === 1 ? 'has its' : 'have their'} new date and will keep it.`;
  return [
    kept,
    'The batches in flight may finish first.',
    ...notReached,
    job.undoes
      ? 'STOPPED is final. Whoever operates the service can begin another undo.'
      : 'STOPPED is final. To go on, create a new backfill: it changes only what is left.',
  ];
}

/** What has happened to a job, in order: an instant in milliseconds, what, and who. */
export function timeline(job) {
  return [
    {on: job.createdOn, what: 'Created'},
    {on: job.startedOn, what: 'Started'},
    {on: job.stopRequestedOn, what: 'Stop asked for', who: job.stopRequestedByUsername},
    {
      on: job.endedOn,
      what: phaseWord(job),
      after: phase(job) === 'stopped' && job.stopRequestedOn ? stopTookSeconds(job) : undefined,
    },
  ].filter(event => event.on !== undefined);
}

/** The seconds that a job has taken, up to now while it works. */
export function tookSeconds(job, serverNow) {
  return job.startedOn === undefined ? null : ((job.endedOn ?? serverNow) - job.startedOn) / 1000;
}

/** How many milliseconds to wait before these jobs are read again. The API asks for a second at least. */
export function pauseFor(jobs) {
  return jobs.some(job => phase(job) === 'stopping') ? STOPPING_MILLIS : jobs.some(isActive) ? ACTIVE_MILLIS : QUIET_MILLIS;
}
