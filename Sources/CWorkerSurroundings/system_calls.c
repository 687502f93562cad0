// System calls by number: Swift's library asks the kernel for random bytes in this way. They lead to what
// stands in front of the function of the same name.
#define _GNU_SOURCE
#include "surroundings.h"

#include <signal.h>
#include <stdarg.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

REPLACEMENT long syscall(long number, ...) {
  long words[6];
  va_list arguments;
  va_start(arguments, number);
  // No call has more than six; a word that was not passed is read and not used.
  for (int index = 0; index < 6; index++) words[index] = va_arg(arguments, long);
  va_end(arguments);
  switch (number) {
    case SYS_getrandom:
      return getrandom((void *)words[0], (size_t)words[1], (unsigned)words[2]);
    case SYS_clock_gettime:
      return clock_gettime((clockid_t)words[0], (struct timespec *)words[1]);
    case SYS_gettimeofday:
      return gettimeofday((struct timeval *)words[0], (void *)words[1]);
    // Not that of a thread, by which the dispatch library knows who holds a lock of the kernel's.
    case SYS_getpid: return getpid();
    case SYS_getppid: return getppid();
    case SYS_getuid: return getuid();
    case SYS_geteuid: return geteuid();
    case SYS_getgid: return getgid();
    case SYS_getegid: return getegid();
#if defined(SYS_getpgrp)
    case SYS_getpgrp: return getpgrp();
#endif
    case SYS_kill: return kill((pid_t)words[0], (int)words[1]);
    case SYS_tgkill: return tgkill((pid_t)words[0], (pid_t)words[1], (int)words[2]);
#if defined(SYS_time)
    case SYS_time:
      return time((time_t *)words[0]);
#endif
    default: break;
  }
  return REPLACED(syscall)(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}
