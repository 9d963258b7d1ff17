// Figures, and how they are printed.

/** What Headlamp 0.45 takes on the machine the bench was made on. */
export const HEADLAMP = {
  bytes: '1,597 kB',
  usable: '1.39 s',
  usableSlow: '12.3 s',
  formSlow: '12.4 s',
  formBytes: '2,381 kB',
  memory: '77 MB',
  start: '0.23 s',
  change: '23.5 ms',
};

/** The value that `share` of the values do not exceed (nearest rank). */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => quantile(values, 0.5);

const grouped = (value, digits) => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const kB = (bytes) => `${grouped(bytes / 1000, 1)} kB`;
export const MB = (bytes) => `${grouped(bytes / 1e6, 1)} MB`;
export const s = (ms) => `${grouped(ms / 1000, 2)} s`;
export const ms = (value) => `${grouped(value, 1)} ms`;

export function title(text) {
  console.log(`\n${text}`);
}

/** One figure, and beside it the one to beat, where there is one. */
export function row(what, figure, beat) {
  console.log(`  ${what.padEnd(48)}${figure.padStart(11)}${beat ? `   Headlamp ${beat}` : ''}`);
}

/** The middle of several measurements, and their range: one number alone hides how far they lie apart. */
export function medianRow(what, values, unit, beat) {
  const range = `${unit(Math.min(...values))} to ${unit(Math.max(...values))}`;
  row(`${what}, median of ${values.length}`, unit(median(values)), beat);
  console.log(`    (${range})`);
}
