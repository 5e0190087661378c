/** Numbers, times and durations as people read them. Nothing here depends on the browser's language, clock or time zone. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const THOUSANDS = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});

export function number(value) {
  return Number.isFinite(value) ? THOUSANDS.format(value) : '–';
}

/** "1 charge", "2 charges". */
export function count(value, one, many = `${one}s`) {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** The tenant's distance to UTC, as one of the API's readable times ends with it: "+02:00". */
export function zone(readable) {
  return /(?<zone>[+-]\d{2}:\d{2})$/.exec(readable ?? '')?.groups.zone ?? '+00:00';
}

/** An instant in a zone: "17 Oct 2025, 21:27:47". */
export function time(millis, atZone = '+00:00') {
  if (!Number.isFinite(millis)) {
    return '–';
  }
  const sign = atZone.startsWith('-') ? -1 : 1;
  const [hours, minutes] = atZone.slice(1).split(':').map(Number);
  const there = new Date(millis + sign * (hours * 60 + minutes) * 60_000);
  const clock = there.toISOString().slice(11, 19);
  return `${there.getUTCDate()} ${MONTHS[there.getUTCMonth()]} ${there.getUTCFullYear()}, ${clock}`;
}

/** The hour of an instant in a zone: "21:27:47". */
export function clock(millis, atZone) {
  return time(millis, atZone).split(', ')[1] ?? '–';
}

/** "3 s", "12 min", "1 h 5 min", "2 d 3 h". */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) {
    return '–';
  }
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return whole < 600 && whole % 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.round(whole / 60)} min`;
  }
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) {
    return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
  }
  const hours = Math.round(minutes / 60);
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`;
}

/** Short times more exactly: "27 ms", "3.4 s". */
export function secondsText(seconds) {
  if (seconds < 1) {
    return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  }
  return seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds);
}

/** A guess, as coarse as it is: "3 to 5 min". */
export function range({low, high}) {
  const [unit, seconds] = high < 90 ? ['s', 1] : high < 5400 ? ['min', 60] : ['h', 3600];
  const from = Math.max(1, Math.floor(low / seconds));
  const to = Math.max(from, Math.ceil(high / seconds));
  return from === to ? `about ${to} ${unit}` : `${from} to ${to} ${unit}`;
}
