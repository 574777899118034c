/** Explains how a handler works on its records, and the memory that it takes. */
import type { ArrangementSettings } from '../../model/lambda/strategies/arrangements.ts';
import type { BatchCondition, Range } from '../../model/lambda/strategies/rules.ts';
import type { Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { HandlerMemoryScenario, StrategyScenario } from '../scenario.ts';
import type { Sheet } from './sheet.ts';
import { distribution, duration, flow, list, match, plain } from './words.ts';

/** As a scenario writes it. */
export function strategy(part: StrategyScenario): string {
  switch (part.kind) {
    case 'rules': {
      const written = part.rules.map(({ when, then }) =>
        flow({ when: when && condition(when), then: arrangement(then) }),
      );
      return flow({ rules: list(written), sizeOf: part.sizeOf, typeAttribute: plain(part.typeAttribute) });
    }
    case 'groups': {
      const written = part.groups.map(({ when, then }) => flow({ when: when && match(when), ...counted(then) }));
      return flow({ groups: list(written) });
    }
    case 'adaptive': {
      const { target, min, max, start } = part;
      const counts = { min: String(min), max: String(max), start: String(start) };
      return flow({ adaptive: flow({ target: duration(target), ...counts }) });
    }
    default:
      return arrangement(part);
  }
}

function arrangement(part: ArrangementSettings): string {
  return 'records' in part ? flow(counted(part)) : part.kind;
}

function counted(part: ArrangementSettings): Record<string, string> {
  return 'records' in part ? { [part.kind]: String(part.records) } : {};
}

function condition({ records, meanSize, types }: BatchCondition): string {
  return flow({
    records: records && range(records, String),
    meanSize: meanSize && range(meanSize, (bytes) => formatQuantity('size', bytes)),
    types: types && range(types, String),
  });
}

function range({ above, below }: Range, write: (value: number) => string): string {
  return flow({ above: above === undefined ? above : write(above), below: below === undefined ? below : write(below) });
}

export function explainMemory(sheet: Sheet, part: HandlerMemoryScenario, path: Path): void {
  const { base, perRecord, timesSize, release, collectAt, pause } = part;
  sheet.heading(path);
  sheet.value([...path, 'base'], formatQuantity('size', base), base);
  if (perRecord !== undefined) sheet.value([...path, 'perRecord'], distribution('size', perRecord), perRecord);
  sheet.value([...path, 'timesSize'], String(timesSize), timesSize);
  sheet.value([...path, 'release'], release, release);
  if (release !== 'collected') return;
  sheet.value([...path, 'collectAt'], formatQuantity('share', collectAt), collectAt);
  sheet.value([...path, 'pause'], duration(pause), pause);
}
