/** What the demo shows: what a person asks for, the call that the assistant makes of it, and the answer. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ElicitAnswer, ElicitedForm, Host } from '../../mcp/client.ts';
import { createColours, hasColours } from '../terminal/colours.ts';
import { createProgressLine } from '../terminal/progress-line.ts';
import { terminalWidth } from '../terminal/terminal-width.ts';
import { wrapText } from '../terminal/wrap-text.ts';
import { answerLines, textLines } from './answer-lines.ts';
import { waveformLines } from './waveform-lines.ts';

/** What a person asks for, and the call that an assistant makes of it. */
export interface Step {
  request: string;
  tool: string;
  args: Record<string, unknown>;
  /** Columns of the answer that tell most; by default the first ones. */
  columns?: readonly string[];
}

export interface Stage {
  /** Prints where a part of the session begins. */
  open(title: string): void;
  /** Prints a paragraph. */
  tell(text: string): void;
  /** Prints text as it is, such as settings to be copied. */
  print(text: string): void;
  /** Plays a step. Returns the answer's data. */
  play(host: Host, step: Step): Promise<any>;
  /** Reads a recording as a host does, and shows its waveform. */
  playResource(host: Host, uri: string): Promise<void>;
  /** Shows a form, and closes it as a person does who does not want that. */
  declineForm(form: ElicitedForm): Promise<ElicitAnswer>;
}

const MARGIN = 2;
const LABEL_WIDTH = 9;
const INDENT = ' '.repeat(MARGIN + LABEL_WIDTH);
/** As long as a person takes at least: an instant answer is taken for that of a host without a person. */
const PERSON_MS = 400;

export function createStage(stdout: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Stage {
  const colours = createColours(hasColours(stdout, env));
  const fullWidth = terminalWidth(stdout);
  const width = fullWidth - INDENT.length;
  const progressLine = createProgressLine();
  const print = (line: string): void => void stdout.write(`${line}\n`);

  /** Prints lines beside their label. */
  function printLines(label: string, lines: readonly string[]): void {
    const margin = ' '.repeat(MARGIN);
    lines.forEach((line, i) => {
      print(i ? INDENT + line : margin + colours.dim(label.padEnd(LABEL_WIDTH)) + line);
    });
  }

  return {
    open(title) {
      const rule = '─'.repeat(fullWidth - title.length - 4);
      print(`${colours.dim('──')} ${colours.bold(title)} ${colours.dim(rule)}\n`);
    },
    tell(text) {
      for (const line of wrapText(text, fullWidth)) print(line);
      print('');
    },
    print,
    async play(host, { request, tool, args, columns }) {
      printLines('person', wrapText(request, width).map(colours.bold));
      printLines('calls', wrapText(`${tool} ${spacedJson(args)}`, width, MARGIN));
      const started = performance.now();
      const { text, texts, data } = await host
        .call(tool, args, ({ message, progress }) => progressLine.show(INDENT + (message ?? progress)))
        .finally(progressLine.erase);
      const ms = (performance.now() - started).toFixed(0);
      printLines('answer', answerLines(data, text, { width, colours, columns }));
      for (const shown of texts) printLines('shows', textLines(shown, width).map(colours.sound));
      print(`${INDENT}${colours.dim(`(${text.length} characters, ${ms} ms)`)}\n`);
      return data;
    },
    async playResource(host, uri) {
      const started = performance.now();
      const { contents } = await host.client.readResource({ uri });
      const [first] = contents as { mimeType?: string; blob?: string }[];
      const bytes = Buffer.from(first?.blob ?? '', 'base64');
      const waveform = waveformLines(bytes, width);
      const ms = (performance.now() - started).toFixed(0);
      printLines('reads', wrapText(uri, width, MARGIN));
      printLines('answer', [
        `${first?.mimeType}, ${bytes.length} bytes`,
        ...(waveform ? [...waveform.channels.map(colours.sound), colours.dim(waveform.times)] : []),
        colours.dim(`(${ms} ms)`),
      ]);
      print('');
    },
    async declineForm({ message, requestedSchema }) {
      print(`  ┌─ ${colours.open('the host shows the person a form')}`);
      for (const line of message.split('\n'))
        for (const part of wrapText(line, fullWidth - 4, line.startsWith('- ') ? MARGIN : 0))
          print(`  │ ${part}`);
      for (const { title } of Object.values(requestedSchema.properties) as { title?: string }[])
        print(`  │ ${title}: [          ]`);
      print('  └─ the person closes it');
      await wait(PERSON_MS);
      return { action: 'decline' };
    },
  };
}

/** With spaces, at which a line can be broken. */
const spacedJson = (value: object): string => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
