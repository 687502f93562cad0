// truthbook-unpack: tells the grader what an archive holds.
//
// Usage: truthbook-unpack ENTRIES UNPACKED RATIO FILE KEPT NAMES
//
// Reads a zip, tar or tar.gz from descriptor 3 and writes records to descriptor 1. It writes no file
// and starts nothing: the launcher confines it like a submission, because a library that takes an
// archive apart is the first thing that a hostile archive attacks. The grader believes nothing it
// says without looking at it again.
//
// A record is a letter, the length of a name (4 bytes) and of the contents (8 bytes), least
// significant byte first, and then the two:
//   F  a Swift file with its contents
//   T  a Swift file larger than a file may be; the second number is its size, nothing follows the name
//   O  another file
//   L  a link
//   S  a device, pipe or the like
//   X  the archive is refused; the name is the reason in a word. Nothing follows.
//   E  everything has been told.
#define _GNU_SOURCE
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARCHIVE = 3, OUTPUT = 1, BLOCK = 64 << 10 };

/// What an archive may hold.
static struct {
  uint64_t entries;   // of any kind
  uint64_t unpacked;  // bytes that its entries claim to have together
  uint64_t ratio;     // of those to its own size
  uint64_t file;      // bytes of a Swift file
  uint64_t kept;      // bytes of all Swift files
  uint64_t names;     // bytes of all names
} limits;

/// What counts for nothing beside the ratio: small archives of nearly empty files.
static const uint64_t ratio_allowance = 1 << 20;

static void put(const void *bytes, size_t length) {
  const char *next = bytes;
  while (length > 0) {
    ssize_t count = write(OUTPUT, next, length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) _exit(1);
    next += count;
    length -= (size_t)count;
  }
}

static void put_header(char kind, const char *name, uint64_t size) {
  uint32_t length = (uint32_t)strlen(name);
  unsigned char header[13] = {(unsigned char)kind};
  for (int index = 0; index < 4; index++) header[1 + index] = (length >> 8 * index) & 0xFF;
  for (int index = 0; index < 8; index++) header[5 + index] = (size >> 8 * index) & 0xFF;
  put(header, sizeof header);
  put(name, length);
}

static _Noreturn void refuse(const char *reason) {
  put_header('X', reason, 0);
  _exit(0);
}

/// Whether a part of the path is one that nobody hands in on purpose.
static bool is_hidden(const char *path) {
  for (const char *part = path; *part;) {
    size_t length = strcspn(part, "/\\");
    bool is_here = length == 0 || (length == 1 && part[0] == '.');
    bool is_above = length == 2 && part[0] == '.' && part[1] == '.';
    if (!is_here && !is_above && part[0] == '.') return true;
    if (length == 8 && strncmp(part, "__MACOSX", 8) == 0) return true;
    part += length;
    if (*part) part++;
  }
  return false;
}

static bool ends_with(const char *text, const char *ending) {
  size_t length = strlen(text), wanted = strlen(ending);
  return length >= wanted && strcasecmp(text + length - wanted, ending) == 0;
}

static bool is_swift(const char *path) {
  return ends_with(path, ".swift") || ends_with(path, ".swift.txt");
}

/// Tells a Swift file and what it holds.
static void put_file(struct archive *archive, const char *path, char *contents) {
  static uint64_t kept;
  size_t length = 0;
  while (length <= limits.file) {
    la_ssize_t count = archive_read_data(archive, contents + length, limits.file + 1 - length);
    if (count < 0) refuse("damaged");
    if (count == 0) break;
    length += (size_t)count;
  }
  if (length > limits.file) {
    put_header('T', path, length);
    return;
  }
  kept += length;
  if (kept > limits.kept) refuse("kept");
  put_header('F', path, length);
  put(contents, length);
}

