// Usage: truthbook-jail PROFILE NAME=VALUE… -- PROGRAM ARGUMENT…
//    or: truthbook-jail probe FILE ACT…
//
// The environment is passed on as it is; the grader starts this with a constant one.
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static int status_descriptor = STDERR_FILENO;

void give_up(int status, const char *step, const char *subject, int error) {
  char line[1024];
  int length = snprintf(
      line, sizeof line, "%s%s%s%s%s\n", step, subject ? " " : "", subject ? subject : "",
      error ? ": " : "", error ? strerror(error) : "");
  if (length > (int)sizeof line - 1) length = (int)sizeof line - 1;
  ssize_t written = write(status_descriptor, line, (size_t)length);
  (void)written;  // The exit status says enough.
  _exit(status);
}

static uint64_t number(const char *text) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0') give_up(EXIT_MISUSED, "not a number:", text, 0);
  return value;
}

static void read_profile(const char *name, struct request *request) {
  if (strcmp(name, "compile") == 0) {
    request->profile = PROFILE_COMPILE;
  } else if (strcmp(name, "run") == 0) {
    request->profile = PROFILE_RUN;
  } else {
    give_up(EXIT_MISUSED, "no such profile:", name, 0);
  }
}

static void read_option(const char *name, const char *value, struct request *request) {
  if (strcmp(name, "parent") == 0) {
    request->parent = (pid_t)number(value);
  } else if (strcmp(name, "status") == 0) {
    request->status = (int)number(value);
    status_descriptor = request->status;
  } else if (strcmp(name, "close-from") == 0) {
    request->first_closed = (int)number(value);
  } else if (strcmp(name, "user") == 0) {
    request->user = (uid_t)number(value);
  } else if (strcmp(name, "processor") == 0) {
    request->processor = number(value);
  } else if (strcmp(name, "memory") == 0) {
    request->memory = number(value);
  } else if (strcmp(name, "file-size") == 0) {
    request->file_size = number(value);
  } else if (strcmp(name, "crash") == 0) {
    request->crash = (int)number(value);
  } else if (strcmp(name, "library") == 0) {
    request->library = value;
  } else {
    give_up(EXIT_MISUSED, "no such option:", name, 0);
  }
}

static void read_request(int count, char **arguments, struct request *request) {
  if (count < 2) give_up(EXIT_MISUSED, "usage: truthbook-jail PROFILE NAME=VALUE… -- PROGRAM", 0, 0);
  read_profile(arguments[1], request);
  request->readable = calloc((size_t)count + 1, sizeof *request->readable);
  request->writable = calloc((size_t)count + 1, sizeof *request->writable);
  if (!request->readable || !request->writable) give_up(EXIT_NOT_CONFINED, "memory", 0, errno);
  size_t readable = 0, writable = 0;
  int next = 2;
  for (; next < count && strcmp(arguments[next], "--") != 0; next++) {
    char *name = arguments[next], *equals = strchr(name, '=');
    if (!equals) give_up(EXIT_MISUSED, "not an option:", name, 0);
    *equals = '\0';
    if (strcmp(name, "read") == 0) {
      request->readable[readable++] = equals + 1;
    } else if (strcmp(name, "write") == 0) {
      request->writable[writable++] = equals + 1;
    } else {
      read_option(name, equals + 1, request);
    }
  }
  if (next + 1 >= count) give_up(EXIT_MISUSED, "no program to start", 0, 0);
  request->command = arguments + next + 1;
  if (!request->processor || !request->memory || !request->parent || request->status < 3) {
    give_up(EXIT_MISUSED, "parent, status, processor and memory must be given", 0, 0);
  }
  if (request->crash >= 0 && !request->library) give_up(EXIT_MISUSED, "no library given", 0, 0);
}

/// Closes what was inherited by mistake, and keeps the rest of the file system out of reach of
/// relative paths.
static void leave_surroundings(const struct request *request) {
  if (fcntl(request->status, F_SETFD, FD_CLOEXEC) != 0) {
    give_up(EXIT_NOT_CONFINED, "status descriptor", 0, errno);
  }
#ifdef SYS_close_range
  if (syscall(SYS_close_range, request->first_closed, ~0U, 0) != 0 && errno != ENOSYS) {
    give_up(EXIT_NOT_CONFINED, "close_range", 0, errno);
  }
#endif
  umask(077);
  if (chdir("/") != 0) give_up(EXIT_NOT_CONFINED, "chdir /", 0, errno);
}

/// From now on this process ends when the thread that started it does.
static void follow_parent(const struct request *request) {
  // After the change of user, which clears it.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
    give_up(EXIT_NOT_CONFINED, "PR_SET_PDEATHSIG", 0, errno);
  }
  // It may have gone before.
  if (getppid() != request->parent) _exit(EXIT_NOT_STARTED);
}

/// Copies `path` to an address nobody can guess. Exec unmaps it, so that no later execve can pass
/// the same pointer to the filter.
static const char *hidden_copy(const char *path) {
  size_t length = strlen(path) + 1;
  size_t room = (length + 8191) & ~(size_t)4095;
  for (int attempt = 0; attempt < 64; attempt++) {
    uint64_t random;
    if (getrandom(&random, sizeof random, 0) != sizeof random) break;
    // Below 2^46, which every supported kernel lets a process map; above what is mapped already.
    uintptr_t address = (uintptr_t)(((random >> 12) % (1ULL << 33) + (1ULL << 21)) << 12);
    char *page = mmap(
        (void *)address, room, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (page == MAP_FAILED) continue;
    if (page != (char *)address) {
      munmap(page, room);
      continue;
    }
    char *copy = page + (random & 4095);
    memcpy(copy, path, length);
    return copy;
  }
  give_up(EXIT_NOT_CONFINED, "no memory for the program's path", 0, errno);
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "probe") == 0) probe(count - 2, arguments + 2);

  struct request request = {.first_closed = 3, .status = -1, .crash = -1};
  read_request(count, arguments, &request);
  leave_surroundings(&request);
  const char *path = hidden_copy(request.command[0]);
  drop_user(&request);
  follow_parent(&request);
  drop_capabilities();
  limit_resources(&request);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    give_up(EXIT_NOT_CONFINED, "PR_SET_NO_NEW_PRIVS", 0, errno);
  }
  // What runs begins at the same addresses each time, and the worker moves them by its seed. Where the kernel
  // does not let us, as under some container's filter, addresses are the kernel's chance.
  if (request.profile == PROFILE_RUN) personality(ADDR_NO_RANDOMIZE);
  start_tracer(&request);
  restrict_files(&request);
  filter_system_calls(request.profile, path);
  execve(path, request.command, environ);
  give_up(EXIT_NOT_STARTED, "start", path, errno);
}
