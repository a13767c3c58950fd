/* Looks one name up as a program does, and prints how that ended. lookup any|4|6 NAME uses getaddrinfo, lookup TYPE NAME res_search with that number. */
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *word(int error) {
  switch (error) {
    case 0: return "found";
    case EAI_NONAME: return "no-such-name";
#ifdef EAI_NODATA
    case EAI_NODATA: return "no-data";
#elif defined(__linux__)
    case -5: return "no-data";
#endif
    case EAI_AGAIN: return "try-again";
    case EAI_FAIL: return "failure";
    default: return "other";
  }
}

static const char *word_of_h(int error) {
  switch (error) {
    case HOST_NOT_FOUND: return "no-such-name";
    case NO_DATA: return "no-data";
    case TRY_AGAIN: return "try-again";
    case NO_RECOVERY: return "failure";
    default: return "other";
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  if (atoi(argv[1]) > 6) {
    unsigned char answer[65536];
    int n = res_search(argv[2], C_IN, atoi(argv[1]), answer, sizeof answer);
    puts(n >= 0 ? "found" : word_of_h(h_errno));
    return 0;
  }
  struct addrinfo hints, *found = NULL;
  memset(&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_family = argv[1][0] == '4' ? AF_INET : argv[1][0] == '6' ? AF_INET6 : AF_UNSPEC;
  puts(word(getaddrinfo(argv[2], NULL, &hints, &found)));
  return 0;
}
