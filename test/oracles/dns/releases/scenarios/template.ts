import { ask, type Scenario } from '../../corefile/scenarios.js';

/** Templates that older releases read too. */
export const templateScenarios: readonly Scenario[] = [
  {
    name: 'templates in the older grammar',
    corefile: `. {
  template IN A ip.example.org {
    match "(^|[.])ip-(?P<a>[0-9]*)-(?P<b>[0-9]*)-(?P<c>[0-9]*)-(?P<d>[0-9]*)[.]ip[.]example[.]org[.]$"
    answer "{{ .Name }} 60 IN A {{ .Group.a }}.{{ .Group.b }}.{{ .Group.c }}.{{ .Group.d }}"
    fallthrough
  }
  template IN AAAA ip.example.org {
    rcode NXDOMAIN
    authority "ip.example.org 60 IN SOA ns.example.org. admin.example.org. 1 60 60 60 60"
  }
  template IN A alias.example.org {
    answer "{{ .Name }} 30 IN CNAME ip-10-0-0-1.ip.example.org."
    additional "x.{{ .Zone }} 5 IN TXT \\"{{ .Class }} {{ .Type }}\\""
  }
  template IN TXT remote.example.org {
    answer "{{ .Name }} 60 IN TXT \\"{{ .Remote }}\\""
  }
  template IN MX {
    match ^mail[.]
    answer "{{ .Name }} 60 IN MX 10 {{ .Name }}"
    answer "{{ .Name }} 60 IN MX 20 backup.{{ .Zone }}"
  }
  template IN A servfail.example.org {
    rcode SERVFAIL
  }
  template IN A broken.example.org {
    answer "{{ .Name }} 60 IN A not-an-address"
  }
  template IN A range.example.org {
    answer "{{ index .Match 5 }} 60 IN A 192.0.2.1"
  }
}
`,
    questions: [
      ...ask(['ip-10-0-0-1.ip.example.org.', 'IP-10-0-0-1.ip.example.org.', 'x.ip-1-2-3-4.ip.example.org.', 'nope.ip.example.org.'], ['A', 'AAAA', 'TXT', 'ANY']),
      ...ask(['x.alias.example.org.', 'X.Alias.example.org.'], ['A', 'CNAME', 'AAAA']),
      ...ask(['remote.example.org.'], ['TXT']),
      ...ask(['mail.example.net.', 'MAIL.example.net.'], ['MX', 'A']),
      ...ask(['servfail.example.org.', 'broken.example.org.', 'range.example.org.'], ['A']),
    ],
  },
  {
    name: 'templates that match nothing',
    corefile: '. {\n  template IN MX {\n    match ^mail[.]\n    answer "{{ .Name }} 60 IN MX 10 {{ .Name }}"\n  }\n}\n',
    questions: ['nomail.example.net. MX'],
  },
];
