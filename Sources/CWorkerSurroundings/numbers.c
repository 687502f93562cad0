// The numbers that the kernel gives to processes, threads and users are others on every run. Here they follow
// from the grader's seed: the same on every run, and others in a worker that was given another seed. Whoever
// asks the kernel in machine code of its own gets the kernel's.
#define _GNU_SOURCE
#include "surroundings.h"
#include "worker_surroundings.h"

#include <alloca.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/// Above what the kernel gives to any process, so that nobody else is meant by them.
#define FIRST_NUMBER ((1 << 22) + 1)

static pid_t own_number, parent_number;
static _Atomic pid_t thread_count;
static uid_t user_number;

void numbers_begin(uint64_t seed) {
  own_number = FIRST_NUMBER + (pid_t)(seed % 1000003);
  parent_number = own_number - 1 - (pid_t)(seed % 13);
  user_number = 1000 + (uid_t)(seed % 60013);
}

static uint64_t mixed;

/// Moves what is mapped from now on: without the kernel's own chance, which the launcher turns off where it may,
/// addresses would be the same in every worker, and an answer that depends on them found in none.
void addresses_begin(uint64_t seed) {
  // The high bits of a product depend on all of the seed.
  mixed = (seed + 1) * 0x9e3779b97f4a7c15;
  size_t pages = 1 + (mixed >> 32) % 509, page = (size_t)sysconf(_SC_PAGESIZE);
  mmap(NULL, pages * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

/// Takes all free room of this size below `end`.
static void take_all(size_t size, const char *end) {
  // What is kept for ever the compiler must not see through.
  char *volatile kept;
  do kept = malloc(size);
  while (kept && kept < end);
}

void worker_heap_moves(void) {
  // From the end of the heap: as much at once was never freed.
  char *end = malloc((64 << 10) + 16 * ((mixed >> 40) % 2039));
  for (size_t size = 32 << 10; size > 1032; size /= 2) take_all(size, end);
  for (size_t size = 1032; size >= 24; size -= 16) take_all(size, end);
}

void worker_go_deeper(uint64_t seed, void (*body)(void *), void *context) {
  // Up to 64 KiB of a stack that is many times that.
  volatile char *room = alloca(16 + ((seed + 1) * 0x9e3779b97f4a7c15 >> 52) * 16);
  room[0] = 0;
  body(context);
  room[0] = 1;
}

// MARK: Who one is

REPLACEMENT pid_t getpid(void) {
  return surroundings_have_begun ? own_number : REPLACED(getpid)();
}

REPLACEMENT pid_t getppid(void) {
  return surroundings_have_begun ? parent_number : REPLACED(getppid)();
}

REPLACEMENT pid_t gettid(void) {
  static _Thread_local pid_t number;
  if (!surroundings_have_begun) return REPLACED(gettid)();
  if (number == 0) {
    bool is_first = REPLACED(gettid)() == REPLACED(getpid)();
    number = own_number + (is_first ? 0 : atomic_fetch_add(&thread_count, 1) + 1);
  }
  return number;
}

REPLACEMENT pid_t getpgrp(void) {
  return surroundings_have_begun ? own_number : REPLACED(getpgrp)();
}

#define USER_NUMBER(type, name)                                                  \
  REPLACEMENT type name(void) {                                                  \
    return surroundings_have_begun ? (type)user_number : REPLACED(name)();       \
  }

USER_NUMBER(uid_t, getuid)
USER_NUMBER(uid_t, geteuid)
USER_NUMBER(gid_t, getgid)
USER_NUMBER(gid_t, getegid)

// MARK: Whom one means

/// The kernel's number of whom ours means.
static pid_t number_of_kernel(pid_t number) {
  if (!surroundings_have_begun) return number;
  if (number == own_number) return REPLACED(getpid)();
  if (number == -own_number) return -REPLACED(getpgrp)();
  return number == parent_number ? REPLACED(getppid)() : number;
}

/// The same of a thread, where the calling one is meant: nobody else is told whose number is whose.
static pid_t thread_of_kernel(pid_t number) {
  return surroundings_have_begun && number == gettid() ? REPLACED(gettid)() : number;
}

REPLACEMENT int kill(pid_t process, int signal) {
  return REPLACED(kill)(number_of_kernel(process), signal);
}

REPLACEMENT int tgkill(pid_t process, pid_t thread, int signal) {
  return REPLACED(tgkill)(number_of_kernel(process), thread_of_kernel(thread), signal);
}

REPLACEMENT int sigqueue(pid_t process, int signal, const union sigval value) {
  return REPLACED(sigqueue)(number_of_kernel(process), signal, value);
}

REPLACEMENT pid_t getpgid(pid_t process) {
  if (surroundings_have_begun && (process == 0 || process == own_number)) return own_number;
  return REPLACED(getpgid)(number_of_kernel(process));
}

REPLACEMENT pid_t getsid(pid_t process) {
  if (surroundings_have_begun && (process == 0 || process == own_number)) return own_number;
  return REPLACED(getsid)(number_of_kernel(process));
}
