// What the runtime's libraries look for in /proc, where a confined process may read nothing.
#define _GNU_SOURCE
#include "surroundings.h"
#include "worker_proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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
int proc_open(int folder, const char *path, int flags, mode_t mode) {
  int file = REPLACED(openat)(folder, path, flags, mode);
  if (file >= 0 || errno != EACCES || !is_state_of_own_thread(path)) return file;
  return REPLACED(openat)(folder, "/dev/null", O_RDONLY | (flags & O_CLOEXEC));
}
