// A minimal PDF 1.4: text on A4 pages, in Helvetica with WinAnsiEncoding so that å, ä and ö show.

import type { Customer, Sms, State } from './state.ts';
import { iso, offset } from './time.ts';

const LINES_PER_PAGE = 48;
const LINE_WIDTH = 92;

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r?\n/)) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + word.length + 1 > LINE_WIDTH) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    lines.push(line);
  }
  return lines;
}

/** Returns a PDF string. WinAnsi is Latin-1 for all that Swedish needs; what it lacks becomes a question mark. */
const literal = (text: string): string =>
  `(${text
    .normalize('NFC')
    .replace(/[^\x20-\x7e\xa0-\xff]/gu, '?')
    .replace(/[\\()]/g, '\\$&')})`;

function page(lines: string[]): string {
  const body = lines.map((line) => `${literal(line)} Tj T*`).join('\n');
  return `BT /F1 10 Tf 15 TL 50 790 Td\n${body}\nET`;
}

export function pdf(lines: string[]): Buffer {
  const pages: string[] = [];
  for (let first = 0; first === 0 || first < lines.length; first += LINES_PER_PAGE) {
    pages.push(page(lines.slice(first, first + LINES_PER_PAGE)));
  }
  const kids = pages.map((_, index) => `${4 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * index} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  // Every character is one byte here, so that lengths are offsets.
  let text = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const start = text.length;
  const table = offsets.map((position) => `${String(position).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

const localTime = (utc: number): string =>
  iso(utc + offset(utc))
    .slice(0, 16)
    .replace('T', ' ');

export function smsPdf(state: State, customer: Customer, messages: Sms[]): Buffer {
  const name = [customer.first_name, customer.last_name].filter(Boolean).join(' ');
  const lines = ['SMS', `${name} (${customer.id}), ${customer.phone}`, ''];
  for (const sms of messages) {
    const user = state.users.get(sms.user_id);
    const agent = user ? `${user.firstname} ${user.lastname}` : '';
    lines.push(`${localTime(sms.sent)}  ${sms.sender}  ${sms.sms_type}  ${agent}`);
    lines.push(...wrap(sms.message).map((line) => `    ${line}`), '');
  }
  return pdf(lines);
}
