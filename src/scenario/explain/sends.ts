/** Explains the messages that a handler sends on. */
import type { Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { SendScenario } from '../scenario.ts';
import type { Sheet } from './sheet.ts';
import { attribute, distribution, match, record } from './words.ts';

export function explainSends(sheet: Sheet, sends: readonly SendScenario[], path: Path): void {
  if (sends.length === 0) return;
  sheet.heading(path);
  sends.forEach((send, i) => explainSend(sheet, send, [...path, i]));
}

function explainSend(sheet: Sheet, send: SendScenario, path: Path): void {
  const { when, share, count, size, attributes } = send;
  sheet.item();
  for (const key of ['to', 'for', 'at'] as const) sheet.value([...path, key], send[key], send[key]);
  if (when !== undefined) sheet.value([...path, 'when'], match(when), when);
  sheet.value([...path, 'share'], formatQuantity('share', share), share);
  sheet.value([...path, 'count'], distribution('number', count), count);
  if (size !== undefined) sheet.value([...path, 'size'], distribution('size', size), size);
  if (attributes.length === 0) return;
  const specs = Object.fromEntries(attributes.map(({ name, spec }) => [name, spec]));
  sheet.value([...path, 'attributes'], record(specs, attribute), specs);
}
