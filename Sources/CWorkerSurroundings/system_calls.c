// System calls by number: Swift's library asks the kernel for random bytes in this way.
#define _GNU_SOURCE
#include "surroundings.h"

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
#if defined(SYS_time)
    case SYS_time:
      return time((time_t *)words[0]);
#endif
    default:
      return REPLACED(syscall)(
          number, words[0], words[1], words[2], words[3], words[4], words[5]);
  }
}
