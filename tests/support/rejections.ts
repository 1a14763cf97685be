/**
 * Runs work and rejects with the first promise that is rejected meanwhile without anybody to handle it. The SDK reports
 * problems of asynchronous registration in no other way. Only one such work can run at a time.
 */
export async function catchingRejections<T>(work: () => Promise<T>): Promise<T> {
  const others = process.listeners("unhandledRejection");
  let report: (reason: unknown) => void = () => undefined;
  const first = new Promise<never>((_, reject) => {
    report = reject;
  });
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", report);
  try {
    const result = await Promise.race([work(), first]);
    // Rejections of the last turn are reported in the next.
    return await Promise.race([new Promise<T>((resolve) => setImmediate(resolve, result)), first]);
  } finally {
    // The same problem often rejects several promises: let the rest of them come in before others listen again.
    await new Promise((resolve) => setTimeout(resolve, 1));
    process.off("unhandledRejection", report);
    for (const listener of others) process.on("unhandledRejection", listener);
  }
}
