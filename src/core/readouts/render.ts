import { renderMarkdown, renderText, type Sheet } from '../analysis/index.js';
import type { Readout } from './formats/catalogue.js';
import { findFormat } from './parse-readout.js';

/** The summary, the problems, then what the readout holds. */
export function renderReadoutMarkdown(readout: Readout): string {
  return renderMarkdown(sheetOf(readout));
}

/** As {@link renderReadoutMarkdown}, in plain text. */
export function renderReadoutText(readout: Readout): string {
  return renderText(sheetOf(readout));
}

function sheetOf(readout: Readout): Sheet {
  const format = findFormat(readout.format, '/format');
  const problems = readout.problems.map(({ line, column, detail, text }) => ({
    text: [`line ${line}, column ${column}: ${detail}`],
    notes: [[{ code: text }]],
  }));
  return {
    verdict: `${format.title}: ${format.summarize(readout.parsed)}`,
    sections: [{ title: 'Problems', noun: 'problem', items: problems }, ...format.sections(readout.parsed)],
    rest: 'The JSON rendering has them all.',
  };
}
