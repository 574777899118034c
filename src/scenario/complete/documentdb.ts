/** Turns what a scenario says about the change stream of DocumentDB into the whole of it. */
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import type { DocumentDbScenario } from '../scenario.ts';
import type { Context } from './context.ts';
import type { SourceWritten } from './sources.ts';
import { NO_DELAY, refuseDelays, type Sends } from './streams.ts';

export function completeDocumentDb(
  name: string,
  written: SourceWritten,
  sends: Sends,
  path: Path,
  context: Context,
): DocumentDbScenario {
  refuseDelays(written, NO_DELAY, path, context);
  const options = context.origins.options(SOURCE_KINDS.documentDb.options, written, path);
  const limits = { size: context.rules.number('documentDb.event.max'), taker: 'a document', source: 'DOC-01' };
  return { name, type: 'documentDb', options, ...sends(limits) };
}
