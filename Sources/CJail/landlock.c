// Landlock by its raw system calls: the C library has no functions for it, and the headers of many
// distributions are older than the kernels they run on.
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The same numbers on every architecture.
#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define CREATE_RULESET_VERSION 1
#define RULE_PATH_BENEATH 1

// include/uapi/linux/landlock.h
enum {
  EXECUTE = 1 << 0,
  WRITE_FILE = 1 << 1,
  READ_FILE = 1 << 2,
  READ_DIRECTORY = 1 << 3,
  EVERYTHING_1 = (1 << 13) - 1,  // ABI 1
  REFER = 1 << 13,               // ABI 2: moves and links between folders
  TRUNCATE = 1 << 14,            // ABI 3
  IOCTL_DEVICE = 1 << 15,        // ABI 5

  ALL_TCP = 3,     // ABI 4: bind and connect
  ALL_SCOPES = 3,  // ABI 6: abstract sockets and signals outside
};

struct ruleset {
  uint64_t handled_files, handled_network, scoped;
};

struct path_rule {
  uint64_t allowed;
  int32_t folder;
} __attribute__((packed));

/// Every right over files that this version of Landlock can refuse.
static uint64_t file_rights(long version) {
  uint64_t rights = EVERYTHING_1;
  if (version >= 2) rights |= REFER;
  if (version >= 3) rights |= TRUNCATE;
  if (version >= 5) rights |= IOCTL_DEVICE;
  return rights;
}

static void allow(int ruleset, const char *path, uint64_t rights, bool must_exist) {
  int file = open(path, O_PATH | O_CLOEXEC);
  if (file < 0) {
    // A library folder that one distribution has and the other has not.
    if (!must_exist && (errno == ENOENT || errno == EACCES || errno == ENOTDIR)) return;
    give_up(EXIT_NOT_CONFINED, "landlock: open", path, errno);
  }
  struct stat status;
  if (fstat(file, &status) != 0) give_up(EXIT_NOT_CONFINED, "landlock: stat", path, errno);
  if (!S_ISDIR(status.st_mode)) rights &= EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE;
  struct path_rule rule = {.allowed = rights, .folder = file};
  if (syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0) != 0) {
    give_up(EXIT_NOT_CONFINED, "landlock: allow", path, errno);
  }
  close(file);
}

void restrict_files(const struct request *request) {
  long version = syscall(CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);
  // This kernel has none, or its administrator wants none; the probes will tell.
  if (version < 1) return;
  uint64_t all = file_rights(version);
  struct ruleset attributes = {
      .handled_files = all,
      .handled_network = version >= 4 ? ALL_TCP : 0,
      .scoped = version >= 6 ? ALL_SCOPES : 0,
  };
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  int ruleset = (int)syscall(CREATE_RULESET, &attributes, size, 0);
  if (ruleset < 0) give_up(EXIT_NOT_CONFINED, "landlock: create", 0, errno);
  for (const char **path = request->readable; *path; path++) {
    allow(ruleset, *path, EXECUTE | READ_FILE | READ_DIRECTORY, false);
  }
  for (const char **path = request->writable; *path; path++) {
    allow(ruleset, *path, all & ~(uint64_t)(EXECUTE | IOCTL_DEVICE), true);
  }
  if (syscall(RESTRICT_SELF, ruleset, 0) != 0) {
    give_up(EXIT_NOT_CONFINED, "landlock: restrict", 0, errno);
  }
  close(ruleset);
}
