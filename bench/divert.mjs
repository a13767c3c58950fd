// Loaded into a service that answers later: what it posts to a platform goes to the bench.
const { BENCH_RECEIVER: receiver = '' } = process.env;
const send = globalThis.fetch;

/** @type {typeof fetch} */
const divert = (target, options) => {
  const { pathname } = new URL(target instanceof Request ? target.url : target);
  return send(new URL(pathname, receiver), options);
};
Object.assign(globalThis, { fetch: divert });
