/**
 * What is closed after the test or the file that opened it. Files share modules, so a hook of a support module would
 * run for the first file alone: setup.ts, which runs for each, calls these.
 */
type Cleanup = () => unknown;

const ofTest: Cleanup[] = [];
const ofFile: Cleanup[] = [];

export const afterThisTest = (cleanup: Cleanup): void => void ofTest.push(cleanup);
export const afterThisFile = (cleanup: Cleanup): void => void ofFile.push(cleanup);

/** The last first. */
const run = async (cleanups: Cleanup[]): Promise<void> => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
};
export const cleanUpTest = (): Promise<void> => run(ofTest);
export const cleanUpFile = (): Promise<void> => run(ofFile);
