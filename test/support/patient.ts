/** For `vi.waitFor` and `expect.poll`, which give up after a second by themselves: only a hang takes this long. */
export const patient = { timeout: 60_000, interval: 100 };
