import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems, unquoted, wordsOf, type Line, type Word } from '../lines.js';
import { Unreadable } from '../words.js';
import { familyOf, judgeSockets, readSocketAddress, sectionsOfSockets, summarizeSockets } from './sockets-judge.js';
import type { Socket, SocketAddress, Sockets } from './sockets-model.js';

export type NetstatReadout = Reading<'netstat', Sockets>;

/** As `netstat` prints them, and RFC 9293's names. */
const states: Readonly<Record<string, string>> = {
  LISTEN: 'listen', ESTABLISHED: 'established', SYN_SENT: 'syn-sent', SYN_RECV: 'syn-received', FIN_WAIT1: 'fin-wait-1', FIN_WAIT2: 'fin-wait-2',
  TIME_WAIT: 'time-wait', CLOSE_WAIT: 'close-wait', LAST_ACK: 'last-ack', CLOSING: 'closing', CLOSE: 'closed', UNKNOWN: 'unknown',
};

const protocol = /^(tcp|udp|udplite|raw|sctp)(6?)$/;

/** What stands around the sockets of IP: headers, and the sockets of Unix, which `-p` and `-a` print too. */
const around = /^\s*(Active (Internet|UNIX)|Proto\s|unix\s+\d|\(Not all processes could be identified| will not be shown, you would have to be root|\(No info could be read for "-p")/;

/** `netstat` of net-tools, with any of `-plantue`, with or without `-W`. Source: net-tools 2.10 `netstat.c` `tcp_do_one`, `udp_do_one`, `addr_do_one`, `finish_this_one`. */
export const netstat: ReadoutFormat<NetstatReadout> = {
  id: 'netstat',
  title: 'Sockets',
  command: 'netstat -plantu',
  parse(text) {
    const problems = new Problems();
    const sockets: Socket[] = [];
    const foreign: Line[] = [];
    let headed = 0;
    for (const raw of linesOf(text)) {
      const line = unquoted(raw);
      if (line.text.trim() === '') continue;
      if (around.test(line.text)) {
        headed += 1;
        continue;
      }
      try {
        const socket = readSocket(line);
        if (socket === undefined) foreign.push(raw);
        else {
          sockets.push(socket);
          if (socket.local.isCut === true) problems.add(raw, 1, 'without -W netstat cuts addresses at 23 characters: the local address may not be whole');
        }
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        problems.add(raw, error.column, error.message);
      }
    }
    problems.addForeign(foreign, 'netstat');
    if (sockets.length + headed === 0 && problems.all.length > 0) problems.refuse('the output of “netstat”');
    return { format: 'netstat', parsed: judgeSockets(sockets), problems: problems.all };
  },
  summarize: summarizeSockets,
  sections: sectionsOfSockets,
};

/**
 * `tcp6 0 0 :::10256 :::* LISTEN 7278/python3`; UDP has no state, `-e` puts user and inode before the process. undefined where the line is none.
 *
 * @throws Unreadable where it is one and is cut
 */
function readSocket(line: Line): Socket | undefined {
  const [kind, received, sent, local, peer, ...rest] = wordsOf(line.text);
  const [, name, six] = protocol.exec(kind?.text ?? '') ?? [];
  if (name === undefined || kind === undefined) return undefined;
  if (received === undefined || sent === undefined || ![received, sent].every(({ text }) => /^\d+$/.test(text))) return undefined;
  const here = sideOf(line, local, 'the local address');
  const there = sideOf(line, peer, 'the foreign address');
  const [first] = rest;
  const state = first !== undefined && Object.hasOwn(states, first.text) ? states[first.text] : undefined;
  if (state === undefined && name === 'tcp') throw new Unreadable(first?.column ?? line.text.trimEnd().length + 1, first === undefined ? 'the line is cut off: the state is missing' : `“${first.text}” is not a state of TCP`);
  const owner = /(?:^|\s)(\d+)\/(\S.*)$/s.exec(line.text.slice((peer?.column ?? 0) + (peer?.text.length ?? 0)).trimEnd());
  const processes = owner === null ? [] : [{ name: owner[2] ?? '', pid: Number(owner[1]) }];
  return { line: line.number, protocol: name, family: familyOf(here.address) ?? (six === '6' ? 6 : 4), state: state ?? 'unconnected', local: here, peer: there, processes };
}

/** Columns of addresses are 23 characters wide: of a longer address the end is cut, before the colon and the port. */
const width = 23;

function sideOf(line: Line, word: Word | undefined, what: string): SocketAddress {
  if (word === undefined) throw new Unreadable(line.text.trimEnd().length + 1, `the line is cut off: ${what} is missing`);
  const side = readSocketAddress(word.text);
  if (side === undefined) throw new Unreadable(word.column, `“${word.text}” is not an address and a port`);
  return word.text.length === width && (side.address.includes(':') || familyOf(side.address) === null) ? { ...side, isCut: true } : side;
}
