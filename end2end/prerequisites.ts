import { rmSync } from 'node:fs';
import { consoles } from './places';
import { siteFolder, slipwayBinary } from './slipway';

/** Before the first test: what has to be built is there, else one sentence says what is missing. */
export default function prerequisites(): void {
  slipwayBinary();
  siteFolder();
  rmSync(consoles, { recursive: true, force: true });
}
