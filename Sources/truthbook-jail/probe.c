// The acts a confined process must not be able to do, really tried.
#define _GNU_SOURCE
#include "jail.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool opens(const char *path, int flags) { return open(path, flags | O_CLOEXEC) >= 0; }

static bool can_read(const char *file) { return opens(file, O_RDONLY); }

static bool can_write(const char *file) { return opens(file, O_WRONLY); }

static bool can_use_network(const char *file) {
  (void)file;
  static const int families[] = {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK};
  for (size_t index = 0; index < sizeof families / sizeof *families; index++) {
    if (socket(families[index], SOCK_DGRAM, 0) >= 0) return true;
  }
  return false;
}

/// What another process is called, was started with, and does.
static bool can_read_others(const char *file) {
  (void)file;
  static const char *const entries[] = {"cmdline", "comm", "stat", "task", "fd", "environ"};
  for (size_t index = 0; index < sizeof entries / sizeof *entries; index++) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", getppid(), entries[index]);
    if (can_read(path)) return true;
  }
  return can_read("/proc") || can_read("/proc/stat") || can_read("/proc/self/mountinfo");
}

/// How much another process has computed.
static bool can_read_clock(const char *file) {
  (void)file;
  clockid_t clock = (clockid_t)(~(unsigned)getppid() << 3 | 2);
  struct timespec time;
  return syscall(SYS_clock_gettime, clock, &time) == 0;
}

/// Waking whoever waits on a page of a file that others have as well.
static bool can_wake_others(const char *file) {
  (void)file;
  static unsigned word;
  return syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0) >= 0;
}

static bool can_start_process(const char *file) {
  (void)file;
  pid_t child = fork();
  if (child == 0) _exit(0);
  if (child > 0) waitpid(child, NULL, 0);
  return child > 0;
}

static bool can_start_program(const char *file) {
  (void)file;
  char *arguments[] = {"false", NULL}, *environment[] = {NULL};
  // Exits with 1, as does a probe of one act that is possible.
  execve("/bin/false", arguments, environment);
  return false;
}

static bool can_signal(const char *file) {
  (void)file;
  return kill(getppid(), 0) == 0;
}

static bool can_inspect(const char *file) {
  (void)file;
  return ptrace(PTRACE_SEIZE, getppid(), NULL, NULL) == 0;
}

static bool can_make_namespace(const char *file) {
  (void)file;
  return unshare(CLONE_NEWUSER) == 0;
}

static bool can_exceed_memory(const char *file) {
  (void)file;
  // More than any profile may have.
  return mmap(NULL, 1ULL << 40, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
      != MAP_FAILED;
}

/// A worker leads the kernel's own functions, which tell the time of day, to its own where they let
/// themselves be changed: as a whole, however long they are.
static bool can_see_day(const char *file) {
  (void)file;
  void *functions = (void *)getauxval(AT_SYSINFO_EHDR);
  long page = sysconf(_SC_PAGESIZE);
  for (int pages = 1; functions && pages <= 16; pages++) {
    size_t length = (size_t)(pages * page);
    if (mprotect(functions, length, PROT_READ | PROT_WRITE | PROT_EXEC) == 0) return false;
  }
  return functions != NULL;
}

static bool is_root(const char *file) {
  (void)file;
  return getuid() == 0 || geteuid() == 0;
}

static const struct act {
  const char *name;
  bool (*is_possible)(const char *file);
} acts[] = {
    {"read", can_read},           {"write", can_write},         {"network", can_use_network},
    {"process", can_start_process}, {"program", can_start_program}, {"signal", can_signal},
    {"inspect", can_inspect},     {"namespace", can_make_namespace},
    {"memory", can_exceed_memory}, {"root", is_root},          {"others", can_read_others},
    {"clock", can_read_clock},    {"wake", can_wake_others},
    {"day", can_see_day},
};

static bool is_possible(const char *name, const char *file) {
  for (size_t index = 0; index < sizeof acts / sizeof *acts; index++) {
    if (strcmp(acts[index].name, name) == 0) return acts[index].is_possible(file);
  }
  give_up(EXIT_MISUSED, "no such act:", name, 0);
}

void probe(int count, char **arguments) {
  // The launcher's own statuses start above what six acts can come to.
  if (count < 2 || count > 7) give_up(EXIT_MISUSED, "usage: truthbook-jail probe FILE ACT…", 0, 0);
  int possible = 0;
  for (int index = 1; index < count; index++) {
    if (is_possible(arguments[index], arguments[0])) possible |= 1 << (index - 1);
  }
  _exit(possible);
}
