/** The charts of all scenarios of the gallery. The ordinary suite asks every fourth. */
import { askOfCharts } from '../support/chart-contract.ts';
import { GALLERY } from '../support/charts.ts';

askOfCharts(GALLERY);
