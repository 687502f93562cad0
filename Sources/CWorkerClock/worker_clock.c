// Defined in the executable, these take precedence over libc's for every library of the process,
// so a suite can show a submission a clock that stands still or goes back.
#define _GNU_SOURCE
#include "worker_clock.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile bool is_frozen;
static volatile uint64_t frozen_nanoseconds;

void worker_clock_set(bool frozen, uint64_t nanoseconds) {
  frozen_nanoseconds = nanoseconds;
  is_frozen = frozen;
}

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *now) {
  if (!is_frozen) return (int)syscall(SYS_clock_gettime, clock, now);
  now->tv_sec = (time_t)(frozen_nanoseconds / 1000000000u);
  now->tv_nsec = (long)(frozen_nanoseconds % 1000000000u);
  return 0;
}

__attribute__((visibility("default"))) int gettimeofday(struct timeval *now, void *zone) {
  (void)zone;
  struct timespec precise;
  int status = clock_gettime(CLOCK_REALTIME, &precise);
  if (status == 0) {
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
  }
  return status;
}

__attribute__((visibility("default"))) time_t time(time_t *now) {
  struct timespec precise;
  if (clock_gettime(CLOCK_REALTIME, &precise) != 0) return (time_t)-1;
  if (now) *now = precise.tv_sec;
  return precise.tv_sec;
}
