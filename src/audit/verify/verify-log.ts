/** Checks the whole log, and the heads of it that a second place has. */
import { auditFiles } from '../files.ts';
import { type LogLine, NO_HASH } from '../line.ts';
import { type ChainEnd, checkFile, type FileReport } from './check-file.ts';
import type { HeadBook, HeadReport } from './head-book.ts';

export interface UnsettledAct {
  file: string;
  line: number;
  time: string;
  tool: string;
  targets: readonly string[];
}

export interface Verification {
  files: FileReport[];
  acts: number;
  /** Acts of which the log does not say what became of them. */
  unsettled: UnsettledAct[];
  heads?: HeadReport;
}

/** @throws the system's error where the folder can't be read */
export async function verifyLog(dir: string, heads?: HeadBook): Promise<Verification> {
  const unsettled = new Map<string, UnsettledAct>();
  let acts = 0;
  const visit = (line: LogLine, file: string) => {
    heads?.compare(file, line.line, line.hash);
    if (line.type === 'act') {
      acts++;
      const { line: number, time, tool, targets } = line;
      unsettled.set(line.id, { file, line: number, time, tool, targets });
    } else if (line.type === 'outcome' && line.outcome !== 'outcome_unknown') unsettled.delete(line.id);
  };
  const files = await auditFiles(dir);
  const reports: FileReport[] = [];
  let end: ChainEnd = { line: 0, hash: NO_HASH };
  for (const [index, file] of files.entries()) {
    const check = await checkFile(dir, file, end, index === files.length - 1, visit);
    if (check.cutBefore) markCut(reports.find((report) => report.file === end.file)!, file);
    reports.push(check.report);
    end = check.end;
  }
  return { files: reports, acts, unsettled: [...unsettled.values()], heads: heads?.report() };
}

function markCut(report: FileReport, next: string): void {
  report.problem ??= {
    line: report.lines + 1,
    what: `cut: ${next} follows another last line than is here`,
  };
}
