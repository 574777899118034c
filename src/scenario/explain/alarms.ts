/** Explains alarms. */
import { thresholdText } from '../complete/alarms.ts';
import type { AlarmScenario } from '../scenario.ts';
import type { Sheet } from './sheet.ts';
import { duration } from './words.ts';

export function explainAlarm(sheet: Sheet, part: AlarmScenario): void {
  const path = ['alarms', part.name];
  sheet.heading(path);
  sheet.value([...path, 'metric'], part.metric.name, part.metric.name);
  if (part.of !== undefined) sheet.value([...path, 'of'], part.of, part.of);
  sheet.value([...path, 'statistic'], part.statistic, part.statistic);
  sheet.value([...path, 'comparison'], part.comparison, part.comparison);
  sheet.value([...path, 'threshold'], thresholdText(part.threshold, part.metric), part.threshold);
  sheet.value([...path, 'period'], duration(part.period), part.period);
  for (const key of ['evaluationPeriods', 'datapointsToAlarm'] as const) {
    sheet.value([...path, key], String(part[key]), part[key]);
  }
  sheet.value([...path, 'treatMissingData'], part.treatMissingData, part.treatMissingData);
}
