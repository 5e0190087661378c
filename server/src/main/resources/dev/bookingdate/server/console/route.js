/** Where one is in the console, in the part of the address behind `#`: it can be kept, sent and gone back to. */

const PAGE_SIZE = 50;
const LARGEST_PAGE = 1000;

/** `{page: 'list' | 'job', id, entity, cursor, show, size}` */
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
    size: Math.min(LARGEST_PAGE, Math.max(1, Number.parseInt(words.get('size'), 10) || PAGE_SIZE)),
  };
}

export function toList({entity, cursor, show, size} = {}) {
  return `#/${query({entity, show, size: size === PAGE_SIZE ? '' : size, cursor})}`;
}

export function toJob(id, {entity} = {}) {
  return `#/jobs/${encodeURIComponent(id)}${query({entity})}`;
}

function query(words) {
  const given = Object.entries(words).filter(([, value]) => value);
  return given.length ? `?${new URLSearchParams(given)}` : '';
}
