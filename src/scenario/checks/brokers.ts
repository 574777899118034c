/**
 * What mappings of Amazon MQ and DocumentDB, their sources and their functions say together: timeouts (J.4, rule 10), batches that
 * always fail, answers that nobody looks at, events that no invocation can hold.
 */
import type { Context, Parts } from '../complete/context.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import { formatQuantity } from '../quantities.ts';
import type { DocumentDbScenario, FunctionScenario, MappingScenario, MqScenario, SourceScenario } from '../scenario.ts';
import { reports } from './mappings.ts';
import { warnOfLarge } from './stream-load.ts';
import { tellOfLatest } from './streams.ts';

export function checkBrokers({ mappings, sources, functions }: Parts, context: Context): void {
  for (const mapping of mappings) {
    const source = sources.find(({ name }) => name === mapping.source);
    const target = functions.find(({ name }) => name === mapping.function);
    if (target !== undefined) refuseLongTimeout(mapping, target, context);
    if (source === undefined || target === undefined || !isBroker(source)) continue;
    warnUnheard(mapping, target, context);
    noteEndless(mapping, source, context);
    if (source.type === 'documentDb' && mapping.type === 'documentDb') tellOfLatest({ mapping, source }, context);
  }
  for (const source of sources) if (source.type === 'documentDb') warnOfLarge(source, context);
}

function isBroker(source: SourceScenario): source is MqScenario | DocumentDbScenario {
  return source.type === 'mq' || source.type === 'documentDb';
}

function refuseLongTimeout(
  { name, type }: MappingScenario,
  target: FunctionScenario,
  { rules, findings }: Context,
): void {
  const { longestTimeout } = SOURCE_KINDS[type];
  if (longestTimeout === undefined || rules.set === 'ideal' || target.timeout <= rules.number(longestTimeout)) return;
  const [most, given] = [rules.number(longestTimeout), target.timeout].map((time) => formatQuantity('duration', time));
  findings.error(['mappings', name], {
    message: `${target.name} may run for ${given}, and a function that reads ${SOURCE_KINDS[type].summary} for ${most} at the most`,
    hint: `timeout: ${most}`,
    source: 'KAF-06',
  });
}

/** A function that reports failures to a mapping that cannot listen. */
function warnUnheard({ name }: MappingScenario, target: FunctionScenario, { findings }: Context): void {
  if (!reports(target)) return;
  findings.warning(['mappings', name], {
    message: `${target.name} reports failed records, and mappings of its kind do not listen to that: such a batch counts as a success`,
    hint: 'onRecordError: throw, or a throw in the script',
    source: 'J.1',
  });
}

/** Nothing but time ends the tries of a batch. */
function noteEndless(
  { name }: MappingScenario,
  source: MqScenario | DocumentDbScenario,
  { findings, rules }: Context,
): void {
  if (source.type === 'documentDb') {
    const kept = formatQuantity('duration', source.options.retentionPeriod);
    findings.note(['mappings', name], {
      message: `a batch that always fails is sent again until ${source.name} drops it after ${kept}: nothing behind it is handled until then`,
      hint: 'a handler that catches, and puts aside what it cannot handle',
      source: 'DOC-01',
    });
    return;
  }
  const { engine, expiry } = source.options;
  const consumers = rules.number(engine === 'activeMq' ? 'mq.activeMq.concurrency' : 'mq.rabbitMq.concurrency');
  const until =
    expiry === undefined ? 'for ever' : `until its messages expire, ${formatQuantity('duration', expiry)} old`;
  const blocks = consumers === 1 ? 'and nothing else is handled' : `by one of ${consumers} consumers`;
  findings.note(['mappings', name], {
    message: `a batch that always fails is tried again ${until}, ${blocks} meanwhile`,
    hint: expiry === undefined ? 'expiry: 1 h of the source, or a handler that catches' : 'a handler that catches',
    source: 'MQ-01',
  });
}
