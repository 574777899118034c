/** All figures of a downstream. Pure. */
import type { DownstreamResult } from '../../metrics/downstreams/result.ts';
import { count, duration } from '../format.ts';
import { headline, unlessZero, type Sheet } from './sheet.ts';

export function downstreamSheet(of: DownstreamResult): Sheet {
  const { ends, connectionsLimit } = of;
  return {
    lines: [
      headline('calls', count(of.calls)),
      headline('not succeeded', count(of.callsFailed)),
      ...unlessZero('… of them failed', ends.failed),
      ...unlessZero('… of them timed out', ends.timedOut),
      ...unlessZero('… of them without a connection', ends.noConnection),
      ...unlessZero('… of them over the rate', ends.refused),
      ...unlessZero('… of them rejected by a breaker', ends.rejected),
      ...unlessZero('abandoned, because the invocation was over', ends.abandoned),
      headline('calls that waited', count(of.callsWaited)),
      { label: 'limit of connections', value: connectionsLimit === null ? 'none' : count(connectionsLimit) },
      ...(connectionsLimit === null ? [] : [headline('time with all of them open', duration(of.timeAtLimit))]),
    ],
    spreads: [
      { label: 'latency', unit: 'duration', of: of.latency },
      { label: 'wait', unit: 'duration', of: of.waited },
    ],
    levels: [
      { label: 'connections', unit: 'count', of: of.connections },
      { label: 'connections wanted and waited for', unit: 'count', of: of.connectionsWanted },
      { label: 'calls in progress', unit: 'count', of: of.inProgress },
    ],
  };
}
