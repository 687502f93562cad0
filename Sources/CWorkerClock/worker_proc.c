// What the runtime's libraries look for in /proc, where a confined process may read nothing.
//
// Defined in the executable, these take precedence over libc's for every library of the process.
#define _GNU_SOURCE
#include "worker_proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static int argument_count;
static char **arguments;

__attribute__((constructor)) static void keep_arguments(int count, char **values) {
  argument_count = count;
  arguments = values;
}

const char *worker_argument(int index) {
  return index >= 0 && index < argument_count ? arguments[index] : NULL;
}

/// True for /proc/N/stat where N is a thread of this process.
static int is_state_of_own_thread(const char *path) {
  int thread = 0, length = 0;
  if (sscanf(path, "/proc/%d/stat%n", &thread, &length) != 1 || path[length] != '\0') return 0;
  char task[64];
  snprintf(task, sizeof task, "/proc/self/task/%d", thread);
  return length > 0 && access(task, F_OK) == 0;
}

/// The dispatch library counts which of its threads run, and ends the process when it cannot open what
/// says so. Where it finds nothing to read, it counts the thread as one that waits, and may start another
/// for work that is left: at most one a second.
static int open_any(const char *path, int flags, mode_t mode) {
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
  if (file >= 0 || errno != EACCES || !is_state_of_own_thread(path)) {
    return file;
  }
  return (int)syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY | (flags & O_CLOEXEC), 0);
}

/// The mode is there only when a file may be made.
#define READ_MODE(mode, flags)                                 \
  mode_t mode = 0;                                             \
  if (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) {        \
    va_list rest;                                              \
    va_start(rest, flags);                                     \
    mode = va_arg(rest, mode_t);                               \
    va_end(rest);                                              \
  }

__attribute__((visibility("default"))) int open(const char *path, int flags, ...) {
  READ_MODE(mode, flags)
  return open_any(path, flags, mode);
}

__attribute__((visibility("default"))) int open64(const char *path, int flags, ...) {
  READ_MODE(mode, flags)
  return open_any(path, flags | O_LARGEFILE, mode);
}
