/** Where one is in the console, in the part of the address behind `#`: it can be kept, sent and gone back to. */

/** `{page: 'list' | 'job', id, entity, cursor, show}` */
export function route(hash = location.hash) {
  const [path, query = ''] = hash.replace(/^#/, '').split('?');
  const words = new URLSearchParams(query);
  const job = /^\/jobs\/(?<id>[^/]+)$/.exec(path)?.groups.id;
  return {
    page: job ? 'job' : 'list',
    id: job && decodeURIComponent(job),
    entity: words.get('entity') ?? '',
    cursor: words.get('cursor') ?? '',
    show: words.get('show') ?? '',
  };
}

export function toList({entity, cursor, show} = {}) {
  return `#/${query({entity, show, cursor})}`;
}

export function toJob(id, {entity} = {}) {
  return `#/jobs/${encodeURIComponent(id)}${query({entity})}`;
}

function query(words) {
  const given = Object.entries(words).filter(([, value]) => value);
  return given.length ? `?${new URLSearchParams(given)}` : '';
}
