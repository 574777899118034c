/** What `--against` reads: where one setting ends and the next begins. */
import { expect, it } from 'vitest';
import { againstOf } from '../../src/cli/against.ts';

it.each([
  ['a.b=1', { 'a.b': 1 }],
  ['a.b=1,c.d=30 s', { 'a.b': 1, 'c.d': '30 s' }],
  ['a.b={ x: 1, y: 2 },c.d=[ 1, 2 ]', { 'a.b': { x: 1, y: 2 }, 'c.d': [1, 2] }],
  ['a.b="x, c.d=2",e.f=3', { 'a.b': 'x, c.d=2', 'e.f': 3 }],
  ['a.b=1,2', { 'a.b': '1,2' }],
  ['a.b[0].c=1,d["x.y"].z=2', { 'a.b[0].c': 1, 'd["x.y"].z': 2 }],
  ['facts.sqs.pollers.start=2', { 'facts.sqs.pollers.start': 2 }],
])('%s', (text, settings) => {
  expect(againstOf(text)).toEqual(settings);
});

it.each([
  ['', 'PATH=VALUE is due'],
  ['a.b', 'PATH=VALUE is due'],
  ['=1', 'PATH=VALUE is due'],
  ['a..b=1', 'is no path'],
])('refuses %j', (text, message) => {
  expect(() => againstOf(text)).toThrow(`--against: `);
  expect(() => againstOf(text)).toThrow(message);
});
