/** Explains functions, their handlers and cold starts. */
import type { Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type {
  FunctionScenario,
  HandlerScenario,
  InstructionScenario,
  PowerTuning,
  TimeRuleScenario,
} from '../scenario.ts';
import { explainDealings } from './dealings.ts';
import { explainSends } from './sends.ts';
import { explainMemory, strategy } from './strategy.ts';
import type { Sheet } from './sheet.ts';
import { distribution, duration, flow, list, match, plain } from './words.ts';

export function explainFunction(sheet: Sheet, part: FunctionScenario): void {
  const path = ['functions', part.name];
  sheet.heading(path);
  sheet.value([...path, 'memory'], formatQuantity('memory', part.memory), part.memory);
  sheet.value([...path, 'architecture'], part.architecture, part.architecture);
  sheet.value([...path, 'timeout'], duration(part.timeout), part.timeout);
  if (part.powerTuning === undefined)
    sheet.value([...path, 'cpuShare'], formatQuantity('share', part.cpuShare), part.cpuShare);
  else powerTuning(sheet, part.powerTuning, [...path, 'powerTuning']);
  const storage = part.ephemeralStorage;
  sheet.value([...path, 'ephemeralStorage'], formatQuantity('memory', storage), storage);
  const reserved = part.reservedConcurrency;
  if (reserved === undefined) sheet.unset([...path, 'reservedConcurrency']);
  else sheet.value([...path, 'reservedConcurrency'], String(reserved), reserved);
  provisioned(sheet, part, [...path, 'provisionedConcurrency']);
  sheet.value([...path, 'recursiveLoop'], part.recursiveLoop, part.recursiveLoop);
  coldStart(sheet, part, [...path, 'coldStart']);
  handler(sheet, part.handler, [...path, 'handler']);
}

function provisioned(sheet: Sheet, part: FunctionScenario, path: Path): void {
  const { provisionedConcurrency: environments, provisionedReadyAt: readyAt, autoScaling: scaling } = part;
  const { changes, every } = part.provisionedSchedule;
  const isFixed = changes.length === 0 && scaling === undefined;
  if (environments === 0 && isFixed) return sheet.unset(path);
  if (isFixed && readyAt === undefined) return sheet.value(path, String(environments), environments);
  if (isFixed) {
    const written = flow({ environments: String(environments), readyAt: duration(readyAt!) });
    return sheet.value(path, written, { environments, readyAt });
  }
  sheet.heading(path);
  if (environments > 0) sheet.value([...path, 'environments'], String(environments), environments);
  if (readyAt !== undefined) sheet.value([...path, 'readyAt'], duration(readyAt), readyAt);
  if (changes.length > 0) sheet.value([...path, 'schedule'], list(changes.map(change)), changes);
  if (every !== undefined) sheet.value([...path, 'every'], duration(every), every);
  if (scaling === undefined) return;
  const at = [...path, 'autoScaling'];
  sheet.heading(at);
  for (const key of ['min', 'max'] as const) sheet.value([...at, key], String(scaling[key]), scaling[key]);
  sheet.value([...at, 'target'], formatQuantity('share', scaling.target), scaling.target);
  sheet.value([...at, 'statistic'], scaling.statistic, scaling.statistic);
  for (const key of ['scaleOutCooldown', 'scaleInCooldown'] as const)
    sheet.value([...at, key], duration(scaling[key]), scaling[key]);
}

function change({ at, ...counts }: FunctionScenario['provisionedSchedule']['changes'][number]): string {
  const known = Object.entries(counts).map(([key, count]) => [key, count === undefined ? undefined : String(count)]);
  return flow({ at: duration(at), ...(Object.fromEntries(known) as Record<string, string | undefined>) });
}

function powerTuning(sheet: Sheet, { measuredAt, file, table }: PowerTuning, path: Path): void {
  sheet.heading(path);
  sheet.value([...path, 'measuredAt'], formatQuantity('memory', measuredAt), measuredAt);
  const rows = table.map((row) => {
    const micros = Math.round(row.duration);
    return flow({ memory: formatQuantity('memory', row.memory), duration: duration(micros) });
  });
  if (file === undefined) sheet.value([...path, 'table'], list(rows), table);
  else sheet.value([...path, 'file'], `${file}, ${rows.length} sizes of memory`, { file, table });
}

function coldStart(sheet: Sheet, { coldStart: cold, idleLifetime }: FunctionScenario, path: Path): void {
  if (cold === undefined) return sheet.value(path, 'none', null);
  sheet.heading(path);
  const { packageSize, file } = cold;
  if (packageSize !== undefined)
    sheet.value([...path, 'packageSize'], formatQuantity('size', packageSize), packageSize);
  if (file !== undefined) sheet.value([...path, 'file'], `${file.file}, ${file.runtime}`, file);
  sheet.value([...path, 'platform'], distribution('duration', cold.platform), cold.platform);
  sheet.value([...path, cold.snapStart ? 'restore' : 'init'], distribution('duration', cold.init), cold.init);
  sheet.value([...path, 'idleLifetime'], duration(idleLifetime), idleLifetime);
}

function handler(sheet: Sheet, part: HandlerScenario, path: Path): void {
  sheet.heading(path);
  for (const key of ['duration', 'perInvocation'] as const) {
    const time = part[key];
    if (time !== undefined) sheet.value([...path, key], distribution('duration', time), time);
  }
  if (part.perRecord.length > 0) {
    sheet.value([...path, 'perRecord'], timeRules(part.perRecord), part.perRecord);
  }
  if (part.perKiB !== undefined) {
    sheet.value([...path, 'perKiB'], distribution('duration', part.perKiB), part.perKiB);
  }
  if (part.strategy === undefined) sheet.value([...path, 'parallel'], String(part.parallel), part.parallel);
  else sheet.value([...path, 'strategy'], strategy(part.strategy), part.strategy);
  if (part.memory !== undefined) explainMemory(sheet, part.memory, [...path, 'memory']);
  const { invocationFails, outcome, onRecordError, statePerRecord, script, when } = part;
  sheet.value([...path, 'invocationFails'], formatQuantity('share', invocationFails), invocationFails);
  if (outcome.length > 0) {
    const written = outcome.map(({ when: rule, fails }) => {
      return flow({ when: rule && match(rule), fails: formatQuantity('share', fails) });
    });
    sheet.value([...path, 'outcome'], list(written), outcome);
  }
  sheet.value([...path, 'onRecordError'], onRecordError, onRecordError);
  if (statePerRecord > 0)
    sheet.value([...path, 'statePerRecord'], formatQuantity('size', statePerRecord), statePerRecord);
  explainDealings(sheet, part, path);
  explainSends(sheet, part.sends, [...path, 'sends']);
  if (script.length > 0) sheet.value([...path, 'script'], list(script.map(instruction)), script);
  if (when.length > 0) sheet.value([...path, 'when'], list(when.map(whenRule)), when);
}

function timeRules(rules: readonly TimeRuleScenario[]): string {
  const write = ({ time }: TimeRuleScenario) => {
    if (time.kind !== 'attribute') return distribution('duration', time);
    return flow({ attribute: plain(time.name), unit: time.unit });
  };
  const [first] = rules;
  if (rules.length === 1 && first!.when === undefined) return write(first!);
  return list(rules.map((rule) => flow({ when: rule.when && match(rule.when), time: write(rule) })));
}

function whenRule({ id, attributes, receiveCount, then }: HandlerScenario['when'][number]): string {
  return flow({
    id: id === undefined ? undefined : plain(id),
    attributes: attributes && match(attributes),
    receiveCount: receiveCount && flow({ min: String(receiveCount.min), max: most(receiveCount.max) }),
    then: instruction(then),
  });
}

function most(max: number): string | undefined {
  return Number.isFinite(max) ? String(max) : undefined;
}

function instruction(said: InstructionScenario): string {
  switch (said.kind) {
    case 'report':
      return `{ report: ${list(said.ids.map(plain))} }`;
    case 'return':
      return `{ return: ${JSON.stringify(said.value)} }`;
    case 'raw':
      return `{ raw: ${JSON.stringify(said.text)} }`;
    case 'reportMatching':
      return 'report';
    default:
      return said.kind;
  }
}
