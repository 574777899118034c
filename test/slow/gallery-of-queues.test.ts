/** The scenarios of the gallery before those of the tier, of queues, streams and events: all that is asked of any. The ordinary suite asks less of their charts and metrics. */
import { files, FIRST_OF_TIER, meetTheirObjectives, numberOf } from '../support/gallery-tests.ts';

meetTheirObjectives(
  files.filter((file) => numberOf(file) < FIRST_OF_TIER),
  { charts: () => true, metrics: true },
);
