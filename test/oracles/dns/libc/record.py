"""Asks a C library to look names up against servers that answer by a script, and prints which queries reached them.

Run within network and mount namespaces of its own by record.sh: record.py PROGRAM < cases.json > recorded.json
"""
import json
import os
import select
import socket
import struct
import subprocess
import sys

ADDRESSES = ["10.96.0.10", "10.96.0.11", "10.96.0.12"]
CODES = {"NXDOMAIN": 3, "SERVFAIL": 2, "REFUSED": 5, "NOTIMP": 4, "FORMERR": 1}
TYPES = {1: "A", 28: "AAAA", 33: "SRV", 16: "TXT"}
LIMIT = 60
IP_PKTINFO = 8


def question(packet):
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("latin-1"))
        at += 1 + packet[at]
    return ".".join(labels) + ".", struct.unpack(">H", packet[at + 1:at + 3])[0], packet[12:at + 5]


def behaviour(case, seen):
    for rule in case["script"]:
        if all(rule[key] == seen[key] for key in ("name", "type", "server", "transport") if key in rule):
            if "times" not in rule:
                return rule["reply"]
            rule["used"] = rule.get("used", 0) + 1
            if rule["used"] <= rule["times"]:
                return rule["reply"]
    return "NXDOMAIN"


def record(kind, data, name=b"\xc0\x0c"):
    return name + struct.pack(">HHIH", kind, 1, 5, len(data)) + data


def reply(packet, what, kind, asked):
    flags, answers = 0x8580, []
    address = record(1, bytes([192, 0, 2, 1])) if kind == 1 else record(28, bytes(15) + b"\x01") if kind == 28 else record(16, b"\x01x") if kind == 16 else record(33, bytes(6) + b"\x00")
    if what in CODES:
        flags |= CODES[what]
    elif what == "ADDRESS":
        answers = [address]
    elif what == "ALIAS":
        answers = [record(5, b"\x05other\x07example\x00")]
    elif what == "TRUNCATED":
        flags |= 0x0200
    elif what == "LAME":
        flags = 0x8100
    head = packet[:2] + struct.pack(">HHHHH", flags, 1, len(answers), 0, 0)
    return head + asked + b"".join(answers)


def run(case, program):
    with open("/etc/resolv.conf", "w") as file:
        file.write(case["conf"])
    listening = case.get("listening", ADDRESSES)
    udp, tcp, streams, queries = {}, {}, {}, []
    # One socket for all addresses keeps the order in which queries come; where only some listen, the others must be closed.
    for address in ["0.0.0.0"] if len(listening) == len(ADDRESSES) else listening:
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        datagrams.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        datagrams.bind((address, 53))
        udp[datagrams] = address
    for address in listening:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, 53))
        listener.listen(8)
        tcp[listener] = address
    argument = {"addresses": "any", "A": "4", "AAAA": "6", "SRV": "33", "TXT": "16"}[case["type"]]
    child = subprocess.Popen([program, argument, case["name"]], stdout=subprocess.PIPE, env={"PATH": os.environ["PATH"]})

    def answer(packet, address, transport):
        try:
            name, kind, asked = question(packet)
        except (IndexError, struct.error):
            # musl 1.2.3 sends what it could not write.
            queries.append(" ".join(["malformed", "-", address, transport]))
            return None
        seen = {"name": name, "type": TYPES.get(kind, str(kind)), "server": address, "transport": transport}
        queries.append(" ".join([name, seen["type"], address, transport]))
        what = behaviour(case, seen)
        return None if what == "SILENCE" else reply(packet, what, kind, asked)

    while True:
        has_ended = child.poll() is not None
        ready, _, _ = select.select([*udp, *tcp, *streams], [], [], 0.02)
        # What it sent last may come when it has ended.
        if has_ended and not ready:
            break
        for each in ready:
            if each in udp:
                packet, about, _, sender = each.recvmsg(4096, 64)
                address = next(socket.inet_ntoa(data[8:12]) for level, kind, data in about if (level, kind) == (socket.IPPROTO_IP, IP_PKTINFO))
                sent = answer(packet, address, "udp")
                if sent is not None:
                    source = struct.pack("=I", 0) + socket.inet_aton(address) + bytes(4)
                    each.sendmsg([sent], [(socket.IPPROTO_IP, IP_PKTINFO, source)], 0, sender)
            elif each in tcp:
                connection, _ = each.accept()
                streams[connection] = (tcp[each], b"")
            else:
                address, held = streams[each]
                data = each.recv(65536)
                if not data:
                    each.close()
                    del streams[each]
                    continue
                held += data
                while len(held) >= 2 and len(held) >= 2 + struct.unpack(">H", held[:2])[0]:
                    size = struct.unpack(">H", held[:2])[0]
                    sent = answer(held[2:2 + size], address, "tcp")
                    held = held[2 + size:]
                    if sent is not None:
                        each.sendall(struct.pack(">H", len(sent)) + sent)
                streams[each] = (address, held)
    for each in [*udp, *tcp, *streams]:
        each.close()
    status = child.stdout.read().decode().strip() or "crash"
    return {"status": status, "queries": queries[:LIMIT]}


def main():
    cases = json.load(sys.stdin)
    print(json.dumps({case["title"]: run(case, sys.argv[1]) for case in cases}))


main()
