// Description:
//   Asks Foretrace what the network of a Kubernetes cluster does.
//
// Configuration:
//   FORETRACE_URL    as https://foretrace.example.com
//   FORETRACE_TOKEN  a token of API_TOKENS with the role viewer
//
// Commands:
//   hubot foretrace <question> - as in: hubot foretrace resolve cart.shop from dev/toolbox; hubot foretrace help

/** @typedef {{ match: readonly (string | undefined)[], envelope: { room?: string, user?: { name?: string } }, send(text: string): void }} Message */

/** @param {{ respond(pattern: RegExp, listener: (message: Message) => Promise<void>): void }} robot */
export default function foretrace(robot) {
  robot.respond(/foretrace\b\s*(.*)$/i, async (message) => {
    const { room, user } = message.envelope;
    message.send(await ask(message.match[1] ?? '', room ?? user?.name));
  });
}

/**
 * @param {string} text
 * @param {string | undefined} channel
 */
async function ask(text, channel) {
  const { FORETRACE_URL: url = 'http://localhost:3000', FORETRACE_TOKEN: token } = process.env;
  const headers = { accept: 'text/markdown', 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  try {
    const response = await fetch(`${url}/v1/chat`, { method: 'POST', headers, body: JSON.stringify({ text, ...(channel !== undefined && { channel }) }), signal: AbortSignal.timeout(30_000) });
    if (response.ok) return await response.text();
    const { detail } = /** @type {{ detail?: string }} */ (await response.json());
    return `Foretrace answers ${response.status}: ${detail ?? ''}`;
  } catch (error) {
    return `Foretrace cannot be reached: ${error instanceof Error ? error.message : String(error)}`;
  }
}
