/** When a mapping polls: by enabledAt, and by switches with and without an end. */
import { expect, it } from 'vitest';
import { changesOf, type Switch } from '../../src/scenario/complete/switches.ts';

const disable = (at: number, length = Infinity): Switch => ({ at, until: at + length, enabled: false, entry: 0 });
const enable = (at: number, length = Infinity): Switch => ({ at, until: at + length, enabled: true, entry: 0 });

it.each<[string, number | undefined, Switch[], string]>([
  ['a plain disable and enable', 0, [disable(10), enable(20)], '10 off, 20 on'],
  ['a disable for a while', 0, [disable(10, 30)], '10 off, 40 on'],
  ['an enable of what is enabled changes nothing, also when its time is over', 0, [enable(10, 10)], ''],
  ['a disable of what never polls changes nothing', undefined, [disable(10, 10)], ''],
  ['an enable of what never polls is undone', undefined, [enable(10, 10)], '10 on, 20 off'],
  ['a disable that is over before the mapping begins', 60, [disable(10, 10)], ''],
  ['a disable that lasts beyond the beginning', 60, [disable(10, 100)], '60 off, 110 on'],
  ['disables that overlap', 0, [disable(10, 40), disable(20, 60)], '10 off, 80 on'],
  ['an enable within a disable', 0, [disable(10, 50), enable(20, 10)], '10 off, 20 on, 30 off, 60 on'],
  ['a plain enable ends what lies on top', 0, [disable(10, 50), enable(20)], '10 off, 20 on'],
  ['a plain disable before the mapping begins by itself', 60, [disable(10)], ''],
])('%s', (_what, enabledAt, switches, expected) => {
  const said = changesOf(switches, enabledAt).map(({ at, enabled }) => `${at} ${enabled ? 'on' : 'off'}`);
  expect(said.join(', ')).toBe(expected);
});
