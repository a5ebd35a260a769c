/** One tool call from top to bottom: authorise, validate, confirm, execute, limit, redact. */
import { randomUUID } from 'node:crypto';
import { blankTextsNote } from '../define/input/blank-texts.ts';
import { validateArguments } from '../define/input/validate.ts';
import { authoriseTool } from '../guard/access.ts';
import { withInstructionFlag } from '../outside-text/instructions.ts';
import { limitAnswer } from '../response/limit.ts';
import { withDeadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';
import { refuseGivenSecret } from './acts/handover.ts';
import type { Call, CallHost, CallOutcome, CallResult, CallServices, EraHost } from './call.ts';
import { confirmCall, isConfirmed } from './confirm-call.ts';
import { withHintAfterAct } from './error-hints.ts';
import { executeTool } from './execute-tool.ts';
import { findTool } from './find-tool.ts';
import { withHeartbeat } from './progress/heartbeat.ts';

export interface Caller {
  /** @param given the arguments as the host sent them. @throws ToolError */
  call(name: string, given: unknown, host: EraHost): Promise<CallOutcome>;
  call(name: string, given: unknown, host: CallHost): Promise<CallResult>;
}

export function createCaller(services: CallServices): Caller {
  const { config, privacy } = services;
  const call = (name: string, given: unknown, host: EraHost | CallHost): Promise<any> =>
    withDeadline(config.timeoutMs, host.signal, (whole) =>
      withHeartbeat(whole, host.progress, services.heartbeat, (deadline, progress) =>
        observed(name, { id: randomUUID(), host: { ...host, progress }, deadline }, services, (call) =>
          callTool(name, given, call, services),
        ),
      ),
    ).catch((error) => {
      // The dialer's words can hold what people wrote, and a message can repeat an argument.
      throw error instanceof ToolError ? privacy.redactError(error) : error;
    });
  return { call };
}

/** Tells whoever measures how a call went. */
async function observed(
  name: string,
  call: Call,
  { tools, observer, dialerMs }: CallServices,
  work: (call: Call) => Promise<CallOutcome>,
): Promise<CallOutcome> {
  if (!observer) return work(call);
  const started = performance.now();
  // What is no tool's name is a host's text.
  const tool = tools.some((one) => one.name === name) ? name : 'unknown';
  const report = (outcome: string) =>
    observer.onCall(tool, outcome, performance.now() - started, dialerMs(call.deadline));
  try {
    const outcome = await work(call);
    report('ask' in outcome ? 'input_required' : String(outcome.row.status ?? 'answer'));
    return outcome;
  } catch (error) {
    report(error instanceof ToolError ? error.kind : 'failed');
    throw error;
  }
}

async function callTool(
  name: string,
  given: unknown,
  call: Call,
  services: CallServices,
): Promise<CallOutcome> {
  const { config, tools, privacy, people, outside } = services;
  const began = performance.now();
  const tool = findTool(tools, name);
  authoriseTool(tool, config);
  await privacy.open();
  await people.nameUsers(call.deadline);
  const { confirm: token, ...args } = validateArguments(tool, privacy.resolveArguments(given), config);
  refuseGivenSecret(tool, args);
  const suspicion = outside.suspicion(tool, args);
  const request = { tool, args, suspicion, confirm: token as string | undefined };
  const approval = await confirmCall(request, call, services);
  if (!isConfirmed(approval)) {
    if ('ask' in approval) return approval;
    return {
      row: withInstructionFlag(approval.answer, outside.inspect(name, approval.answer)),
      files: [],
      texts: [],
    };
  }
  const { row, files, texts } = await executeTool(tool, approval, call, services);
  const blanks = blankTextsNote(tool, given);
  const answer = limitAnswer(blanks ? { ...row, left_as_is: blanks } : row);
  // As the dialer has it: what is masked could not be compared with what an act is told to do.
  const paths = outside.inspect(name, answer);
  try {
    people.checkOwners(answer);
    if (tool.quotes) await people.nameCustomers(began, call.deadline);
    return {
      row: withInstructionFlag(privacy.redactRow(answer), paths),
      files: files.map(privacy.redactEntry),
      texts: texts.map(privacy.redactText),
    };
  } catch (error) {
    throw withHintAfterAct(error, tool);
  }
}
