#define _GNU_SOURCE
#include "jail.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/// What one worker may have alive at once: threads, since it may start no process.
static const rlim_t thread_limit = 64;

void drop_user(const struct request *request) {
  if (request->user == 0) return;
  gid_t group = request->user;
  if (setgroups(0, NULL) != 0) give_up(EXIT_NOT_CONFINED, "setgroups", 0, errno);
  if (setresgid(group, group, group) != 0) give_up(EXIT_NOT_CONFINED, "setresgid", 0, errno);
  if (setresuid(request->user, request->user, request->user) != 0) {
    give_up(EXIT_NOT_CONFINED, "setresuid", 0, errno);
  }
}

void drop_capabilities(void) {
  for (int capability = 0; capability < 64; capability++) {
    // Fails past the last capability, and for whoever has none to give up.
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno == EINVAL) break;
  }
  // Unknown before Linux 4.3.
  (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  if (syscall(SYS_capset, &header, none) != 0) give_up(EXIT_NOT_CONFINED, "capset", 0, errno);
}

/// How many threads this user has now, all processes together.
static rlim_t threads_of_user(void) {
  DIR *processes = opendir("/proc");
  if (!processes) return 4096;
  rlim_t count = 0;
  struct dirent *entry;
  while ((entry = readdir(processes))) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    char path[300];
    struct stat status;
    snprintf(path, sizeof path, "/proc/%s/task", entry->d_name);
    // A folder has a link for itself, one from above, and one per folder in it.
    if (stat(path, &status) == 0 && status.st_uid == getuid()) count += status.st_nlink - 2;
  }
  closedir(processes);
  return count;
}

static void limit(int resource, uint64_t soft, uint64_t hard, const char *name) {
  struct rlimit current, wanted = {.rlim_cur = soft, .rlim_max = hard};
  if (getrlimit((__rlimit_resource_t)resource, &current) != 0) {
    give_up(EXIT_NOT_CONFINED, "getrlimit", name, errno);
  }
  // Only root may raise a limit, and there is no need to.
  if (wanted.rlim_max > current.rlim_max) wanted.rlim_max = current.rlim_max;
  if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
  if (setrlimit((__rlimit_resource_t)resource, &wanted) != 0) {
    give_up(EXIT_NOT_CONFINED, "setrlimit", name, errno);
  }
}

void limit_resources(const struct request *request) {
  // SIGXCPU first, and a second later SIGKILL, which cannot be ignored.
  limit(RLIMIT_CPU, request->processor, request->processor + 1, "CPU");
  limit(RLIMIT_AS, request->memory, request->memory, "AS");
  limit(RLIMIT_FSIZE, request->file_size, request->file_size, "FSIZE");
  limit(RLIMIT_CORE, 0, 0, "CORE");
  limit(RLIMIT_MEMLOCK, 0, 0, "MEMLOCK");
  limit(RLIMIT_MSGQUEUE, 0, 0, "MSGQUEUE");
  if (request->profile != PROFILE_COMPILE) {
    limit(RLIMIT_NOFILE, 64, 64, "NOFILE");
    limit(RLIMIT_STACK, 8 << 20, 8 << 20, "STACK");
  }
  // The limit counts all of a user's threads, so it says something only about a user of one's own.
  // Without one the filter stops processes and the address space bounds the threads.
  if (request->user != 0) {
    limit(RLIMIT_NPROC, thread_limit, thread_limit, "NPROC");
  } else if (request->profile == PROFILE_TRACE && getuid() != 0) {
    rlim_t bound = threads_of_user() + thread_limit;
    limit(RLIMIT_NPROC, bound, bound, "NPROC");
  }
}
