#ifndef TRUTHBOOK_WORKER_CLOCK_H
#define TRUTHBOOK_WORKER_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/// Replaces the clocks of this process: `clock_gettime`, `gettimeofday` and `time` answer
/// `nanoseconds` while `frozen` is true, and ask the kernel otherwise.
void worker_clock_set(bool frozen, uint64_t nanoseconds);

#endif
