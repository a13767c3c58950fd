import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems, unquoted, wordsOf, type Line, type Word } from '../lines.js';
import { Unreadable } from '../words.js';
import { familyOf, judgeSockets, readSocketAddress, sectionsOfSockets, summarizeSockets } from './sockets-judge.js';
import type { Socket, SocketProcess, Sockets } from './sockets-model.js';

export type SsReadout = Reading<'ss', Sockets>;

/** As `ss` prints them, and RFC 9293's names. */
const states: Readonly<Record<string, string>> = {
  LISTEN: 'listen', ESTAB: 'established', 'SYN-SENT': 'syn-sent', 'SYN-RECV': 'syn-received', 'FIN-WAIT-1': 'fin-wait-1', 'FIN-WAIT-2': 'fin-wait-2',
  'TIME-WAIT': 'time-wait', 'CLOSE-WAIT': 'close-wait', 'LAST-ACK': 'last-ack', CLOSING: 'closing', UNCONN: 'unconnected',
};

const protocols: ReadonlySet<string> = new Set(['tcp', 'udp', 'udplite', 'raw', 'icmp6', 'sctp', 'mptcp', 'dccp']);

/** Sockets that are not of IP: `-lnp` prints them too. */
const otherNetids = /^(u_str|u_dgr|u_seq|nl|p_raw|p_dgr|v_str|v_dgr|tipc|xdp|ti_rd|ti_dg|ti_sq|ti_st|\?\?\?)$/;

/** What `ss` prints around the sockets: headers, and the totals of `-s`. */
const around = /^\s*(Netid\s+State|State\s+Recv-Q|Recv-Q\s+Send-Q|Total: \d|TCP: +\d|Transport\s+Total|(RAW|UDP|TCP|INET|FRAG)\s+\d)/;

/** `ss`, with or without its header, a column Netid and `-e`. Source: iproute2 6.1.0 `misc/ss.c` `sock_state_print`, `inet_addr_print`, `proc_ctx_print`. */
export const ss: ReadoutFormat<SsReadout> = {
  id: 'ss',
  title: 'Sockets',
  command: 'ss -tulnp',
  parse(text) {
    const problems = new Problems();
    const sockets: Socket[] = [];
    const foreign: Line[] = [];
    let others = 0;
    let headed = 0;
    // Options of `-i` and `-o`, and what a narrow terminal wrapped, stand on a line below their socket.
    let above: Socket | undefined;
    for (const raw of linesOf(text)) {
      const line = unquoted(raw);
      const words = wordsOf(line.text);
      const [first] = words;
      if (first === undefined) continue;
      if (around.test(line.text)) {
        headed += 1;
        continue;
      }
      if (otherNetids.test(first.text)) {
        others += 1;
        continue;
      }
      try {
        const socket = readSocket(line.number, words, line.text);
        if (socket !== undefined) {
          sockets.push(socket);
          above = socket;
          continue;
        }
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        problems.add(raw, error.column, error.message);
        above = undefined;
        continue;
      }
      const more = above !== undefined && /^\s*users:\(\(/.test(line.text) ? processesOf(line.text) : [];
      if (above !== undefined && more.length > 0) {
        above = { ...above, processes: [...above.processes, ...more] };
        sockets[sockets.length - 1] = above;
      } else if (above === undefined || !/^\s+\S/.test(raw.text)) {
        foreign.push(raw);
        above = undefined;
      }
    }
    problems.addForeign(foreign, 'ss');
    if (sockets.length + others + headed === 0 && problems.all.length > 0) problems.refuse('the output of “ss”');
    return { format: 'ss', parsed: judgeSockets(sockets), problems: problems.all };
  },
  summarize: summarizeSockets,
  sections: sectionsOfSockets,
};

/**
 * `tcp LISTEN 0 4096 127.0.0.1:10248 0.0.0.0:* users:(("kubelet",pid=9,fd=3))`, the first column with `-tu` alone. undefined where the line is none.
 *
 * @throws Unreadable where it is one and is cut
 */
function readSocket(line: number, words: readonly Word[], text: string): Socket | undefined {
  const [first] = words;
  const netid = first !== undefined && protocols.has(first.text) ? first.text : null;
  const [state, received, sent, local, peer] = netid === null ? words : words.slice(1);
  const known = state !== undefined && Object.hasOwn(states, state.text) ? states[state.text] : undefined;
  if (state === undefined || known === undefined) return undefined;
  const column = (word: Word | undefined, what: string): Word => {
    if (word === undefined) throw new Unreadable(text.trimEnd().length + 1, `the line is cut off: ${what} is missing`);
    return word;
  };
  for (const queue of [received, sent]) {
    const word = column(queue, 'a queue');
    if (!/^\d+$/.test(word.text)) return undefined;
  }
  const own = column(local, 'the local address');
  const other = column(peer, 'the peer');
  const [here, there] = [own, other].map((word) => {
    const side = readSocketAddress(word.text);
    if (side === undefined) throw new Unreadable(word.column, `“${word.text}” is not an address and a port`);
    return side;
  });
  if (here === undefined || there === undefined) return undefined;
  const protocol = netid ?? (known === 'unconnected' ? 'udp' : known === 'established' ? null : 'tcp');
  return { line, protocol, family: familyOf(here.address), state: known, local: here, peer: there, processes: processesOf(text) };
}

/** `users:(("sshd",pid=1988,fd=3),("systemd",pid=1,fd=103))`; releases before 4.0 print the numbers bare. A process that holds a socket twice is told once. */
function processesOf(text: string): readonly SocketProcess[] {
  const found = new Map<string, SocketProcess>();
  for (const [, name = '', pid = ''] of text.matchAll(/\("([^"]*)",(?:pid=)?(\d+),/g)) found.set(`${name} ${pid}`, { name, pid: Number(pid) });
  return [...found.values()];
}
