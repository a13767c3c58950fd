/* Prints, as JSON, what glibc's resolver makes of /etc/resolv.conf. record.sh puts a case there in a mount namespace of its own. */
#include <arpa/inet.h>
#include <resolv.h>
#include <stdio.h>
#include <string.h>

static const struct { const char *name; unsigned long flag; } switches[] = {
  {"edns0", RES_USE_EDNS0}, {"no-aaaa", RES_NOAAAA}, {"no-reload", RES_NORELOAD}, {"no-tld-query", RES_NOTLDQUERY},
  {"rotate", RES_ROTATE}, {"single-request", RES_SNGLKUP}, {"single-request-reopen", RES_SNGLKUPREOP}, {"trust-ad", RES_TRUSTAD},
  {"use-vc", RES_USEVC},
};

int main(void)
{
  struct __res_state state;
  char text[INET6_ADDRSTRLEN];
  const char *separator = "";
  memset(&state, 0, sizeof state);
  if (res_ninit(&state) != 0) return 1;

  printf("{\"nameservers\":[");
  for (int i = 0; i < state.nscount; i++) {
    const struct sockaddr_in6 *six = state._u._ext.nsaddrs[i];
    if (six != NULL) inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
    else inet_ntop(AF_INET, &state.nsaddr_list[i].sin_addr, text, sizeof text);
    printf("%s\"%s\"", i == 0 ? "" : ",", text);
  }
  printf("],\"search\":[");
  for (int i = 0; state.dnsrch[i] != NULL; i++) printf("%s\"%s\"", i == 0 ? "" : ",", state.dnsrch[i]);
  printf("],\"ndots\":%d,\"timeout\":%d,\"attempts\":%d,\"switches\":[", state.ndots, state.retrans, state.retry);
  for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
    if (state.options & switches[i].flag) {
      printf("%s\"%s\"", separator, switches[i].name);
      separator = ",";
    }
  printf("],\"sortlist\":[");
  for (int i = 0; i < (int) state.nsort; i++) {
    struct in_addr mask = {state.sort_list[i].mask};
    printf("%s{\"address\":\"%s\",", i == 0 ? "" : ",", inet_ntop(AF_INET, &state.sort_list[i].addr, text, sizeof text));
    printf("\"netmask\":\"%s\"}", inet_ntop(AF_INET, &mask, text, sizeof text));
  }
  printf("]}\n");
  res_nclose(&state);
  return 0;
}
