// Stops a job, and reads how far it is: compiled with --strict by TypeScriptTest.
import createClient from 'openapi-fetch';
import type { components, paths } from './api';

type ErrorBody = components['schemas']['ErrorResponse'];
type Job = components['schemas']['BackfillJob'];

const jobs = '/v1/uno/data-backfill/bookingdate/jobs';

/** The body of an error is one type, whatever the operation and the status; `error` of an answer narrows to it. */
function explain(error: ErrorBody): string {
  return error.reasons.map(reason => `${reason.code} ${reason.message}`).join('; ') + ` (request ${error.requestId})`;
}

/** A status that this program does not know is not over. */
function isOver(job: Job): boolean {
  switch (job.status) {
    case 'COMPLETED':
    case 'FAILED':
    case 'STOPPED':
      return true;
    default:
      return false;
  }
}

export async function stop(baseUrl: string, clientId: string, clientSecret: string, jobId: string): Promise<string> {
  const client = createClient<paths>({ baseUrl });
  const token = await client.POST('/oauth/token', {
    body: { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' },
    bodySerializer: form => new URLSearchParams({ ...form }),
  });
  if (token.error) {
    return explain(token.error);
  }
  const headers = { Authorization: `Bearer ${token.data.access_token}` };
  const stopped = await client.PUT(`${jobs}/{jobId}`, { params: { path: { jobId } }, headers, body: { status: 'Stopping' } });
  if (stopped.error) {
    return explain(stopped.error);
  }
  const read = await client.GET(`${jobs}/{jobId}`, { params: { path: { jobId } }, headers });
  if (read.error) {
    return explain(read.error);
  }
  return isOver(read.data.job) ? 'over' : read.data.job.status;
}
