/**
 * The script of `report.html`: draws the charts and lets one look closer. Bundled with what it needs of vega into one file by
 * build/page.mjs. Runs in a reader's browser, without eval; fetches nothing. Everything else on the page works
 * without it.
 */
import type { ChartData } from '../report/page/charts.ts';
import { Charts } from './charts.ts';
import { makeFilter } from './filter.ts';

for (const element of document.querySelectorAll<HTMLElement>('.scripted')) element.hidden = false;
makeFilter();
const data = document.getElementById('charts');
if (data !== null) new Charts(JSON.parse(data.textContent) as ChartData);
// What is folded is printed as well.
addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
});
