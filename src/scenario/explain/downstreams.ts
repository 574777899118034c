/** Explains downstreams: what is always there, then the limits they have. */
import type { Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { DownstreamScenario } from '../scenario.ts';
import { mayRefuse } from '../schema/downstream.ts';
import type { Sheet } from './sheet.ts';
import { distribution, duration, flow, list } from './words.ts';

export function explainDownstream(sheet: Sheet, part: DownstreamScenario): void {
  const { name, latency, whenOut, failAfter } = part;
  const path = ['downstreams', name];
  sheet.heading(path);
  sheet.value([...path, 'latency'], distribution('duration', latency), latency);
  sheet.value([...path, 'whenOut'], whenOut, whenOut);
  if (whenOut === 'fail' || mayRefuse(part)) sheet.value([...path, 'failAfter'], duration(failAfter), failAfter);
  explainConnections(sheet, part, path);
  explainCalls(sheet, part, path);
}

function explainConnections(sheet: Sheet, part: DownstreamScenario, path: Path): void {
  const { connections, onExhausted, connectTime, idleTimeout } = part;
  if (connections !== undefined) {
    sheet.value([...path, 'connections'], String(connections), connections);
    sheet.value([...path, 'onExhausted'], onExhausted!, onExhausted);
  }
  if (connectTime !== undefined)
    sheet.value([...path, 'connectTime'], distribution('duration', connectTime), connectTime);
  if (idleTimeout !== undefined) sheet.value([...path, 'idleTimeout'], duration(idleTimeout), idleTimeout);
}

function explainCalls(sheet: Sheet, part: DownstreamScenario, path: Path): void {
  const { requestRate, onRateExceeded, load, recovery, breaker } = part;
  if (requestRate !== undefined) {
    sheet.value([...path, 'requestRate'], formatQuantity('rate', requestRate), requestRate);
    sheet.value([...path, 'onRateExceeded'], onRateExceeded!, onRateExceeded);
  }
  if (load.length > 0) {
    const rows = load.map(({ calls, slowdown }) => flow({ calls: String(calls), slowdown: String(slowdown) }));
    sheet.value([...path, 'load'], list(rows), load);
  }
  if (recovery !== undefined) {
    const written = flow({ over: duration(recovery.over), slowdown: String(recovery.slowdown) });
    sheet.value([...path, 'recovery'], written, recovery);
  }
  if (breaker === undefined) return;
  sheet.heading([...path, 'breaker']);
  sheet.value([...path, 'breaker', 'failures'], String(breaker.failures), breaker.failures);
  sheet.value([...path, 'breaker', 'openFor'], duration(breaker.openFor), breaker.openFor);
}
