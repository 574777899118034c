/** Instants of a run to the millisecond, as a clock has them: `0:07.250`, `1:02:03.004`. Shorter differences are told as durations. */

const MILLISECOND = 1000;

export function clock(micros: number): string {
  const sign = micros < 0 ? '−' : '';
  const all = Math.round(Math.abs(micros) / MILLISECOND);
  const [millis, seconds, minutes, hours] = [
    all % 1000,
    Math.floor(all / 1000) % 60,
    Math.floor(all / 60_000) % 60,
    Math.floor(all / 3_600_000),
  ];
  const tail = `${padded(seconds, 2)}.${padded(millis, 3)}`;
  return hours > 0 ? `${sign}${hours}:${padded(minutes, 2)}:${tail}` : `${sign}${minutes}:${tail}`;
}

function padded(n: number, digits: number): string {
  return String(n).padStart(digits, '0');
}
