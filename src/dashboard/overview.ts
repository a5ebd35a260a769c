/** The state of the page: the figures of one dialer, and what waits for a person's answer. */
import { type Config, dialerName } from '../config/config.ts';
import { stripHidden } from '../shared/text.ts';
import { localMinute } from '../shared/time.ts';
import {
  type Collector,
  type CollectorOptions,
  createCollector,
  type FigureSource,
  problemOf,
} from './collector.ts';
import type { Overview, Part, WaitingApproval } from './page/protocol.ts';
import { latestActs } from './parts/latest-acts.ts';

/** A dialer that the page can show. */
export interface DashboardDialer {
  config: Config;
  collector: Collector;
}

/** @param call calls a tool that reads there */
export function createDashboardDialer(
  config: Config,
  call: FigureSource['call'],
  options: CollectorOptions,
): DashboardDialer {
  const { trust, timezone, subject } = config;
  const { dir } = trust.audit;
  const acts = async () =>
    dir === undefined ? undefined : latestActs(dir, { dialer: dialerName(config), subject }, timezone);
  return { config, collector: createCollector({ call, acts, timezone }, options) };
}

/** What waits, as it is known where it waits. */
export type ReadWaiting = () => Promise<Omit<WaitingApproval, 'until'>[]>;

/**
 * Returns what the page shows; undefined where there is no such dialer.
 * @param wanted its name, as the page sent it; the first one where it sent none
 * @param waiting reads what waits: that is asked for anew each time, since a person may be needed within minutes
 */
export async function overviewOf(
  dialers: readonly DashboardDialer[],
  wanted: unknown,
  waiting: ReadWaiting,
  report: (error: unknown) => void,
): Promise<Overview | undefined> {
  const chosen =
    wanted === undefined ? dialers[0] : dialers.find(({ config }) => config.profile?.name === wanted);
  if (!chosen) return undefined;
  const { config, collector } = chosen;
  const [{ figures, reading }, waits] = await Promise.all([
    collector.look(),
    waitingPart(waiting, config.timezone, report),
  ]);
  return {
    state: 'overview',
    dialer: stripHidden(dialerName(config)),
    is_sandbox: config.sandbox,
    dialers: dialers.length > 1 ? dialers.map((one) => choiceOf(one, one === chosen)) : [],
    currency: config.currency,
    now: localMinute(config.timezone),
    ...figures,
    waiting: waits,
    ...(reading && { reading }),
  };
}

const choiceOf = ({ config: { profile } }: DashboardDialer, chosen: boolean) => ({
  name: profile!.name,
  title: stripHidden(profile!.title ?? profile!.name),
  chosen,
});

async function waitingPart(
  read: ReadWaiting,
  timezone: string,
  report: (error: unknown) => void,
): Promise<Part<WaitingApproval[]>> {
  try {
    const data = (await read()).map((one) => ({
      ...one,
      until: localMinute(timezone, new Date(Date.now() + one.ends_in_ms)),
    }));
    return { data, as_of: localMinute(timezone) };
  } catch (error) {
    report(error);
    return { problem: problemOf(error) };
  }
}
