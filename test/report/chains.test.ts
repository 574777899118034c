/** What reports say of chains: the table on the terminal and on the page, sentences, and silence where there are none. */
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../src/report/page/page.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { run } from '../support/run.ts';

const scenario = (sends: object[], more: object = {}): object => ({
  lagcast: 1,
  name: 'chains',
  duration: '5 min',
  functions: {
    f: { coldStart: 'none', handler: { perInvocation: '100 ms', sends } },
    g: { coldStart: 'none', handler: { perInvocation: '200 ms' } },
  },
  sources: {
    q: { type: 'sqs', arrivals: [{ records: [{ at: '1 s' }, { at: '2 s' }] }] },
    next: { type: 'sqs', maximumMessageSize: '1 KiB' },
  },
  mappings: { a: { source: 'q', function: 'f', batchSize: 1 }, b: { source: 'next', function: 'g', batchSize: 1 } },
  ...more,
});

const pageOf = (value: object): string => {
  const page = reportPage([run(value)], [[]], { script: '', sha256: () => 'x' } as never);
  return page
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
};

describe('chains', () => {
  it('have a table, and figures on the page', () => {
    const text = terminalReport(run(scenario([{ to: 'next' }])));
    expect(text).toMatch(
      /end to end {2}stages {2}handled {5}p50 {5}p99 {2}slowest\nq → next {9}2 {8}2 {2}300 ms {2}300 ms {3}300 ms/,
    );
    const page = pageOf(scenario([{ to: 'next' }]));
    expect(page).toContain('q → next 2 2 300 ms 300 ms 300 ms 300 ms');
    expect(page).toContain('messages sent on 2');
    expect(page).toContain('end to end 2 300 ms');
  });

  it('say what was stopped, and what could not be sent', () => {
    const big = { uniform: { min: '2 KiB', max: '3 KiB' } };
    expect(terminalReport(run(scenario([{ to: 'next' }, { to: 'next', size: big }])))).toContain(
      'Of 4 messages that f wanted to send on, 2 could not be sent and were lost.',
    );
    expect(terminalReport(run(scenario([{ to: 'q' }])))).toContain('a chain of requests had come back to it too often');
  });

  it('are not spoken of where there are none', () => {
    const alone = scenario([]);
    expect(terminalReport(run(alone))).not.toContain('end to end');
    expect(pageOf(alone)).not.toMatch(/end to end|sent on|as a loop/i);
  });
});
