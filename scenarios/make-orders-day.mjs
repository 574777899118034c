// Makes traces/orders-day.csv: a day of orders by minute, as a shop in one time zone sees it. Our own making, no real shop.
// Two humps (noon, evening), a quiet night, a newsletter at 10:00 and an outage of the front end from 15:00 to 15:06.
// Run with: node scenarios/make-orders-day.mjs
import { writeFileSync } from 'node:fs';

let state = 20261121;
/** A small linear congruential generator: the file must come out the same everywhere. */
const uniform = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
const hump = (hour, centre, width) => Math.exp(-((hour - centre) * (hour - centre)) / (2 * width * width));

const lines = ['minute,orders'];
for (let minute = 0; minute < 1440; minute++) {
  const hour = minute / 60;
  let rate = 200 + 2600 * hump(hour, 12.5, 1.8) + 4200 * hump(hour, 20, 1.6) + 500 * hump(hour, 16, 4);
  if (minute >= 600 && minute < 615) rate += 9000 * (1 - (minute - 600) / 15);
  if (minute >= 900 && minute < 906) rate = 0;
  const orders = Math.round(rate * (0.94 + 0.12 * uniform()));
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  lines.push(`2026-03-02 ${clock}:00,${orders}`);
}
writeFileSync(new URL('traces/orders-day.csv', import.meta.url), `${lines.join('\n')}\n`);