/// Tells one entry.
static void put_entry(struct archive *archive, struct archive_entry *entry, char *contents) {
  static uint64_t names;
  const char *path = archive_entry_pathname(entry);
  if (!path) path = archive_entry_pathname_utf8(entry);
  if (!path) refuse("name");
  // A folder has no bytes, and tells nothing that the names of its files do not.
  if (archive_entry_filetype(entry) == AE_IFDIR || is_hidden(path)) return;
  names += strlen(path);
  if (names > limits.names) refuse("names");
  if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK) {
    put_header('L', path, 0);
  } else if (archive_entry_filetype(entry) != AE_IFREG) {
    put_header('S', path, 0);
  } else if (!is_swift(path)) {
    put_header('O', path, 0);
  } else if (archive_entry_is_encrypted(entry)) {
    refuse("encrypted");
  } else if (archive_entry_size_is_set(entry)
             && (uint64_t)archive_entry_size(entry) > limits.file) {
    put_header('T', path, (uint64_t)archive_entry_size(entry));
  } else {
    put_file(archive, path, contents);
  }
}

/// Refuses an entry that would take the archive over what it may hold, before any of it is unpacked.
static void count_entry(struct archive_entry *entry, uint64_t packed) {
  static uint64_t entries, unpacked;
  if (++entries > limits.entries) refuse("entries");
  if (!archive_entry_size_is_set(entry)) return;
  int64_t size = archive_entry_size(entry);
  if (size < 0) refuse("damaged");
  if ((uint64_t)size > limits.unpacked - unpacked) refuse("unpacked");
  unpacked += (uint64_t)size;
  if (unpacked > ratio_allowance && unpacked / limits.ratio > packed) refuse("ratio");
}

/// Whether a tar that is not compressed goes on to its end, which is a block of zeros: without one it
/// has been cut off between two files, which the library takes for the end.
static bool has_end(struct archive *archive, off_t size) {
  int format = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK;
  if (format != ARCHIVE_FORMAT_TAR || archive_filter_count(archive) > 1) return true;
  char block[512];
  if (pread(ARCHIVE, block, sizeof block, size - (off_t)sizeof block) != sizeof block) return false;
  for (size_t index = 0; index < sizeof block; index++) {
    if (block[index] != 0) return false;
  }
  return true;
}

static uint64_t number(const char *text) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value == 0) _exit(2);
  return value;
}

int main(int count, char **arguments) {
  if (count != 7) _exit(2);
  limits.entries = number(arguments[1]);
  limits.unpacked = number(arguments[2]);
  limits.ratio = number(arguments[3]);
  limits.file = number(arguments[4]);
  limits.kept = number(arguments[5]);
  limits.names = number(arguments[6]);
  // Names in UTF-8 are handed through as they are; the C library has this locale built in.
  setlocale(LC_ALL, "C.UTF-8");
  struct stat status;
  char *contents = malloc(limits.file + 1);
  struct archive *archive = archive_read_new();
  if (!contents || !archive || fstat(ARCHIVE, &status) != 0) _exit(2);
  // A zip is what its directory at the end says it is, as for every program a student uses.
  if (archive_read_support_format_zip_seekable(archive) != ARCHIVE_OK
      || archive_read_support_format_tar(archive) != ARCHIVE_OK
      || archive_read_support_filter_gzip(archive) != ARCHIVE_OK) {
    _exit(2);
  }
  if (archive_read_open_fd(archive, ARCHIVE, BLOCK) != ARCHIVE_OK) refuse("format");
  // An archive compressed once, not again and again.
  if (archive_filter_count(archive) > 2) refuse("format");
  struct archive_entry *entry;
  int result;
  bool is_empty = true;
  while ((result = archive_read_next_header(archive, &entry)) == ARCHIVE_OK
         || result == ARCHIVE_WARN) {
    is_empty = false;
    count_entry(entry, (uint64_t)status.st_size);
    put_entry(archive, entry, contents);
  }
  if (result != ARCHIVE_EOF) {
    if (archive_read_has_encrypted_entries(archive) > 0) refuse("encrypted");
    refuse(is_empty ? "format" : "damaged");
  }
  if (!has_end(archive, status.st_size)) refuse("damaged");
  put_header('E', "", 0);
  return 0;
}
