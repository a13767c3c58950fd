"""Asks four address tools the same questions, and prints their answers as JSON, one question a line."""
import ipaddress
import json
import random
import subprocess

draw = random.Random(1)

V4 = ["0.0.0.0", "0.1.2.3", "10.1.2.3", "100.63.255.255", "100.64.0.1", "100.127.255.255", "126.255.0.1", "127.0.0.1", "128.0.0.1", "169.254.20.10",
      "172.15.0.1", "172.16.5.4", "172.31.255.255", "172.32.0.1", "191.255.0.1", "192.0.0.1", "192.0.0.9", "192.0.0.170", "192.0.2.77", "192.6.31.6",
      "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.49.2", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
      "223.255.255.255", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.254", "255.255.255.255"]
V6 = ["::", "::1", "::2", "::ffff:10.0.0.1", "64:ff9b::192.0.2.33", "64:ff9b:1::1", "100::1", "2000::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:1::1", "2001:2::1",
      "2001:3::1", "2001:4:112::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2001:DB8:0:0:1:0:0:1", "2001:db8:0:1:1:1:1:1", "2002:c000:221::1", "2620:4f:8000::1", "2a00:1450:4001:80b::200e",
      "3fff::1", "fc00::1", "fd12:3456:789a:1::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::101", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]
V6_LENGTHS = [0, 1, 3, 4, 7, 8, 10, 15, 16, 17, 31, 32, 33, 47, 48, 49, 52, 56, 60, 61, 63, 64, 65, 68, 95, 96, 97, 112, 120, 124, 125, 126, 127, 128]
BAD = ["", " ", "10", "10.1", "10.0.0", "10.0.0.0.1", "10.0.0.256", "256.1.1.1", "10.0.0.01", "010.0.0.1", "010.0.0.1/8", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1/024", "10.0.0.1/+8",
       "10.0.0.1/8/8", "10.0.0.1/255.0.255.0", "10.0.0.1/0.255.0.255", "10.0.0.1/256.0.0.0", "10.0.0.1/255.255", "0x0a.0.0.1", "167772161", "0xa000001", "ten.0.0.1", "10.0.0.1 ", "10..0.1", ".10.0.0.1",
       ":", ":::", "::1::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::", "::1/129", "::1/-1", "::1/ffff::", "::1.2.3", "::1.2.3.256", "::01.2.3.4", "1.2.3.4::", "fe80::1%eth0",
       "fe80::1%eth0/64", "[::1]", "::1/064", "1::/64/64", "-1.0.0.1", "1e1.0.0.1", "10.0.0.1/8.", "10.0.0.1/0x8", "10.0.0.1/255.255.255.0/24"]


def mask(length):
    return str(ipaddress.ip_address((1 << 32) - (1 << (32 - length))))


def wildcard(length):
    return str(ipaddress.ip_address((1 << (32 - length)) - 1))


def told():
    """What single addresses are asked about."""
    asked = [f"10.171.205.3/{length}" for length in range(33)]
    asked += [f"172.29.77.190/{mask(length)}" for length in range(33)]
    asked += [f"172.29.77.190/{wildcard(length)}" for length in range(1, 32)]
    asked += [f"{address}/{draw.choice([4, 7, 8, 9, 15, 16, 20, 22, 24, 25, 27, 30])}" for address in V4]
    asked += [f"{address}/32" for address in V4]
    asked += [f"2001:db8:85a3:8d3:1319:8a2e:370:7348/{length}" for length in V6_LENGTHS]
    asked += [f"{address}/{draw.choice(V6_LENGTHS)}" for address in V6]
    asked += V6 + V4[:6]
    asked += BAD
    return list(dict.fromkeys(asked))


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    return done.returncode, done.stdout, done.stderr


def of_python(text):
    try:
        found = ipaddress.ip_interface(text)
    except ValueError as error:
        return {"error": str(error)}
    network, address = found.network, found.ip
    answer = {"address": str(address), "network": str(network), "netmask": str(network.netmask), "wildcard": str(network.hostmask), "last": str(network[-1]), "count": str(network.num_addresses),
              "expanded": address.exploded, "pointer": address.reverse_pointer, "integer": str(int(address)), "multicast": address.is_multicast, "loopback": address.is_loopback, "linkLocal": address.is_link_local,
              "unspecified": address.is_unspecified, "private": address.is_private, "global": address.is_global}
    if found.version == 6:
        answer["mapped"] = address.ipv4_mapped and str(address.ipv4_mapped)
        answer["sixToFour"] = address.sixtofour and str(address.sixtofour)
        answer["teredo"] = address.teredo and str(address.teredo[1])
    return answer


def of_ipcalc(text):
    _, out, _ = run("ipcalc", "-b", "-n", text)
    return [line.rstrip() for line in out.split("\n") if line.strip()]


def of_ipcalc_ng(text):
    code, out, err = run("ipcalc-ng", "-j", "--all-info", text)
    if code < 0:
        return {"error": f"ended by signal {-code}"}
    return json.loads(out) if code == 0 and out.startswith("{") else {"error": (out + err).strip()}


def of_sipcalc(text):
    _, out, _ = run("sipcalc", "-a" if ":" in text else "-i", text)
    answer, last = {}, None
    for line in out.split("\n"):
        if "ERR" in line:
            return {"error": line.strip()}
        key, dash, value = line.partition("\t- ")
        if dash:
            last = key.strip()
            answer.setdefault(last, value.strip())
        elif line.startswith("Reverse DNS"):
            last = "Reverse DNS"
        elif last == "Reverse DNS" and line.strip() != "-":
            answer.setdefault(last, line.strip())
        elif last and line.startswith("\t"):
            answer[last] += " " + line.strip()
    return answer


def some_networks(family, most):
    """Networks that are likely to meet."""
    bits = 32 if family == 4 else 128
    base = draw.choice([0, 10 << 24, (1 << 32) - (1 << 12)] if family == 4 else [0, 0x20010DB8 << 96, (1 << 128) - (1 << 12)])
    space = draw.choice([6, 10, 12])
    networks = []
    for _ in range(draw.randrange(1, most)):
        length = bits - draw.randrange(0, space + 1)
        address = base + draw.randrange(1 << space)
        networks.append(ipaddress.ip_network((address, length), strict=False))
    return networks


def texts(networks):
    return [str(network) for network in networks]


def aggregates():
    for family in [4, 6] * 30:
        networks = some_networks(family, 20)
        yield {"cidrs": texts(networks)}, texts(ipaddress.collapse_addresses(networks))


def subtractions():
    for family in [4, 6] * 30:
        start, remove = some_networks(family, 6), some_networks(family, 8)
        left = list(ipaddress.collapse_addresses(start))
        for gone in remove:
            parts = []
            for block in left:
                if block.subnet_of(gone):
                    continue
                parts += block.address_exclude(gone) if gone.subnet_of(block) else [block]
            left = parts
        yield {"from": texts(start), "remove": texts(remove)}, texts(ipaddress.collapse_addresses(left))


def ranges():
    for bits, of in [(32, ipaddress.IPv4Address), (128, ipaddress.IPv6Address)] * 20:
        ends = sorted(draw.randrange(1 << draw.choice([4, 12, bits])) for _ in range(2))
        first, last = of(ends[0]), of(ends[1])
        yield {"start": str(first), "end": str(last)}, texts(ipaddress.summarize_address_range(first, last))
    for of in (ipaddress.IPv4Address, ipaddress.IPv6Address):
        whole = (of(0), of((1 << of(0).max_prefixlen) - 1))
        yield {"start": str(whole[0]), "end": str(whole[1])}, texts(ipaddress.summarize_address_range(*whole))


def splits():
    for family in [4, 6] * 15:
        network = some_networks(family, 2)[0]
        length = min(network.max_prefixlen, network.prefixlen + draw.randrange(0, 7))
        yield {"cidr": str(network), "prefixLength": length}, texts(network.subnets(new_prefix=length))


def places():
    for family in [4, 6] * 15:
        network = some_networks(family, 2)[0]
        index = draw.randrange(-network.num_addresses, network.num_addresses)
        yield {"cidr": str(network), "index": index}, str(network[index])
    for text, index in [("fd00::/64", -1), ("fd00::/64", 2**63), ("::/0", 2**128 - 1), ("::/0", -(2**128)), ("0.0.0.0/0", -1)]:
        yield {"cidr": text, "index": str(index)}, str(ipaddress.ip_network(text)[index])


def overlaps():
    for family in [4, 6] * 20:
        a, b = some_networks(family, 6), some_networks(family, 6)
        yield {"a": texts(a), "b": texts(b)}, sorted(f"{x} {y}" for x in a for y in b if x.overlaps(y))


def contained():
    for family in [4, 6] * 10:
        network = some_networks(family, 2)[0]
        addresses = [address[0] for address in some_networks(family, 10)]
        yield {"cidr": str(network), "addresses": [str(address) for address in addresses]}, [address in network for address in addresses]


def deaggregated():
    """ipcalc-ng's own cover of a range."""
    for _ in range(20):
        first, last = sorted(ipaddress.IPv4Address(draw.randrange(1 << 32)) for _ in range(2))
        _, out, _ = run("ipcalc-ng", "--no-decorate", "-d", f"{first}-{last}")
        yield {"start": str(first), "end": str(last)}, out.split()


def split_by_sipcalc():
    for _ in range(15):
        network = some_networks(4, 2)[0]
        length = min(32, network.prefixlen + draw.randrange(1, 5))
        _, out, _ = run("sipcalc", str(network), "-s", str(length))
        rows = [line.split("- ")[1:] for line in out.split("\n") if line.startswith("Network")]
        yield {"cidr": str(network), "prefixLength": length}, [[row[0].strip(), row[1].strip()] for row in rows]


def split_by_ipcalc():
    """For numbers of hosts."""
    for _ in range(20):
        hosts = [draw.choice([1, 2, 3, 5, 6, 7, 10, 14, 15, 30, 31, 60, 62]) for _ in range(draw.randrange(1, 6))]
        _, out, _ = run("ipcalc", "-b", "-n", "10.1.0.0/20", "-s", *map(str, hosts))
        parts = out.partition("1. Requested size")[2]
        networks = [line.split()[1] for line in parts.split("\n") if line.startswith("Network:")]
        yield {"cidr": "10.1.0.0/20", "hosts": hosts}, {"subnets": networks, "unused": parts.partition("Unused:")[2].split()}


def versions():
    python = "Python " + __import__("sys").version.split()[0]
    packages = run("dpkg-query", "-W", "-f", "${Package} ${Version}\n", "ipcalc", "ipcalc-ng", "sipcalc")[1].split("\n")
    return [python, *filter(None, packages)]


def show(name, rows):
    lines = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"  {json.dumps(name)}: [\n    {lines}\n  ]"


info = [{"asked": text, "python": of_python(text), "ipcalc": None if ":" in text or not text.strip() else of_ipcalc(text), "ipcalc-ng": of_ipcalc_ng(text) if text.strip() else None,
         "sipcalc": of_sipcalc(text) if text.strip() and not text.startswith("[") else None} for text in told()]
operations = {"aggregate": aggregates, "subtract": subtractions, "range": ranges, "split": splits, "nth": places, "overlaps": overlaps, "contains": contained, "range by ipcalc-ng": deaggregated,
              "split by sipcalc": split_by_sipcalc, "split by ipcalc": split_by_ipcalc}
sections = [show("versions", versions()), show("info", info)]
sections += [show(name, [{"asked": asked, "answer": answer} for asked, answer in made()]) for name, made in operations.items()]
print("{\n" + ",\n".join(sections) + "\n}")
